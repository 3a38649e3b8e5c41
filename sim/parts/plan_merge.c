#include "parts/plan_merge.h"

#include "base/usage.h"

/* --- parts of one plan --------------------------------------------------------------------------------------- */

static bool
differ (const Part *first, const Part *part, const char *here, const char *there, GError **error)
{
  return fail (error, "%s: it is of another plan than %s: %s here, %s there", part->name, first->name, here, there);
}

static const char *
say_external (const char *external)
{
  return external ? external : "no program's scheduler";
}

static bool
has_traces_of (const Part *first, const Part *part, GError **error)
{
  char **path = part->plan.asked.trace, **other = first->plan.asked.trace;
  guint paths = g_strv_length (path), others = g_strv_length (other);
  for (guint i = 0; i < MAX (paths, others); i++)
    {
      const char *here = i < paths ? path[i] : NULL, *there = i < others ? other[i] : NULL;
      g_autofree char *is = plan_case_dup_word ("trace", here), *was = plan_case_dup_word ("trace", there);
      if (g_strcmp0 (here, there) != 0)
        return differ (first, part, is, was, error);
      if (!g_str_equal (part->plan.digests[i], first->plan.digests[i]))
        return fail (error, "%s: its %s was another file than that of %s", part->name, here, first->name);
    }
  return true;
}

static bool
is_of_plan (const Part *first, const Part *part, GError **error)
{
  for (unsigned i = 0; i < PLAN_CASE_OPTIONS; i++)
    {
      g_autofree char *here = plan_case_dup_option (&part->plan.asked, i);
      g_autofree char *there = plan_case_dup_option (&first->plan.asked, i);
      if (!g_str_equal (here, there))
        return differ (first, part, here, there, error);
    }
  if (g_strcmp0 (part->plan.external, first->plan.external) != 0)
    return differ (first, part, say_external (part->plan.external), say_external (first->plan.external), error);
  if (part->part.of != first->part.of)
    return fail (error, "%s: it is one of %u parts, and %s one of %u", part->name, part->part.of, first->name,
                 first->part.of);
  return has_traces_of (first, part, error);
}

/* --- all parts ----------------------------------------------------------------------------------------------- */

/* PLACES is indexed by number; a place is NULL until its part is read. */
static bool
place_part (GPtrArray *places, Part *part, GError **error)
{
  g_assert (part->part.number >= 1 && part->part.number <= places->len);
  const Part *there = places->pdata[part->part.number - 1];
  if (there)
    return fail (error, "%s: part %u of %u is there twice; %s is it, too", part->name, part->part.number, part->part.of,
                 there->name);
  places->pdata[part->part.number - 1] = part;
  return true;
}

#define MISSING_SHOWN_MAX 20u

static bool
are_all_there (const GPtrArray *places, GError **error)
{
  unsigned missing = 0;
  g_autoptr (GString) numbers = g_string_new (NULL);
  for (guint i = 0; i < places->len; i++)
    if (!places->pdata[i] && missing++ < MISSING_SHOWN_MAX)
      g_string_append_printf (numbers, "%s%u", missing > 1 ? "," : "", i + 1);
  if (missing > 1)
    fail (error, "parts %s%s of %u are missing", numbers->str, missing > MISSING_SHOWN_MAX ? ",…" : "", places->len);
  else if (missing)
    fail (error, "part %s of %u is missing", numbers->str, places->len);
  return !missing;
}

GPtrArray *
plan_merge_read (char **files, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  for (char **file = files; *file; file++)
    {
      Part *part = part_file_read (*file, error);
      if (!part)
        return NULL;
      g_ptr_array_add (parts, part);
      if (!is_of_plan (parts->pdata[0], part, error))
        return NULL;
      g_ptr_array_set_size (places, (gint) part->part.of);
      if (!place_part (places, part, error))
        return NULL;
    }
  if (!are_all_there (places, error))
    return NULL;
  g_assert (parts->len == places->len);
  return g_steal_pointer (&parts);
}

/* --- what merge's command line says -------------------------------------------------------------------------- */

static bool
is_dist (const char *dist, const Part *part, GError **error)
{
  const PlanCase *asked = &part->plan.asked;
  const PlanCase given = { .schedulers = plan_case_split_schedulers (dist) };
  g_autofree char *names = plan_case_dup_schedulers (&given), *own = plan_case_dup_schedulers (asked);
  bool same = g_str_equal (names, own) && !given.schedulers == !asked->schedulers;
  g_strfreev (given.schedulers);
  if (same)
    return true;
  g_autofree char *has = plan_case_dup_word ("dist", asked->schedulers ? own : NULL);
  return fail (error, "--dist %s: the plan of %s has %s", dist, part->name, has);
}

static bool
is_xdist_path (const char *path, const Part *part, GError **error)
{
  const char *own = part->plan.asked.xdist_path;
  if (g_strcmp0 (path, own) == 0)
    return true;
  if (!path)
    return fail (error, "%s: its plan has --xdist-path %s; say --xdist-path yourself if that is to be looked into",
                 part->name, own);
  g_autofree char *has = plan_case_dup_word ("xdist-path", own);
  return fail (error, "--xdist-path %s: the plan of %s has %s", path, part->name, has);
}

bool
plan_merge_may_run (const Part *part, const char *dist, const char *xdist_path, GError **error)
{
  g_autofree char *own = plan_case_dup_schedulers (&part->plan.asked);
  return (dist ? is_dist (dist, part, error) : schedulers_may_run (own, part->name, error))
         && is_xdist_path (xdist_path, part, error);
}

/* --- merging ------------------------------------------------------------------------------------------------- */

/* The traces and external schedulers must be those that the parts were made with. */
static bool
read_input (PlanInput *input, const Part *part, Schedulers *schedulers, GError **error)
{
  const PlanCase *asked = &part->plan.asked;
  if (!plan_input_read (input, asked, schedulers, part->part, 1, error))
    return g_prefix_error (error, "%s: ", part->name), false;
  g_autofree char *external = plan_input_dup_external (input);
  if (g_strcmp0 (part->plan.external, external) != 0)
    return fail (error, "%s: it was made with %s, and here is %s", part->name, say_external (part->plan.external),
                 say_external (external));
  for (guint i = 0; asked->trace[i]; i++)
    if (!g_str_equal (part->plan.digests[i], input->digests[i]))
      return fail (error, "%s: its %s has changed since it was made", part->name, asked->trace[i]);
  return true;
}

bool
plan_merge (const GPtrArray *parts, Schedulers *schedulers, PlanInput *input, PlanReport *report, GError **error)
{
  uint64_t cells = 0;
  if (!read_input (input, parts->pdata[0], schedulers, error))
    return false;
  plan_report_lay_out (report, &input->question);
  for (guint i = 0; i < parts->len; i++)
    if (!part_file_add (parts->pdata[i], report, &cells, error))
      return false;
  g_assert (cells == (uint64_t) report->sweep.rows * report->sweep.runs); /* each cell exactly once */
  return plan_report_conclude (report, error);
}
