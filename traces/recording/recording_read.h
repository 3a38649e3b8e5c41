/* traces/recording/recording_read.h - reads the remarks of a recording, line by line, and judges them together at the
 * end.
 *
 * docs/trace-format.md, "Recordings", says what is refused and what is warned of. */
#ifndef ISOSIM_RECORDING_READ_H
#define ISOSIM_RECORDING_READ_H

#include "recording/recording.h"
#include "text/fields.h"

G_BEGIN_DECLS

/* The remark with which a recording begins. */
#define RECORDING_MAGIC "#recording "

typedef struct RecordingReader RecordingReader;

/* IN outlives the reader. */
RecordingReader *recording_reader_new (const TraceText *in);
void recording_reader_free (RecordingReader *reader);

/* Takes the remark from AT to END; *taken tells whether it is one of a recording's. False with *error. */
bool recording_reader_take (RecordingReader *reader, char *at, char *end, bool *taken, GError **error);

/* How many tests the lines #test name, and where: the arrays are the caller's from then on. */
uint32_t recording_reader_tests (const RecordingReader *reader);
void recording_reader_take_names (RecordingReader *reader, uint64_t **name_at, uint32_t **name_len);
/* Test TEST as it is named, unescaped. */
const char *recording_reader_name (const RecordingReader *reader, uint32_t test, uint32_t *len);

/* The recording of a trace of that many tests, which is the caller's; what is odd goes to WARNINGS. NULL with *error
 * when it names a test that there is not. */
Recording *recording_reader_finish (RecordingReader *reader, uint32_t tests, GPtrArray *warnings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RecordingReader, recording_reader_free)

G_END_DECLS

#endif
