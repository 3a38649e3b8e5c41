/* sim/fuzz/fuzz_case.h - a random situation for a scheduler: a suite, its times, who crashes, who fails, and the
 * options.
 *
 * The number of a case and the seed decide all of it, whatever was drawn before. */
#ifndef ISOSIM_FUZZ_CASE_H
#define ISOSIM_FUZZ_CASE_H

#include "fuzz/difference.h"

G_BEGIN_DECLS

#define FUZZ_TESTS_MAX 5000u
#define FUZZ_WORKERS_MAX 256u

/* What is drawn from, and what is fixed. */
typedef struct
{
  unsigned tests[2], workers[2]; /* the least and the most, from 1 */
  IsoOptions options;            /* as given; with any_chunk maxschedchunk is drawn */
  bool any_chunk;
} FuzzRange;

typedef struct
{
  char *nodeid; /* owned; all of a case differ */
  uint64_t run_us;
  uint32_t crashes; /* the first so many runs of it kill their worker */
  uint8_t failures; /* failed reports of a run */
} FuzzTest;

typedef struct
{
  GArray *tests; /* of FuzzTest */
  unsigned workers;
  SessionRules rules; /* but `failures`: they stand with the tests */
  int64_t seed;       /* of a shuffle */
} FuzzCase;

void fuzz_case_draw (FuzzCase *one, uint64_t seed, uint64_t number, const FuzzRange *range);
void fuzz_case_copy (FuzzCase *copy, const FuzzCase *of);
void fuzz_case_clear (FuzzCase *one);

static inline FuzzTest *
fuzz_case_test (const FuzzCase *one, guint test)
{
  return &g_array_index (one->tests, FuzzTest, test);
}

/* Has both schedulers decide. Clear the difference. */
void fuzz_case_try (const FuzzCase *one, const IsoModel *const model[2], Difference *difference);

/* The case as a scenario that --trace reads, on one line; SCHEDULER is left out when it is NULL. g_string_free it. */
GString *fuzz_case_scenario (const FuzzCase *one, const char *scheduler);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FuzzCase, fuzz_case_clear)

G_END_DECLS

#endif
