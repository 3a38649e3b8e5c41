/* traces/suite/history.h - several traces of one suite as one: what its tests take in the mean, and how much that
 * varies from run to run. */
#ifndef ISOSIM_HISTORY_H
#define ISOSIM_HISTORY_H

#include "suite/trace.h"

G_BEGIN_DECLS

#define HISTORY_LEAST_US 1000u /* shorter times tell how finely a file counts, not how much a test varies */

typedef struct
{
  Trace *trace;      /* every test that any of the traces knows, with its mean. Owned */
  uint32_t *known;   /* [tests] how many of the traces know the test. Owned */
  unsigned traces;   /* how many there are */
  uint32_t partly;   /* tests that not all of them know */
  double sigma;      /* standard deviation of the logarithm of a test's time; of all tests the median */
  uint32_t measured; /* tests that it was measured of: two traces know them or more, and they never took less than
                        HISTORY_LEAST_US. 0: none, and sigma means nothing */
} History;

/* Tests keep the order of the first trace; what only a later one knows follows the test that it follows there. False
 * with *error, which names PATH, when a trace shares no test with those before it; history_clear() it in either case.
 */
bool history_of (const Trace *const *trace, const char *const *path, unsigned traces, History *history, GError **error);
void history_clear (History *history);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (History, history_clear)

G_END_DECLS

#endif
