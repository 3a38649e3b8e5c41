/* sim/base/interrupt.h - Ctrl-C as a mark that long work looks at, so that it can still print what it has found. */
#ifndef ISOSIM_INTERRUPT_H
#define ISOSIM_INTERRUPT_H

#include <stdbool.h>

/* From now on the first SIGINT only leaves a mark, and the second ends the process as usual. A SIGINT that is ignored
 * stays ignored. */
void interrupt_watch (void);

/* Returns whether the mark is there. Any thread may ask. */
bool interrupt_seen (void);

#endif
