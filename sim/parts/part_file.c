#include "config.h"

#include "parts/part_file.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "sweep/noise.h"
#include "text/input_error.h"
#include "time_model/time_model.h"
#include <string.h>

/* The longest wall time, and the longest sum of all tests of a run: of the longest trace, with the largest draws. */
#define PART_US_MAX (COSTS_US_MAX * (uint64_t) NOISE_FACTOR_MAX)

static const char seal_begin[] = ",\n\"sha256\":\"", seal_end[] = "\"}\n";

void
part_file_seal (GString *text)
{
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text->str, text->len);
  g_string_append_printf (text, "%s%s%s", seal_begin, digest, seal_end);
}

/* Returns whether the part has the row in this run. If it has the first row, it also holds the sum of the tests. */
static bool
has_run (const PlanReport *report, PartNumber part, unsigned row, unsigned run)
{
  return part_has (part, report->sweep.runs, run, row, report->sweep.rows);
}

/* --- writing ------------------------------------------------------------------------------------------------- */

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
    if (has_run (report, report->question->sweep.part, row, run))
      append_number (text, from->wall_us[run]);
}

static void
append_work (GString *text, const PlanReport *report, unsigned entry)
{
  (void) entry;
  for (unsigned run = 0; run < report->sweep.runs; run++)
    if (has_run (report, report->question->sweep.part, 0, run))
      append_number (text, report->sweep.work_us[run]);
}

static void
append_sum (GString *text, const MeanSum *sum)
{
  append_number (text, sum->quotient);
  append_number (text, sum->remainder);
}

static void
append_bounds (GString *text, const PlanReport *report, unsigned constraint)
{
  for (unsigned i = 0; i < report->question->sweep.counts; i++)
    {
      const BoundsSum *sum = bounds_table_sum (&report->bounds, constraint, i);
      append_sum (text, &sum->bound);
      append_sum (text, &sum->longest_first);
      append_sum (text, &sum->optimum);
      append_number (text, sum->inexact);
    }
}

/* Appends a list of texts. Numbers in a text take a tenth of the memory of JSON numbers, and keep all 64 bits. */
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
part_file_write (const char *path, const PlanCase *asked, const PlanInput *input, const PlanReport *report,
                 GError **error)
{
  PartNumber part = report->question->sweep.part;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *external = plan_input_dup_external (input);
  g_string_append_printf (text, "{\n\"isosim_part\":%u,\n\"isosim\":\"%s\",\n\"part\":%u,\n\"parts\":%u,\n\"plan\":",
                          PART_VERSION, PACKAGE_VERSION, part.number, part.of);
  json_append (text, part_plan_json (asked, input->digests, external));
  append_list (text, report, "rows", report->sweep.rows, append_row);
  append_list (text, report, "work_us", 1, append_work);
  append_list (text, report, "bounds", report->bounds.constraints, append_bounds);
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
read_number (Part *part)
{
  double number, of;
  if (!json_whole (part->object, "parts", 1, PARTS_MAX, &of) || !json_whole (part->object, "part", 1, of, &number))
    return false;
  part->part = (PartNumber){ (unsigned) number, (unsigned) of };
  return true;
}

/* "2/8", as version 1 had it. */
static bool
read_shard (Part *part)
{
  const char *word = json_string (part->object, "shard");
  return word && part_number_parse ("'shard'", word, &part->part, NULL);
}

static bool
read_object (Part *part, const char *text, gsize len, GError **error)
{
  double version = 0;
  const char *made_by = json_string (part->object, "isosim");
  if (!json_whole (part->object, "isosim_part", PART_VERSION_OF_WORDS, PART_VERSION, &version) || !made_by)
    return bad_file (part, "this is not a part that isosim plan --part wrote, version 1 or 2", error);
  g_autofree char *shown = input_dup_shown (made_by, strlen (made_by));
  if (!g_str_equal (made_by, PACKAGE_VERSION))
    return fail (error, "%s: isosim %s made it, and this is %s", part->name, shown, PACKAGE_VERSION);
  if (!is_sealed (text, len))
    return bad_file (part, "it is damaged: its content is not what was written", error);
  if (!(version < PART_VERSION ? read_shard : read_number) (part))
    return bad_file (part, "'part' is not the number of one of its 'parts'", error);
  if (part_plan_read (&part->plan, cJSON_GetObjectItemCaseSensitive (part->object, "plan"), (unsigned) version, error))
    return true;
  g_prefix_error (error, "%s: ", part->name);
  return false;
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
  part->object = json_parse (text, len, part->name, 0, error);
  return part->object && read_object (part, text, len, error) ? g_steal_pointer (&part) : NULL;
}

void
part_free (Part *part)
{
  part_plan_clear (&part->plan);
  cJSON_Delete (part->object);
  g_free (part->name);
  g_free (part);
}

/* --- adding -------------------------------------------------------------------------------------------------- */

/* Takes the next number of a text. Returns false if there is none, or if it is more than MOST. */
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
take_row (const Part *part, PlanReport *report, unsigned row, const char **at, uint64_t *cells)
{
  SweepRow *to = &report->sweep.row[row];
  Verdict verdict;
  bool ok = take_verdict (at, &verdict);
  for (unsigned run = 0; ok && run < report->sweep.runs; run++)
    if (has_run (report, part->part, row, run))
      {
        ok = take_number (at, PART_US_MAX, &to->wall_us[run]);
        ++*cells;
      }
  to->verdict = ok ? MIN (to->verdict, verdict) : to->verdict;
  return ok;
}

static bool
take_work (const Part *part, PlanReport *report, unsigned entry, const char **at, uint64_t *cells)
{
  bool ok = true;
  (void) entry, (void) cells;
  for (unsigned run = 0; ok && run < report->sweep.runs; run++)
    if (has_run (report, part->part, 0, run))
      ok = take_number (at, PART_US_MAX, &report->sweep.work_us[run]);
  return ok;
}

static bool
take_sum (MeanSum *sum, unsigned runs, const char **at)
{
  uint64_t quotient, remainder;
  if (!take_number (at, PART_US_MAX, &quotient) || !take_number (at, (uint64_t) runs * runs, &remainder))
    return false;
  sum->quotient += quotient;
  sum->remainder += remainder;
  return true;
}

static bool
take_bounds (const Part *part, PlanReport *report, unsigned constraint, const char **at, uint64_t *cells)
{
  unsigned runs = report->sweep.runs;
  (void) part, (void) cells;
  for (unsigned i = 0; i < report->question->sweep.counts; i++)
    {
      BoundsSum *sum = bounds_table_sum (&report->bounds, constraint, i);
      uint64_t inexact;
      if (!take_sum (&sum->bound, runs, at) || !take_sum (&sum->longest_first, runs, at)
          || !take_sum (&sum->optimum, runs, at) || !take_number (at, 1, &inexact))
        return false;
      sum->inexact |= inexact;
    }
  return true;
}

static bool
add_list (const Part *part, PlanReport *report, const char *name, unsigned entries,
          bool (*take) (const Part *part, PlanReport *report, unsigned entry, const char **at, uint64_t *cells),
          uint64_t *cells, GError **error)
{
  const cJSON *list = cJSON_GetObjectItemCaseSensitive (part->object, name), *item;
  unsigned entry = 0;
  if (!cJSON_IsArray (list) || (unsigned) cJSON_GetArraySize (list) != entries)
    return fail (error, "%s: '%s' is not a list of %u entries, as its plan needs", part->name, name, entries);
  cJSON_ArrayForEach (item, list)
  {
    const char *at = cJSON_GetStringValue (item);
    if (!at || !take (part, report, entry++, &at, cells) || *at)
      return fail (error, "%s: '%s', number %u: it is not what this part of the plan has", part->name, name, entry);
  }
  return true;
}

bool
part_file_add (const Part *part, PlanReport *report, uint64_t *cells, GError **error)
{
  return add_list (part, report, "rows", report->sweep.rows, take_row, cells, error)
         && add_list (part, report, "work_us", 1, take_work, cells, error)
         && add_list (part, report, "bounds", report->bounds.constraints, take_bounds, cells, error);
}
