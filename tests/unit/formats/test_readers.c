#include "unit/check.h"

#include "formats/format.h"
#include <glib/gstdio.h>
#include <string.h>

/* One line a test: nodeid, microseconds (of all, or by phase), outcome, worker, start. */
static void
describe_test (GString *said, const Trace *trace, uint32_t test)
{
  g_autofree char *name = suite_dup_name (trace->suite, test);
  g_string_append_printf (said, "%s %u", name, (unsigned) trace->run_us[test]);
  if (trace->setup_us)
    g_string_append_printf (said, "=%u+%u+%u", (unsigned) trace->setup_us[test],
                            (unsigned) (trace->run_us[test] - trace->setup_us[test] - trace->teardown_us[test]),
                            (unsigned) trace->teardown_us[test]);
  if (trace->outcome)
    {
      g_autofree char *outcome = outcome_dup_text (trace->outcome[test]);
      g_string_append_printf (said, " %s", outcome);
    }
  if (trace->worker)
    g_string_append_printf (said, " gw%d", trace->worker[test]);
  if (trace->start_us && trace->start_us[test] != TRACE_US_NONE)
    g_string_append_printf (said, " @%u", (unsigned) trace->start_us[test]);
  g_string_append_c (said, '\n');
}

static void
describe_number (GString *said, const char *what, uint32_t number)
{
  if (number)
    g_string_append_printf (said, "%s %u\n", what, number);
}

static char *
describe (const Trace *trace)
{
  const char *orders[] = { "in order of collection\n", "", "sorted\n" };
  GString *said = g_string_new (NULL);
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    describe_test (said, trace, test);
  g_string_append (said, orders[trace->order]);
  describe_number (said, "merged", trace->merged);
  describe_number (said, "dropped", trace->dropped);
  describe_number (said, "mended", trace->mended);
  describe_number (said, "untimed", trace->untimed);
  for (guint i = 0; i < trace->warnings->len; i++)
    g_string_append_printf (said, "%s\n", (const char *) g_ptr_array_index (trace->warnings, i));
  return g_string_free (said, FALSE);
}

static char *
replace (const char *text, const char *what, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);
  return g_strjoinv (by, parts);
}

/* Reads a text as the file "f". */
static Trace *
read_text (const char *text, gsize len, GError **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("isosim-XXXXXX", &path, NULL);
  if (fd < 0 || !g_close (fd, NULL) || !g_file_set_contents (path, text, (gssize) len, NULL))
    FAIL ("cannot write a temporary file");
  Trace *trace = trace_read (path, error);
  g_unlink (path);
  return trace;
}

/* What is said of a text: its description, or the refusal; "f" stands for the path in both. */
static char *
say (const char *text, gsize len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = read_text (text, len, &error);
  g_autofree char *said = trace ? describe (trace) : g_strdup (error->message);
  g_autofree char *folder = g_strdup_printf ("%s%s", g_get_tmp_dir (), G_DIR_SEPARATOR_S "isosim-");
  char *path = strstr (said, folder);
  if (!path)
    return g_steal_pointer (&said);
  g_autofree char *own = g_strndup (path, strlen (folder) + 6);
  return replace (said, own, "f");
}

typedef struct
{
  const char *text, *want;
} Case;

static void
check_cases (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *said = say (cases[i].text, strlen (cases[i].text));
      if (strcmp (said, cases[i].want) != 0)
        FAIL ("of %s\n--- expected\n%s\n--- but got\n%s", cases[i].text, cases[i].want, said);
    }
}
#define CHECK(cases) check_cases (cases, G_N_ELEMENTS (cases))

static const Case durations_cases[] = {
  { "{\"a.py::b\": 1.5, \"a.py::c\": 0.0000005}", "a.py::b 1500000\na.py::c 1\nsorted\n" },
  { "{\r\n    \"a.py::c\": 1,\r\n    \"a.py::b\": 2e-3\r\n}", "a.py::c 1000000\na.py::b 2000\n" },
  { "\xef\xbb\xbf\n{\n\"t.py::\\u00e4[\\\"x\\\"]\":\t3\n}\n", "t.py::ä[\"x\"] 3000000\n" },
  { "[[\"a.py::c\", 1], [\"a.py::b\", 2]]", "a.py::c 1000000\na.py::b 2000000\n" },
  { "{\"a::b\": 1, \"a::b\": 2}",
    "a::b 1500000\nmerged 1\nf: 1 run repeats a nodeid (first: a::b); each such test counts once, with the mean of "
    "its runs\n" },
  { "{\"b\": null, \"a\": 1}", "b 0\na 1000000\nuntimed 1\nf: the time of b is null, which counts as 0\n" },
  { "{\"b\": \"2.5\", \"a\": 1}", "b 2500000\na 1000000\nf: the time of b is a number in quotes, read as a number\n" },
  { "{\"b\": 1, \"a\": [1], \"c\": \"soon\", \"\": 1}",
    "b 1000000\ndropped 3\nf: a is left out: its time is not a number\nf: c is left out: its time is not a number\nf: "
    "a time without a nodeid is left out\n" },
  { "{\"b\": 1, \"a\": -1, \"c\": 1e999}",
    "b 1000000\na 0\nc 0\nmended 2\nf: a took -1 s, which counts as 0: a time is from 0 to 1000000000 seconds\nf: c "
    "took inf s, which counts as 0: a time is from 0 to 1000000000 seconds\n" },
  { "[[\"a\", 1], [\"b\"], 3, [4, 5]]",
    "a 1000000\ndropped 3\nf: an entry that is not a pair of nodeid and seconds is left out\nf: an entry that is not a "
    "pair of nodeid and seconds is left out\nf: an entry that is not a pair of nodeid and seconds is left out\n" },
  { "{\"a\\u0000b\": 1, \"a\\\\u0000\": 2}", "a\xef\xbf\xbd\x62 1000000\na\\u0000 2000000\n" },
  { "{}", "f: holds no test" },
  { "{ \r\n }\n", "f: holds no test" },
  { "[ ]", "f: holds no test" },
  { "{\"a\": null}", "f: none of its 1 tests has a time" },
};

static void
durations_are_read (void)
{
  CHECK (durations_cases);
}

static const Case json_cases[] = {
  { "{\"a\": 1,}", "f:1:9: expected a member's name in double quotes\n  {\"a\": 1,}\n          ^" },
  { "{\n  \"a\": 1\n  \"b\": 2\n}", "f:3:3: expected ',' or '}'\n    \"b\": 2\n    ^" },
  { "{\"a\": 1, \"b\" 2}", "f:1:14: expected ':'\n  {\"a\": 1, \"b\" 2}\n               ^" },
  { "{\"a\": 1, \"b\": NaN}", "f:1:15: expected a value\n  {\"a\": 1, \"b\": NaN}\n                ^" },
  { "{\"a\": 1, \"b\": 1.2.3}", "f:1:15: expected a number\n  {\"a\": 1, \"b\": 1.2.3}\n                ^" },
  { "{\"a\": 1}\n{\"a\": 1}\n", "f:2:1: expected the end of the document\n  {\"a\": 1}\n  ^" },
  { "{\"a\": 1,\n\"b\": 2\n\n", "f:2:7: expected ',' or '}', but the document ends here\n  \"b\": 2\n        ^" },
  { "{\"a\": 1, \"b", "f:1:12: expected the closing '\"' of a text, but the document ends here\n  {\"a\": 1, \"b\n"
                      "             ^" },
  { "{\"a\": 1, \"\\x\": 1}",
    "f:1:11: expected an escape that JSON has, such as \\n or \\u00e9\n  {\"a\": 1, \"\\x\": 1}\n            ^" },
  { "{\"a\": 1, \"\\u00g0\": 1}",
    "f:1:11: expected four hexadecimal digits after \\u\n  {\"a\": 1, \"\\u00g0\": 1}\n            ^" },
  { "{\"a\": 1, \"\\ud83d\": 1}",
    "f:1:11: expected a surrogate pair, not half of one\n  {\"a\": 1, \"\\ud83d\": 1}\n            ^" },
  { "{\"ä\": 1,\n \"\xff\": 1}", "f:2:3: expected UTF-8\n   \"?\": 1}\n    ^" },
};

static void
damaged_json_is_refused_with_its_place (void)
{
  CHECK (json_cases);
  g_autofree char *said = say ("{\"a\": 1, \"\0\": 1}", 16);
  EQUAL_TEXT (said, "f:1:11: expected text, not a NUL byte\n  {\"a\": 1, \"?\": 1}\n            ^");
}

static void
json_nested_too_deeply_is_refused (void)
{
  g_autofree char *brackets = g_strnfill (2000, '[');
  g_autofree char *text = g_strconcat ("{\"a\": 1, \"b\": ", brackets, NULL), *said = say (text, strlen (text));
  CU_ASSERT (g_str_has_prefix (said, "f:1:1014: expected at most 1000 brackets inside each other\n"));
}

#define TYPE "\"$report_type\": \"TestReport\"}\n"

static const Case reportlog_cases[] = {
  { "{\"pytest_version\": \"8\", \"$report_type\": \"SessionStart\"}\n"
    "{\"nodeid\": \"\", \"outcome\": \"passed\", \"$report_type\": \"CollectReport\"}\n\n"
    "{\"nodeid\": \"a::b\", \"when\": \"setup\", \"duration\": 0.001, \"outcome\": \"passed\", " TYPE
    "{\"nodeid\": \"a::b\", \"when\": \"call\", \"duration\": 0.002, \"outcome\": \"passed\", " TYPE
    "{\"nodeid\": \"a::b\", \"when\": \"teardown\", \"duration\": 0.003, \"outcome\": \"failed\", " TYPE,
    "a::b 6000=1000+2000+3000 passed,teardown-failed\n" },
  /* item indices order, workers and starts; CRLF, and the old name of the type */
  { "{\"nodeid\": \"b\", \"when\": \"setup\", \"duration\": 0.25, \"outcome\": \"skipped\", \"start\": 1795403255.5, "
    "\"item_index\": 1, \"worker_id\": \"gw1\", \"_report_type\": \"TestReport\"}\r\n"
    "{\"nodeid\": \"a\", \"when\": \"setup\", \"duration\": 0.5, \"outcome\": \"failed\", \"start\": 1795403255.25, "
    "\"item_index\": 0, \"worker_id\": \"gw0\", \"_report_type\": \"TestReport\"}",
    "a 500000=500000+0+0 setup-failed gw0 @0\nb 250000=250000+0+0 skipped gw1 @250000\nin order of collection\n" },
  { "{\"nodeid\": \"a\", \"when\": \"call\", \"duration\": 1, \"outcome\": \"skipped\", \"wasxfail\": \"\", " TYPE
    "{\"nodeid\": \"b\", \"when\": \"call\", \"duration\": 1, \"outcome\": \"passed\", \"wasxfail\": \"\", " TYPE,
    "a 1000000=0+1000000+0 xfailed\nb 1000000=0+1000000+0 xpassed\n" },
  /* a crash has neither a time nor a run of its own */
  { "{\"nodeid\": \"a\", \"when\": \"setup\", \"duration\": 1, \"outcome\": \"passed\", \"worker_id\": \"gw1\", " TYPE
    "{\"nodeid\": \"a\", \"when\": \"???\", \"duration\": 0, \"outcome\": \"failed\", " TYPE
    "{\"nodeid\": \"b\", \"when\": \"???\", \"duration\": 0, \"outcome\": \"failed\", " TYPE,
    "a 1000000=1000000+0+0 crashed gw1\nb 0=0+0+0 crashed gw-1\nuntimed 1\n" },
  /* two workers run each test, and their reports interleave */
  { "{\"nodeid\": \"a\", \"when\": \"setup\", \"duration\": 1, \"outcome\": \"passed\", \"worker_id\": \"gw0\", " TYPE
    "{\"nodeid\": \"a\", \"when\": \"setup\", \"duration\": 2, \"outcome\": \"passed\", \"worker_id\": \"gw1\", " TYPE
    "{\"nodeid\": \"a\", \"when\": \"call\", \"duration\": 4, \"outcome\": \"passed\", \"worker_id\": \"gw1\", " TYPE
    "{\"nodeid\": \"a\", \"when\": \"call\", \"duration\": 3, \"outcome\": \"passed\", \"worker_id\": \"gw0\", " TYPE,
    "a 5000000=1500000+3500000+0 passed gw0\nmerged 1\nf: 1 run repeats a nodeid (first: a, line 2); each such test "
    "counts once, with the mean of its runs\n" },
  { "{\"nodeid\": \"a\", \"when\": \"call\", \"duration\": 1, " TYPE "{\"nodeid\": \"a\", \"when\": tear\n"
    "{\"when\": \"call\", \"duration\": 1, " TYPE "{\"nodeid\": \"a\", \"when\": \"teardo",
    "a 1000000=0+1000000+0\ndropped 3\nf:2: this line is not JSON and is left out\nf:3: a report without a nodeid is "
    "left out\nf:4: the file was cut off in this line, which is left out\n" },
  { "{\"$report_type\": SessionStart}\nx\n",
    "f:1:18: expected a value\n  {\"$report_type\": SessionStart}\n                   ^" },
  { "\n{\"$report_type\": SessionStart}",
    "f:2:18: expected a value\n  {\"$report_type\": SessionStart}\n                   ^" },
  { "{\"$report_type\": \"SessionStart\"}\n", "f: holds no test" },
};

static void
reportlogs_are_read (void)
{
  CHECK (reportlog_cases);
}

static const Case jsonreport_cases[] = {
  { "{\"created\": 1.5, \"duration\": 2.5, \"exitcode\": 1, \"summary\": {}, \"tests\": ["
    "{\"nodeid\": \"b\", \"outcome\": \"error\", \"setup\": {\"duration\": 1e-6, \"outcome\": \"passed\"}, \"call\": "
    "{\"duration\": 2e-6, \"outcome\": \"passed\"}, \"teardown\": {\"duration\": 3e-6, \"outcome\": \"failed\"}},"
    "{\"nodeid\": \"a\", \"outcome\": \"xfailed\", \"call\": {\"duration\": 2e-6, \"outcome\": \"skipped\"}},"
    "{\"nodeid\": \"c\", \"outcome\": \"failed\", \"setup\": {\"duration\": 4e-6, \"outcome\": \"passed\"}, \"???\": "
    "{\"duration\": 0, \"outcome\": \"failed\"}},"
    "{\"nodeid\": \"d\", \"outcome\": \"xpassed\", \"call\": {\"duration\": 2e-6, \"outcome\": \"passed\"}}]}",
    "b 6=1+2+3 passed,teardown-failed\na 2=0+2+0 xfailed\nc 4=4+0+0 crashed\nd 2=0+2+0 xpassed\n" },
  { "{\n \"tests\": [\n  {\"nodeid\": \"a\", \"outcome\": \"failed\", \"call\": {\"duration\": 1}}, {}, 3]}",
    "a 1000000=0+1000000+0 call-failed\ndropped 2\nf: a test without a nodeid is left out\nf: a test without a nodeid "
    "is left out\n" },
  { "{\"created\": 1.5, \"exitcode\": 0, \"summary\": {}}",
    "f: a pytest-json-report without its list of tests; write it without --json-report-summary" },
  { "{\"created\": 1.5, \"exitcode\": 0, \"tests\": []}", "f: holds no test" },
};

static void
json_reports_are_read (void)
{
  CHECK (jsonreport_cases);
}

static const Case timing_cases[] = {
  { "{\"schema\": 1, \"run\": {\"start\": 1700000000.0}, \"workers\": [], \"tests\": ["
    "{\"nodeid\": \"b\", \"worker\": \"gw1\", \"attempt\": 0, \"outcome\": \"error\", \"start\": 0.5, \"stop\": 1, "
    "\"phases\": {\"setup\": [0.5, 1, 0.25], \"call\": null}},"
    "{\"nodeid\": \"a\", \"worker\": \"main\", \"outcome\": \"error\", \"start\": 0.75, \"phases\": {\"setup\": [0, 1, "
    "1], \"call\": [1, 3, 2], \"teardown\": [3, 4, 1]}},"
    "{\"nodeid\": \"c\", \"worker\": \"gw1\", \"outcome\": \"crashed\", \"start\": 3, \"phases\": {}}]}",
    "b 250000=250000+0+0 setup-failed gw1 @0\na 4000000=1000000+2000000+1000000 teardown-failed gw-1 @250000\nc "
    "0=0+0+0 crashed gw1 @2500000\nuntimed 1\n" },
  { "{\"schema\": 2, \"tests\": []}",
    "f: a pytest-timing document of another schema than 1, the only one that is read" },
};

static void
timings_are_read (void)
{
  CHECK (timing_cases);
}

static const Case table_cases[] = {
  { "worker\tnodeid\tsetup\tcall\tteardown\toutcome\tstart\tduration\n"
    "gw1\ta\t1e-6\t2e-6\t3e-6\tpassed\t9.5\t7\n"
    "-\tb[x, y]\t\t0.000002\t-\terror\t9.25\t7\r\n"
    "\n"
    "gw1\tc\tsoon\t1\t1\tpassed\t1\t7\n"
    "gw1\td\t1\n"
    "gw1\t\t1\t1\t1\tpassed\t1\t7\n",
    "a 6=1+2+3 passed gw1 @250000\nb[x, y] 2=0+2+0 setup-failed gw-1 @0\ndropped 3\nf:5: a time in this row is not a "
    "number; the row is left out\nf:6: this row has another number of fields than the first line, and is left "
    "out\nf:7: this row has no nodeid, and is left out\n" },
  { "nodeid,seconds,item_index\n\"a[1,\"\"2\"\"]\",1.5,1\nb,2,0", "b 2000000\na[1,\"2\"] 1500000\nin order of "
                                                                  "collection\n" },
  { "time,nodeid\n-1,a\n1,a\n",
    "a 500000\nmerged 1\nmended 1\nf:2: a took -1 s, which counts as 0: a time is from 0 to 1000000000 seconds\nf: 1 "
    "run repeats a nodeid (first: a, line 3); each such test counts once, with the mean of its runs\n" },
  { "nodeid\toutcome\na\tpassed\n",
    "f:1: expected a column of times: setup, call, teardown, duration, time or seconds" },
  { "nodeid\tcall\n", "f: holds no test" },
};

static void
tables_are_read (void)
{
  CHECK (table_cases);
}

static const char *const others[] = {
  "",
  "\n",
  "# Real data\n",
  "{\"unit\": {\"n\": 1}}",
  "[1, 2]",
  "[{\"nodeid\": \"a\"}]",
  "\"a\"",
  "n\tcommit\n1\tx\n",
  "{\"name\": \"x\"}",
  "true",
};

static void
what_is_no_trace_is_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *said = say (others[i], strlen (others[i]));
      EQUAL_TEXT (said, *others[i] ? "f: not a trace of any kind that isosim knows ('isosim list formats' names them)"
                                   : "f: the file is empty");
    }
}

static const Case scenario_cases[] = {
  { "{\"scheduler\": \"load\", \"workers\": 2, \"tests\": [[\"b\", 5], [\"a\", 0]]}\n{\"t\": 0, \"ev\": \"run\"}\n",
    "b 5\na 0\nin order of collection\n" },
  { "{\n \"tests\": [\n  [\"b\", 5e3]\n ],\n \"scheduler\": null\n}\n", "b 5000\nin order of collection\n" },
  { "{\"tests\": [[\"a\", 1]], \"limit\": 100}",
    "a 1\nin order of collection\nf:1: limit is the oracle's own safeguard and is ignored\n" },
  { "{\"tests\": [[\"a\", 1]", "f:1:20: expected ',' or ']', but the document ends here\n  {\"tests\": [[\"a\", 1]\n"
                               "                     ^" },
  { "{\"scheduler\": \"load\"}", "f:1: a scenario needs a list of tests" },
  { "{\"scheduler\": \"load\", \"tests\": []}",
    "f:1: expected a list of [nodeid, microseconds], at least one, for tests" },
  { "{\"scheduler\": 1}", "f:1: expected a scheduler's name for scheduler" },
  { "{\"scheduler\": \"x\", \"wrokers\": 1}", "f:1: a scenario has no key \"wrokers\"" },
  { "{\"scheduler\": \"x\", \"workers\": 1, \"workers\": 2}", "f:1: the key \"workers\" stands here twice" },
  { "{\"scheduler\": \"x\", \"workers\": 0}", "f:1: expected an integer from 1 to 4096 for workers" },
  { "{\"scheduler\": \"x\", \"workers\": 4097}", "f:1: expected an integer from 1 to 4096 for workers" },
  { "{\"scheduler\": \"x\", \"workers\": \"2\"}", "f:1: expected an integer from 1 to 4096 for workers" },
  { "{\"tests\": [[\"a\", 1.5]]}",
    "f:1: expected an integer from 0 to 1000000000000000 for the microseconds of tests[0]" },
  { "{\"tests\": [[\"a\", 1], [\"b\", -1]]}",
    "f:1: expected an integer from 0 to 1000000000000000 for the microseconds of tests[1]" },
  { "{\"tests\": [[\"a\", 1e16]]}",
    "f:1: expected an integer from 0 to 1000000000000000 for the microseconds of tests[0]" },
  { "{\"tests\": [[\"a\", 1, 2]]}", "f:1: expected [nodeid, microseconds] for tests[0]" },
  { "{\"tests\": [[\"\", 1]]}", "f:1: a test without a nodeid" },
  { "{\"tests\": [[\"a\", 1], [\"b\", 1], [\"a\", 1]]}", "f:1: tests[2] repeats the nodeid of tests[0], a" },
  { "{\"tests\": [[\"a\", 1]], \"crash\": {\"1\": 1}}",
    "f:1: expected a test's index from 0 to 0 in crash, not \"1\"" },
  { "{\"tests\": [[\"a\", 1]], \"crash\": {\"-0\": 1}}",
    "f:1: expected a test's index from 0 to 0 in crash, not \"-0\"" },
  { "{\"tests\": [[\"a\", 1]], \"crash\": {\"0\": 1, \"0\": 2}}", "f:1: crash names the test 0 twice" },
  { "{\"tests\": [[\"a\", 1]], \"crash\": {\"0\": 0.5}}",
    "f:1: expected an integer from 0 to 4294967295 for the crashes of test 0" },
  { "{\"tests\": [[\"a\", 1]], \"crash\": [1]}", "f:1: expected {\"test index\": times} for crash" },
  { "{\"tests\": [[\"a\", 1]], \"patched\": 1}", "f:1: expected true or false for patched" },
  { "{\"tests\": [[\"a\", 1]], \"seed\": 1e17}",
    "f:1: expected an integer from -9007199254740992 to 9007199254740992 for seed" },
  { "{\"tests\": [[\"a\", 1]], \"maxschedchunk\": -1}",
    "f:1: expected an integer from 0 to 16777216 for maxschedchunk" },
  { "{\"tests\": [[\"a\", 1]], \"max_worker_restart\": true}",
    "f:1: expected an integer from 0 to 4294967295 for max_worker_restart" },
};

static void
scenarios_are_strict (void)
{
  CHECK (scenario_cases);
}

static void
a_scenario_keeps_what_it_asks_for (void)
{
  const char *text
      = "{\"scheduler\":\"isoscope\",\"workers\":3,\"tests\":[[\"a\",1],[\"b\",2]],\"crash\":{\"1\":2,\"0\":"
        "0},\"seed\":-7,\"patched\":true,\"loadscopereorder\":false,\"maxschedchunk\":null}\n";
  g_autoptr (Trace) trace = read_text (text, strlen (text), NULL);
  const Scenario *scenario = trace->scenario;
  EQUAL_TEXT (trace->format, "isosim scenario");
  EQUAL_TEXT (scenario->scheduler, "isoscope");
  EQUAL_INT (scenario->set, SCENARIO_WORKERS | SCENARIO_SEED);
  EQUAL_INT (scenario->workers, 3);
  EQUAL_INT (scenario->seed, -7);
  EQUAL_INT (scenario->crashes, 1);
  EQUAL_INT (scenario->crash[0].test, 1);
  EQUAL_INT (scenario->crash[0].times, 2);
  CU_ASSERT (scenario->patched && !scenario->loadscopereorder);
}

static void
reordering_is_on_unless_a_scenario_says_otherwise (void)
{
  const char *text = "{\"tests\":[[\"a\",1]]}";
  g_autoptr (Trace) trace = read_text (text, strlen (text), NULL);
  CU_ASSERT (trace->scenario->loadscopereorder && !trace->scenario->patched);
  CU_ASSERT (!trace->scenario->scheduler && trace->scenario->set == 0);
}

static void
every_format_has_a_name_and_a_title (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (const Format *const *format = formats; *format; format++)
    {
      CU_ASSERT (*(*format)->name && *(*format)->title);
      if (!g_hash_table_add (names, g_strdup ((*format)->name)))
        FAIL ("two formats are called %s", (*format)->name);
    }
}

/* A recogniser sees heads that are cut anywhere: none may read beyond its end. */
static void
heads_may_be_cut_anywhere (void)
{
  const char *texts[]
      = { durations_cases[0].text, durations_cases[3].text, reportlog_cases[0].text, jsonreport_cases[0].text,
          timing_cases[0].text,    table_cases[0].text,     scenario_cases[0].text };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize len = 0; len <= strlen (texts[i]); len++)
      {
        g_autofree char *head = g_strndup (texts[i], len);
        for (const Format *const *format = formats; *format; format++)
          (*format)->recognise (head, len);
      }
}

CU_TestInfo tests_of_readers[] = {
  { "durations are read", durations_are_read },
  { "damaged JSON is refused with its place", damaged_json_is_refused_with_its_place },
  { "JSON nested too deeply is refused", json_nested_too_deeply_is_refused },
  { "reportlogs are read", reportlogs_are_read },
  { "JSON reports are read", json_reports_are_read },
  { "timings are read", timings_are_read },
  { "tables are read", tables_are_read },
  { "what is no trace is refused", what_is_no_trace_is_refused },
  { "scenarios are strict", scenarios_are_strict },
  { "a scenario keeps what it asks for", a_scenario_keeps_what_it_asks_for },
  { "reordering is on unless a scenario says otherwise", reordering_is_on_unless_a_scenario_says_otherwise },
  { "every format has a name and a title", every_format_has_a_name_and_a_title },
  { "heads may be cut anywhere", heads_may_be_cut_anywhere },
  CU_TEST_INFO_NULL,
};
