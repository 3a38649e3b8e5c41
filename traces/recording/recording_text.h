/* traces/recording/recording_text.h - writes the remarks of a recording, sorted by kind; docs/trace-format.md,
 * "Recordings". */
#ifndef ISOSIM_RECORDING_TEXT_H
#define ISOSIM_RECORDING_TEXT_H

#include "recording/recording.h"

G_BEGIN_DECLS

/* Everything but the lines #test: the rows that follow name the tests. */
void recording_append_text (GString *text, const Recording *recording);

G_END_DECLS

#endif
