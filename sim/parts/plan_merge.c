#include "parts/plan_merge.h"

#include "base/usage.h"
#include "external/lookup.h"
#include "parts/part_file.h"

/* --- what does not fit together ------------------------------------------------------------------------------ */

static char *
dup_option (const char *name, const char *word)
{
  return word ? g_strdup_printf ("--%s %s", name, word) : g_strdup_printf ("no --%s", name);
}

static const char *
say_hosted (const char *hosted)
{
  return hosted ? hosted : "no program's scheduler";
}

static bool
has_traces (const Part *first, const Part *part, GError **error)
{
  for (guint i = 0; i < MAX (first->digests->len, part->digests->len); i++)
    {
      const char *was = i < first->digests->len ? first->words.trace[i] : NULL;
      const char *is = i < part->digests->len ? part->words.trace[i] : NULL;
      g_autofree char *here = dup_option ("trace", is), *there = dup_option ("trace", was);
      if (g_strcmp0 (is, was) != 0)
        return fail (error, "%s: it is of another plan than %s: %s here, %s there", part->name, first->name, here,
                     there);
      if (!g_str_equal (part->digests->pdata[i], first->digests->pdata[i]))
        return fail (error, "%s: its %s was another file than that of %s", part->name, is, first->name);
    }
  return true;
}

static bool
is_of_plan (Part *first, Part *part, GError **error)
{
  for (unsigned i = 0; i < PLAN_ASKED; i++)
    {
      const char *was = *plan_word (&first->words, i), *is = *plan_word (&part->words, i);
      g_autofree char *here = dup_option (plan_asked[i].name, is), *there = dup_option (plan_asked[i].name, was);
      if (g_strcmp0 (is, was) != 0)
        return fail (error, "%s: it is of another plan than %s: %s here, %s there", part->name, first->name, here,
                     there);
    }
  if (g_strcmp0 (part->hosted, first->hosted) != 0)
    return fail (error, "%s: it is of another plan than %s: %s here, %s there", part->name, first->name,
                 say_hosted (part->hosted), say_hosted (first->hosted));
  if (part->shard.of != first->shard.of)
    return fail (error, "%s: it is one of %u parts, and %s one of %u", part->name, part->shard.of, first->name,
                 first->shard.of);
  return has_traces (first, part, error);
}

/* --- all parts ----------------------------------------------------------------------------------------------- */

/* By number; a place is NULL as long as its part was not read. */
static bool
place_part (GPtrArray *parts, Part *part, GError **error)
{
  const Part *there = parts->pdata[part->shard.number - 1];
  if (there)
    return fail (error, "%s: part %u of %u is there twice; %s is it, too", part->name, part->shard.number,
                 part->shard.of, there->name);
  parts->pdata[part->shard.number - 1] = part;
  return true;
}

#define MISSING_SHOWN_MAX 20u

static bool
are_all_there (const GPtrArray *parts, GError **error)
{
  unsigned missing = 0;
  g_autoptr (GString) numbers = g_string_new (NULL);
  for (guint i = 0; i < parts->len; i++)
    if (!parts->pdata[i] && missing++ < MISSING_SHOWN_MAX)
      g_string_append_printf (numbers, "%s%u", missing > 1 ? "," : "", i + 1);
  if (missing > 1)
    fail (error, "parts %s%s of %u are missing", numbers->str, missing > MISSING_SHOWN_MAX ? ",…" : "", parts->len);
  else if (missing)
    fail (error, "part %s of %u is missing", numbers->str, parts->len);
  return !missing;
}

/* Takes over each part; the array has room for all, by number. */
static GPtrArray *
read_parts (char **files, GError **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  for (char **file = files; *file; file++)
    {
      Part *part = part_file_read (*file, error);
      if (!part)
        return NULL;
      g_ptr_array_add (read, part);
      g_ptr_array_set_size (parts, (gint) part->shard.of);
      if (!is_of_plan (read->pdata[0], part, error) || !place_part (parts, part, error))
        return NULL;
    }
  if (!are_all_there (parts, error))
    return NULL;
  return g_steal_pointer (&read);
}

/* --- their plan ---------------------------------------------------------------------------------------------- */

/* PATH: what merge was given. A folder that only the file names is not looked into. */
static bool
is_xdist_path (const char *path, const Part *part, GError **error)
{
  const char *own = part->words.xdist_path;
  if (g_strcmp0 (path, own) == 0)
    return true;
  if (!path)
    return fail (error, "%s: its plan has --xdist-path %s; say --xdist-path yourself if that is to be looked into",
                 part->name, own);
  g_autofree char *has = dup_option ("xdist-path", own);
  return fail (error, "--xdist-path %s: the plan of %s has %s", path, part->name, has);
}

/* The file's words become the options'. A program runs only if --dist names it here. */
static bool
take_words (PlanOptions *options, Part *part, GError **error)
{
  PlanWords *words = &options->words;
  g_autofree char *dist = g_steal_pointer (&words->dist), *path = g_steal_pointer (&words->xdist_path);
  for (unsigned i = 0; i < PLAN_ASKED; i++)
    *plan_word (words, i) = g_strdup (*plan_word (&part->words, i));
  words->trace = g_strdupv (part->words.trace);
  options->shard = part->shard;
  g_autofree char *own = dup_option ("dist", words->dist);
  if (dist && g_strcmp0 (dist, words->dist) != 0)
    return fail (error, "--dist %s: the plan of %s has %s", dist, part->name, own);
  return (dist || !words->dist || schedulers_may_run (words->dist, part->name, error))
         && is_xdist_path (path, part, error) && plan_options_spare (words, words->trace, "the parts' --trace", error);
}

static bool
read_plan (PlanOptions *options, const Part *part, GError **error)
{
  if (!plan_options_read (options, error))
    return g_prefix_error (error, "%s: ", part->name), false;
  g_autofree char *hosted = plan_options_dup_hosted (options);
  if (g_strcmp0 (part->hosted, hosted) != 0)
    return fail (error, "%s: it was made with %s, and here is %s", part->name, say_hosted (part->hosted),
                 say_hosted (hosted));
  for (guint i = 0; i < part->digests->len; i++)
    if (!g_str_equal (part->digests->pdata[i], options->digests->pdata[i]))
      return fail (error, "%s: its %s has changed since it was made", part->name, part->words.trace[i]);
  return true;
}

bool
plan_merge (PlanOptions *options, char **files, PlanReport *report, GError **error)
{
  g_autoptr (GPtrArray) parts = read_parts (files, error);
  if (!parts || !take_words (options, parts->pdata[0], error) || !read_plan (options, parts->pdata[0], error))
    return false;
  plan_report_lay_out (report, &options->question);
  for (guint i = 0; i < parts->len; i++)
    if (!part_file_add (parts->pdata[i], report, error))
      return false;
  return plan_report_conclude (report, error);
}
