#include "config.h"

#include "parts/part_file.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "sweep/noise.h"
#include "time_model/time_model.h"
#include <string.h>

#define PART_VERSION 1
#define PART_TRACES_MAX 10000
/* A wall time, or all tests of a run: the most that a trace may have, drawn as long as can be. */
#define PART_US_MAX (COSTS_US_MAX * (uint64_t) NOISE_FACTOR_MAX)

static const char seal_begin[] = ",\n\"sha256\":\"", seal_end[] = "\"}\n";

void
part_file_seal (GString *text)
{
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text->str, text->len);
  g_string_append_printf (text, "%s%s%s", seal_begin, digest, seal_end);
}

/* A row's runs; those of the first row are also the runs of which the shard tells the work. */
static bool
has_run (const PlanReport *report, PartNumber shard, unsigned row, unsigned run)
{
  return shard_has (shard, report->sweep.runs, run, row, report->sweep.rows);
}

/* --- writing ------------------------------------------------------------------------------------------------- */

static cJSON *
plan_object (const PlanOptions *options)
{
  PlanWords words = options->words;
  cJSON *object = cJSON_CreateObject (), *traces = cJSON_AddArrayToObject (object, "traces");
  for (guint i = 0; i < options->digests->len; i++)
    {
      cJSON *trace = cJSON_CreateObject ();
      cJSON_AddStringToObject (trace, "path", words.trace[i]);
      cJSON_AddStringToObject (trace, "sha256", options->digests->pdata[i]);
      cJSON_AddItemToArray (traces, trace);
    }
  for (unsigned i = 0; i < PLAN_ASKED; i++)
    if (*plan_word (&words, i))
      cJSON_AddStringToObject (object, plan_asked[i].name, *plan_word (&words, i));
  g_autofree char *hosted = plan_options_dup_hosted (options);
  if (hosted)
    cJSON_AddStringToObject (object, "hosted", hosted);
  return object;
}

static void
append_number (GString *text, uint64_t number)
{
  g_string_append_printf (text, " %" G_GUINT64_FORMAT, number);
}

static void
append_row (GString *text, const PlanReport *report, unsigned row)
{
  const SweepRow *from = &report->sweep.row[row];
  g_string_append (text, verdict_name (from->verdict));
  for (unsigned run = 0; run < report->sweep.runs; run++)
    if (has_run (report, report->question->sweep.shard, row, run))
      append_number (text, from->wall_us[run]);
}

static void
append_work (GString *text, const PlanReport *report, unsigned entry)
{
  (void) entry;
  for (unsigned run = 0; run < report->sweep.runs; run++)
    if (has_run (report, report->question->sweep.shard, 0, run))
      append_number (text, report->sweep.work_us[run]);
}

static void
append_mean (GString *text, const PlanMean *mean)
{
  append_number (text, mean->whole);
  append_number (text, mean->rest);
}

static void
append_tallies (GString *text, const PlanReport *report, unsigned constraint)
{
  for (unsigned i = 0; i < report->question->sweep.counts; i++)
    {
      const PlanTally *tally = plan_report_tally (report, constraint, i);
      append_mean (text, &tally->bound);
      append_mean (text, &tally->longest_first);
      append_mean (text, &tally->optimum);
      append_number (text, tally->inexact);
    }
}

/* A member that is a list of texts: numbers in a text take a tenth of what each takes as a value of JSON, and keep all
 * 64 bits. */
static void
append_list (GString *text, const PlanReport *report, const char *name, unsigned entries,
             void (*append) (GString *text, const PlanReport *report, unsigned entry))
{
  g_string_append_printf (text, ",\n\"%s\":[", name);
  for (unsigned i = 0; i < entries; i++)
    {
      g_string_append (text, i ? ",\n\"" : "\n\"");
      append (text, report, i);
      g_string_append_c (text, '"');
    }
  g_string_append_c (text, ']');
}

bool
part_file_write (const char *path, const PlanOptions *options, const PlanReport *report, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text,
                          "{\n\"isosim_part\":%d,\n\"isosim\":\"%s\",\n\"shard\":\"%u/%u\",\n\"plan\":", PART_VERSION,
                          PACKAGE_VERSION, options->shard.number, options->shard.of);
  json_append (text, plan_object (options));
  append_list (text, report, "rows", report->sweep.rows, append_row);
  append_list (text, report, "work_us", 1, append_work);
  append_list (text, report, "bounds", report->constraints, append_tallies);
  part_file_seal (text);
  return outfile_write_text (path, text, error);
}

/* --- reading ------------------------------------------------------------------------------------------------- */

static bool
bad_file (const Part *part, const char *what, GError **error)
{
  return fail (error, "%s: %s", part->name, what);
}

static bool
is_sealed (const char *text, gsize len)
{
  if (len < PART_SEAL_LEN)
    return false;
  g_autoptr (GString) sealed = g_string_new_len (text, (gssize) (len - PART_SEAL_LEN));
  part_file_seal (sealed);
  return memcmp (sealed->str, text, len) == 0;
}

static bool
read_trace (Part *part, const cJSON *trace, char **path)
{
  const char *name = json_string (trace, "path"), *digest = json_string (trace, "sha256");
  if (!name || !*name || !json_is_line (name) || !digest)
    return false;
  *path = g_strdup (name);
  g_ptr_array_add (part->digests, g_strdup (digest));
  return true;
}

static bool
read_traces (Part *part, const cJSON *plan)
{
  const cJSON *traces = cJSON_GetObjectItemCaseSensitive (plan, "traces"), *trace;
  int count = cJSON_IsArray (traces) ? cJSON_GetArraySize (traces) : 0, i = 0;
  if (count == 0 || count > PART_TRACES_MAX)
    return false;
  part->words.trace = g_new0 (char *, (gsize) count + 1);
  cJSON_ArrayForEach (trace, traces)
  {
    if (!read_trace (part, trace, &part->words.trace[i++]))
      return false;
  }
  return true;
}

/* NULL where there is none. */
static bool
read_line (const cJSON *plan, const char *name, char **line)
{
  const char *word = json_string (plan, name);
  *line = g_strdup (word);
  return word ? json_is_line (word) : !cJSON_HasObjectItem (plan, name);
}

static bool
read_plan (Part *part)
{
  const cJSON *plan = cJSON_GetObjectItemCaseSensitive (part->object, "plan");
  for (unsigned i = 0; i < PLAN_ASKED; i++)
    if (!read_line (plan, plan_asked[i].name, plan_word (&part->words, i)))
      return false;
  return read_line (plan, "hosted", &part->hosted) && read_traces (part, plan);
}

static bool
read_object (Part *part, const char *text, gsize len, GError **error)
{
  double version = 0;
  const char *made_by = json_string (part->object, "isosim"), *shard = json_string (part->object, "shard");
  if (!json_number (part->object, "isosim_part", &version) || version != PART_VERSION || !made_by)
    return bad_file (part, "this is no part that isosim plan --shard wrote, version 1", error);
  g_autofree char *shown = input_dup_shown (made_by, strlen (made_by));
  if (!g_str_equal (made_by, PACKAGE_VERSION))
    return fail (error, "%s: isosim %s made it, and this is %s", part->name, shown, PACKAGE_VERSION);
  if (!is_sealed (text, len))
    return bad_file (part, "it is damaged: what stands in it is not what was written", error);
  if (!shard || !part_number_parse ("'shard'", shard, &part->shard, NULL))
    return bad_file (part, "'shard' is no share of a plan, as 2/8", error);
  return read_plan (part) || bad_file (part, "'plan' is not as isosim writes it", error);
}

Part *
part_file_read (const char *path, GError **error)
{
  gsize len;
  g_autoptr (Input) input = input_open (path, error);
  g_autofree char *text = input ? input_take_all (input, &len, error) : NULL;
  if (!text)
    return NULL;
  g_autoptr (Part) part = g_new0 (Part, 1);
  part->name = g_strdup (input_name (input));
  part->digests = g_ptr_array_new_with_free_func (g_free);
  part->object = json_parse (text, len, part->name, 0, error);
  return part->object && read_object (part, text, len, error) ? g_steal_pointer (&part) : NULL;
}

void
part_free (Part *part)
{
  plan_words_clear (&part->words);
  g_ptr_array_unref (part->digests);
  cJSON_Delete (part->object);
  g_free (part->hosted);
  g_free (part->name);
  g_free (part);
}

/* --- adding -------------------------------------------------------------------------------------------------- */

/* The next number of a text; false: there is none, or it is more than MOST. */
static bool
take_number (const char **at, uint64_t most, uint64_t *number)
{
  char *end;
  if (**at != ' ' || !g_ascii_isdigit ((*at)[1]))
    return false;
  *number = g_ascii_strtoull (*at + 1, &end, 10);
  *at = end;
  return *number <= most;
}

static bool
take_verdict (const char **at, Verdict *verdict)
{
  gsize len = strcspn (*at, " ");
  for (int i = VERDICT_ERROR; i <= VERDICT_OK; i++)
    if (strlen (verdict_name ((Verdict) i)) == len && strncmp (*at, verdict_name ((Verdict) i), len) == 0)
      return *at += len, *verdict = (Verdict) i, true;
  return false;
}

static bool
take_row (const Part *part, PlanReport *report, unsigned row, const char **at)
{
  SweepRow *to = &report->sweep.row[row];
  Verdict verdict;
  bool ok = take_verdict (at, &verdict);
  for (unsigned run = 0; ok && run < report->sweep.runs; run++)
    if (has_run (report, part->shard, row, run))
      ok = take_number (at, PART_US_MAX, &to->wall_us[run]);
  to->verdict = ok ? MIN (to->verdict, verdict) : to->verdict;
  return ok;
}

static bool
take_work (const Part *part, PlanReport *report, unsigned entry, const char **at)
{
  bool ok = true;
  (void) entry;
  for (unsigned run = 0; ok && run < report->sweep.runs; run++)
    if (has_run (report, part->shard, 0, run))
      ok = take_number (at, PART_US_MAX, &report->sweep.work_us[run]);
  return ok;
}

static bool
take_mean (PlanMean *mean, unsigned runs, const char **at)
{
  uint64_t whole, rest;
  if (!take_number (at, PART_US_MAX, &whole) || !take_number (at, (uint64_t) runs * runs, &rest))
    return false;
  mean->whole += whole;
  mean->rest += rest;
  return true;
}

static bool
take_tallies (const Part *part, PlanReport *report, unsigned constraint, const char **at)
{
  unsigned runs = report->sweep.runs;
  (void) part;
  for (unsigned i = 0; i < report->question->sweep.counts; i++)
    {
      PlanTally *tally = plan_report_tally (report, constraint, i);
      uint64_t inexact;
      if (!take_mean (&tally->bound, runs, at) || !take_mean (&tally->longest_first, runs, at)
          || !take_mean (&tally->optimum, runs, at) || !take_number (at, 1, &inexact))
        return false;
      tally->inexact |= inexact;
    }
  return true;
}

static bool
add_list (const Part *part, PlanReport *report, const char *name, unsigned entries,
          bool (*take) (const Part *part, PlanReport *report, unsigned entry, const char **at), GError **error)
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (part->object, name), *item;
  unsigned entry = 0;
  if (!cJSON_IsArray (list) || (unsigned) cJSON_GetArraySize (list) != entries)
    return fail (error, "%s: '%s' is not a list of %u, which its plan has", part->name, name, entries);
  cJSON_ArrayForEach (item, list)
  {
    const char *at = cJSON_GetStringValue (item);
    if (!at || !take (part, report, entry++, &at) || *at)
      return fail (error, "%s: '%s', number %u: it is not what this share of the plan has", part->name, name, entry);
  }
  return true;
}

bool
part_file_add (const Part *part, PlanReport *report, GError **error)
{
  return add_list (part, report, "rows", report->sweep.rows, take_row, error)
         && add_list (part, report, "work_us", 1, take_work, error)
         && add_list (part, report, "bounds", report->constraints, take_tallies, error);
}
