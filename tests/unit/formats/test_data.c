/* Real data, listed with what must be found in it by tests/data.tsv (made by scripts/data_table.py), and files that
 * must be refused (traces/bad). The collection is $ISOSIM_DATA, then every file of the list must be there, else the
 * part that is in tests/data. */
#include "formats/format.h"
#include "unit/check.h"

#include "suite/trace.h"
#include <stdio.h>
#include <string.h>

static bool
is_complete (void)
{
  const char *folder = g_getenv ("ISOSIM_DATA");
  return folder && *folder;
}

static char *
data_folder (void)
{
  return is_complete () ? g_strdup (g_getenv ("ISOSIM_DATA")) : source_path ("tests/data");
}

/* The file, or the file packed; NULL when it is not part of the collection. */
static char *
find_data (const char *below)
{
  g_autofree char *folder = data_folder ();
  g_autofree char *path = g_build_filename (folder, below, NULL);
  g_autofree char *packed = g_strconcat (path, ".gz", NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  return g_file_test (packed, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&packed) : NULL;
}

static char **
read_lines (const char *below)
{
  g_autofree char *path = source_path (below);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    FAIL ("cannot read %s", path);
  return g_strsplit (text ? text : "", "\n", -1);
}

/* ---- each file by itself ---- */

enum
{
  COLUMN_FILE,
  COLUMN_TESTS,
  COLUMN_TOTAL_US,
  COLUMN_MERGED,
  COLUMN_DROPPED,
  COLUMN_MENDED,
  COLUMN_UNTIMED,
  COLUMN_REFUSED, /* "-", or the message behind the file's name */
  COLUMNS
};

static char *
dup_found (const Trace *trace)
{
  return g_strdup_printf ("%u\t%" G_GUINT64_FORMAT "\t%u\t%u\t%u\t%u", trace->suite->tests, trace_total_us (trace),
                          trace->merged, trace->dropped, trace->mended, trace->untimed);
}

static void
check_refusal (const char *path, const char *expected, const GError *error)
{
  bool named = g_str_has_prefix (error->message, path);
  if (!named || strcmp (error->message + strlen (path), expected) != 0)
    FAIL ("%s is refused:\n      %s\n    expected: %s%s", path, error->message, path, expected);
}

static void
check_found (const char *path, char **cells, const Trace *trace)
{
  g_autofree char *found = dup_found (trace);
  g_autofree char *expected
      = g_strdup_printf ("%s\t%s\t%s\t%s\t%s\t%s", cells[COLUMN_TESTS], cells[COLUMN_TOTAL_US], cells[COLUMN_MERGED],
                         cells[COLUMN_DROPPED], cells[COLUMN_MENDED], cells[COLUMN_UNTIMED]);
  if (strcmp (found, expected) != 0)
    FAIL ("%s: tests, total, merged, dropped, mended, untimed are\n      %s\n    expected\n      %s", path, found,
          expected);
}

static void
check_file (const char *path, char **cells)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = trace_read (path, &error);
  bool readable = strcmp (cells[COLUMN_REFUSED], "-") == 0;
  if (!trace && !readable)
    check_refusal (path, cells[COLUMN_REFUSED], error);
  else if (!trace || !readable)
    FAIL ("%s: %s", path, trace ? "is read, but should be refused" : error->message);
  else
    check_found (path, cells, trace);
}

/* Whether the file was there. */
static bool
check_row (char **cells)
{
  g_autofree char *path = find_data (cells[COLUMN_FILE]);
  if (path)
    check_file (path, cells);
  else if (is_complete ())
    FAIL ("%s is not in the collection", cells[COLUMN_FILE]);
  return path != NULL;
}

static void
every_real_file_gives_what_the_table_says (void)
{
  g_auto (GStrv) lines = read_lines ("tests/data.tsv");
  unsigned rows = 0, checked = 0;
  bool head = true;
  for (char **line = lines; *line; line++)
    {
      if (**line == '#' || **line == '\0')
        continue;
      g_auto (GStrv) cells = g_strsplit (*line, "\t", -1);
      EQUAL_INT (g_strv_length (cells), COLUMNS);
      if (!head && g_strv_length (cells) == COLUMNS)
        {
          rows++;
          checked += check_row (cells);
        }
      head = false;
    }
  printf ("%u of %u files checked ... ", checked, rows);
  CU_ASSERT (checked >= 120);
}

/* Whether the list has the file, or the file it is when unpacked. */
static bool
is_listed (char **lines, const char *below)
{
  g_autofree char *row = g_strconcat (below, "\t", NULL);
  g_autofree char *unpacked = g_strdup (below);
  if (g_str_has_suffix (below, ".gz"))
    strcpy (unpacked + strlen (below) - strlen (".gz"), "\t");
  for (char **line = lines; *line; line++)
    if (g_str_has_prefix (*line, row) || g_str_has_prefix (*line, unpacked))
      return true;
  return false;
}

/* field/ is left out: its files show faults, its own INDEX.tsv says what is right, and no list of theirs is kept here.
 */
static void
check_listed (char **lines, const char *folder, const char *below)
{
  if (g_str_equal (below, "field"))
    return;
  g_autofree char *path = g_build_filename (folder, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  if (!dir && !is_listed (lines, below))
    FAIL ("%s is not in tests/data.tsv", path);
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    {
      g_autofree char *inside = *below ? g_build_filename (below, name, NULL) : g_strdup (name);
      check_listed (lines, folder, inside);
    }
}

static void
the_table_lists_every_file (void)
{
  g_auto (GStrv) lines = read_lines ("tests/data.tsv");
  g_autofree char *folder = data_folder ();
  check_listed (lines, folder, "");
}

/* ---- several reports of one run ---- */

/* How much two reports of one run have in common. */
enum
{
  NAMES = 0,
  TIMES = 1 << 0,
  OUTCOMES = 1 << 1,
  CALLS = 1 << 2,    /* the first has the call's time alone (junit_duration_report=call) */
  SUMS = 1 << 3,     /* the first adds up a test's runs, which are two */
  NO_CRASH = 1 << 4, /* test_crash ran several times, and the two differ in which of them they report */
  ALL = TIMES | OUTCOMES
};

typedef struct
{
  const char *one, *other;
  unsigned common;
} Pair;

#define JUNIT(RUN) "junit/generated/" RUN ".junit.xml"
#define LOG(RUN) "reportlog/generated/" RUN ".reportlog.jsonl"
#define REPORT(RUN) "jsonreport/generated/" RUN ".report.json"
#define DURATIONS(RUN) "durations/" RUN ".test_durations"
#define THREE(RUN)                                                                                                     \
  { JUNIT (RUN), LOG (RUN), ALL }, { REPORT (RUN), LOG (RUN), ALL }, { DURATIONS (RUN), LOG (RUN), TIMES }

static const Pair pairs[] = {
  THREE ("escaped"),
  THREE ("maxfail"),
  THREE ("n2-crash-load"),
  THREE ("n2-crash-worksteal"),
  THREE ("n2-load"),
  THREE ("n2-loadfile"),
  THREE ("n2-loadgroup"),
  THREE ("n2-loadscope"),
  THREE ("n2-worksteal"),
  THREE ("serial"),
  THREE ("serial-xunit1"),
  { JUNIT ("serial-legacy-call"), LOG ("serial-legacy-call"), ALL | CALLS },
  { REPORT ("serial-legacy-call"), LOG ("serial-legacy-call"), ALL },
  { DURATIONS ("serial-legacy-call"), LOG ("serial-legacy-call"), TIMES },
  /* Tests that ran twice: pytest-json-report has the last run alone, pytest-split the sum. */
  { JUNIT ("dup-args"), LOG ("dup-args"), ALL },
  { REPORT ("dup-args"), LOG ("dup-args"), OUTCOMES },
  { DURATIONS ("dup-args"), LOG ("dup-args"), TIMES | SUMS },
  { JUNIT ("n2-each"), LOG ("n2-each"), ALL },
  { REPORT ("n2-each"), LOG ("n2-each"), OUTCOMES },
  { DURATIONS ("n2-each"), LOG ("n2-each"), TIMES | SUMS },
  { JUNIT ("n2-crash-loadscope"), LOG ("n2-crash-loadscope"), ALL },
  { REPORT ("n2-crash-loadscope"), LOG ("n2-crash-loadscope"), ALL | NO_CRASH },
  { DURATIONS ("n2-crash-loadscope"), LOG ("n2-crash-loadscope"), TIMES | NO_CRASH },
  /* Real suites. */
  { "junit/real-jsonschema-x380-n2-loadscope.xml", "reportlog/real-jsonschema-x380-n2-loadscope.jsonl", ALL },
  { "junit/real-jsonschema-x380-n2-loadscope.xml", "runs/jsonschema-x380-n2-loadscope.tsv", TIMES },
  { "jsonreport/real-jsonschema-x380-n2-worksteal.json", "reportlog/real-jsonschema-x380-n2-worksteal.jsonl", ALL },
  { "runs/jsonschema-x380-n2-worksteal.tsv", "reportlog/real-jsonschema-x380-n2-worksteal.jsonl", TIMES },
  { "runs/jsonschema-x380-n2-loadscope.tsv", "reportlog/real-jsonschema-x380-n2-loadscope.jsonl", TIMES },
  { "junit/real-jsonschema-n2-load.xml", "durations/local__jsonschema.json", NAMES },
  { "junit/real-networkx-n2-loadscope.xml", "durations/local__networkx.json", NAMES },
};

/* What JUnit XML cannot say: characters that XML has not are written "#x1F", a name can be overwritten by
 * record_xml_attribute, and in xunit2 nothing tells a folder's dot from a slash. */
static const struct
{
  const char *in_xml, *nodeid;
} unsayable[] = {
  { "test_ids.py::test_id[ünïcødé-测试-#x1F600]", "test_ids.py::test_id[ünïcødé-测试-😀]" },
  { "test_ids.py::test_id[#x01#x1F\x7f]", "test_ids.py::test_id[\x01\x1f\x7f]" },
  { "test_outcomes.py::renamed", "test_outcomes.py::test_timeattr" },
  { "sub/dir/with space/test_spacé.py::test_here", "sub.dir/with space/test_spacé.py::test_here" },
};

static bool
is_xml (const char *file)
{
  return g_str_has_suffix (file, ".xml");
}

static const char *
true_name (const char *nodeid)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unsayable); i++)
    if (strcmp (nodeid, unsayable[i].in_xml) == 0)
      return unsayable[i].nodeid;
  return nodeid;
}

/* nodeid → test */
static GHashTable *
index_of (const Trace *trace)
{
  GHashTable *tests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    g_hash_table_insert (tests, suite_dup_name (trace->suite, test), GUINT_TO_POINTER (test));
  return tests;
}

/* What the first report should have as the test's time, by the other report. */
static uint64_t
expected_us (const Pair *pair, const Trace *other, uint32_t test)
{
  uint64_t us = other->run_us[test];
  if (pair->common & CALLS)
    us -= other->setup_us[test] + other->teardown_us[test];
  return pair->common & SUMS ? 2 * us : us;
}

/* XML has three decimals, and a failed call whose tear-down failed is rounded twice. pytest-split rounds the sum of
 * three phases once, others each phase; doubling a mean that was rounded doubles its error. */
static uint64_t
tolerance_us (const Pair *pair, const Trace *other, uint32_t test)
{
  if (is_xml (pair->one))
    return other->outcome && other->outcome[test] == (OUTCOME_CALL_FAILED | OUTCOME_TEARDOWN_FAILED) ? 1001 : 501;
  if (g_str_has_suffix (pair->one, ".test_durations"))
    return pair->common & SUMS ? 5 : 2;
  return 0;
}

static void
check_time (const Pair *pair, const char *nodeid, uint64_t us, const Trace *other, uint32_t test)
{
  uint64_t expected = expected_us (pair, other, test);
  if ((pair->common & NO_CRASH) && strcmp (nodeid, "test_crash.py::test_crash") == 0)
    return;
  if (MAX (us, expected) - MIN (us, expected) > tolerance_us (pair, other, test))
    FAIL ("%s: %s took %" G_GUINT64_FORMAT " us, by %s %" G_GUINT64_FORMAT " us", pair->one, nodeid, us, pair->other,
          expected);
}

/* XML does not tell an expected failure that passed. */
static void
check_outcome (const Pair *pair, const char *nodeid, unsigned outcome, unsigned other)
{
  if (is_xml (pair->one) && other == OUTCOME_XPASSED)
    other = OUTCOME_PASSED;
  g_autofree char *text = outcome_dup_text (outcome), *expected = outcome_dup_text (other);
  if (outcome != other)
    FAIL ("%s: %s is %s, by %s %s", pair->one, nodeid, text, pair->other, expected);
}

static void
check_test (const Pair *pair, const Trace *one, uint32_t test, const Trace *other, GHashTable *tests)
{
  gpointer found;
  g_autofree char *name = suite_dup_name (one->suite, test);
  const char *nodeid = g_hash_table_contains (tests, name) || !is_xml (pair->one) ? name : true_name (name);
  if (!g_hash_table_lookup_extended (tests, nodeid, NULL, &found))
    {
      FAIL ("%s: %s is not in %s", pair->one, nodeid, pair->other);
      return;
    }
  uint32_t same = GPOINTER_TO_UINT (found);
  if (pair->common & TIMES)
    check_time (pair, nodeid, one->run_us[test], other, same);
  if (pair->common & OUTCOMES)
    check_outcome (pair, nodeid, one->outcome ? one->outcome[test] : 0, other->outcome ? other->outcome[same] : 0);
}

static void
check_pair (const Pair *pair, const char *path, const char *other_path)
{
  g_autoptr (Trace) one = trace_read (path, NULL);
  g_autoptr (Trace) other = trace_read (other_path, NULL);
  if (!one || !other)
    {
      FAIL ("%s cannot be read", one ? other_path : path);
      return;
    }
  g_autoptr (GHashTable) tests = index_of (other);
  EQUAL_INT (one->suite->tests, other->suite->tests);
  for (uint32_t test = 0; test < one->suite->tests; test++)
    check_test (pair, one, test, other, tests);
}

static void
reports_of_one_run_agree (void)
{
  unsigned checked = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *path = find_data (pairs[i].one), *other = find_data (pairs[i].other);
      if (path && other)
        check_pair (&pairs[i], path, other);
      checked += path && other;
    }
  printf ("%u pairs checked ... ", checked);
  EQUAL_INT (checked, G_N_ELEMENTS (pairs));
}

/* ---- files that must be refused ---- */

/* The first line of the message, with the path as it is below the source tree. */
static char *
dup_first_line (const char *message)
{
  g_autofree char *bad = source_path ("traces/bad/");
  const char *begin = g_str_has_prefix (message, bad) ? message + strlen (bad) - strlen ("traces/bad/") : message;
  return g_strndup (begin, strcspn (begin, "\n"));
}

static char *
dup_expectation (const char *path)
{
  g_autofree char *sidecar = g_strconcat (path, ".expect", NULL);
  char *text = NULL;
  if (!g_file_get_contents (sidecar, &text, NULL, NULL))
    FAIL ("%s is missing: it says how the file is refused", sidecar);
  return text ? g_strchomp (text) : NULL;
}

static void
check_bad (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = trace_read (path, &error);
  g_autofree char *expected = dup_expectation (path);
  if (trace || !error)
    {
      FAIL ("%s is read, but should be refused", path);
      return;
    }
  g_autofree char *line = dup_first_line (error->message);
  if (expected && !g_pattern_match_simple (expected, line)) /* "*" stands for what depends on expat's version */
    FAIL ("%s is refused:\n      %s\n    expected:\n      %s", path, line, expected);
}

/* A sidecar whose file is gone would make a case vanish in silence. */
static void
check_sidecar (const char *path)
{
  g_autofree char *subject = g_strndup (path, strlen (path) - strlen (".expect"));
  if (!g_file_test (subject, G_FILE_TEST_EXISTS))
    FAIL ("%s has no file", path);
}

static void
every_bad_file_is_refused_as_expected (void)
{
  g_autofree char *folder = source_path ("traces/bad");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  unsigned checked = 0;
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (g_str_has_suffix (name, ".expect"))
        check_sidecar (path);
      else
        check_bad (path);
      checked += !g_str_has_suffix (name, ".expect");
    }
  printf ("%u files checked ... ", checked);
  CU_ASSERT (checked > 0);
}

CU_TestInfo tests_of_data[] = {
  { "every_real_file_gives_what_the_table_says", every_real_file_gives_what_the_table_says },
  { "the_table_lists_every_file", the_table_lists_every_file },
  { "reports_of_one_run_agree", reports_of_one_run_agree },
  { "every_bad_file_is_refused_as_expected", every_bad_file_is_refused_as_expected },
  CU_TEST_INFO_NULL,
};
