/* tests/unit/time_model/test_startup_model.c - processor sharing: no work is lost, and cores are never used twice. */
#include "unit/check.h"

#include "time_model/startup_model.h"

#define WORKERS_MAX 24

static const StartupModel models[]
    = { { 1, 1, 0, 1000, 500 },         { 4, 2, 0, 1000000, 1000000 },  { 7, 3, 10000, 400000, 90001 },
        { 12, 0, 5000, 300000, 1 },     { 24, 4, 100000, 2500000, 40 }, { 24, 1, 0, 3, 7777777 },
        { 16, 16, 777, 123456, 654321 } };

/* The work that is done from the first start to the last end: the integral of min (busy workers, cores) over time, from
 * the times alone. It must be what all workers have to do. */
static double
work_done (const StartupModel *model, const uint64_t *collected_us)
{
  unsigned cores = model->cores ? model->cores : model->workers, begun = 0, ended = 0;
  uint64_t now_us = 0;
  double work = 0;
  while (ended < model->workers)
    {
      uint64_t begins_us = begun < model->workers ? begun * model->ramp_us : UINT64_MAX;
      uint64_t next_us = MIN (begins_us, collected_us[ended]);
      work += (double) (next_us - now_us) * MIN (begun - ended, cores);
      now_us = next_us;
      if (begins_us <= collected_us[ended])
        begun++;
      else
        ended++;
    }
  return work;
}

static void
work_is_conserved (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const StartupModel *model = &models[i];
      uint64_t ready_us[WORKERS_MAX], collected_us[WORKERS_MAX];
      startup_model_times (model, ready_us, collected_us);
      double work = work_done (model, collected_us);
      double all = (double) model->workers * (double) (model->startup_us + model->collect_us);
      /* Each of the 3 events of a worker rounds by less than 1 µs on each core. */
      double slack = 3.0 * model->workers * WORKERS_MAX;
      if (work < all - slack || work > all + slack)
        FAIL ("model %u: work of %.0f µs was done, of %.0f", (unsigned) i, work, all);
    }
}

static void
workers_keep_their_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      const StartupModel *model = &models[i];
      uint64_t ready_us[WORKERS_MAX], collected_us[WORKERS_MAX];
      startup_model_times (model, ready_us, collected_us);
      for (unsigned worker = 0; worker < model->workers; worker++)
        if (ready_us[worker] < worker * model->ramp_us + model->startup_us
            || collected_us[worker] < ready_us[worker] + model->collect_us
            || (worker && (ready_us[worker] < ready_us[worker - 1] || collected_us[worker] < collected_us[worker - 1])))
          FAIL ("model %u, worker %u: ready at %u µs, collected at %u µs", (unsigned) i, worker,
                (unsigned) ready_us[worker], (unsigned) collected_us[worker]);
    }
}

/* What a model says of its own times gives the model back. */
static void
a_fit_finds_the_work (void)
{
  StartupModel model = { 4, 2, 0, 1000000, 1000000 }, fitted = model;
  startup_model_fit (&fitted, 2000000, 2000000, 4000000);
  if (ABS ((gint64) fitted.startup_us - (gint64) model.startup_us) > 1000
      || ABS ((gint64) fitted.collect_us - (gint64) model.collect_us) > 1000)
    FAIL ("the fit has %u and %u µs, expected 1 s each", (unsigned) fitted.startup_us, (unsigned) fitted.collect_us);
}

/* What two workers on two cores took says what one takes alone, and eight on two. */
static void
start_up_contends_for_cores (void)
{
  uint64_t ready_us[8], collected_us[8];
  StartupModel starting = { .workers = 2, .cores = 2 };
  startup_model_fit (&starting, 1000, 500, 1500);
  EQUAL_INT (starting.startup_us, 1000);
  EQUAL_INT (starting.collect_us, 500);
  starting.workers = 8;
  startup_model_times (&starting, ready_us, collected_us);
  EQUAL_INT (ready_us[7], 4000);
  EQUAL_INT (collected_us[0], 6000);
  startup_model_fit (&starting, 4000, 2000, 6000);
  EQUAL_INT (starting.startup_us, 1000);
  EQUAL_INT (starting.collect_us, 500);
}

CU_TestInfo tests_of_startup_model[] = {
  { "start-up contends for cores", start_up_contends_for_cores },
  { "work is conserved", work_is_conserved },
  { "workers keep their order, and none is faster than alone", workers_keep_their_order },
  { "a fit finds the work", a_fit_finds_the_work },
  CU_TEST_INFO_NULL,
};
