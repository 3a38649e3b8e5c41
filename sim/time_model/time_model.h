/* sim/time_model/time_model.h - what a run costs beyond its tests: the time model of a simulation.
 *
 * Read-only once made; a SimulationPlan points to it, and a plan without costs is simulated as if all that takes no
 * time (sim/simulate/simulate.h). A recording tells all of it (time_model_from_recording); docs/predicting.md says how.
 * Times are microseconds.
 *
 * A test needs fixtures of wider scope. A worker that begins a test pays the set-up of each that is not set up there,
 * and behind a test the tear-down of each whose base the next test does not share. */
#ifndef ISOSIM_COSTS_H
#define ISOSIM_COSTS_H

#include "suite/trace.h"
#include "time_model/startup_model.h"

G_BEGIN_DECLS

#define COSTS_PAIRS_MAX                                                                                                \
  (1u << 27) /* most pairs of a test and a fixture that it may need, or a base that it lies in                         \
              */

/* Most that tests may take together: beyond it the sums of all workers' times no longer fit. 126 years. */
#define COSTS_US_MAX (4 * UINT64_C (1000000000000000))

typedef struct
{
  uint32_t base; /* it stays set up while tests of this base follow; 0 is the session */
  uint32_t slot; /* those that differ in their parameter only share one: to set one up is to tear down the other */
  bool
      coordinated; /* set up by the first worker that needs it, while others wait, and torn down by the last to leave */
  uint64_t setup_us, teardown_us;
} FixtureCost;

/* Lists of numbers, one for each test: those of test are number[first[test] … first[test + 1] - 1]. */
typedef struct
{
  uint32_t *first; /* [tests + 1] */
  uint32_t *number;
} TimeModelLists;

typedef struct
{
  uint32_t tests;
  uint64_t *test_us;     /* [tests] set-up, call and tear-down, without the fixtures of wider scope */
  uint64_t *overhead_us; /* [tests] what the run takes beyond its phases */
  uint64_t *between_us;  /* [tests] from the end of its run to the start of the next, when that need not wait */
  uint32_t fixtures;
  FixtureCost *fixture; /* [fixtures] */
  TimeModelLists needs; /* of a test: fixtures */
  TimeModelLists bases; /* of a test: the bases that it lies in, rising; without 0 */
  uint32_t guessed;     /* tests that never ran in the recording: each takes what the others take on the average */

  unsigned cores;                  /* that start-up and collection share; 0: there are enough */
  uint64_t ramp_us;                /* between the starts of two workers */
  uint64_t startup_us, collect_us; /* of a worker that has a core to itself */
  uint64_t before_us;              /* until the first worker is started */
  uint64_t message_us, command_us; /* under way to the controller, and to a worker */
  uint64_t handle_us;              /* the controller's time for a message */
  uint64_t schedule_us;            /* and for the one by which the last collection arrives */
  uint64_t exit_us;                /* from its last end of a run to a worker's farewell */
  uint64_t
      after_us; /* from the last farewell to the end, with no more workers than cores; more take as many times longer */
} TimeModel;

/* Costs of nothing, for so many tests that take no time. */
TimeModel *time_model_new_empty (uint32_t tests);
/* Costs of nothing: each test takes RUN_US [suite's tests]. */
TimeModel *time_model_new (const Suite *suite, const uint64_t *run_us);

/* What the trace's recording tells, for the tests of SUITE, which may be those of another recording: tests are told by
 * nodeid, a group at the end passed over where it must be. NULL with *error when the trace is too large for it. */
TimeModel *time_model_from_recording (const Trace *trace, const Suite *suite, GError **error);
void time_model_free (TimeModel *costs);

/* The most that all tests together can take, set-ups and gaps included; UINT64_MAX when that is more. */
uint64_t time_model_most_us (const TimeModel *costs);

/* What after_us becomes with so many workers. */
uint64_t time_model_after_us (const TimeModel *costs, unsigned workers);

/* Whether the test lies in the base. */
bool time_model_covers (const TimeModel *costs, uint32_t base, uint32_t test);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimeModel, time_model_free)

G_END_DECLS

#endif
