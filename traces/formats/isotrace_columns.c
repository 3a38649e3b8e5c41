#include "formats/isotrace_columns.h"

#include <string.h>

static const char *const column_names[] = {
  [COLUMN_RUN] = "run_us",           [COLUMN_SETUP] = "setup_us",  [COLUMN_CALL] = "call_us",
  [COLUMN_TEARDOWN] = "teardown_us", [COLUMN_OUTCOME] = "outcome", [COLUMN_WORKER] = "worker",
  [COLUMN_START] = "start_us",       [COLUMN_GROUP] = "group",     [COLUMN_NODEID] = "nodeid",
};

static bool
read_column_name (IsotraceColumns *columns, const TraceText *in, char *at, char *end, GError **error)
{
  Column column = COLUMN_OTHER;
  for (gsize i = 1; i < G_N_ELEMENTS (column_names); i++)
    if (field_is (at, end, column_names[i]))
      column = (Column) i;
  if (columns->count == COLUMNS_MAX)
    return fields_refuse (in, at, error, "more than %d columns", COLUMNS_MAX);
  if (column != COLUMN_OTHER && columns->has[column])
    return fields_refuse (in, at, error, "the column %s stands here for the second time", column_names[column]);
  columns->has[column] = true;
  columns->column[columns->count++] = column;
  return true;
}

bool
isotrace_read_columns (IsotraceColumns *columns, const TraceText *in, char *first, char *end, GError **error)
{
  for (char *at = first, *tab; at <= end; at = tab + 1)
    {
      tab = memchr (at, '\t', (gsize) (end - at));
      tab = tab ? tab : end;
      if (!read_column_name (columns, in, at, tab, error))
        return false;
    }
  if (!columns->has[COLUMN_NODEID])
    return fields_refuse (in, first, error, "expected the names of the columns, nodeid among them");
  if (!columns->has[COLUMN_RUN] && !columns->has[COLUMN_CALL])
    return fields_refuse (in, first, error, "expected a column run_us or call_us");
  if (columns->has[COLUMN_RUN]
      && (columns->has[COLUMN_CALL] || columns->has[COLUMN_SETUP] || columns->has[COLUMN_TEARDOWN]))
    return fields_refuse (in, first, error, "run_us is the sum of setup_us, call_us and teardown_us: give it or them");
  return true;
}
