/* tests/fuzz/fuzz.c - damages real files and sees what the readers make of them.
 *
 * Of eight runs four take a file of one of the folders in trace_folders below, mutate it, and have trace_read() read
 * it: that must give a trace whose promises hold (traces/suite/trace.h), or an error that names the file. Two take one
 * of tests/recordings and mix up its lines and words, so that most can still be read. Whatever tells workers or is a
 * recording is verified, compared with the models and predicted, too (fuzz_recording.h). One takes one of
 * tests/fuzz/schedules and has schedule_file_read() read it: that must give a schedule that can be gone along as far as
 * it goes, shown, and written and read again, or an error that names the file. One takes one of tests/fuzz/parts,
 * mostly seals it anew, and has plan_merge() read it: that must give a plan that can be printed, or an error that names
 * the file. Runs are numbered, and what one does follows from its number and the seed:
 *
 *   ISOSIM_FUZZ_RUNS   how many runs (2000)
 *   ISOSIM_FUZZ_FIRST  the number of the first (0)
 *   ISOSIM_FUZZ_SEED   the seed (1)
 *
 * The file that is read is fuzz-input in the current directory; it is left there when a run fails or crashes. Compiled
 * with -DISOSIM_LIBFUZZER this is a libFuzzer target instead, in which all three read each file. */
#define _POSIX_C_SOURCE 200809L /* pwrite, O_CLOEXEC */

#include "config.h"

#include "base/usage.h"
#include "certify/certificate_file.h"
#include "check/schedule.h"
#include "check/schedule_file.h"
#include "check/schedule_log.h"
#include "formats/format.h"
#include "fuzz/fuzz_recording.h"
#include "parts/part_file.h"
#include "parts/plan_merge.h"
#include "run/result_file.h"
#include "search/replay.h"
#include "session/property.h"
#include "suite/trace.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- what must hold ---- */

static const char *
judge_names (const Suite *suite)
{
  uint32_t earlier;
  for (uint32_t test = 0; test < suite->tests; test++)
    {
      uint32_t len;
      const char *name = suite_name (suite, test, &len);
      if (len == 0 || len > SUITE_NODEID_MAX || !g_utf8_validate_len (name, len, NULL))
        return "a nodeid is empty, too long or not UTF-8";
    }
  return suite_find_repeated (suite, &earlier) == SUITE_NONE ? NULL : "a nodeid occurs twice";
}

static const char *
judge_times (const Trace *trace, uint32_t test)
{
  if (trace->run_us[test] > FUZZ_US_MAX)
    return "a time exceeds the maximum";
  if (trace->setup_us
      && (trace->setup_us[test] > trace->run_us[test]
          || trace->teardown_us[test] > trace->run_us[test] - trace->setup_us[test]))
    return "a test's phases take longer than the test";
  if (trace->start_us && trace->start_us[test] != TRACE_US_NONE && trace->start_us[test] > FUZZ_US_MAX)
    return "a start exceeds the maximum";
  return NULL;
}

static const char *
judge_test (const Trace *trace, uint32_t test)
{
  if (trace->worker && (trace->worker[test] < -1 || trace->worker[test] >= (int32_t) TRACE_WORKERS_MAX))
    return "a worker's number is out of range";
  if (trace->suite->group && trace->suite->group[test] && !g_utf8_validate (trace->suite->group[test], -1, NULL))
    return "a group is not UTF-8";
  return judge_times (trace, test);
}

static const char *
judge_scenario (const Scenario *scenario, uint32_t tests)
{
  for (uint32_t i = 0; scenario && i < scenario->crashes; i++)
    if (scenario->crash[i].test >= tests)
      return "a test that does not exist crashes";
  if (scenario && (scenario->set & SCENARIO_WORKERS)
      && (scenario->workers == 0 || scenario->workers > TRACE_WORKERS_MAX))
    return "the number of workers is out of range";
  return NULL;
}

static const char *
judge_warnings (const Trace *trace, const char *path)
{
  if (trace->warnings && trace->warnings->len > TRACE_WARNINGS_MAX)
    return "there are too many warnings";
  for (guint i = 0; trace->warnings && i < trace->warnings->len; i++)
    if (!g_str_has_prefix (trace->warnings->pdata[i], path) || !g_utf8_validate (trace->warnings->pdata[i], -1, NULL))
      return "a warning does not name the file, or is not UTF-8";
  return NULL;
}

/* A scope table is a partition of the tests. */
static const char *
judge_scopes (Suite *suite)
{
  for (ScopeRule rule = 0; rule < SCOPE_RULES; rule++)
    {
      const ScopeTable *table = suite_need_scopes (suite, rule);
      if (table->scopes == 0 || table->first[table->scopes] != suite->tests)
        return "a scope table does not hold every test";
    }
  return NULL;
}

/* What is wrong with the trace, NULL if nothing is. */
static const char *
judge_trace (const Trace *trace, const char *path)
{
  if (!trace->suite || trace->suite->tests == 0 || trace->suite->tests > SUITE_TESTS_MAX || !trace->format)
    return "it holds no test, too many, or has no format";
  const char *wrong = judge_names (trace->suite);
  for (uint32_t test = 0; !wrong && test < trace->suite->tests; test++)
    wrong = judge_test (trace, test);
  if (!wrong)
    wrong = judge_scenario (trace->scenario, trace->suite->tests);
  if (!wrong)
    wrong = judge_recording (trace->recording, trace->suite->tests);
  if (!wrong)
    wrong = judge_warnings (trace, path);
  return wrong ? wrong : judge_scopes (trace->suite);
}

static const char *
judge_case (const Case *one)
{
  bool broken = case_broken_first (&one->result) != PROPERTIES;
  if (!one->model || one->tests == 0 || case_suite_tests (one->suite) != one->tests)
    return "a case has no scheduler or no suite";
  return broken == (one->result.verdict == CASE_VIOLATED) ? NULL : "a case's verdict is not what is broken";
}

/* The same file as a result of `isosim check --certify`: what is wrong with that, NULL if nothing is. */
static const char *
judge_certificate (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Certificate) certificate = certificate_read (path, &error);
  const char *wrong = NULL;
  if (!certificate)
    return !error                                    ? "a result is refused without a message"
           : g_str_has_prefix (error->message, path) ? NULL
                                                     : "the message on a result does not begin with the file's name";
  for (guint i = 0; !wrong && i < certificate->cases->len; i++)
    wrong = judge_case (certificate_case (certificate, i));
  return wrong;
}

/* The same file as a result that `isosim compare` takes. */
static const char *
judge_result (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Results) results = result_file_read (path, &error);
  if (!results)
    return judge_refusal (error, path, error && error->domain == USAGE_ERROR ? USAGE_ERROR : TRACE_ERROR);
  for (guint i = 0; i < results->cases->len; i++)
    {
      const ResultCase *one = results_case (results, i);
      if (!*one->subject || !g_utf8_validate (one->subject, -1, NULL) || results_find (results, one) != one)
        return "a case has no name, or is not where it is looked for";
      if (one->workers == 0 || one->workers > TRACE_WORKERS_MAX || one->wall_us > RESULT_US_MAX)
        return "a case's workers or time are out of range";
    }
  return NULL;
}

/* Reads the file and judges the result; in *sentence what is wrong, with what was read or said. */
static bool
read_and_judge (const char *path, bool *was_read, char **sentence)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = trace_read (path, &error);
  const char *wrong = trace && error ? "it is both read and refused"
                      : trace        ? judge_trace (trace, path)
                                     : judge_refusal (error, path, TRACE_ERROR);
  if (!wrong && trace)
    wrong = judge_answers (trace, path);
  if (!wrong)
    wrong = judge_certificate (path);
  if (!wrong)
    wrong = judge_result (path);
  *was_read = trace != NULL;
  if (wrong)
    *sentence = g_strdup_printf ("%s (%s)", wrong, error ? error->message : trace ? trace->format : "-");
  return !wrong;
}

/* ---- schedules ---- */

#define OUTPUT "fuzz-output"

/* What a file of a schedule holds. */
typedef struct
{
  KeptSchedule file; /* without steps: it was refused */
  SearchPlan plan;
} Kept;

static void
kept_read (Kept *kept, const char *path, GError **error)
{
  const ScheduleLookup lookup = { 0 };
  *kept = (Kept){ .plan = { .jobs = 1 } };
  schedule_file_read (path, &lookup, &kept->file, &kept->plan, error);
}

static void
kept_clear (Kept *kept)
{
  kept_schedule_clear (&kept->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

static const char *
judge_again (const Kept *kept, guint taken)
{
  g_auto (Kept) again = { 0 };
  if (!schedule_file_write (OUTPUT, &kept->file.one, kept->file.property, kept->file.steps, NULL))
    return "it cannot be written";
  kept_read (&again, OUTPUT, NULL);
  g_unlink (OUTPUT);
  if (!again.file.steps)
    return "what was written is refused";
  if (again.file.property != kept->file.property || again.file.steps->len != taken)
    return "what was written is another schedule";
  return search_replay (&again.plan, again.file.steps, &(Replay){ 0 }) == taken ? NULL : "it goes another way";
}

/* Goes along it as far as it goes, and shows that much. */
static const char *
judge_schedule (const Kept *kept)
{
  const SearchPlan *plan = &kept->plan;
  unsigned breaks = 0;
  guint taken = search_replay (plan, kept->file.steps, &(Replay){ 0 });
  if (taken > kept->file.steps->len || kept->file.property >= PROPERTIES)
    return "more steps are taken than there are, or nothing is broken";
  g_array_set_size (kept->file.steps, taken);
  search_replay (plan, kept->file.steps, &(Replay){ .violated = &breaks });
  bool broken = breaks & PROPERTY_BIT (kept->file.property);
  g_autofree char *detail = broken ? schedule_detail (plan, kept->file.steps, kept->file.property) : g_strdup ("-");
  g_autoptr (GPtrArray) lines = schedule_lines (plan, kept->file.steps);
  GString *text = g_string_new (NULL), *log = schedule_log (plan, kept->file.steps, kept->file.property);
  schedule_append_text (text, plan, kept->file.steps);
  bool shown = detail && *detail && lines->len == taken && text->len && log->len
               && g_utf8_validate (text->str, (gssize) text->len, NULL);
  g_string_free (text, TRUE);
  g_string_free (log, TRUE);
  return shown ? judge_again (kept, taken) : "it cannot be shown";
}

/* As read_and_judge(), of a schedule. */
static bool
replay_and_judge (const char *path, bool *was_read, char **sentence)
{
  g_autoptr (GError) error = NULL;
  g_auto (Kept) kept;
  kept_read (&kept, path, &error);
  GQuark domain = error && error->domain == USAGE_ERROR ? USAGE_ERROR : TRACE_ERROR;
  const char *wrong = kept.file.steps && error ? "it is both read and refused"
                      : kept.file.steps        ? judge_schedule (&kept)
                                               : judge_refusal (error, path, domain);
  if (!wrong && error && domain == USAGE_ERROR && strchr (error->message, '\n'))
    wrong = "the message has several lines";
  *was_read = kept.file.steps != NULL;
  if (wrong)
    *sentence = g_strdup_printf ("%s (%s)", wrong, error ? error->message : "a schedule");
  return !wrong;
}

/* ---- parts of plans ---- */

/* The trace that the plans of tests/fuzz/parts are of. */
#define PART_TRACE "fuzz-part.tsv"
#define PART_TRACE_TEXT "nodeid\tseconds\na.py::x\t1\na.py::y\t2\nb.py::z\t4\nb.py::w\t0.5\n"

/* The parts of the folder say VERSION, and are of whatever version this is. What is damaged, and mostly sealed none the
 * less, is looked at more closely. */
static void
seal_anew (GString *text)
{
  static const char mark[] = "VERSION";
  const char *at = strstr (text->str, mark);
  if (at)
    {
      gssize place = at - text->str;
      g_string_erase (text, place, sizeof mark - 1);
      g_string_insert (text, place, PACKAGE_VERSION);
    }
  if (text->len >= PART_SEAL_LEN && text->len % 8)
    {
      g_string_truncate (text, text->len - PART_SEAL_LEN);
      part_file_seal (text);
    }
}

static const char *
judge_merged (const PlanReport *report)
{
  GString *(*const print[]) (const PlanReport *) = { plan_text, plan_json, plan_markdown, plan_csv };
  const char *wrong = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (print); i++)
    {
      GString *text = print[i](report);
      if (!text->len || !g_utf8_validate (text->str, (gssize) text->len, NULL))
        wrong = "it cannot be printed";
      g_string_free (text, TRUE);
    }
  return wrong;
}

/* As read_and_judge(), of a part that is all parts. That no choice meets the target is nothing of the file's. */
static bool
merge_and_judge (const char *path, bool *was_read, char **sentence)
{
  g_autoptr (GError) error = NULL;
  g_auto (PlanOptions) options = { 0 };
  g_auto (PlanReport) report = { 0 };
  if (!g_file_test (PART_TRACE, G_FILE_TEST_EXISTS) && !g_file_set_contents (PART_TRACE, PART_TRACE_TEXT, -1, NULL))
    return false; /* once: it waits for the disk */
  *was_read = plan_merge (&options, (char *[]){ (char *) (guintptr) path, NULL }, &report, &error);
  const char *wrong = *was_read ? judge_merged (&report) : judge_refusal (error, path, error ? error->domain : 0);
  if (wrong && error && (g_str_has_prefix (error->message, "--target: ") || strstr (error->message, " missing")))
    wrong = NULL;
  if (wrong)
    *sentence = g_strdup_printf ("%s (%s)", wrong, error ? error->message : "a part");
  return !wrong;
}

/* ---- the file ---- */

static bool
write_input (int fd, const void *data, gsize len)
{
  return ftruncate (fd, 0) == 0 && pwrite (fd, data, len, 0) == (gssize) len;
}

#define INPUT "fuzz-input"

#ifdef ISOSIM_LIBFUZZER

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static char *path;
  static int fd;
  bool was_read;
  g_autofree char *sentence = NULL;
  if (!path)
    fd = g_file_open_tmp (INPUT "-XXXXXX", &path, NULL);
  GString *part = g_string_new_len ((const char *) data, (gssize) size);
  seal_anew (part);
  if (!write_input (fd, data, size) || !read_and_judge (path, &was_read, &sentence)
      || !replay_and_judge (path, &was_read, &sentence) || !write_input (fd, part->str, part->len)
      || !merge_and_judge (path, &was_read, &sentence))
    g_error ("%s", sentence ? sentence : "cannot write");
  g_string_free (part, TRUE);
  return 0;
}

#else

/* ---- seeds ---- */

#define SEED_BYTES_MAX 65536u  /* of a longer file the beginning is taken */
#define PACKED_BYTES_MAX 4096u /* a packed file up to this size is a seed as it is, too */

static const char *const trace_folders[]
    = { "tests/data", "tests/fuzz/corpus", "tests/recordings", "traces/bad", "traces/samples", NULL };
static const char *const recording_folders[] = { "tests/fuzz/corpus/recordings", "tests/recordings", NULL };
static const char *const schedule_folders[] = { "tests/fuzz/schedules", NULL };
static const char *const part_folders[] = { "tests/fuzz/parts", NULL };

static GBytes *
state_delta_unpack (GBytes *packed)
{
  g_autoptr (GConverter) unzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  gsize size, taken, given = 0;
  const char *data = g_bytes_get_data (packed, &size);
  char *text = g_malloc (SEED_BYTES_MAX);
  if (g_converter_convert (unzip, data, size, text, SEED_BYTES_MAX, G_CONVERTER_NO_FLAGS, &taken, &given, NULL)
      == G_CONVERTER_ERROR)
    given = 0;
  return g_bytes_new_take (text, given);
}

static void
add_seed (GPtrArray *seeds, const char *path)
{
  char *data;
  gsize len;
  if (!g_file_get_contents (path, &data, &len, NULL))
    return;
  g_autoptr (GBytes) whole = g_bytes_new_take (data, len);
  bool packed = g_str_has_suffix (path, ".gz");
  if (packed)
    g_ptr_array_add (seeds, state_delta_unpack (whole));
  if (!packed || len <= PACKED_BYTES_MAX)
    g_ptr_array_add (seeds, g_bytes_new_from_bytes (whole, 0, MIN (len, SEED_BYTES_MAX)));
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_texts);
  return paths;
}

static void
add_folder (GPtrArray *seeds, const char *folder)
{
  g_autoptr (GPtrArray) paths = list_folder (folder);
  for (guint i = 0; i < paths->len; i++)
    if (g_file_test (paths->pdata[i], G_FILE_TEST_IS_DIR))
      add_folder (seeds, paths->pdata[i]);
    else if (!g_str_has_suffix (paths->pdata[i], ".expect"))
      add_seed (seeds, paths->pdata[i]);
}

static GPtrArray *
load_seeds (const char *const *folders)
{
  const char *top = g_getenv ("ISOSIM_SRCDIR");
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (gsize i = 0; folders[i]; i++)
    {
      g_autofree char *folder = g_build_filename (top ? top : ".", folders[i], NULL);
      add_folder (seeds, folder);
    }
  return seeds;
}

/* ---- mutations ---- */

typedef struct
{
  GRand *random;
  const GPtrArray *seeds;
  GString *text; /* any bytes */
} Mutant;

static gsize
below (const Mutant *mutant, gsize end)
{
  return end > 0 ? g_rand_int (mutant->random) % end : 0;
}

/* Mostly short, sometimes long; not beyond the end. */
static gsize
some_len (const Mutant *mutant, gsize at, gsize end)
{
  gsize len = below (mutant, (gsize) 1 << (1 + below (mutant, 12)));
  return MIN (end - at, len);
}

static void
replace (Mutant *mutant, gsize at, gsize len, const char *with, gsize with_len)
{
  g_string_erase (mutant->text, (gssize) at, (gssize) len);
  g_string_insert_len (mutant->text, (gssize) at, with, (gssize) with_len);
}

static void
flip_bit (Mutant *mutant)
{
  if (mutant->text->len > 0)
    mutant->text->str[below (mutant, mutant->text->len)] ^= (char) (1 << below (mutant, 8));
}

static void
cut_out (Mutant *mutant)
{
  gsize at = below (mutant, mutant->text->len);
  g_string_erase (mutant->text, (gssize) at, (gssize) some_len (mutant, at, mutant->text->len));
}

static void
cut_off (Mutant *mutant)
{
  g_string_truncate (mutant->text, below (mutant, mutant->text->len + 1));
}

static void
repeat (Mutant *mutant)
{
  gsize at = below (mutant, mutant->text->len), len = some_len (mutant, at, mutant->text->len);
  g_autofree char *part = g_memdup2 (mutant->text->str + at, len);
  if (part)
    replace (mutant, below (mutant, mutant->text->len), 0, part, len);
}

/* A part of another file over a part of this one. */
static void
splice (Mutant *mutant)
{
  gsize size;
  const char *other = g_bytes_get_data (mutant->seeds->pdata[below (mutant, mutant->seeds->len)], &size);
  gsize from = below (mutant, size), len = some_len (mutant, from, size);
  gsize at = below (mutant, mutant->text->len), gone = some_len (mutant, at, mutant->text->len);
  if (len > 0)
    replace (mutant, at, gone, other + from, len);
}

static void
swap_number (Mutant *mutant)
{
  static const char *const numbers[] = {
    "-1",  "-0.001", "0",    "1e999", "1e-999",     "NaN",        "inf",        "999999999.9999999",    "1000000000",
    "1e9", "1,024",  "0x10", "4096",  "2147483648", "4294967295", "4294967296", "18446744073709551616", ""
  };
  const char *number = numbers[below (mutant, G_N_ELEMENTS (numbers))];
  const char *text = mutant->text->str;
  gsize at = below (mutant, mutant->text->len);
  at += strcspn (text + at, "0123456789");
  gsize len = strspn (text + at, "0123456789.e-");
  replace (mutant, at, len, number, strlen (number));
}

/* What stands between the next two marks after a random place: a name, a key, a tag, a field. */
static gsize
find_word (const Mutant *mutant, gsize *len)
{
  static const char marks[] = "\"'<>{}[]:=, \t\n";
  const char *text = mutant->text->str;
  gsize at = below (mutant, mutant->text->len);
  at += strcspn (text + at, marks);
  at += strspn (text + at, marks);
  *len = strcspn (text + at, marks);
  return at;
}

static void
copy_word (Mutant *mutant)
{
  gsize len, gone, from = find_word (mutant, &len);
  g_autofree char *word = g_strndup (mutant->text->str + from, len);
  gsize at = find_word (mutant, &gone);
  replace (mutant, at, gone, word, len);
}

static void
insert_trouble (Mutant *mutant)
{
  static const char *const troubles[]
      = { "\xff", "\\u0000", "\\ud800",     "\\",           "\"",       "<",
          "&a;",  "&#x1;",   "<testsuite>", "</testcase>",  "]]>",      "<![CDATA[",
          "[[[[", "{\"",     "::",          "@g",           "\r\n",     "\t",
          "\n",   "null",    "true",        "{}",           "[]",       "#",
          "-",    "\xc3",    "\x1b",        "\xef\xbb\xbf", "\x1f\x8b", "<!DOCTYPE a [<!ENTITY a 'b'>]>" };
  const char *trouble = troubles[below (mutant, G_N_ELEMENTS (troubles))];
  replace (mutant, below (mutant, mutant->text->len + 1), 0, trouble, strlen (trouble));
}

static void
insert_nul (Mutant *mutant)
{
  replace (mutant, below (mutant, mutant->text->len + 1), 0, "", 1);
}

static void
mutate (Mutant *mutant)
{
  static void (*const ways[]) (Mutant *)
      = { flip_bit,    cut_out,     cut_off,   repeat, splice, copy_word,      copy_word, swap_number,
          swap_number, swap_number, copy_word, splice, repeat, insert_trouble, insert_nul };
  for (gsize left = 1 + below (mutant, 6); left > 0; left--)
    ways[below (mutant, G_N_ELEMENTS (ways))](mutant);
}

/* Other words in the same places: few documents are refused as such, and what they say is looked at. */
static void
reword (Mutant *mutant)
{
  for (gsize left = 1 + below (mutant, 4); left > 0; left--)
    copy_word (mutant);
}

static void
mostly_reword (Mutant *mutant)
{
  if (below (mutant, 4) > 0)
    reword (mutant);
  else
    mutate (mutant);
}

/* ---- mutations of what is made of lines ---- */

/* A line of the text, with its end; some_line() finds one. */
typedef struct
{
  gsize at, len;
} Line;

static Line
some_line (const Mutant *mutant, const char *text, gsize size)
{
  gsize at = below (mutant, size);
  while (at > 0 && text[at - 1] != '\n')
    at--;
  const char *end = size > at ? memchr (text + at, '\n', size - at) : NULL;
  return (Line){ at, end ? (gsize) (end - text) + 1 - at : size - at };
}

static Line
line_of (const Mutant *mutant)
{
  return some_line (mutant, mutant->text->str, mutant->text->len);
}

static void
leave_line_out (Mutant *mutant)
{
  Line line = line_of (mutant);
  g_string_erase (mutant->text, (gssize) line.at, (gssize) line.len);
}

static void
copy_line (Mutant *mutant)
{
  Line line = line_of (mutant);
  g_autofree char *copy = g_strndup (mutant->text->str + line.at, line.len);
  replace (mutant, line_of (mutant).at, 0, copy, line.len);
}

static void
move_line (Mutant *mutant)
{
  Line line = line_of (mutant);
  g_autofree char *copy = g_strndup (mutant->text->str + line.at, line.len);
  g_string_erase (mutant->text, (gssize) line.at, (gssize) line.len);
  replace (mutant, line_of (mutant).at, 0, copy, line.len);
}

/* A line of another file. */
static void
borrow_line (Mutant *mutant)
{
  gsize size;
  const char *other = g_bytes_get_data (mutant->seeds->pdata[below (mutant, mutant->seeds->len)], &size);
  Line line = some_line (mutant, other, size);
  if (line.len)
    replace (mutant, line_of (mutant).at, 0, other + line.at, line.len);
}

/* A field of a line, set apart by blanks and tabs; its beginning and its length. */
static gsize
some_field (const Mutant *mutant, Line line, gsize number, gsize *len)
{
  const char *text = mutant->text->str + line.at;
  gsize at = 0;
  for (; number > 0 && at < line.len; number--)
    {
      at += strcspn (text + at, " \t\n");
      at += at < line.len;
    }
  *len = at < line.len ? strcspn (text + at, " \t\n") : 0;
  return line.at + MIN (at, line.len);
}

/* The same field of two lines becomes one. */
static void
copy_field (Mutant *mutant)
{
  gsize number = below (mutant, 8), len, gone;
  gsize from = some_field (mutant, line_of (mutant), number, &len);
  g_autofree char *field = g_strndup (mutant->text->str + from, len);
  gsize at = some_field (mutant, line_of (mutant), number, &gone);
  if (len && gone)
    replace (mutant, at, gone, field, len);
}

/* A number a little or much smaller or larger. */
static void
shift_number (Mutant *mutant)
{
  gsize len, at = some_field (mutant, line_of (mutant), 1 + below (mutant, 7), &len);
  guint64 number;
  g_autofree char *field = g_strndup (mutant->text->str + at, len);
  if (!g_ascii_string_to_unsigned (field, 10, 0, G_MAXUINT64 / 4, &number, NULL))
    return;
  guint64 by = (guint64) 1 << below (mutant, 40);
  g_autofree char *other
      = g_strdup_printf ("%" G_GUINT64_FORMAT, below (mutant, 2) ? number + by : number - MIN (number, by));
  replace (mutant, at, len, other, strlen (other));
}

static void
mix_lines (Mutant *mutant)
{
  static void (*const ways[]) (Mutant *)
      = { leave_line_out, copy_line, move_line, borrow_line, copy_field, copy_field, shift_number, shift_number };
  for (gsize left = 1 + below (mutant, 3); left > 0; left--)
    ways[below (mutant, G_N_ELEMENTS (ways))](mutant);
}

static void
mostly_mix_lines (Mutant *mutant)
{
  if (below (mutant, 8) > 0)
    mix_lines (mutant);
  else
    mostly_reword (mutant);
}

/* ---- runs ---- */

static guint32
number_from (const char *variable, guint32 otherwise)
{
  guint64 number;
  const char *text = g_getenv (variable);
  return text && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL) ? (guint32) number : otherwise;
}

static GString *
copy_of (GBytes *seed)
{
  gsize size;
  const char *data = g_bytes_get_data (seed, &size);
  return g_string_new_len (data, (gssize) size);
}

/* Files of one kind, how they are changed, what is then done to each, and how one is read. */
typedef struct
{
  GPtrArray *seeds;
  void (*change) (Mutant *mutant);
  void (*finish) (GString *text); /* NULL: nothing */
  bool (*read) (const char *path, bool *was_read, char **sentence);
} Kind;

typedef enum
{
  TRACES,
  RECORDINGS,
  SCHEDULES,
  PARTS
} KindNumber;

#define KINDS (PARTS + 1)

/* Of which kinds runs are, over and over. */
static const KindNumber turns[] = { TRACES, RECORDINGS, TRACES, SCHEDULES, TRACES, RECORDINGS, TRACES, PARTS };

#define TURNS G_N_ELEMENTS (turns)

/* How many of the first turns are of the kind. */
static guint32
turns_of (KindNumber kind, guint32 first)
{
  guint32 count = 0;
  for (guint32 turn = 0; turn < first; turn++)
    count += turns[turn] == kind;
  return count;
}

static GString *
make_input (const Kind *kind, guint32 seed, guint32 run)
{
  Mutant mutant = { g_rand_new_with_seed_array ((guint32[]){ seed, run }, 2), kind->seeds, NULL };
  mutant.text = copy_of (kind->seeds->pdata[below (&mutant, kind->seeds->len)]);
  kind->change (&mutant);
  g_rand_free (mutant.random);
  return mutant.text;
}

/* Whether all went well; *was_read tells which way. The first runs of a kind take each seed as it is. */
static bool
fuzz_once (const Kind *kinds, int fd, guint32 seed, guint32 run, bool *was_read)
{
  KindNumber number = turns[run % TURNS];
  const Kind *kind = &kinds[number];
  guint64 before = (guint64) (run / TURNS) * turns_of (number, TURNS) + turns_of (number, run % TURNS);
  g_autofree char *sentence = NULL;
  GString *text = before < kind->seeds->len ? copy_of (kind->seeds->pdata[before]) : make_input (kind, seed, run);
  if (kind->finish)
    kind->finish (text);
  bool good = write_input (fd, text->str, text->len) && kind->read (INPUT, was_read, &sentence);
  g_string_free (text, TRUE);
  if (!good)
    printf ("%s: %s\n  again: ISOSIM_FUZZ_SEED=%u ISOSIM_FUZZ_FIRST=%u ISOSIM_FUZZ_RUNS=1 tests/fuzz/fuzz\n", INPUT,
            sentence ? sentence : "cannot be written", seed, run);
  return good;
}

int
main (void)
{
  guint32 runs = number_from ("ISOSIM_FUZZ_RUNS", 2000), first = number_from ("ISOSIM_FUZZ_FIRST", 0);
  guint32 seed = number_from ("ISOSIM_FUZZ_SEED", 1), read[KINDS] = { 0 };
  g_autoptr (GPtrArray) traces = load_seeds (trace_folders), recordings = load_seeds (recording_folders);
  g_autoptr (GPtrArray) schedules = load_seeds (schedule_folders), parts = load_seeds (part_folders);
  const Kind kinds[KINDS] = { [TRACES] = { traces, mutate, NULL, read_and_judge },
                              [RECORDINGS] = { recordings, mostly_mix_lines, NULL, read_and_judge },
                              [SCHEDULES] = { schedules, mostly_reword, NULL, replay_and_judge },
                              [PARTS] = { parts, mostly_reword, seal_anew, merge_and_judge } };
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_ERROR);
  int fd = open (INPUT, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  printf ("fuzz: seed %u, %u, %u, %u and %u seed files, runs %u ...\n", seed, traces->len, recordings->len,
          schedules->len, parts->len, first);
  fflush (stdout); /* to be there when a run crashes */
  if (traces->len == 0 || recordings->len == 0 || schedules->len == 0 || parts->len == 0 || fd < 0)
    return 2;
  for (guint32 run = first; run - first < runs; run++)
    {
      bool was_read = false;
      if (!fuzz_once (kinds, fd, seed, run, &was_read))
        return 1;
      read[turns[run % TURNS]] += was_read;
    }
  close (fd);
  g_unlink (INPUT);
  g_unlink (PART_TRACE);
  printf ("fuzz: %u runs; read were %u traces, %u recordings, %u schedules and %u parts\n", runs, read[TRACES],
          read[RECORDINGS], read[SCHEDULES], read[PARTS]);
  return 0;
}

#endif
