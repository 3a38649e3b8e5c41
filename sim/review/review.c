#include "review/review.h"

#include "base/interrupt.h"
#include "base/progress.h"
#include "base/statistics.h"
#include "base/thread_pool.h"
#include "check/check_case.h"
#include "check/check_suite.h"
#include "external/external.h"
#include "search/search.h"
#include "session/property.h"
#include "suite/builder.h"
#include <string.h>

#define STATES_MAX 1000000  /* of a small suite; reached by none of pytest-xdist's */
#define SEEDS 5             /* over which a scheduler that shuffles is compared */
#define MEASURED_TESTS 3000 /* in so many runs of a small suite its own time is measured; a large one runs once */
#define FUZZ_TESTS 60
#define FUZZ_WORKERS 6

/* Small enough for a class in Python, and so different that every defect that is known of pytest-xdist's schedulers
 * shows in one of them; without a death first, then with that of a running worker, so that what a death elsewhere
 * breaks hides nothing. */
const ReviewSmall review_small[REVIEW_SMALL] = {
  { 1, "a2", 0, false },   { 2, "a4", 0, false },  { 2, "a2b1", 0, false }, { 3, "a2b1", 0, false },
  { 1, "a1b1", 1, false }, { 2, "a3", 1, false },  { 2, "a2b1", 1, false }, { 1, "a1b1", 1, true },
  { 2, "a3", 1, true },    { 2, "a1b1", 1, true }, { 2, "a2b1", 1, true },
};

const uint32_t review_sizes[REVIEW_SIZES] = { 250, 1000, 4000 };

typedef struct
{
  const ReviewPlan *plan;
  ReviewFound *found;
  Review *review;
} Reviewing;

/* --- on traces ------------------------------------------------------------------------------------------------ */

/* What a task finds: one trace at one number of workers under one seed. */
typedef struct
{
  const Reviewing *reviewing;
  unsigned seeds;
  Difference *difference; /* [traces × counts × seeds] */
  bool *done;             /* [the same] */
} TraceRuns;

static SessionRules
rules_of (const ReviewPlan *plan)
{
  SessionRules rules = session_rules_default ();
  rules.options.loadscopereorder = plan->reorder;
  return rules;
}

static SimulationPlan
trace_plan (const ReviewPlan *plan, const Trace *trace, unsigned workers, int64_t seed)
{
  return (SimulationPlan){
    .suite = trace->suite, .run_us = trace->run_us, .rules = rules_of (plan), .workers = workers, .seed = seed
  };
}

static void
run_trace (unsigned task, unsigned member, void *data)
{
  TraceRuns *runs = data;
  const ReviewPlan *plan = runs->reviewing->plan;
  unsigned row = task / runs->seeds;
  const SimulationPlan simulation
      = trace_plan (plan, plan->trace[row / plan->counts], plan->workers[row % plan->counts], task % runs->seeds);
  if (interrupt_seen ())
    return;
  difference_find (&simulation, runs->reviewing->found->pair->model, &runs->difference[task]);
  runs->done[task] = true;
}

static void
add_result (Results *results, char *subject, unsigned workers, Verdict verdict, uint64_t wall_us)
{
  results_add (results, (ResultCase){ .subject = subject, .workers = workers, .verdict = verdict, .wall_us = wall_us });
}

/* One row of the results: the mean over its seeds, the worst verdict. */
static void
gather_row (const TraceRuns *runs, unsigned row)
{
  const ReviewPlan *plan = runs->reviewing->plan;
  ReviewFound *found = runs->reviewing->found;
  const char *name = plan->name[row / plan->counts];
  unsigned workers = plan->workers[row % plan->counts];
  bool differs = false;
  for (int side = 0; side < SIDES; side++)
    {
      uint64_t wall_us[SEEDS];
      Verdict verdict = VERDICT_OK;
      for (unsigned seed = 0; seed < runs->seeds; seed++)
        {
          const Difference *difference = &runs->difference[row * runs->seeds + seed];
          wall_us[seed] = difference->wall_us[side];
          verdict = MIN (verdict, difference->verdict[side]);
          differs |= difference->differs;
        }
      add_result (found->results[side], g_strdup (name), workers, verdict, statistics_mean (wall_us, runs->seeds));
    }
  found->runs++;
  found->differing += differs;
}

static void
note_first (const TraceRuns *runs, unsigned task)
{
  const ReviewPlan *plan = runs->reviewing->plan;
  ReviewFound *found = runs->reviewing->found;
  unsigned row = task / runs->seeds;
  if (found->where || !runs->difference[task].differs)
    return;
  found->where
      = g_strdup_printf ("%s on %u workers", plan->name[row / plan->counts], plan->workers[row % plan->counts]);
  found->first = runs->difference[task];
  runs->difference[task] = (Difference){ 0 };
}

/* Threads share the suites: their tables are built before they start. */
static void
build_scopes (const Reviewing *reviewing)
{
  for (unsigned i = 0; i < reviewing->plan->traces; i++)
    for (int side = 0; side < SIDES; side++)
      {
        suite_need_scopes (reviewing->plan->trace[i]->suite, SCOPE_SCOPE);
        suite_need_scopes (reviewing->plan->trace[i]->suite, reviewing->found->pair->model[side]->scope_rule);
      }
}

static void
compare_on_traces (const Reviewing *reviewing, ThreadPool *crew)
{
  const ReviewPlan *plan = reviewing->plan;
  ReviewFound *found = reviewing->found;
  const IsoModel *const *model = found->pair->model;
  TraceRuns runs = { .reviewing = reviewing, .seeds = model[BASE]->shuffles || model[HEAD]->shuffles ? SEEDS : 1 };
  unsigned rows = plan->traces * plan->counts, tasks = rows * runs.seeds;
  runs.difference = g_new0 (Difference, tasks);
  runs.done = g_new0 (bool, tasks);
  found->results[BASE] = results_new (plan->label[BASE]);
  found->results[HEAD] = results_new (plan->label[HEAD]);
  build_scopes (reviewing);
  thread_pool_run (crew, tasks, run_trace, &runs);
  for (unsigned row = 0; row < rows; row++)
    {
      bool whole = true;
      for (unsigned seed = 0; seed < runs.seeds; seed++)
        whole &= runs.done[row * runs.seeds + seed];
      if (whole)
        gather_row (&runs, row);
      reviewing->review->interrupted |= !whole;
    }
  for (unsigned task = 0; task < tasks; task++)
    {
      note_first (&runs, task);
      difference_clear (&runs.difference[task]);
    }
  compare_report_fill (&found->walls, found->results[BASE], found->results[HEAD], plan->allowed, NULL);
  g_free (runs.difference);
  g_free (runs.done);
}

/* --- in random suites ----------------------------------------------------------------------------------------- */

static void
compare_at_random (const Reviewing *reviewing)
{
  const ReviewPlan *plan = reviewing->plan;
  ReviewFound *found = reviewing->found;
  found->fuzz = (FuzzPlan){ .model = { found->pair->model[BASE], found->pair->model[HEAD] },
                            .label = { "base", "head" },
                            .range = { .tests = { 1, FUZZ_TESTS },
                                       .workers = { 1, FUZZ_WORKERS },
                                       .options = rules_of (plan).options,
                                       .any_chunk = true },
                            .seed = plan->seed,
                            .suites = plan->suites,
                            .jobs = plan->jobs };
  fuzz_campaign (&found->fuzz, &found->found);
  if (found->found.differs && !found->found.trouble && !found->found.interrupted)
    {
      FuzzPlan worse = found->fuzz;
      worse.worse_only = true;
      fuzz_campaign (&worse, &found->worse);
    }
  reviewing->review->interrupted |= found->found.interrupted || found->worse.interrupted;
}

/* --- in all interleavings of small suites --------------------------------------------------------------------- */

static void
note_broken (ReviewFound *found, const ReviewSmall *small, const SearchReport report[SIDES])
{
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    {
      ReviewBroken one = { small, broken, { 0, 0 } };
      for (int side = 0; side < SIDES; side++)
        one.steps[side] = report[side].schedule[broken] ? report[side].steps[broken] : 0;
      if (one.steps[BASE] || one.steps[HEAD])
        g_array_append_val (found->broken, one);
    }
  found->searched++;
  found->limited += !report[BASE].complete || !report[HEAD].complete;
}

/* Searches the suite as `isosim check --continue` does. Both sides are asked for what either promises, since a promise
 * may be gone. */
static void
search_small (const Reviewing *reviewing, const ReviewSmall *small, int side, SearchReport *report)
{
  const IsoModel *const *models = reviewing->found->pair->model;
  g_auto (CheckCase) one = check_case_default ();
  SearchPlan plan
      = { .go_on = true, .reductions = REDUCE_ALL, .max_states = STATES_MAX, .interrupted = interrupt_seen };
  one.model = models[side];
  one.suite = check_suite_of_shape (small->suite, one.model, NULL);
  one.workers = small->workers;
  one.crashes = small->crashes;
  one.crash_states = small->anywhere ? CRASH_ANY : one.crash_states;
  one.rules.options.loadscopereorder = reviewing->plan->reorder;
  plan.jobs = MIN (reviewing->plan->jobs, SEARCH_JOBS_MAX);
  bool can = check_plan (&one, &plan, NULL);
  g_assert (can);
  plan.asked = property_promised (models[BASE]) | property_promised (models[HEAD]);
  search (&plan, report);
}

static void
check_small (const Reviewing *reviewing, const ReviewSmall *small)
{
  SearchReport report[SIDES];
  for (int side = 0; side < SIDES; side++)
    search_small (reviewing, small, side, &report[side]);
  if (interrupt_seen ())
    reviewing->review->interrupted = true;
  else
    note_broken (reviewing->found, small, report);
  search_report_clear (&report[BASE]);
  search_report_clear (&report[HEAD]);
}

/* --- its own time --------------------------------------------------------------------------------------------- */

/* Ten tests a class, four classes a module; times that make workers finish apart. */
static Trace *
plain_trace (uint32_t tests)
{
  g_autoptr (Builder) builder = builder_new ("own", "own");
  for (uint32_t test = 0; test < tests; test++)
    {
      g_autofree char *nodeid
          = g_strdup_printf ("tests/test_%u.py::Test%u::test_%u", test / 40, test / 10 % 4, test % 10);
      uint32_t number = builder_test (builder, nodeid, strlen (nodeid), 0, NULL);
      builder_begin_run (builder, number);
      builder_add_time_us (builder, number, PHASE_WHOLE, 1000 + (uint64_t) test * 7919 % 9000);
    }
  return builder_finish (builder, false, NULL);
}

/* µs a test of one run. Of a program what it tells, of a model in C what the run takes. */
static double
own_time (const ReviewPlan *plan, const IsoModel *model, const Trace *trace, bool *is_whole)
{
  SimulationPlan simulation_plan = trace_plan (plan, trace, REVIEW_SIZES_WORKERS, 0);
  simulation_plan.model = model;
  g_autoptr (Simulation) simulation = simulation_new (&simulation_plan, NULL);
  Result result;
  gint64 began = g_get_monotonic_time ();
  simulation_run (simulation, 0, &result);
  double us = (double) (g_get_monotonic_time () - began);
  uint64_t told_ns = model->external ? external_take_spent_ns (model) : 0;
  *is_whole = told_ns == 0;
  return (told_ns ? (double) told_ns / 1000 : us) / trace->suite->tests;
}

/* The least of several runs, base and head in turns. */
static void
measure_size (const Reviewing *reviewing, int size)
{
  ReviewFound *found = reviewing->found;
  g_autoptr (Trace) trace = plain_trace (review_sizes[size]);
  unsigned repeats = MAX (1, MEASURED_TESTS / review_sizes[size]);
  for (unsigned repeat = 0; repeat < repeats && !interrupt_seen (); repeat++)
    for (int side = 0; side < SIDES; side++)
      {
        double us = own_time (reviewing->plan, found->pair->model[side], trace, &found->own_is_whole[side]);
        double *least = &found->own_us[side][size];
        *least = repeat ? MIN (*least, us) : us;
      }
}

static void
measure (const Reviewing *reviewing)
{
  const IsoModel *const *model = reviewing->found->pair->model;
  for (int side = 0; side < SIDES; side++)
    external_measure (model[side], true);
  for (int size = 0; size < REVIEW_SIZES; size++)
    measure_size (reviewing, size);
  for (int side = 0; side < SIDES; side++)
    external_measure (model[side], false);
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

/* Traces, random suites, small suites, its own time. */
#define STEPS (3 + REVIEW_SMALL)

static void
show (const Reviewing *reviewing, Progress *progress, unsigned step)
{
  unsigned pair = (unsigned) (reviewing->found - reviewing->review->found);
  progress_show (progress, pair * STEPS + step, reviewing->plan->pairs * STEPS, reviewing->found->pair->name);
}

/* A program that does not work any more: whatever it would be asked next says nothing. */
static bool
note_trouble (ReviewFound *found)
{
  for (int side = 0; side < SIDES; side++)
    found->trouble[side] = external_dup_trouble (found->pair->model[side]);
  return found->trouble[BASE] || found->trouble[HEAD];
}

static void
review_pair (const Reviewing *reviewing, ThreadPool *crew, Progress *progress)
{
  ReviewFound *found = reviewing->found;
  show (reviewing, progress, 0);
  found->compared = true;
  found->broken = g_array_new (FALSE, FALSE, sizeof (ReviewBroken));
  compare_at_random (reviewing);
  if (note_trouble (found))
    return;
  show (reviewing, progress, 1);
  compare_on_traces (reviewing, crew);
  for (unsigned i = 0; i < REVIEW_SMALL && !reviewing->review->interrupted; i++)
    {
      show (reviewing, progress, 2 + i);
      check_small (reviewing, &review_small[i]);
    }
  if (!reviewing->review->interrupted)
    {
      show (reviewing, progress, STEPS - 1);
      measure (reviewing);
    }
  note_trouble (found);
}

void
review_fill (Review *review, const ReviewPlan *plan)
{
  g_autoptr (ThreadPool) crew = thread_pool_new (plan->jobs);
  Progress progress;
  *review = (Review){ .plan = plan, .found = g_new0 (ReviewFound, plan->pairs) };
  progress_begin (&progress, false);
  for (unsigned i = 0; i < plan->pairs; i++)
    {
      const Reviewing reviewing = { plan, &review->found[i], review };
      review->found[i].pair = &plan->pair[i];
      if (plan->pair[i].model[BASE] && plan->pair[i].model[HEAD] && !review->interrupted)
        review_pair (&reviewing, crew, &progress);
    }
  progress_end (&progress);
}

static void
clear_found (ReviewFound *found)
{
  fuzz_found_clear (&found->found);
  fuzz_found_clear (&found->worse);
  difference_clear (&found->first);
  if (found->results[BASE])
    compare_report_clear (&found->walls);
  g_clear_pointer (&found->broken, g_array_unref);
  g_free (found->where);
  for (int side = 0; side < SIDES; side++)
    {
      g_clear_pointer (&found->results[side], results_free);
      g_free (found->trouble[side]);
    }
}

void
review_clear (Review *review)
{
  for (unsigned i = 0; review->found && i < review->plan->pairs; i++)
    clear_found (&review->found[i]);
  g_clear_pointer (&review->found, g_free);
}
