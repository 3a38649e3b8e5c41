/* sim/time_model/time_model.h - the time model of a simulation: what a run costs besides the work of its tests.
 *
 * It is read-only once made, and a SimulationPlan points to it. A plan without one is simulated as if only tests took
 * time (sim/simulate/simulate.h). calibrate() measures one from a recording; docs/predicting.md says how. All times are
 * microseconds.
 *
 * A test may need fixtures of wider scope. A worker that begins a test first sets up each of these that is not set up
 * on it. After the test it tears down each fixture whose base the next test does not share. */
#ifndef ISOSIM_COSTS_H
#define ISOSIM_COSTS_H

#include "suite/trace.h"
#include "time_model/startup_model.h"

G_BEGIN_DECLS

/* The most pairs of a test and a fixture that it may need, and of a test and a base that it lies in. */
#define COSTS_PAIRS_MAX (1u << 27)

/* The most that all tests may take together, 126 years, so that sums over all workers fit into 64 bits. */
#define COSTS_US_MAX (4 * UINT64_C (1000000000000000))

typedef struct
{
  uint32_t base; /* the fixture stays set up while tests of this base follow; 0 is the session */
  uint32_t slot; /* fixtures that differ only in a parameter share one: the set-up of one tears down the other */
  /* One for all workers: the first that needs it sets it up while others wait, and the last to leave tears it down. */
  bool coordinated;
  uint64_t setup_us, teardown_us;
} FixtureCost;

/* A list of numbers for each test: number[first[test] … first[test + 1] - 1]. */
typedef struct
{
  uint32_t *first; /* [tests + 1] */
  uint32_t *number;
} TimeModelLists;

typedef struct
{
  uint32_t tests;
  uint64_t *test_us;     /* [tests] set-up, call and tear-down, without fixtures of wider scope */
  uint64_t *overhead_us; /* [tests] what the run takes beyond its phases */
  uint64_t *between_us;  /* [tests] from the end of its run to the start of the next, if the worker need not wait for a
                            command */
  uint32_t fixtures;
  FixtureCost *fixture; /* [fixtures] */
  TimeModelLists needs; /* of a test: fixtures */
  TimeModelLists bases; /* of a test: the bases that it lies in, ascending; the session is left out */
  uint32_t guessed;     /* the number of tests that never ran in the recording; each takes the mean of the others */

  unsigned cores;                  /* shared by workers that start and collect; 0: one for each worker */
  uint64_t ramp_us;                /* between the starts of two workers */
  uint64_t startup_us, collect_us; /* of a worker with a core of its own */
  uint64_t before_us;              /* until the first worker is started */
  uint64_t message_us, command_us; /* the way of a message to the controller, and of a command to a worker */
  uint64_t handle_us;              /* the controller's work for a message … */
  uint64_t schedule_us;            /* … and for the last collection, when it schedules */
  uint64_t exit_us;                /* from the end of a worker's last run to its workerfinished */
  uint64_t after_us;               /* from the last workerfinished to the end; see time_model_after_us() */
} TimeModel;

/* Returns a model in which nothing costs time, not even the TESTS. Free it with time_model_free(). */
TimeModel *time_model_new_empty (uint32_t tests);
/* Returns a model in which only tests take time: RUN_US [tests of the suite]. */
TimeModel *time_model_new (const Suite *suite, const uint64_t *run_us);

void time_model_free (TimeModel *costs);

/* Returns the most that all tests together can take, with all their set-ups and gaps; at most UINT64_MAX. */
uint64_t time_model_most_us (const TimeModel *costs);

/* Returns the time from the last workerfinished to the end. It is after_us up to one worker a core, and grows with the
 * number of workers beyond that. */
uint64_t time_model_after_us (const TimeModel *costs, unsigned workers);

/* Returns whether the test lies in the base. Every test lies in base 0, the session. */
bool time_model_covers (const TimeModel *costs, uint32_t base, uint32_t test);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TimeModel, time_model_free)

G_END_DECLS

#endif
