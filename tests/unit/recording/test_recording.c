#include "formats/format.h"
#include "unit/check.h"

#include "formats/isotrace.h"
#include <glib/gstdio.h>
#include <string.h>

/* Reads a text as a file. */
static Trace *
read_text (const char *text, char **path, GError **error)
{
  int fd = g_file_open_tmp ("isosim-XXXXXX", path, NULL);
  if (fd < 0 || !g_close (fd, NULL) || !g_file_set_contents (*path, text, -1, NULL))
    FAIL ("cannot write a temporary file");
  Trace *trace = trace_read (*path, error);
  g_unlink (*path);
  return trace;
}

/* What is said of a text: its warnings and its convert, or the refusal's first line; "f" stands for the path. */
static char *
say (const char *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = read_text (text, &path, &error);
  g_autoptr (GString) said = trace ? isotrace_text (trace) : g_string_new (error->message);
  for (guint i = trace ? trace->warnings->len : 0; i-- > 0;)
    {
      g_string_prepend_c (said, '\n');
      g_string_prepend (said, trace->warnings->pdata[i]);
    }
  if (!trace)
    g_string_truncate (said, strcspn (said->str, "\n"));
  g_string_replace (said, path, "f", 0);
  return g_strdup (said->str);
}

#define HEAD "#isosim-trace 1\n#recording 1\n"
/* Two workers that collected the same three tests. */
#define TESTS "#test 0 a\n#test 1 b\n#test 2 c\n#collection 0 0-2\n"
#define WORKERS "#worker gw0 collected 5 0\n#worker gw1 collected 6 0\n"
#define END "#end 900 0\n"
#define ALL HEAD TESTS WORKERS
#define COLUMNS "setup_us\tcall_us\tteardown_us\toutcome\tworker\tstart_us\tnodeid\n"

typedef struct
{
  const char *text;
  const char *said;
} Case;

static void
check_cases (const Case *cases, gsize count)
{
  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *said = say (cases[i].text);
      EQUAL_TEXT (said, cases[i].said);
    }
}
#define CHECK(cases) check_cases (cases, G_N_ELEMENTS (cases))

static const Case whole_cases[] = {
  /* each remark comes back as it was, sorted by kind; what is not known is passed over */
  { "#isosim-trace 1\n#later 7\n#recording 1\n#scheduler LoadScheduling\n#xdist 3.1.0\n#pytest 7.2.1\n#python 3.11.2\n"
    "#dist load\n#workers 2\n#cores 4\n#option maxfail 1\n#option maxschedchunk 3\n#option loadscopereorder 1\n"
    "#option max_worker_restart none\n#option numprocesses 2\n#option later 9\n#worker gw0 start 1\n#worker gw0 ready "
    "3\n"
    "#message 3 0 from gw0 workerready\n#test 0 a\n#test 1 b%23\n#collection 0 0-1\n#worker gw0 collected 6 0\n"
    "#message 6 2 from gw0 collectionfinish 0\n#message 7 to gw0 run 0 1\n#message 7 to gw0 runall\n"
    "#message 7 to gw0 steal 1\n#message 7 to gw0 run\n#fixture gw0 setup 8 1 module d%20b[0] m.py\n"
    "#fixture gw0 setup 8 1 session s -\n#run gw0 0 8 1 2 3 7 passed\n#message 20 5 from gw0 complete 0 7\n"
    "#fixture gw0 teardown 30 4 module d%20b[0] m.py\n#message 21 0 from gw0 unscheduled\n"
    "#message 21 0 from gw0 unscheduled 1\n#reported gw0 24 1\n#coordinated gw0 setup 8 2 d%20b m.py\n#coordinated gw0 "
    "teardown 9 3 d%20b -\n#message 22 0 from gw0 failure\n#message 22 to gw0 shutdown\n"
    "#message 23 0 from gw0 workerfinished stop\n#message 23 0 from gw0 workerfinished interrupted\n"
    "#message 23 0 from gw0 workerfinished\n#message 24 1 from gw0 errordown\n#message 25 1 from gw0 internal_error\n"
    "#worker gw0 died 26\n#end 30 2\n#tests 2\n#order collection\nnodeid\tcall_us\na\t2\nb%23\t0\n",
    "#isosim-trace 1\n#tests 2\n#order collection\n#startup_us 2\n#collect_us 3\n#recording 1\n#pytest 7.2.1\n"
    "#xdist 3.1.0\n#python 3.11.2\n#dist load\n#scheduler LoadScheduling\n#workers 2\n#cores 4\n"
    "#option maxschedchunk 3\n#option loadscopereorder 1\n#option maxfail 1\n#option max_worker_restart none\n"
    "#option numprocesses 2\n#collection 0 0-1\n#worker gw0 start 1\n#worker gw0 ready 3\n#worker gw0 collected 6 0\n"
    "#worker gw0 died 26\n#fixture gw0 setup 8 1 module d%20b[0] m.py\n"
    "#fixture gw0 teardown 30 4 module d%20b[0] m.py\n#fixture gw0 setup 8 1 session s -\n"
    "#coordinated gw0 setup 8 2 d%20b m.py\n#coordinated gw0 teardown 9 3 d%20b -\n#reported gw0 24 1\n"
    "#run gw0 0 8 1 2 3 7 passed\n"
    "#message 3 0 from gw0 workerready\n#message 6 2 from gw0 collectionfinish 0\n#message 7 to gw0 run 0 1\n"
    "#message 7 to gw0 runall\n#message 7 to gw0 steal 1\n#message 7 to gw0 run\n#message 20 5 from gw0 complete 0 7\n"
    "#message 21 0 from gw0 unscheduled\n#message 21 0 from gw0 unscheduled 1\n#message 22 0 from gw0 failure\n"
    "#message 22 to gw0 shutdown\n#message 23 0 from gw0 workerfinished stop\n"
    "#message 23 0 from gw0 workerfinished interrupted\n#message 23 0 from gw0 workerfinished\n"
    "#message 24 1 from gw0 errordown\n#message 25 1 from gw0 internal_error\n#end 30 2\n"
    "setup_us\tcall_us\tteardown_us\tnodeid\n0\t2\t0\ta\n0\t0\t0\tb%23\n" },
};

/* What runs use: told when it changes, by each worker's own set-ups; of a run that died in its set-up nothing. */
static const char uses_raw[]
    = ALL "#fixture gw0 setup 10 1 session s -\n#fixture gw1 setup 11 1 session s -\n#run gw0 2 9 1 1 1 4 passed\n"
          "#fixture gw1 setup 12 1 module m a\n#fixture gw1 setup 13 1 class c a::B\n#uses gw1 0 1-2\n"
          "#run gw1 0 12 1 1 1 4 passed\n#uses gw1\n#uses gw0 0\n#uses gw1 0-2\n#run gw0 0 20 1 1 1 4 passed\n"
          "#run gw1 1 20 1 1 1 4 passed\n#uses gw1 1\n#uses gw0\n#run gw1 2 30 9 - - - crashed\n"
          "#run gw0 1 40 1 1 1 4 passed\n" END;
static const char uses_converted[] = "#fixture gw0 setup 10 1 session s -\n#fixture gw1 setup 11 1 session s -\n"
                                     "#fixture gw1 setup 12 1 module m a\n#fixture gw1 setup 13 1 class c a::B\n"
                                     "#run gw0 2 9 1 1 1 4 passed\n#uses gw1 0-2\n#run gw1 0 12 1 1 1 4 passed\n"
                                     "#uses gw0 0\n#run gw0 0 20 1 1 1 4 passed\n#run gw1 1 20 1 1 1 4 passed\n"
                                     "#run gw1 2 30 9 - - - crashed\n#uses gw0\n#run gw0 1 40 1 1 1 4 passed\n" END;

/* A worker with another collection, in which a test is twice; a test that only it has. */
static const char other_collection[]
    = HEAD TESTS "#test 3 d\n#collection 1 2 1-3 1\n" WORKERS "#worker gw2 collected 7 1\n"
                 "#run gw2 0 9 1 2 3 - passed\n#run gw2 4 10 1 2 3 - passed\n" END;

/* A mean that is rounded down; a crash that does not count beside another run; a test that never ran. */
static const char several_runs[]
    = ALL "#run gw0 0 100 1 10 0 - passed\n#run gw1 0 90 2 11 - - call-failed\n#run gw0 1 300 5 6 - - crashed\n"
          "#run gw1 1 310 7 8 9 - passed\n";

static void
remarks_come_back_as_they_were (void)
{
  CHECK (whole_cases);
}

/* The rows that are made, without what stands before them. */
static char *
rows_of (const char *text)
{
  g_autofree char *said = say (text);
  const char *columns = strstr (said, COLUMNS);
  return g_strdup (columns ? columns + strlen (COLUMNS) : said);
}

static void
rows_are_made_from_runs (void)
{
  g_autofree char *rows = rows_of (several_runs);
  EQUAL_TEXT (rows,
              "1\t10\t0\tpassed,call-failed\tgw0\t10\ta\n7\t8\t9\tpassed,crashed\tgw0\t210\tb\n0\t0\t0\t-\t-\t-\tc\n");
  g_autofree char *other = rows_of (other_collection);
  EQUAL_TEXT (other,
              "0\t0\t0\t-\t-\t-\ta\n1\t2\t3\tpassed\tgw2\t1\tb\n1\t2\t3\tpassed\tgw2\t0\tc\n0\t0\t0\t-\t-\t-\td\n");
}

static void
crashed_runs_count_where_there_is_no_other (void)
{
  g_autofree char *rows = rows_of (ALL "#run gw0 1 300 5 6 - - crashed\n#run gw0 1 310 8 8 - - crashed\n");
  EQUAL_TEXT (rows, "0\t0\t0\t-\t-\t-\ta\n6\t7\t0\tcrashed\tgw0\t0\tb\n0\t0\t0\t-\t-\t-\tc\n");
}

/* The longest times there are do not overflow a sum. */
static void
means_of_long_times_are_right (void)
{
  GString *text = g_string_new (ALL);
  for (unsigned i = 0; i < 20000; i++)
    g_string_append (text, "#run gw0 0 0 1 999999999999998 1 - passed\n");
  g_autofree char *rows = rows_of (text->str);
  g_string_free (text, TRUE);
  CU_ASSERT (g_str_has_prefix (rows, "1\t999999999999998\t1\tpassed\tgw0\t0\ta\n"));
}

static void
tests_are_counted_by_their_runs (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = read_text (several_runs, &path, &error);
  EQUAL_INT (trace->merged, 1); /* the crash of b is no run that counts */
  EQUAL_INT (trace->untimed, 1);
  EQUAL_INT (trace->recording->end_us, (gint64) TRACE_US_NONE);
}

static void
indices_are_translated_by_the_workers_collection (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = read_text (other_collection, &path, &error);
  const Recording *recording = trace->recording;
  EQUAL_INT (recording_test (recording, 0, 2), 2);
  EQUAL_INT (recording_test (recording, 2, 0), 2);
  EQUAL_INT (recording_test (recording, 2, 4), 1);
  EQUAL_INT (recording->run[1].test, 1);
  EQUAL_INT (recording->workers, 3);
}

static void
a_fixture_keeps_its_pair_of_times (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace
      = read_text (ALL "#fixture gw0 setup 10 1 class f a::B\n#fixture gw1 setup 11 2 class f a::B\n"
                       "#fixture gw0 teardown 20 3 class f a::B\n#fixture gw0 setup 30 4 class f a::B\n" END,
                   &path, &error);
  const RecordingFixture *fixture = trace->recording->fixture;
  EQUAL_INT (trace->recording->fixtures, 3);
  EQUAL_INT (fixture[0].teardown_start_us, 20);
  EQUAL_INT (fixture[0].teardown_us, 3);
  CU_ASSERT (fixture[1].teardown_us == TRACE_US_NONE && fixture[2].teardown_us == TRACE_US_NONE);
  CU_ASSERT (fixture[0].name == fixture[2].name && fixture[0].base == fixture[1].base);
}

static void
uses_come_back_where_they_change (void)
{
  g_autofree char *said = say (uses_raw);
  const char *fixtures = strstr (said, "#fixture");
  CU_ASSERT (fixtures && g_str_has_prefix (fixtures, uses_converted));
}

static void
a_run_knows_what_it_used (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Trace) trace = read_text (uses_raw, &path, &error);
  const Recording *recording = trace->recording;
  const RecordingRun *run = recording->run;
  CU_ASSERT (run[0].uses == RECORDING_NONE); /* before its worker told anything */
  CU_ASSERT (run[4].uses == RECORDING_NONE); /* it died in its set-up */
  const RecordingUses *of_gw1 = &recording->use[run[1].uses], *of_gw0 = &recording->use[run[2].uses];
  EQUAL_INT (of_gw1->fixtures, 3);
  EQUAL_INT (recording->used[of_gw1->first], 1);
  EQUAL_INT (recording->used[of_gw1->first + 1], 2);
  EQUAL_INT (recording->used[of_gw1->first + 2], 3);
  EQUAL_INT (of_gw0->fixtures, 1);
  EQUAL_INT (recording->used[of_gw0->first], 0);
  EQUAL_INT (recording->use[run[3].uses].fixtures, 3);
  EQUAL_INT (recording->use[run[5].uses].fixtures, 0);
}

/* WHAT is said of a text, in its first line. */
static void
check_first_line (const char *text, const char *what)
{
  g_autofree char *said = say (text);
  said[strcspn (said, "\n")] = '\0';
  EQUAL_TEXT (said, what);
}

static void
what_is_odd_is_warned_of (void)
{
  check_first_line (ALL "#worker gw0 start 1\n" END, "f: gw0 never ended");
  check_first_line (ALL "#worker gw0 start 1\n#worker gw1 start 1\n#worker gw1 exit 9\n" END, "f: gw0 never ended");
  check_first_line (ALL "#worker gw0 start 1\n#worker gw1 start 1\n" END,
                    "f: 2 workers never ended, gw0 the first of them");
  check_first_line (ALL "#message 9 1 from gw0 workerready\n#message 5 to gw0 shutdown\n" END,
                    "f:10: time goes back by 4 µs here; times are kept as they are");
  check_first_line (ALL "#run gw0 0 9 1 1 1 - -\n#run gw1 0 2 1 1 1 - -\n#run gw0 1 8 1 1 1 - -\n"
                        "#worker gw0 exit 3\n" END,
                    "f:11: time goes back by 1 µs here, and at 1 more place; times are kept as they are");
  check_first_line (ALL, "f: the recording has no end: the run was killed, and its last moments are missing");
  check_first_line (ALL "#run gw0 0 9 1 1", "f: the last line was cut off, and is left out");
  check_first_line (ALL END "#tests 3\ncall_us\tnodeid\n1\ta\n", "f: rows are missing; all are made from the runs");
}

static const Case refusals[] = {
  { "#isosim-trace 1\n#recording 2\n", "f:2:12: this isosim reads version 1 of recordings, and no other" },
  { HEAD "#recording 1\n", "f:3:1: a second recording begins here; a file holds one" },
  { HEAD "#test 0 a\n" END "call_us\tnodeid\n1\ta\n#isosim-trace 1\n#recording 1\n",
    "f:8:1: a second recording begins here; a file holds one" },
  { ALL "#message 9 1 from gw0 workerready\n#message 9 1 from gw1 workerready\n#message 9 1 from gw0 workerready\n",
    "f:11:1: gw0 has sent workerready already: two runs are mixed" },
  { ALL "#message 9 1 from gw1 collectionfinish 0\n#message 9 1 from gw1 collectionfinish 0\n",
    "f:10:1: gw1 has sent collectionfinish already: two runs are mixed" },
  { HEAD END, "f: holds no test" },
  { HEAD "#test 1 a\n", "f:3:7: expected test 0: tests are numbered without a gap" },
  { HEAD "#test 0 \n", "f:3:9: expected a nodeid" },
  { HEAD "#test 0 a\n#test 1 a\n", "f:4:9: this nodeid stands in line 3 already" },
  { HEAD "#test 0 a\n#collection 0 0-1\n", "f:4:15: there is no test 1: the file names 1" },
  { HEAD "#test 0 a\n#reported gw0 1 1\n", "f:4:17: there is no test 1: the file names 1" },
  { HEAD "#coordinated gw0 set 1 2 d m.py\n", "f:3:18: expected setup or teardown" },
  { HEAD "#collection 0 2-1\n", "f:3:15: expected a test or a range of tests, from 0 to 16777215" },
  { HEAD "#collection 1 0\n", "f:3:13: expected collection 0: collections are numbered without a gap" },
  { HEAD "#collection 0 0-16777215 0-16777215 0-16777215 0-16777215 0\n",
    "f:3:59: more than 67108864 places in all collections" },
  { HEAD "#worker gw0 collected 5 0\n", "f:3:25: there is no collection 0" },
  { HEAD "#worker gw4096 start 5\n", "f:3:9: expected a worker, gw0 to gw4095" },
  { HEAD "#worker gw0 sleeps 5\n", "f:3:13: expected start, ready, collected, exit or died" },
  { HEAD "#worker gw0 start 5 6\n", "f:3:21: expected the end of the line" },
  { HEAD "#worker gw0 start\n", "f:3:18: expected whole microseconds, from 0 to 1000000000000000" },
  { HEAD "#worker gw0 start 5\n#worker gw0 start 5\n", "f:4:1: gw0 has this behind it already: two runs are mixed" },
  { ALL "#worker gw0 exit 5\n#worker gw0 died 5\n", "f:10:1: gw0 has this behind it already: two runs are mixed" },
  { ALL "#run gw0 3 1 1 1 1 1 passed\n", "f:9:10: gw0 has collected 3 tests: there is no index 3" },
  { ALL "#run gw2 0 1 1 1 1 1 passed\n", "f:9:10: gw2 has not collected anything yet" },
  { ALL "#run gw0 0 1 1 1 1 1 well\n", "f:9:22: expected an outcome (passed, skipped, call-failed, …), or - for none" },
  { ALL "#run gw0 0 1 -5 1 1 1 passed\n", "f:9:14: expected whole microseconds, or -" },
  { ALL "#run gw0 0 1 1000000000000000 1 1 1 passed\n",
    "f:9:1: the phases of this run take more than 1000000000 seconds in all" },
  { ALL "#fixture gw0 teardown 1 1 class f a\n", "f:9:1: a tear-down without a set-up" },
  { ALL "#uses gw0 0\n", "f:9:11: gw0 has not set up anything yet" },
  { ALL "#fixture gw0 setup 1 1 class f a\n#uses gw1 0\n", "f:10:11: gw1 has not set up anything yet" },
  { ALL "#fixture gw0 setup 1 1 class f a\n#uses gw0 0-1\n",
    "f:10:11: expected a fixture or a range of fixtures, from 0 to 0" },
  { ALL "#fixture gw0 setup 1 1 class f a\n#uses gw0 0 0\n", "f:10:13: expected numbers that rise" },
  { ALL "#fixture gw0 setup 1 1 class f a\n#uses gw0 \n",
    "f:10:11: expected a fixture or a range of fixtures, from 0 to 0" },
  { ALL "#uses 0\n", "f:9:7: expected a worker, gw0 to gw4095" },
  { ALL "#fixture gw0 setup 1 1 function f a\n", "f:9:24: expected class, module, package or session" },
  { ALL "#fixture gw0 setup 1 1 class f%zz a\n", "f:9:31: expected two hexadecimal digits after %" },
  { ALL "#message 1 from gw0 workerready\n", "f:9:12: expected microseconds before from" },
  { ALL "#message 1 2 to gw0 shutdown\n", "f:9:14: expected from" },
  { ALL "#message 1 to gw0 complete 0 1\n", "f:9:19: expected a command's name" },
  { ALL "#message 1 2 from gw0 shutdown\n", "f:9:23: expected a message's name" },
  { ALL "#message 1 2 from gw0 complete 0\n", "f:9:33: expected whole microseconds, from 0 to 1000000000000000" },
  { ALL "#message 1 2 from gw0 collectionfinish 1\n", "f:9:40: there is no collection 1" },
  { ALL "#message 1 2 from gw0 workerfinished late\n", "f:9:38: expected stop or interrupted" },
  { ALL "#message 1 to gw0 run 0 3\n", "f:9:25: gw0 has collected 3 tests: there is no index 3" },
  { HEAD "#dist load\n#dist load\n", "f:4:1: this stands here for the second time" },
  { HEAD "#dist a b\n", "f:3:9: expected the end of the line" },
  { HEAD "#option maxfail none\n", "f:3:17: expected a number, from 0 to 2147483647" },
  { HEAD "#option maxfail 1\n#option maxfail 1\n", "f:4:1: this stands here for the second time" },
  { HEAD END END, "f:4:1: a second end" },
  { ALL END "call_us\tnodeid\n1\ta\n1\tx\n", "f:12:3: this row is not test 1 of the recording" },
  { ALL END "call_us\tnodeid\n1\ta\n1\tb\n1\tc\n1\td\n", "f:14:3: this row is not test 3 of the recording" },
};

static void
what_cannot_be_is_refused (void)
{
  CHECK (refusals);
}

/* Without its first remark a file is a trace as any other, and other remarks are nobody's. */
static void
remarks_of_recordings_mean_nothing_elsewhere (void)
{
  g_autofree char *said = say ("#isosim-trace 1\n#worker of mine\n#message x\n#test 0 b\nrun_us\tnodeid\n1\ta\n");
  EQUAL_TEXT (said, "#isosim-trace 1\n#tests 1\n#order collection\nrun_us\tnodeid\n1\ta\n");
}

/* Every real recording of tests/recordings: its convert is its own convert, and reads as the same recording. */
static void
real_recordings_come_back (void)
{
  g_autofree char *folder = source_path ("tests/recordings");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  unsigned seen = 0;
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (Trace) trace = g_str_has_suffix (name, ".trace") ? trace_read (path, NULL) : NULL;
      if (!trace)
        continue;
      g_autoptr (GString) once = isotrace_text (trace);
      g_autofree char *again_path = NULL;
      g_autoptr (Trace) again = read_text (once->str, &again_path, NULL);
      g_autoptr (GString) twice = again ? isotrace_text (again) : g_string_new ("refused");
      EQUAL_TEXT (twice->str, once->str);
      CU_ASSERT (trace->recording && trace->recording->messages + trace->recording->runs > 9);
      seen++;
    }
  EQUAL_INT (seen, 12);
}

CU_TestInfo tests_of_recording[] = {
  { "remarks come back as they were", remarks_come_back_as_they_were },
  { "rows are made from runs", rows_are_made_from_runs },
  { "crashed runs count where there is no other", crashed_runs_count_where_there_is_no_other },
  { "means of long times are right", means_of_long_times_are_right },
  { "tests are counted by their runs", tests_are_counted_by_their_runs },
  { "indices are translated by the worker's collection", indices_are_translated_by_the_workers_collection },
  { "a fixture keeps its pair of times", a_fixture_keeps_its_pair_of_times },
  { "uses come back where they change", uses_come_back_where_they_change },
  { "a run knows what it used", a_run_knows_what_it_used },
  { "what is odd is warned of", what_is_odd_is_warned_of },
  { "what cannot be is refused", what_cannot_be_is_refused },
  { "remarks of recordings mean nothing elsewhere", remarks_of_recordings_mean_nothing_elsewhere },
  { "real recordings come back", real_recordings_come_back },
  CU_TEST_INFO_NULL,
};
