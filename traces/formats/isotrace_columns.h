/* traces/formats/isotrace_columns.h - the line of column names of isosim's own trace format. */
#ifndef ISOSIM_ISOTRACE_COLUMNS_H
#define ISOSIM_ISOTRACE_COLUMNS_H

#include "text/fields.h"

G_BEGIN_DECLS

#define COLUMNS_MAX 32

typedef enum
{
  COLUMN_OTHER, /* of a later version, or the user's own: ignored */
  COLUMN_RUN,
  COLUMN_SETUP,
  COLUMN_CALL,
  COLUMN_TEARDOWN,
  COLUMN_OUTCOME,
  COLUMN_WORKER,
  COLUMN_START,
  COLUMN_GROUP,
  COLUMN_NODEID
} Column;

/* All zero before it is read. */
typedef struct
{
  Column column[COLUMNS_MAX]; /* [count], in the order of the file */
  unsigned count;
  bool has[COLUMN_NODEID + 1]; /* [Column] */
} IsotraceColumns;

/* Reads the names in the line from AT to END, a part of IN. Returns false with *error when a name stands there twice,
 * or when a column is missing that every trace needs. */
bool isotrace_read_columns (IsotraceColumns *columns, const TraceText *in, char *at, char *end, GError **error);

G_END_DECLS

#endif
