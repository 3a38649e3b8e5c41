/* traces/formats/format.h - what a reader is: one const table each, listed in traces/formats/formats.c.
 *
 * A reader never sees a scheduler or the command line. It puts what it finds into a Builder (traces/suite/builder.h),
 * which merges, mends, orders and counts the same way for all of them. Our own format (traces/formats/isotrace.c),
 * which must be fast, fills a Trace itself. */
#ifndef ISOSIM_FORMAT_H
#define ISOSIM_FORMAT_H

#include "suite/trace.h"
#include "text/input.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;  /* short, for lists: "junit" */
  const char *title; /* for people: "JUnit XML" */
  /* Whether a file with that beginning is of this format. HEAD has LEN bytes and a NUL behind; it may be cut anywhere.
   * Formats are asked in the order of the list, and the first that says yes reads the file. */
  bool (*recognise) (const char *head, gsize len);
  /* NULL with *error when the file is damaged or holds no test with a time. */
  Trace *(*read) (Input *input, GError **error);
} Format;

extern const Format format_isotrace;   /* isosim's own */
extern const Format format_junit;      /* JUnit XML of pytest and of other producers */
extern const Format format_reportlog;  /* pytest-reportlog, JSON lines */
extern const Format format_scenario;   /* the oracle's scenarios and golden files */
extern const Format format_jsonreport; /* pytest-json-report */
extern const Format format_timing;     /* pytest-timing, schema 1 */
extern const Format format_durations;  /* pytest-split durations */
extern const Format format_table;      /* a tab-separated table whose first line names the columns */

/* The list, ended by NULL. */
extern const Format *const formats[];

/* Reads a trace of any format, told apart by content. PATH "-" is standard input. NULL with *error set (domain
 * TRACE_ERROR, message with file, line and column where there is one) when it cannot be read. */
Trace *trace_read (const char *path, GError **error);

G_END_DECLS

#endif
