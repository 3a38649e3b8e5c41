/* sim/base/human.h - numbers and times as people write them. The same in every locale. */
#ifndef ISOSIM_HUMAN_H
#define ISOSIM_HUMAN_H

#include <glib.h>
#include <stdint.h>

/* "850 µs", "12.3 ms", "4.31 s", "4m 51s", "2h 30m 29s", "3d 4h", "31y 251d". g_free it. */
char *human_time (uint64_t us);
/* "5,143". g_free it. */
char *human_count (uint64_t count);
/* "1 test", "5,143 tests": the count and the noun, with an s unless it is one. g_free it. */
char *human_plural (uint64_t count, const char *noun);
/* How much longer than BEST_US it takes: "as long", "3.0 % longer", "2.4 times as long". g_free it. */
char *human_longer (uint64_t us, uint64_t best_us);
/* What to add to TEXT so that it takes COLUMNS on a terminal: its characters counted, not its bytes. */
int human_padding (const char *text, int columns);

#endif
