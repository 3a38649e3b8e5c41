#include "formats/format.h"
#include "suite/builder.h"
#include <string.h>

#define COLUMNS_MAX 64u

/* What a column may hold, by its name in the first line. */
typedef enum
{
  COLUMN_OTHER,
  COLUMN_NODEID,
  COLUMN_SETUP,
  COLUMN_CALL,
  COLUMN_TEARDOWN,
  COLUMN_WHOLE,
  COLUMN_OUTCOME,
  COLUMN_ITEM_INDEX,
  COLUMN_WORKER,
  COLUMN_START,
} Column;

static const struct
{
  const char *name;
  Column column;
} column_names[] = {
  { "nodeid", COLUMN_NODEID },     { "setup", COLUMN_SETUP },     { "call", COLUMN_CALL },
  { "teardown", COLUMN_TEARDOWN }, { "duration", COLUMN_WHOLE },  { "time", COLUMN_WHOLE },
  { "seconds", COLUMN_WHOLE },     { "outcome", COLUMN_OUTCOME }, { "item_index", COLUMN_ITEM_INDEX },
  { "worker", COLUMN_WORKER },     { "start", COLUMN_START },
};

typedef struct
{
  Builder *builder;
  char separator;
  unsigned columns;
  Column column[COLUMNS_MAX];
  bool by_phase; /* there is a column of a phase: then a column of whole times only repeats them */
} Table;

/* A quoted field of a comma-separated line, unpacked in place; "" inside it is one quote. What follows it. */
static char *
take_quoted (char **field)
{
  char *to = ++*field, *from = to;
  for (; *from && (from[0] != '"' || from[1] == '"'); *to++ = *from++)
    from += *from == '"';
  char *rest = *from ? from + 1 : from;
  *to = '\0';
  return rest;
}

/* Cuts a line in place; the number of fields, COLUMNS_MAX + 1 when there are more than that. */
static unsigned
split (char *line, char separator, char *field[COLUMNS_MAX])
{
  for (unsigned fields = 0; fields < COLUMNS_MAX; fields++)
    {
      field[fields] = line;
      if (separator == ',' && *line == '"')
        line = take_quoted (&field[fields]);
      char *end = strchr (line, separator);
      if (!end)
        return fields + 1;
      *end = '\0';
      line = end + 1;
    }
  return COLUMNS_MAX + 1;
}

static Column
column_of (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (column_names); i++)
    if (strcmp (name, column_names[i].name) == 0)
      return column_names[i].column;
  return COLUMN_OTHER;
}

static bool
has_column (const Table *table, Column column)
{
  for (unsigned i = 0; i < table->columns; i++)
    if (table->column[i] == column)
      return true;
  return false;
}

/* A second column of one name is passed over. Whether there is a column of nodeids. */
static bool
read_header (Table *table, char *line)
{
  char *field[COLUMNS_MAX];
  table->separator = strchr (line, '\t') ? '\t' : ',';
  unsigned fields = split (line, table->separator, field);
  if (fields > COLUMNS_MAX)
    return false;
  for (unsigned i = 0; i < fields; i++)
    {
      Column column = column_of (field[i]);
      table->column[i] = has_column (table, column) ? COLUMN_OTHER : column;
      table->columns = i + 1;
    }
  table->by_phase
      = has_column (table, COLUMN_SETUP) || has_column (table, COLUMN_CALL) || has_column (table, COLUMN_TEARDOWN);
  return has_column (table, COLUMN_NODEID);
}

static bool
recognise (const char *head, gsize len)
{
  const char *end = head + strcspn (head, "\r\n");
  g_autofree char *line = g_strndup (head, (gsize) (end - head));
  Table table = { 0 };
  return read_header (&table, line);
}

static bool
is_time (const Table *table, Column column)
{
  if (column >= COLUMN_SETUP && column <= COLUMN_TEARDOWN)
    return true;
  return column == COLUMN_WHOLE && !table->by_phase;
}

static Phase
phase_of (Column column)
{
  return column == COLUMN_WHOLE ? PHASE_WHOLE : (Phase) (PHASE_SETUP + (column - COLUMN_SETUP));
}

/* A phase that did not happen has no time. */
static bool
is_absent (const char *field)
{
  return *field == '\0' || strcmp (field, "-") == 0;
}

static bool
parse_number (const char *field, double *number)
{
  char *end;
  *number = g_ascii_strtod (field, &end);
  return end > field && *end == '\0';
}

/* Why a row cannot be used, NULL when it can. */
static const char *
find_fault (const Table *table, unsigned fields, char *const *field)
{
  double number;
  if (fields != table->columns)
    return "this row has another number of fields than the first line, and is left out";
  for (unsigned i = 0; i < fields; i++)
    {
      if (table->column[i] == COLUMN_NODEID && *field[i] == '\0')
        return "this row has no nodeid, and is left out";
      if (is_time (table, table->column[i]) && !is_absent (field[i]) && !parse_number (field[i], &number))
        return "a time in this row is not a number; the row is left out";
    }
  return NULL;
}

static const char *
find_nodeid (const Table *table, char *const *field)
{
  unsigned i = 0;
  while (table->column[i] != COLUMN_NODEID)
    i++;
  return field[i];
}

static void
add_field (const Table *table, uint32_t test, Column column, const char *field, unsigned line)
{
  double number;
  if (is_absent (field))
    return;
  if (is_time (table, column) && parse_number (field, &number))
    builder_add_time (table->builder, test, phase_of (column), number, line);
  else if (column == COLUMN_OUTCOME)
    builder_add_outcome (table->builder, test, outcome_of_word (field));
  else if (column == COLUMN_WORKER)
    builder_set_worker_id (table->builder, test, field);
  else if (column == COLUMN_START && parse_number (field, &number))
    builder_set_start (table->builder, test, number);
  else if (column == COLUMN_ITEM_INDEX && parse_number (field, &number) && number >= 0 && number < UINT32_MAX)
    builder_set_item_index (table->builder, test, (uint32_t) number);
}

static bool
add_row (const Table *table, char *text, unsigned line, GError **error)
{
  char *field[COLUMNS_MAX];
  unsigned fields = split (text, table->separator, field);
  const char *fault = find_fault (table, fields, field);
  if (fault)
    {
      builder_dropped (table->builder, line, fault);
      return true;
    }
  const char *nodeid = find_nodeid (table, field);
  uint32_t test = builder_test (table->builder, nodeid, strlen (nodeid), line, error);
  if (test == SUITE_NONE)
    return false;
  builder_begin_run (table->builder, test);
  for (unsigned i = 0; i < fields; i++)
    add_field (table, test, table->column[i], field[i], line);
  return true;
}

static bool
add_rows (const Table *table, Input *input, GError **error)
{
  char *text;
  gsize len;
  unsigned line;
  GError *failure = NULL;
  while ((text = input_line (input, &len, &line, &failure)))
    {
      if (strlen (text) < len)
        builder_dropped (table->builder, line, "this row holds a NUL byte, and is left out");
      else if (len > 0 && !add_row (table, text, line, error))
        return false;
    }
  if (failure)
    g_propagate_error (error, failure);
  return !failure;
}

static bool
take_header (Table *table, Input *input, GError **error)
{
  gsize len;
  unsigned line;
  char *text = input_line (input, &len, &line, error);
  if (!text)
    return false;
  if (read_header (table, text) && (table->by_phase || has_column (table, COLUMN_WHOLE)))
    return true;
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT,
               "%s:1: expected a column of times: setup, call, teardown, duration, time or seconds",
               input_name (input));
  return false;
}

static Trace *
read_trace (Input *input, GError **error)
{
  g_autoptr (Builder) builder = builder_new (format_table.title, input_name (input));
  Table table = { .builder = builder };
  if (!take_header (&table, input, error) || !add_rows (&table, input, error))
    return NULL;
  return builder_finish (builder, false, error);
}

const Format format_table = { "table", "table of runs", recognise, read_trace };
