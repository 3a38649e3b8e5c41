/* sim/simulate/result.h - how a simulated run ended, and what it took. */
#ifndef ISOSIM_RESULT_H
#define ISOSIM_RESULT_H

#include "session/session_state.h"

G_BEGIN_DECLS

/* In the order in which they are judged: the first that applies. */
typedef enum
{
  VERDICT_ERROR,    /* the scheduler raised, or no worker was left */
  VERDICT_LIVELOCK, /* workers die and are replaced without end, and no test is done by it */
  VERDICT_HANG,     /* workers alive, and nothing left to happen */
  VERDICT_LOST,     /* a test neither completed nor was reported crashed */
  VERDICT_REPEATED, /* a test was started twice */
  VERDICT_STOPPED,  /* maxfail was reached: what did not run by then is no loss */
  VERDICT_OK
} Verdict;

/* Returns "ok", "lost", …: the word of reports. */
const char *verdict_name (Verdict verdict);

typedef struct
{
  Verdict verdict;
  uint64_t wall_us;   /* the last end of a run; with costs, since the first start of one */
  uint64_t busy_us;   /* all workers' time spent running */
  uint64_t completed; /* ends of runs that were no crash */
  uint64_t entries;   /* how often a worker entered a scope, that is set it up */
  Finding finding[ISO_PROPERTIES];
  uint32_t lost, lost_test; /* how many, and the first; of a stopped run, those that it did not come to */
  char error_text[320];
  unsigned nodes;         /* workers that existed */
  uint64_t *node_busy_us; /* [nodes] borrowed from the simulation */
  const GArray *reported; /* of uint32_t, borrowed: tests reported crashed */

  /* With costs; else 0. */
  uint64_t ready_us;    /* from the beginning until the last worker of the beginning had collected */
  uint64_t first_us;    /* from the beginning to the first start of a run */
  uint64_t whole_us;    /* from the beginning to the end */
  uint64_t setup_us;    /* of busy_us: set-ups and tear-downs of fixtures of wider scope */
  uint64_t overhead_us; /* of busy_us: beyond the phases of tests */
  uint64_t held_us;     /* of busy_us: waiting for another worker's set-up */
  uint64_t fixtures;    /* set-ups that were paid */
} Result;

G_END_DECLS

#endif
