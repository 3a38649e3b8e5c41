/* sim/base/ranges.h - lists of numbers as people type them: "2,4,8", "1..64", "1..64/4" (from 1 in steps of 4), and
 * these mixed, "1,2..8/2". */
#ifndef ISOSIM_RANGES_H
#define ISOSIM_RANGES_H

#include <glib.h>

/* Parses WORD, the value of OPTION. Returns an array of unsigned, ascending, each number once, from 1 to MOST. The
 * caller frees it with g_array_unref(). Returns NULL with *error. */
GArray *ranges_parse (const char *option, const char *word, unsigned most, GError **error);

#endif
