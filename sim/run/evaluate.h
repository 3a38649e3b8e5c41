/* sim/run/evaluate.h - runs a trace under each scheduler and fills the report. */
#ifndef ISOSIM_EVALUATE_H
#define ISOSIM_EVALUATE_H

#include "run/evaluation.h"
#include "run/report.h"

G_BEGIN_DECLS

/* Returns the number of seeds over which a scheduler that shuffles is run, for a suite of TESTS tests: from 3 to 101,
 * more for a small suite, always odd. */
unsigned evaluate_seeds (uint32_t tests);

/* Fills the report; report_clear() it. Threads do not change what is reported. */
void evaluate (const Evaluation *evaluation, Report *report);

G_END_DECLS

#endif
