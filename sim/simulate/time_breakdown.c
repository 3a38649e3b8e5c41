#include "simulate/time_breakdown.h"

#include "text/trace_error.h"
#include "time_model/calibrate_session.h"

/* --- what was ------------------------------------------------------------------------------------------------- */

static uint64_t
known (uint64_t time_us)
{
  return time_us == TRACE_US_NONE ? 0 : time_us;
}

static uint64_t
less (uint64_t from, uint64_t what)
{
  return from - MIN (from, what);
}

static void
account_for_runs (TimeBreakdown *account, const Recording *recording)
{
  uint64_t first_us = UINT64_MAX, last_us = 0;
  for (uint32_t i = 0; i < recording->runs; i++)
    {
      const RecordingRun *run = &recording->run[i];
      uint64_t phases_us = known (run->setup_us) + known (run->call_us) + known (run->teardown_us);
      uint64_t end_us = calibrate_run_end_us (run);
      first_us = MIN (first_us, run->start_us);
      last_us = MAX (last_us, end_us);
      account->tests_us += phases_us;
      account->overhead_us += less (end_us - run->start_us, phases_us);
    }
  bool ended = recording->end_us != TRACE_US_NONE;
  account->start_us = first_us;
  account->wall_us = last_us - first_us;
  account->whole_us = ended ? recording->end_us : TRACE_US_NONE;
  account->end_us = ended ? less (recording->end_us, last_us) : TRACE_US_NONE;
}

/* A fixture's times are among the phases of the tests that they were measured in. */
static void
account_for_fixtures (TimeBreakdown *account, const Recording *recording)
{
  for (uint32_t i = 0; i < recording->fixtures; i++)
    account->setup_us += recording->fixture[i].setup_us + known (recording->fixture[i].teardown_us);
  account->setups = recording->fixtures;
  account->setup_us = MIN (account->setup_us, account->tests_us);
  account->tests_us -= account->setup_us;
}

static void
account_for_idle (TimeBreakdown *account, unsigned workers)
{
  uint64_t all_us = account->wall_us * workers;
  uint64_t busy_us = account->tests_us + account->setup_us + account->overhead_us + account->held_us;
  account->idle_us = less (all_us, busy_us);
  account->used = all_us ? (double) MIN (busy_us, all_us) / (double) all_us : 1;
}

TimeBreakdown
time_breakdown_of_recording (const Recording *recording, unsigned workers)
{
  TimeBreakdown account = { 0 };
  account_for_runs (&account, recording);
  account_for_fixtures (&account, recording);
  account_for_idle (&account, workers);
  return account;
}

/* --- what is predicted ----------------------------------------------------------------------------------------- */

TimeBreakdown
time_breakdown_of_result (const Result *result, unsigned workers)
{
  TimeBreakdown account = { .whole_us = result->whole_us,
                            .start_us = result->first_us,
                            .wall_us = result->wall_us,
                            .end_us = less (result->whole_us, result->first_us + result->wall_us),
                            .setup_us = result->setup_us,
                            .overhead_us = result->overhead_us,
                            .held_us = result->held_us,
                            .setups = result->fixtures };
  account.tests_us = less (result->busy_us, result->setup_us + result->overhead_us + result->held_us);
  account_for_idle (&account, workers);
  return account;
}

int64_t
time_breakdown_difference_us (uint64_t predicted_us, uint64_t recorded_us)
{
  uint64_t more_us = less (predicted_us, recorded_us), less_us = less (recorded_us, predicted_us);
  return more_us ? (int64_t) MIN (more_us, INT64_MAX) : -(int64_t) MIN (less_us, INT64_MAX);
}
