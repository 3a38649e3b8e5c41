#include "plan_output/plan_outputs.h"

#include "base/outfile.h"
#include "base/usage.h"
#include "plan_output/plan_draw.h"

/* An option and its path. The last of them is --out; the others are documents. */
typedef struct
{
  const char *option, *path;
} Output;

enum
{
  DOCUMENTS = 5,
  OUTPUTS
};

static void
list_outputs (const PlanOutputs *outputs, Output list[OUTPUTS])
{
  const Output all[OUTPUTS] = { { "--export-json", outputs->json },      { "--export-markdown", outputs->markdown },
                                { "--export-csv", outputs->csv },        { "--chart", outputs->chart },
                                { "--chart-cost", outputs->chart_cost }, { "--out", outputs->part } };
  for (unsigned i = 0; i < OUTPUTS; i++)
    list[i] = all[i];
}

/* The options that ask for documents, and the path that each sets. */
static GOptionEntry *
option_table (PlanOutputs *outputs)
{
  return usage_option_table ((const GOptionEntry[]){
      { "export-json", 0, 0, G_OPTION_ARG_FILENAME, &outputs->json, "write the result file (- is stdout)", "FILE" },
      { "export-markdown", 0, 0, G_OPTION_ARG_FILENAME, &outputs->markdown, "write all rows as a table", "FILE" },
      { "export-csv", 0, 0, G_OPTION_ARG_FILENAME, &outputs->csv, "write all rows as comma-separated values", "FILE" },
      { "chart", 0, 0, G_OPTION_ARG_FILENAME, &outputs->chart,
        "draw wall time by number of workers: .svg, .png, .txt (- is stdout)", "FILE" },
      { "chart-cost", 0, 0, G_OPTION_ARG_FILENAME, &outputs->chart_cost,
        "draw time and cost, to the same kinds of file", "FILE" },
      G_OPTION_ENTRY_NULL,
  });
}

void
plan_outputs_add_options (GOptionContext *context, PlanOutputs *outputs)
{
  g_autofree GOptionEntry *entries = option_table (outputs);
  g_option_context_add_main_entries (context, entries, NULL);
}

void
plan_outputs_clear (PlanOutputs *outputs)
{
  usage_free_words (option_table (outputs));
  g_free (outputs->part);
  *outputs = (PlanOutputs){ 0 };
}

static bool
check_places (const PlanOutputs *outputs, GError **error)
{
  Output output[OUTPUTS];
  list_outputs (outputs, output);
  for (unsigned i = 0; i < DOCUMENTS; i++)
    for (unsigned k = 0; k < i; k++)
      if (output[i].path && g_strcmp0 (output[i].path, output[k].path) == 0)
        return fail (error,
                     "%s: two of --export-json, --export-markdown, --export-csv, --chart and --chart-cost would "
                     "be written there",
                     output[i].path);
  return true;
}

bool
plan_outputs_check (const PlanOutputs *outputs, GError **error)
{
  return check_places (outputs, error) && (!outputs->chart || plan_draw_check (outputs->chart, error))
         && (!outputs->chart_cost || plan_draw_check (outputs->chart_cost, error));
}

bool
plan_outputs_spare (const PlanOutputs *outputs, char **files, const char *option, GError **error)
{
  Output output[OUTPUTS];
  list_outputs (outputs, output);
  for (unsigned i = 0; files && i < OUTPUTS; i++)
    for (char **file = files; output[i].path && *file; file++)
      if (outfile_is_at (output[i].path, *file))
        return fail (error, "%s: both %s and %s name it", *file, output[i].option, option);
  return true;
}

const char *
plan_outputs_first_option (const PlanOutputs *outputs)
{
  Output output[OUTPUTS];
  list_outputs (outputs, output);
  for (unsigned i = 0; i < DOCUMENTS; i++)
    if (output[i].path)
      return output[i].option;
  return NULL;
}
