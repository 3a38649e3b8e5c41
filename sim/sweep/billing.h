/* sim/sweep/billing.h - what workers cost. All sums are integers, so every machine finds the same cost. */
#ifndef ISOSIM_BILLING_H
#define ISOSIM_BILLING_H

#include "base/units.h"

/* How a run is billed. */
typedef struct
{
  bool priced;         /* else the cost is the workers' time, in microseconds */
  Price price;         /* of a machine */
  unsigned cores;      /* of a machine, each for one worker; machines are rented whole */
  uint64_t bill_us;    /* a machine is paid in units of this time, the last one whole; at least 1 */
  uint64_t startup_us; /* of each worker, before the first test */
} Billing;

/* Returns a cost: in parts of money (QUANTITY_MONEY), to the nearest, or without a price in microseconds of workers.
 * UINT64_MAX if it does not fit. WALL_US is from the start of the first test to the end of the last. */
uint64_t billing_cost (const Billing *billing, unsigned workers, uint64_t wall_us);

/* "0.128", "12": a number of money, without needless zeros. g_free it. */
char *billing_dup_money (uint64_t parts);

/* A cost as people read it: "1.26", "0.0312" of money, or minutes of workers, "157.3". g_free it. */
char *billing_dup_number (const Billing *billing, uint64_t cost);
/* The same in a sentence: "at 1.26", "157.3 worker-minutes". g_free it. */
char *billing_dup_text (const Billing *billing, uint64_t cost);

#endif
