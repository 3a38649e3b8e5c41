#include "run/evaluate.h"

#include "base/thread_pool.h"
#include "run/advice.h"
#include "run/quirks.h"
#include "session/property.h"
#include "simulate/findings.h"
#include "simulate/simulate.h"
#include <string.h>

/* One run: a scheduler with a seed. */
typedef struct
{
  const IsoModel *model;
  int64_t seed;
  Result result; /* its borrowed parts are not valid after the run */
} Job;

/* What a thread keeps from one job to the next of the same scheduler: the simulation has its memory already. */
typedef struct
{
  SimulationPlan plan;
  Simulation *simulation;
} Bench;

typedef struct
{
  const Evaluation *evaluation;
  Job *job; /* [jobs] */
  unsigned jobs;
  Bench *bench; /* [threads] */
} Work;

unsigned
evaluate_seeds (uint32_t tests)
{
  return CLAMP (100000 / MAX (tests, 1), 3, 101) | 1;
}

static unsigned
seeds_of (const Evaluation *evaluation, const IsoModel *model)
{
  if (!model->shuffles || evaluation->seeded)
    return 1;
  return evaluation->seeds ? evaluation->seeds : evaluate_seeds (evaluation->trace->suite->tests);
}

/* The last job is done first. The schedulers that take longest, those of many seeds, stand at the end of the list, and
 * a long job that begins late leaves other threads idle. */
static void
run_job (unsigned task, unsigned thread, void *data)
{
  Work *work = data;
  Job *job = &work->job[work->jobs - 1 - task];
  Bench *bench = &work->bench[thread];
  if (bench->plan.model != job->model)
    {
      g_clear_pointer (&bench->simulation, simulation_free);
      bench->plan = evaluation_plan (work->evaluation, job->model);
      bench->simulation = simulation_new (&bench->plan, NULL);
    }
  simulation_run (bench->simulation, job->seed, &job->result);
}

static void
run_all (Work *work, unsigned threads)
{
  threads = CLAMP (threads, 1, work->jobs);
  g_autofree Bench *bench = g_new0 (Bench, threads);
  g_autoptr (ThreadPool) pool = thread_pool_new (threads);
  work->bench = bench;
  thread_pool_run (pool, work->jobs, run_job, work);
  for (unsigned thread = 0; thread < threads; thread++)
    simulation_free (bench[thread].simulation);
}

static int
by_wall_time (const void *a, const void *b)
{
  const Job *x = a, *y = b;
  if (x->result.wall_us != y->result.wall_us)
    return x->result.wall_us < y->result.wall_us ? -1 : 1;
  return x->seed < y->seed ? -1 : x->seed > y->seed;
}

static double
ratio (uint64_t a, uint64_t b)
{
  return b ? (double) a / (double) b : 1.0;
}

/* Takes the worst verdict of all runs, and the sentence of a run that has it: the median's if it does, since its
 * figures are shown. */
static void
judge_verdict (SchedulerReport *report, const Evaluation *evaluation, const Job *job, unsigned jobs)
{
  const Job *worst = &job[jobs / 2];
  for (unsigned i = 0; i < jobs; i++)
    if (job[i].result.verdict < worst->result.verdict)
      worst = &job[i];
  report->verdict = worst->result.verdict;
  report->trouble = verdict_sentence (&worst->result, evaluation->trace->suite);
}

static void
fill_property (SchedulerReport *report, const Evaluation *evaluation, Property property, const Job *job, unsigned jobs)
{
  PropertyReport *to = &report->property[report->properties++];
  *to = (PropertyReport){ .name = property_name (property),
                          .promised = (report->model->promises & ISO_BIT (property)) != 0,
                          .holds = true };
  const Job *worst = job;
  for (unsigned i = 1; i < jobs; i++)
    if (property_count (&job[i].result, property) > property_count (&worst->result, property))
      worst = &job[i];
  to->count = property_count (&worst->result, property);
  if (to->count)
    to->example = property_example (&worst->result, property, evaluation->trace->suite);
  to->holds = to->count == 0;
}

/* Finds the wall time without --maxfail. */
static void
fill_unstopped (SchedulerReport *report, const Evaluation *evaluation)
{
  Evaluation unstopped = *evaluation;
  Result result;
  unstopped.rules.maxfail = 0;
  SimulationPlan plan = evaluation_plan (&unstopped, report->model);
  g_autoptr (Simulation) simulation = simulation_new (&plan, NULL);
  simulation_run (simulation, report->seed, &result);
  report->unstopped_us = result.wall_us;
}

/* JOB has the scheduler's runs; they are sorted by wall time. */
static void
fill_scheduler (SchedulerReport *report, const Report *whole, const Evaluation *evaluation, Job *job, unsigned jobs)
{
  report->model = job->model;
  for (Property property = 0; property < ISO_PROPERTIES; property++)
    if (property_is_judged (property, job->model))
      fill_property (report, evaluation, property, job, jobs);
  qsort (job, jobs, sizeof *job, by_wall_time);
  const Job *median = &job[jobs / 2];
  judge_verdict (report, evaluation, job, jobs);
  report->whole = report->verdict == VERDICT_OK || report->verdict == VERDICT_REPEATED;
  report->seeds = jobs;
  report->seed = median->seed;
  report->wall_us = median->result.wall_us;
  report->wall_min_us = job[0].result.wall_us;
  report->wall_max_us = job[jobs - 1].result.wall_us;
  report->busy_us = median->result.busy_us;
  report->setups = median->result.entries;
  if (whole->costs)
    report->account = time_breakdown_of_result (&median->result, whole->workers);
  report->not_run = median->result.lost;
  if (report->verdict == VERDICT_STOPPED)
    fill_unstopped (report, evaluation);
  report->utilization = ratio (report->busy_us, report->wall_us * whole->workers);
  report->speedup = ratio (whole->work_us, report->wall_us);
  report->bound_ratio = ratio (report->wall_us, whole->bound_us);
}

/* What a test takes on any worker. */
static uint64_t
work_of (const Evaluation *evaluation, uint32_t test)
{
  const TimeModel *costs = evaluation->costs;
  return costs ? costs->test_us[test] + costs->overhead_us[test] : evaluation->trace->run_us[test];
}

static void
fill_suite (Report *report, const Evaluation *evaluation)
{
  const Trace *trace = evaluation->trace;
  report->path = evaluation->path;
  report->trace = trace;
  report->workers = evaluation->workers;
  report->cores = evaluation->cores;
  report->tests = trace->suite->tests;
  report->scopes = suite_need_scopes (trace->suite, SCOPE_SCOPE)->scopes;
  report->costs = evaluation->costs != NULL;
  for (uint32_t test = 0; test < report->tests; test++)
    {
      uint64_t test_us = work_of (evaluation, test);
      report->work_us += test_us;
      if (test_us > work_of (evaluation, report->longest))
        report->longest = test;
    }
  report->longest_us = work_of (evaluation, report->longest);
  uint64_t share = (report->work_us + report->workers - 1) / report->workers;
  report->longest_binds = report->longest_us > share;
  report->bound_us = MAX (report->longest_us, share);
}

static bool
is_broken (const SchedulerReport *scheduler)
{
  for (unsigned i = 0; i < scheduler->properties; i++)
    if (scheduler->property[i].promised && !scheduler->property[i].holds)
      return true;
  return scheduler->verdict != VERDICT_OK && scheduler->verdict != VERDICT_STOPPED;
}

/* Lists all runs of all schedulers; returns their number. JOB may be NULL. Builds the tables that threads share. */
static unsigned
list_jobs (const Evaluation *evaluation, Job *job)
{
  unsigned jobs = 0;
  for (unsigned i = 0; i < evaluation->models; i++)
    {
      const IsoModel *model = evaluation->model[i];
      unsigned seeds = seeds_of (evaluation, model);
      suite_need_scopes (evaluation->trace->suite, model->scope_rule);
      for (unsigned k = 0; k < seeds; k++, jobs++)
        if (job)
          job[jobs] = (Job){ .model = model, .seed = seeds == 1 ? evaluation->seed : (int64_t) k + 1 };
    }
  return jobs;
}

static void
fill_notes (Report *report, const Evaluation *evaluation)
{
  report->notes = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; evaluation->notes && i < evaluation->notes->len; i++)
    g_ptr_array_add (report->notes, g_strdup (evaluation->notes->pdata[i]));
  Quirks quirks;
  bool scopes_matter = false;
  for (unsigned i = 0; i < report->schedulers; i++)
    scopes_matter |= report->scheduler[i].model->cuts_scopes;
  quirks_find (&quirks, evaluation->trace->suite, scopes_matter);
  for (unsigned i = 0; i < report->schedulers; i++)
    quirks_note (&quirks, &report->scheduler[i], evaluation, report->notes);
  quirks_clear (&quirks);
}

void
evaluate (const Evaluation *evaluation, Report *report)
{
  *report = (Report){ .schedulers = evaluation->models };
  fill_suite (report, evaluation);
  unsigned jobs = list_jobs (evaluation, NULL);
  g_autofree Job *job = g_new0 (Job, jobs);
  Work work = { evaluation, job, list_jobs (evaluation, job), NULL };
  run_all (&work, evaluation->jobs);
  report->scheduler = g_new0 (SchedulerReport, report->schedulers);
  for (unsigned i = 0, first = 0; i < report->schedulers; i++)
    {
      unsigned count = seeds_of (evaluation, evaluation->model[i]);
      fill_scheduler (&report->scheduler[i], report, evaluation, job + first, count);
      report->broken |= is_broken (&report->scheduler[i]);
      first += count;
    }
  fill_notes (report, evaluation);
  report->advice = advise (report);
}
