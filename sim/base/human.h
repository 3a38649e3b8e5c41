/* sim/base/human.h - numbers and times as people write them, the same in every locale. All texts are the caller's, to
 * be freed with g_free(). */
#ifndef ISOSIM_HUMAN_H
#define ISOSIM_HUMAN_H

#include <glib.h>
#include <stdint.h>

/* "850 µs", "12.3 ms", "4.31 s", "4m 51s", "2h 30m 29s", "3d 4h", "31y 251d". */
char *human_time (uint64_t us);
/* "5,143". */
char *human_count (uint64_t count);
/* "1 test", "5,143 tests": the count and the noun, with an s unless the count is 1. */
char *human_plural (uint64_t count, const char *noun);
/* How much longer US is than BEST_US: "as long", "3.0 % longer", "2.4 times as long". */
char *human_longer (uint64_t us, uint64_t best_us);

/* Returns the number of blanks that fill TEXT to COLUMNS columns of a terminal. It counts characters, not bytes; 0 when
 * TEXT is wider. */
int human_padding (const char *text, int columns);

#endif
