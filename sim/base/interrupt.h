/* sim/base/interrupt.h - Ctrl-C as a mark that long work looks at, so that it can tell what it knows so far. */
#ifndef ISOSIM_INTERRUPT_H
#define ISOSIM_INTERRUPT_H

#include <stdbool.h>

/* From now on the first SIGINT only leaves its mark; a second one ends the process, as it would have without this. One
 * that is ignored stays so. */
void interrupt_watch (void);

/* Whether the mark is there. Any thread may ask. */
bool interrupt_seen (void);

#endif
