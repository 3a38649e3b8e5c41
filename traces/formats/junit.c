/* traces/formats/junit.c - JUnit XML: a testcase is a test's run, its time set-up, call and tear-down in one.
 *
 * Read as a stream by expat, which loads nothing from outside and bounds what entities expand to. A file that is not
 * well-formed is refused as a whole: half a suite would give a confident and wrong answer.
 *
 * Several testcases of one nodeid are several runs, with three exceptions that pytest makes:
 *   - after a failed call, a failed tear-down is a testcase of its own, which holds the rest of the same run's time;
 *   - a crash of the worker is one, too, which took no time: it is a run only if the test has no other;
 *   - a module that could not be collected, or was skipped at once, is one without a class, and no test at all.
 * A testcase without a time is no run either. */
#include "formats/format.h"

#include "formats/junit_name.h"
#include "formats/junit_time.h"
#include "suite/builder.h"
#include "text/input_error.h"
#include <expat.h>
#include <stdarg.h>
#include <string.h>

#define DEPTH_MAX 1000u  /* most elements inside each other */
#define ENTITIES_MAX 64u /* most entities declared; expat before 2.7 overflows the stack on a chain of thousands */

/* A testcase while it is open. */
typedef struct
{
  char *classname, *name, *file, *time; /* NULL when missing */
  unsigned line;
  unsigned outcome;
  int worker;   /* that crashed, -1 for none */
  bool no_test; /* it stands for a module */
} Case;

/* A test whose only testcase so far is a crash. */
typedef struct
{
  uint32_t test;
  char *time;
  unsigned line;
} Crash;

typedef struct
{
  XML_Parser parser; /* borrowed */
  const char *name;  /* of the file */
  Builder *builder;
  JunitNames *names;
  GPtrArray *suites;  /* of char *: the names of the open testsuites, "" for none */
  GArray *unfinished; /* [tests seen] of uint32_t: failed calls whose failed tear-down may yet come */
  GArray *crashes;    /* of Crash */
  unsigned depth;
  unsigned case_depth; /* of the open testcase, 0 when none is open */
  unsigned entities;
  bool comma_seen;
  Case open;
  GError *error;
} Reader;

static void
case_clear (Case *open)
{
  g_free (open->classname);
  g_free (open->name);
  g_free (open->file);
  g_free (open->time);
  *open = (Case){ .worker = -1 };
}

static void
crash_clear (gpointer crash)
{
  g_free (((Crash *) crash)->time);
}

static Reader *
reader_new (XML_Parser parser, const char *name)
{
  Reader *reader = g_new0 (Reader, 1);
  reader->parser = parser;
  reader->name = name;
  reader->builder = builder_new (format_junit.title, name);
  reader->names = junit_names_new ();
  reader->suites = g_ptr_array_new_with_free_func (g_free);
  reader->unfinished = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  reader->crashes = g_array_new (FALSE, FALSE, sizeof (Crash));
  g_array_set_clear_func (reader->crashes, crash_clear);
  case_clear (&reader->open);
  return reader;
}

static void
reader_free (Reader *reader)
{
  builder_free (reader->builder);
  junit_names_free (reader->names);
  g_ptr_array_unref (reader->suites);
  g_array_unref (reader->unfinished);
  g_array_unref (reader->crashes);
  case_clear (&reader->open);
  g_clear_error (&reader->error);
  g_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

static unsigned
current_line (const Reader *reader)
{
  return (unsigned) MIN (XML_GetCurrentLineNumber (reader->parser), G_MAXUINT);
}

/* Refuses the file at the place that expat is at. The first refusal counts. */
static void refuse (Reader *reader, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
refuse (Reader *reader, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (!reader->error)
    g_set_error (&reader->error, TRACE_ERROR, TRACE_ERROR_FORMAT, "%s:%u:%lu: %s", reader->name, current_line (reader),
                 (unsigned long) XML_GetCurrentColumnNumber (reader->parser) + 1, what);
  XML_StopParser (reader->parser, XML_FALSE);
}

/* ---- times ---- */

static bool
parse_seconds (Reader *reader, const char *text, unsigned line, double *seconds)
{
  bool comma_is_point;
  if (!junit_parse_seconds (text, seconds, &comma_is_point))
    return false;
  if (comma_is_point && !reader->comma_seen)
    {
      reader->comma_seen = true;
      builder_warn (reader->builder, line, "the comma in the time \"%s\" is read as a decimal point", text);
    }
  return true;
}

/* Adds the time of a testcase to the test's run, a NEW one or the last; a testcase without a time is no run. */
static void
add_time (Reader *reader, uint32_t test, char *text, unsigned line, bool new)
{
  if (!text || !*g_strstrip (text))
    return;
  double seconds;
  if (!parse_seconds (reader, text, line, &seconds))
    {
      g_autofree char *shown = input_dup_shown (text, strlen (text));
      builder_warn (reader->builder, line, "the time \"%s\" is no number of seconds, and taken for missing", shown);
      return;
    }
  if (new)
    builder_begin_run (reader->builder, test);
  builder_add_time (reader->builder, test, PHASE_WHOLE, seconds, line);
}

/* ---- what happened to a testcase ---- */

/* N in xdist's "worker 'gwN' crashed while running"; TRACE_WORKERS_MAX when it is not numbered; -1 for no crash. */
static int
crashed_worker (const char *message)
{
  const char *worker = strstr (message, "worker '");
  const char *crashed = worker ? strstr (worker, "' crashed while running") : NULL;
  if (!crashed)
    return -1;
  guint64 number;
  g_autofree char *id = g_strndup (worker + strlen ("worker '"), (gsize) (crashed - worker) - strlen ("worker '"));
  if (g_str_has_prefix (id, "gw") && g_ascii_string_to_unsigned (id + 2, 10, 0, TRACE_WORKERS_MAX - 1, &number, NULL))
    return (int) number;
  return (int) TRACE_WORKERS_MAX;
}

static void
note_error (Case *open, const char *message)
{
  int worker = crashed_worker (message);
  if (worker >= 0)
    open->worker = worker;
  if (worker >= 0)
    open->outcome |= OUTCOME_CRASHED;
  else if (g_str_has_prefix (message, "failed on setup"))
    open->outcome |= OUTCOME_SETUP_FAILED;
  else if (g_str_has_prefix (message, "failed on teardown"))
    open->outcome |= OUTCOME_TEARDOWN_FAILED;
  else
    open->outcome |= OUTCOME_CALL_FAILED;
}

static const char *
attribute (const XML_Char **attributes, const char *name)
{
  for (; *attributes; attributes += 2)
    if (strcmp (attributes[0], name) == 0)
      return attributes[1];
  return NULL;
}

/* pytest's words for a module that is no test. */
static bool
is_about_collection (const Case *open, const char *message)
{
  return open->classname && !*open->classname
         && (strcmp (message, "collection failure") == 0 || strcmp (message, "collection skipped") == 0);
}

static void
note_child (Case *open, const char *element, const XML_Char **attributes)
{
  const char *message = attribute (attributes, "message"), *type = attribute (attributes, "type");
  if (!message)
    message = "";
  if (strcmp (element, "error") == 0)
    note_error (open, message);
  else if (strcmp (element, "failure") == 0)
    open->outcome |= OUTCOME_CALL_FAILED;
  else if (strcmp (element, "skipped") == 0 && g_strcmp0 (type, "pytest.xfail") == 0)
    open->outcome |= OUTCOME_XFAILED;
  else if (strcmp (element, "skipped") == 0 || strcmp (element, "disabled") == 0)
    open->outcome |= OUTCOME_SKIPPED;
  else
    return;
  open->no_test |= is_about_collection (open, message);
}

/* ---- testcases ---- */

static void
open_case (Reader *reader, const XML_Char **attributes)
{
  Case *open = &reader->open;
  const char *status = attribute (attributes, "status");
  reader->case_depth = reader->depth;
  open->classname = g_strdup (attribute (attributes, "classname"));
  open->name = g_strdup (attribute (attributes, "name"));
  open->file = g_strdup (attribute (attributes, "file"));
  open->time = g_strdup (attribute (attributes, "time"));
  open->line = current_line (reader);
  if (status && (strcmp (status, "disabled") == 0 || strcmp (status, "skipped") == 0 || strcmp (status, "notrun") == 0))
    open->outcome = OUTCOME_SKIPPED;
}

/* The name of the innermost suite that has one, or NULL. */
static const char *
suite_of_case (const Reader *reader)
{
  for (guint i = reader->suites->len; i-- > 0;)
    if (*(const char *) reader->suites->pdata[i])
      return reader->suites->pdata[i];
  return NULL;
}

static uint32_t
find_test (Reader *reader)
{
  const Case *open = &reader->open;
  JunitParts parts = { open->classname, open->name, open->file, suite_of_case (reader) };
  bool certain;
  g_autofree char *nodeid = junit_dup_nodeid (reader->names, &parts, &certain);
  uint32_t known = builder_tests (reader->builder);
  uint32_t test = builder_test (reader->builder, nodeid, strlen (nodeid), open->line, &reader->error);
  if (test == known && !certain)
    builder_guessed (reader->builder);
  if (test != SUITE_NONE && test >= reader->unfinished->len)
    g_array_set_size (reader->unfinished, test + 1);
  return test;
}

/* Whether the testcase continues an earlier run of the test: the tear-down after a failed call. */
static bool
continues_run (Reader *reader, uint32_t test)
{
  uint32_t *unfinished = &g_array_index (reader->unfinished, uint32_t, test);
  if (reader->open.outcome == OUTCOME_CALL_FAILED)
    ++*unfinished;
  if (reader->open.outcome != OUTCOME_TEARDOWN_FAILED || *unfinished == 0)
    return false;
  --*unfinished;
  return true;
}

static void
add_crash (Reader *reader, uint32_t test)
{
  Case *open = &reader->open;
  Crash crash = { test, g_steal_pointer (&open->time), open->line };
  g_array_append_val (reader->crashes, crash);
  if (open->worker < (int) TRACE_WORKERS_MAX)
    builder_set_worker (reader->builder, test, (uint32_t) open->worker);
}

/* pytest is silent of what passed: a tear-down that alone failed follows a call that passed. */
static unsigned
whole_outcome (unsigned told, bool continued)
{
  return told == 0 || (told == OUTCOME_TEARDOWN_FAILED && !continued) ? told | OUTCOME_PASSED : told;
}

static void
add_run (Reader *reader, uint32_t test)
{
  Case *open = &reader->open;
  bool continued = continues_run (reader, test);
  builder_add_outcome (reader->builder, test, whole_outcome (open->outcome, continued));
  if (open->outcome == OUTCOME_CRASHED)
    add_crash (reader, test);
  else
    add_time (reader, test, open->time, open->line, !continued);
}

static void
add_case (Reader *reader)
{
  const Case *open = &reader->open;
  const char *why = open->no_test                 ? "a module that was not collected is no test"
                    : !open->name || !*open->name ? "a testcase without a name"
                                                  : NULL;
  uint32_t test = why ? SUITE_NONE : find_test (reader);
  if (why)
    builder_dropped (reader->builder, open->line, why);
  else if (test == SUITE_NONE)
    XML_StopParser (reader->parser, XML_FALSE);
  else
    add_run (reader, test);
}

/* Crashes are a test's run when it has no other. */
static void
add_crashed_runs (Reader *reader)
{
  for (guint i = 0; i < reader->crashes->len; i++)
    {
      const Crash *crash = &g_array_index (reader->crashes, Crash, i);
      if (builder_runs (reader->builder, crash->test) == 0)
        add_time (reader, crash->test, crash->time, crash->line, true);
    }
}

/* ---- the document ---- */

static bool
is_suite (const char *element)
{
  return strcmp (element, "testsuite") == 0;
}

static void
refuse_root (Reader *reader, const char *element)
{
  g_autofree char *shown = input_dup_shown (element, strlen (element));
  refuse (reader, "its outermost element is <%s>, not <testsuites>", shown);
}

static void
on_start (void *data, const XML_Char *element, const XML_Char **attributes)
{
  Reader *reader = data;
  const char *name = attribute (attributes, "name");
  if (reader->error) /* expat may go on for a while */
    return;
  reader->depth++;
  if (reader->depth == 1 && !is_suite (element) && strcmp (element, "testsuites") != 0)
    refuse_root (reader, element);
  else if (reader->depth > DEPTH_MAX)
    refuse (reader, "more than %u elements inside each other", DEPTH_MAX);
  else if (reader->case_depth > 0 && reader->depth == reader->case_depth + 1)
    note_child (&reader->open, element, attributes);
  else if (reader->case_depth > 0)
    return; /* a failure's own elements */
  else if (is_suite (element))
    g_ptr_array_add (reader->suites, g_strdup (name ? name : ""));
  else if (strcmp (element, "testcase") == 0)
    open_case (reader, attributes);
}

static void
on_end (void *data, const XML_Char *element)
{
  Reader *reader = data;
  if (reader->error)
    return;
  if (reader->case_depth == reader->depth)
    {
      add_case (reader);
      case_clear (&reader->open);
      reader->case_depth = 0;
    }
  else if (reader->case_depth == 0 && is_suite (element) && reader->suites->len > 0)
    g_ptr_array_remove_index (reader->suites, reader->suites->len - 1);
  reader->depth--;
}

static void
on_entity (void *data, const XML_Char *name, int is_parameter, const XML_Char *value, int value_length,
           const XML_Char *base, const XML_Char *system_id, const XML_Char *public_id, const XML_Char *notation)
{
  Reader *reader = data;
  if (++reader->entities > ENTITIES_MAX)
    refuse (reader, "declares more than %u entities", ENTITIES_MAX);
}

static int
on_unknown_encoding (void *data, const XML_Char *name, XML_Encoding *info)
{
  Reader *reader = data;
  g_autofree char *shown = input_dup_shown (name, strlen (name));
  refuse (reader, "the encoding \"%s\" is not supported; save it as UTF-8", shown);
  return XML_STATUS_ERROR;
}

static void
refuse_xml (Reader *reader)
{
  enum XML_Error code = XML_GetErrorCode (reader->parser);
  bool cut_off
      = code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
  refuse (reader, "%s: %s", cut_off ? "the XML ends too early" : "cannot be read as XML", XML_ErrorString (code));
}

static void
set_handlers (XML_Parser parser, Reader *reader)
{
  XML_SetUserData (parser, reader);
  XML_SetElementHandler (parser, on_start, on_end);
  XML_SetEntityDeclHandler (parser, on_entity);
  XML_SetUnknownEncodingHandler (parser, on_unknown_encoding, reader);
}

static bool
parse_all (Reader *reader, Input *input, GError **error)
{
  const char *chunk = NULL;
  gssize len;
  do
    {
      len = input_chunk (input, &chunk, error);
      if (len < 0)
        return false;
      if (XML_Parse (reader->parser, chunk, (int) len, len == 0) != XML_STATUS_OK)
        {
          refuse_xml (reader);
          g_propagate_error (error, g_steal_pointer (&reader->error));
          return false;
        }
    }
  while (len > 0);
  return true;
}

static Trace *
parse (XML_Parser parser, Input *input, GError **error)
{
  g_autoptr (Reader) reader = reader_new (parser, input_name (input));
  set_handlers (parser, reader);
  if (!parse_all (reader, input, error))
    return NULL;
  add_crashed_runs (reader);
  return builder_finish (reader->builder, false, error);
}

static Trace *
read_trace (Input *input, GError **error)
{
  XML_Parser parser = XML_ParserCreate (NULL);
  g_assert (parser);
  Trace *trace = parse (parser, input, error);
  XML_ParserFree (parser);
  return trace;
}

/* Anything that looks like XML is claimed, so that the refusal can say what is wrong with it. */
static bool
recognise (const char *head, gsize len)
{
  return head[strspn (head, " \t\r\n")] == '<';
}

const Format format_junit = { "junit", "JUnit XML", recognise, read_trace };
