/* traces/text/fields.h - the fields of isosim's own format: numbers, words, workers and escaped texts, and how a wrong
 * one is refused. Shared by the reader of rows (traces/formats/isotrace.c) and that of recordings
 * (traces/recording/recording_read.c). */
#ifndef ISOSIM_FIELDS_H
#define ISOSIM_FIELDS_H

#include "text/limits.h"
#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

#define FIELD_US_MAX ((uint64_t) TRACE_SECONDS_MAX * 1000000)

/* A file that is read. Escaped texts are unescaped where they lie. */
typedef struct
{
  const char *name; /* for messages */
  char *text;       /* NUL-terminated */
  gsize len;
  bool escapes; /* there is a % somewhere */
} TraceText;

/* Always false. PLACE lies in the text, which the message shows. */
bool fields_refuse (const TraceText *in, const char *place, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* The number of the line that PLACE is in, from 1. */
unsigned fields_line (const TraceText *in, const char *place);

/* Whether the field from AT to END is that word. */
bool field_is (const char *at, const char *end, const char *word);

/* Whole microseconds: the digits from *AT on, which is moved behind them. False when there are none, or too many. */
static inline bool
field_us (char **at, const char *end, uint64_t *us)
{
  const char *first = *at;
  uint64_t number = 0;
  unsigned digit;
  for (; *at < end && (digit = (unsigned) (unsigned char) **at - '0') <= 9; ++*at)
    number = number * 10 + digit;
  *us = number;
  return *at > first && *at - first <= 16 && number <= FIELD_US_MAX;
}

/* A number and nothing else up to the end. */
bool field_whole (char *at, const char *end, uint64_t *number);

/* "gw0" to the last worker that there may be. */
bool field_worker (char *at, const char *end, uint32_t *worker);

/* A nodeid or another text, WHAT for messages: unescaped in place, and still UTF-8 without NUL. Its length, or -1 with
 * *error. */
gssize field_text (const TraceText *in, char *at, char *end, const char *what, GError **error);

/* Returns false with *error when the text holds a NUL byte, or is not UTF-8. */
bool fields_check_utf8 (const TraceText *in, GError **error);

G_END_DECLS

#endif
