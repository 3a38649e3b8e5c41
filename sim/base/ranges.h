/* sim/base/ranges.h - numbers of workers as a command line names them: "1..64", "1..64/4" (from 1 in steps of 4),
 * "2,4,8", and any of these set apart by commas. */
#ifndef ISOSIM_RANGES_H
#define ISOSIM_RANGES_H

#include <glib.h>

/* An array of unsigned, in ascending order, each once, from 1 to MOST; g_array_unref it. NULL with *error, a sentence
 * that begins with OPTION and WORD. */
GArray *ranges_parse (const char *option, const char *word, unsigned most, GError **error);

#endif
