/* tests/bench/bench.c - `make bench`: how fast isosim is, as ratios to a floor measured in the same run.
 *
 * Each figure is measured in turns with the floor (tests/bench/floor.c) on the same durations, and what is shown is the
 * median of the turns and of their ratios, so that other load on the machine meets both alike; a ratio within its limit
 * is "ok", one beyond it "SHORT". Limits in milliseconds were stated beside a floor of 16 ns a test at 16 workers, and
 * are read as ratios to it. Nothing fails on a time: the exit status is 0. */
#include "bench/floor.h"
#include "bench/measure.h"
#include "formats/isotrace.h"
#include "models/registry.h"
#include "run/evaluate.h"
#include "sweep/sweep.h"
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *isosim_path, *bare_path, *json_path;
static char *folder;

/* --- suites -------------------------------------------------------------------------------------------------- */

/* Scopes of a few to some hundred tests, durations from microseconds to seconds: like a large unit suite. */
static Trace *
make_trace (uint32_t tests)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  GString *names = g_string_sized_new ((gsize) tests * 64);
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests);
  Trace *trace = g_new0 (Trace, 1);
  trace->run_us = g_new (uint64_t, tests);
  for (uint32_t test = 0, module = 0, left = 0; test < tests; test++, left--)
    {
      if (!left)
        {
          left = 1 + (uint32_t) (-24 * log (1 - g_rand_double (rand)));
          module++;
        }
      double normal = sqrt (-2 * log (1 - g_rand_double (rand))) * cos (2 * G_PI * g_rand_double (rand));
      trace->run_us[test] = (uint64_t) exp (9 + 1.5 * normal);
      name_at[test] = names->len;
      g_string_append_printf (names, "tests/pkg%u/test_module_%u.py::TestClass::test_case_%u[param%u]", module % 50,
                              module, left, left);
      name_len[test] = (uint32_t) (names->len - name_at[test]);
    }
  char *text = g_string_free (names, FALSE);
  trace->suite = suite_new (tests, text, name_at, name_len, NULL, g_free, text);
  trace->format = "synthetic";
  trace->warnings = g_ptr_array_new_with_free_func (g_free);
  return trace;
}

static char *
write_trace (const Trace *trace, const char *name)
{
  g_autoptr (GString) text = isotrace_text (trace);
  char *path = g_build_filename (folder, name, NULL);
  if (!g_file_set_contents (path, text->str, (gssize) text->len, NULL))
    exit (2);
  return path;
}

/* --- the figures --------------------------------------------------------------------------------------------- */

typedef struct
{
  const Trace *trace;
  unsigned workers;
  Simulation *simulation;
  uint64_t sink;
} Case;

static void
do_floor (void *data)
{
  Case *c = data;
  c->sink += floor_run (c->trace->run_us, c->trace->suite->tests, c->workers);
}

static void
do_simulation (void *data)
{
  Case *c = data;
  Result result;
  simulation_run (c->simulation, 1, &result);
  c->sink += result.wall_us;
}

static Measured
measure_simulation (const Trace *trace, unsigned workers, const IsoModel *model, unsigned runs)
{
  Evaluation evaluation = { .trace = trace, .workers = workers, .rules = session_rules_default () };
  SimulationPlan plan = evaluation_plan (&evaluation, model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  Case c = { trace, workers, simulation, 0 };
  return measure (do_simulation, &c, do_floor, &c, runs);
}

static double
limit_of (const IsoModel *model, unsigned workers)
{
  bool limited = model == &model_load || model == &model_loadscope || (model == &model_worksteal && workers == 64);
  return limited ? 3 : 0;
}

static void
bench_simulation (const Trace *trace, unsigned workers)
{
  printf ("\nSimulation alone, observers on, %u tests, %u workers\n", trace->suite->tests, workers);
  for (const IsoModel *const *model = models; *model; model++)
    {
      if ((*model)->every_worker)
        continue;
      Measured measured = measure_simulation (trace, workers, *model, 21);
      g_autofree char *figure = g_strdup_printf ("%.1f ns", measured.seconds * 1e9 / trace->suite->tests);
      g_autofree char *of = g_strdup_printf ("floor %.1f", measured.floor_seconds * 1e9 / trace->suite->tests);
      say ((*model)->name, figure, measured.ratio, of, limit_of (*model, workers));
    }
}

/* TRACE gives the floor: as many tests, on 16 workers. */
static void
bench_process (const char *what, const char *path, const char *dist, const char *seed, const Trace *trace,
               double limit_ms)
{
  const char *argv[]
      = { isosim_path, "--trace", path, "--workers", "16", "--dist", dist, seed ? "--seed" : NULL, seed, NULL };
  Program program = { argv, 0 };
  Case c = { trace, 16, NULL, 0 };
  Measured measured = measure (do_program, &program, do_floor, &c, 31);
  g_autofree char *figure = g_strdup_printf ("%.2f ms", measured.seconds * 1e3);
  g_autofree char *of = g_strdup_printf ("floor %.2f", measured.floor_seconds * 1e3);
  /* The limit was stated beside a floor of 16 ns a test. */
  say (what, figure, measured.ratio, of, limit_ms * 1e-3 / (16e-9 * trace->suite->tests));
}

/* --- sweeps -------------------------------------------------------------------------------------------------- */

static const unsigned swept_workers[] = { 1, 2, 4, 8, 12, 16, 24, 32, 48, 64 };

typedef struct
{
  const Trace *trace;
  const IsoModel *model;
  uint64_t sink;
} SweepCase;

static void
do_sweep (void *data)
{
  SweepCase *c = data;
  Sweep sweep;
  const SweepPlan plan = { .suite = c->trace->suite,
                           .run_us = c->trace->run_us,
                           .models = 1,
                           .model = &c->model,
                           .counts = G_N_ELEMENTS (swept_workers),
                           .workers = swept_workers,
                           .jobs = 1 };
  sweep_run (&plan, &sweep);
  c->sink += sweep.row[0].wall_us[0];
  sweep_clear (&sweep);
}

static void
do_swept_floor (void *data)
{
  SweepCase *c = data;
  for (gsize i = 0; i < G_N_ELEMENTS (swept_workers); i++)
    c->sink += floor_run (c->trace->run_us, c->trace->suite->tests, swept_workers[i]);
}

/* The floor is that of all numbers of workers; a simulation is made anew for each. */
static void
bench_sweep (const Trace *trace)
{
  printf ("\nA sweep, %u tests, %u numbers of workers from 1 to 64, one thread\n", trace->suite->tests,
          (unsigned) G_N_ELEMENTS (swept_workers));
  for (const IsoModel *const *model = models; *model; model++)
    {
      if ((*model)->every_worker || (*model)->twin)
        continue;
      SweepCase c = { trace, *model, 0 };
      Measured measured = measure (do_sweep, &c, do_swept_floor, &c, 11);
      double runs = (double) trace->suite->tests * G_N_ELEMENTS (swept_workers);
      g_autofree char *figure = g_strdup_printf ("%.1f ns", measured.seconds * 1e9 / runs);
      g_autofree char *of = g_strdup_printf ("floor %.1f", measured.floor_seconds * 1e9 / runs);
      say ((*model)->name, figure, measured.ratio, of, limit_of (*model, 1));
    }
}

/* Six schedulers, 64 numbers of workers. The floor is that of TRACE, as in bench_process(). */
static void
bench_plan (const Trace *trace)
{
  g_autoptr (Trace) swept = make_trace (5000);
  g_autofree char *path = write_trace (swept, "plan.trace");
  const char *argv[]
      = { isosim_path, "plan", "--trace", path, "--workers", "1..64", "--runs", "0", "--jobs", "1", NULL };
  const char *one[]
      = { isosim_path, "plan", "--trace", path, "--workers", "1..64", "--runs", "5", "--jobs", "1", NULL };
  const char *two[]
      = { isosim_path, "plan", "--trace", path, "--workers", "1..64", "--runs", "5", "--jobs", "2", NULL };
  Program program = { argv, 0 }, one_job = { one, 0 }, two_jobs = { two, 0 };
  Case c = { trace, 16, NULL, 0 };
  printf ("\nWhole process, isosim plan, 5,000 tests, 6 schedulers, 64 numbers of workers\n");
  Measured measured = measure (do_program, &program, do_floor, &c, 11);
  g_autofree char *figure = g_strdup_printf ("%.0f ms", measured.seconds * 1e3);
  g_autofree char *of = g_strdup_printf ("floor %.2f", measured.floor_seconds * 1e3);
  say ("--runs 0, one thread", figure, measured.ratio, of, 250e-3 / (16e-9 * trace->suite->tests));
  measured = measure (do_program, &two_jobs, do_program, &one_job, 7);
  g_autofree char *twice = g_strdup_printf ("%.0f ms", measured.seconds * 1e3);
  g_autofree char *once = g_strdup_printf ("%.0f ms", measured.floor_seconds * 1e3);
  say ("--runs 5, two threads beside one", twice, measured.ratio, once, 1 / 1.8);
  remove (path);
}

static void
bench_million (void)
{
  g_autoptr (Trace) trace = make_trace (1000000);
  g_autofree char *path = write_trace (trace, "million.trace");
  const char *isosim[] = { isosim_path, "--trace", path, "--workers", "64", "--dist", "load", NULL };
  const char *bare[] = { bare_path, path, "64", NULL };
  Program program = { isosim, 0 }, bare_program = { bare, 0 };
  g_autoptr (GString) text = isotrace_text (trace);
  printf ("\nWhole process, 1,000,000 tests of our own format (%.0f MiB), 64 workers\n", (double) text->len / 1048576);
  Measured measured = measure (do_program, &program, do_program, &bare_program, 11);
  g_autofree char *figure = g_strdup_printf ("%.0f ms", measured.seconds * 1e3);
  g_autofree char *of = g_strdup_printf ("bare %.0f ms", measured.floor_seconds * 1e3);
  say ("--dist load", figure, measured.ratio, of, 3);
  double over = ((double) program.kib * 1024 - (double) text->len) / trace->suite->tests;
  printf ("%-52s %6.0f B  %s (at most 100; bare: %ld MiB in all)\n", "memory a test, over the file's size", over,
          over <= 100 ? "ok" : "SHORT", bare_program.kib / 1024);
}

/* What a test costs as suites, workers and scopes grow: it must not grow with them. */
static void
bench_growth (const IsoModel *model)
{
  static const struct
  {
    uint32_t tests;
    unsigned workers;
  } sizes[] = { { 10000, 16 }, { 100000, 16 }, { 100000, 64 }, { 100000, 256 }, { 1000000, 256 } };
  printf ("%-16s", model->name);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (Trace) trace = make_trace (sizes[i].tests);
      printf ("%12.1f", measure_simulation (trace, sizes[i].workers, model, 7).ratio);
    }
  printf ("\n");
}

#define SEARCH_STATES 2000000.0
#define SEARCH_STATES_TEXT "2000000"
#define SEARCH_JOBS 13 /* the place of --jobs' word */

/* load on 3 workers, 7 tests, one death in any state, no reductions: the first two million states. blame and error,
 * which such deaths break, are not asked for. */
static void
bench_search (void)
{
  const char *one[] = { isosim_path,
                        "check",
                        "--dist",
                        "load",
                        "--workers=3",
                        "--suite=a7",
                        "--crashes=1",
                        "--crash-states=all",
                        "--reduce=none",
                        "--max-states",
                        SEARCH_STATES_TEXT,
                        "--property=once,lost,hang,livelock,alive,reported,drain",
                        "--jobs",
                        "1",
                        NULL };
  const char *two[G_N_ELEMENTS (one)];
  memcpy (two, one, sizeof one);
  two[SEARCH_JOBS] = "2";
  Program program = { one, 0 }, both = { two, 0 };
  printf (
      "\nWhole process, isosim check: load, 3 workers, 7 tests, a death anywhere, no reductions, 2,000,000 states\n");
  Measured measured = measure (do_program, &program, do_program, &both, 7);
  double speed = SEARCH_STATES / measured.seconds, bytes = (double) program.kib * 1024 / SEARCH_STATES;
  printf ("%-52s %8.0f k  %s (at least 500 k)\n", "states a second, one thread", speed / 1e3,
          speed >= 500e3 ? "ok" : "SHORT");
  printf ("%-52s %8.0f B  %s (at most 200)\n", "peak memory a state", bytes, bytes <= 200 ? "ok" : "SHORT");
  printf ("%-52s %8.0f k  %6.2f times as many\n", "states a second, --jobs 2",
          SEARCH_STATES / measured.floor_seconds / 1e3, measured.ratio);
}

/* --- the real classes, in another process -------------------------------------------------------------------- */

/* Runs isosim and takes what it prints; false: it did not run. *seconds is the wall time. */
static bool
run_and_read (const char *const *argv, char **out, char **err, double *seconds)
{
  int status = -1;
  double start = now_s ();
  bool ran = g_spawn_sync (NULL, (char **) (guintptr) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, out, err, &status, NULL);
  *seconds = now_s () - start;
  return ran && WIFEXITED (status) && WEXITSTATUS (status) != 2;
}

/* The number that stands behind WORD. */
static double
number_after (const char *text, const char *word)
{
  const char *at = strstr (text, word);
  return at ? g_ascii_strtod (at + strlen (word), NULL) : 0;
}

typedef struct
{
  double seconds, calls, class_seconds;
} ExternalRun;

static bool
run_external (const char *path, ExternalRun *run)
{
  const char *argv[] = { isosim_path, "--trace", path, "--workers", "16", "--dist", "xdist:load", NULL };
  g_autofree char *out = NULL, *err = NULL;
  if (!run_and_read (argv, &out, &err, &run->seconds))
    return false;
  run->calls = number_after (err, "isosim-xdist-host: ");
  run->class_seconds = number_after (err, " calls, ") * 1e-9;
  return run->calls > 0;
}

#define EXTERNAL_RUNS 7

/* What a call costs beside the class, in microseconds: the rest of a long run's time that a short one does not take. */
static void
bench_external_run (const char *shorter, const char *longer)
{
  double us[EXTERNAL_RUNS];
  ExternalRun a, b;
  for (int i = 0; i < EXTERNAL_RUNS; i++)
    {
      if (!run_external (shorter, &a) || !run_external (longer, &b))
        {
          printf ("left out: xdist:load does not run here (ISOSIM_PYTHON names a Python with pytest-xdist)\n");
          return;
        }
      us[i] = (b.seconds - b.class_seconds - a.seconds + a.class_seconds) / (b.calls - a.calls) * 1e6;
    }
  double middle = median (us, EXTERNAL_RUNS);
  printf ("%-52s %7.1f µs  %s (at most 30)\n", "xdist:load, over the class's own time, an event", middle,
          middle <= 30 ? "ok" : "SHORT");
}

static void
bench_external_check (const char *dist, const char *suite)
{
  const char *argv[] = { isosim_path,   "check",      "--dist", dist, "--workers=2", "--suite", suite,
                         "--crashes=1", "--continue", "--jobs", "1",  "--format",    "json",    NULL };
  double speed[EXTERNAL_RUNS], seconds;
  for (int i = 0; i < EXTERNAL_RUNS; i++)
    {
      g_autofree char *out = NULL, *err = NULL;
      if (!run_and_read (argv, &out, &err, &seconds))
        return;
      speed[i] = number_after (out, "\"transitions\":") / seconds;
    }
  double middle = median (speed, EXTERNAL_RUNS);
  g_autofree char *what = g_strdup_printf ("check, %s, 2 workers, %s, a death: transitions a s", dist, suite);
  printf ("%-52s %8.0f k  %s (at least 15 k)\n", what, middle / 1e3, middle >= 15e3 ? "ok" : "SHORT");
}

static void
bench_external (const char *longer)
{
  g_autoptr (Trace) trace = make_trace (16);
  g_autofree char *shorter = write_trace (trace, "short.trace");
  g_setenv ("ISOSIM_HOST_TIMES", "1", TRUE);
  g_setenv ("ISOSIM_PYTHON", "/usr/bin/python3", FALSE);
  printf ("\nClasses of pytest-xdist in a process of their own, Python's start included in check\n");
  bench_external_run (shorter, longer);
  bench_external_check ("xdist:load", "a6");
  bench_external_check ("xdist:loadscope", "a2b2c1");
  remove (shorter);
}

int
main (int argc, char **argv)
{
  if (argc != 4)
    return fprintf (stderr, "usage: bench ISOSIM BARE JSON\n"), 2;
  isosim_path = argv[1], bare_path = argv[2], json_path = argv[3];
  folder = g_dir_make_tmp ("isosim-bench-XXXXXX", NULL);
  g_autoptr (Trace) trace = make_trace (30000);
  g_autofree char *path = write_trace (trace, "bench.trace");
  printf ("%u processors. Ratios are medians of one run; SHORT is beyond the limit.\n", g_get_num_processors ());
  bench_simulation (trace, 16);
  bench_simulation (trace, 64);
  printf ("\nWhole process, 16 workers\n");
  bench_process ("30,000 tests, our own format, --dist load", path, "load", NULL, trace, 6);
  bench_process ("30,000 tests, our own format, the five", path, "load,loadscope,loadfile,loadgroup,isoscope", NULL,
                 trace, 15);
  bench_process ("the same with --seed 1", path, "load,loadscope,loadfile,loadgroup,isoscope", "1", trace, 15);
  bench_process ("28,978 tests, JSON of a real suite, all schedulers", json_path,
                 "load,loadscope,loadfile,loadgroup,worksteal,isoscope", NULL, trace, 150);
  bench_sweep (trace);
  bench_plan (trace);
  bench_million ();
  bench_search ();
  bench_external (path);
  printf ("\nA test's cost ÷ floor at 10⁴×16  10⁵×16  10⁵×64  10⁵×256  10⁶×256 tests × workers\n");
  for (const IsoModel *const *model = models; *model; model++)
    if (!(*model)->every_worker)
      bench_growth (*model);
  g_autofree char *million = g_build_filename (folder, "million.trace", NULL);
  remove (path);
  remove (million);
  return remove (folder) ? 2 : 0;
}
