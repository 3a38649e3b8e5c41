/* tests/fuzz/fuzz_read.h - reads a damaged file, and judges what came of it.
 *
 * Each function that judges returns whether all is well. *was_read then tells whether the file was read or refused. If
 * something is wrong, *sentence says what, and what was read or said; g_free it. */
#ifndef ISOSIM_FUZZ_READ_H
#define ISOSIM_FUZZ_READ_H

#include <glib.h>
#include <stdbool.h>

/* The trace that the plans of tests/fuzz/parts are of. merge_and_judge() writes it into the current folder. */
#define FUZZ_PART_TRACE "fuzz-part.tsv"

/* A trace, a recording, a certificate or a result. */
bool read_and_judge (const char *path, bool *was_read, char **sentence);
/* A schedule. */
bool replay_and_judge (const char *path, bool *was_read, char **sentence);
/* A part that is all parts of its plan. The file is not to blame if no choice meets the target. */
bool merge_and_judge (const char *path, bool *was_read, char **sentence);

/* Puts this program's version where a part says VERSION, and mostly seals the part anew. A damaged part with a valid
 * seal is read further than one without. */
void fuzz_seal_part (GString *text);

#endif
