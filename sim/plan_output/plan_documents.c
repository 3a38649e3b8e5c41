#include "plan_output/plan_documents.h"

#include "base/outfile.h"
#include "plan_output/plan_draw.h"
#include "plan_output/plan_json.h"
#include "plan_output/plan_tables.h"
#include "plan_output/plan_text.h"
#include <stdio.h>

typedef struct
{
  const char *path; /* NULL: not asked for */
  GBytes *bytes;    /* owned */
} Document;

enum
{
  DOCUMENTS = 5
};

static void
documents_clear (Document *documents)
{
  for (unsigned i = 0; i < DOCUMENTS; i++)
    g_clear_pointer (&documents[i].bytes, g_bytes_unref);
}

static Document
document_of (const char *path, GString *(*print) (const PlanReport *), const PlanReport *report)
{
  return (Document){ path, path ? g_string_free_to_bytes (print (report)) : NULL };
}

static bool
draw (Document *document, const char *path, PlanChartKind kind, const PlanReport *report, GError **error)
{
  *document = (Document){ path, path ? plan_draw (path, report, kind, error) : NULL };
  return !path || document->bytes;
}

static bool
fill_documents (Document *documents, const PlanReport *report, const PlanOutputs *outputs, GError **error)
{
  documents[0] = document_of (outputs->json, plan_json, report);
  documents[1] = document_of (outputs->markdown, plan_markdown, report);
  documents[2] = document_of (outputs->csv, plan_csv, report);
  return draw (&documents[3], outputs->chart, PLAN_CHART_WALL, report, error)
         && draw (&documents[4], outputs->chart_cost, PLAN_CHART_COST, report, error);
}

static bool
goes_to_stdout (const Document *document)
{
  return document->path && g_str_equal (document->path, "-");
}

static bool
write_document (const Document *document, GError **error)
{
  gsize len;
  const char *bytes = g_bytes_get_data (document->bytes, &len);
  g_autoptr (GString) text = g_string_new_len (bytes, (gssize) len);
  return outfile_write_text (document->path, text, error);
}

/* Makes all documents before it writes the first one: if a chart cannot be drawn, no file is written. The text comes
 * last: once it is on the screen, the files are complete. */
static bool
write_documents (Document *documents, const PlanReport *report, const PlanOutputs *outputs, GError **error)
{
  bool stdout_taken = false;
  if (!fill_documents (documents, report, outputs, error))
    return false;
  for (unsigned i = 0; i < DOCUMENTS; i++)
    {
      if (documents[i].bytes && !write_document (&documents[i], error))
        return false;
      stdout_taken |= goes_to_stdout (&documents[i]);
    }
  g_autoptr (GString) text = plan_text (report);
  if (!stdout_taken)
    return outfile_write_text ("-", text, error);
  fputs (text->str, stderr);
  return true;
}

bool
plan_documents_write (const PlanReport *report, const PlanOutputs *outputs, GError **error)
{
  Document documents[DOCUMENTS] = { 0 };
  bool ok = write_documents (documents, report, outputs, error);
  documents_clear (documents);
  return ok;
}
