/* sim/simulate/time_breakdown.h - where the time of a run went, whether it was recorded or simulated with costs. */
#ifndef ISOSIM_ACCOUNT_H
#define ISOSIM_ACCOUNT_H

#include "simulate/simulate.h"

G_BEGIN_DECLS

/* From the first start to the last end each worker runs or is idle. So tests_us + setup_us + overhead_us + held_us +
 * idle_us = workers × wall_us. */
typedef struct
{
  uint64_t whole_us; /* of the whole run: start_us, wall_us and end_us together; TRACE_US_NONE when it was killed */
  uint64_t start_us; /* before the first start: start-up, collection, the first decision */
  uint64_t wall_us;  /* from the first start to the last end */
  uint64_t end_us;   /* after the last end; TRACE_US_NONE when it was killed */
  uint64_t tests_us;
  uint64_t setup_us;    /* set-ups and tear-downs of fixtures of class, module, package and session scope */
  uint64_t overhead_us; /* of runs, beyond their phases */
  uint64_t held_us;     /* waiting for another worker's set-up; 0 of a recorded run */
  uint64_t idle_us;     /* workers that run nothing */
  uint64_t setups;      /* the number of set-ups */
  double used;          /* 0 to 1: all but idle_us */
} TimeBreakdown;

TimeBreakdown time_breakdown_of_recording (const Recording *recording, unsigned workers);
/* RESULT is of a plan with costs. */
TimeBreakdown time_breakdown_of_result (const Result *result, unsigned workers);

/* Returns PREDICTED - RECORDED, or the nearest value that int64_t holds. */
int64_t time_breakdown_difference_us (uint64_t predicted_us, uint64_t recorded_us);

G_END_DECLS

#endif
