/* traces/text/draws.h - random numbers by place, not by order.
 *
 * A draw is a function of four numbers: the seed, the purpose, the part (which run, for example) and the index. No draw
 * depends on which others were made before it, so that what is computed in another order, or by another thread, or in
 * part, is the same. Each index gives one draw: whoever needs two takes two purposes, or two indices.
 *
 * The bits are those of SplitMix64 (Steele, Lea and Flood 2014), whose n-th number can be computed at once; each
 * purpose and part is a sequence with a beginning of its own. */
#ifndef ISOSIM_DRAWS_H
#define ISOSIM_DRAWS_H

#include <stdint.h>

/* What is drawn. The numbers are part of what a seed means: add, but never change one. */
typedef enum
{
  DRAWS_MODULE_EFFECT = 1,  /* isosim generate: how slow a module's tests are, by module */
  DRAWS_SCOPE_EFFECT = 2,   /* the same by scope */
  DRAWS_TEST_EFFECT = 3,    /* the same by test */
  DRAWS_SCOPE_ORDER = 4,    /* in which order large and small scopes stand */
  DRAWS_MODULE_ENDS = 5,    /* behind which scopes a module ends */
  DRAWS_PARAMETERS = 6,     /* which functions are parametrised, by their first test */
  DRAWS_PARAMETER_SETS = 7, /* with how many sets, three draws by their first test */
  DRAWS_WORDS = 8,          /* at which words the names of a scope begin, two draws by scope */
  DRAWS_RUN_NOISE = 9,      /* isosim plan: how long a test takes, by run (the part) and test */
  DRAWS_RUN_SHUFFLE = 10,   /* the seed of a run's shuffle, by run */
  DRAWS_FUZZ_CASE = 11      /* isosim fuzz: all of a case, one draw after the other, by case (the part) */
} DrawsPurpose;

typedef struct
{
  uint64_t key;
} Draws;

/* PART is 0 where there is but one. */
Draws draws_of (uint64_t seed, DrawsPurpose purpose, uint64_t part);

/* 64 bits. */
uint64_t draws_bits (Draws draws, uint64_t index);

/* From 0 to LIMIT - 1; LIMIT is at least 1. No number is more likely than another by more than LIMIT / 2^32. */
uint32_t draws_below (Draws draws, uint64_t index, uint32_t limit);

/* Between 0 and 1, neither of them: an odd multiple of 2^-53. */
double draws_uniform (Draws draws, uint64_t index);

/* Standard normal; the same on every machine, see traces/text/exact.h. */
double draws_normal (Draws draws, uint64_t index);

#endif
