/* tests/bench/floor.h - the floor that simulations are measured against: the least that any simulation of N workers
 * must do.
 */
#ifndef ISOSIM_FLOOR_H
#define ISOSIM_FLOOR_H

#include <stdint.h>

#define FLOOR_WORKERS_MAX 4096

/* Each test goes to the worker that is free first: pops the earliest of N workers from a binary heap, and puts it back
 * when its test will have ended. The time of the last end. */
uint64_t floor_run (const uint64_t *run_us, uint32_t tests, unsigned workers);

#endif
