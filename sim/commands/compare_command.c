/* sim/commands/compare_command.c - `isosim compare`: what got worse between two results. */
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "compare/compare_github.h"
#include "compare/compare_json.h"
#include "compare/compare_options.h"
#include "compare/compare_text.h"
#include "external/lookup.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>

/* --- what is compared ---------------------------------------------------------------------------------------- */

typedef struct
{
  Results *before, *now;
  bool interrupted;
} Pair;

static void
pair_clear (Pair *pair)
{
  g_clear_pointer (&pair->before, results_free);
  g_clear_pointer (&pair->now, results_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pair, pair_clear)

static bool
read_pair (const CompareOptions *options, Pair *pair, GError **error)
{
  pair->before = result_file_read (options->words.file[0], error);
  pair->now = pair->before ? result_file_read (options->words.file[1], error) : NULL;
  return pair->now != NULL;
}

static bool
simulate_pair (const CompareOptions *options, Pair *pair, GError **error)
{
  pair->before = results_new (options->question.model[0]->name);
  pair->now = results_new (options->question.model[1]->name);
  interrupt_watch ();
  pair->interrupted = !compare_dists (&options->question, pair->before, pair->now);
  return pair->now->cases->len > 0 || fail (error, "interrupted before any suite was done");
}

/* --- where it goes ------------------------------------------------------------------------------------------- */

static bool
append_file (const char *path, const GString *text, GError **error)
{
  FILE *file = g_fopen (path, "ab");
  bool ok = file && fwrite (text->str, 1, text->len, file) == text->len;
  int why = errno;
  if (file && fclose (file) != 0 && ok)
    {
      why = errno;
      ok = false;
    }
  return ok || fail (error, "cannot write %s: %s", path, g_strerror (why));
}

static bool
add_to_summary (const CompareReport *report, GError **error)
{
  const char *path = g_getenv ("GITHUB_STEP_SUMMARY");
  if (!path || !*path)
    return true;
  g_autoptr (GString) markdown = compare_markdown (report);
  return append_file (path, markdown, error);
}

/* GitHub reads annotations from both outputs. With --format json they go to standard error, since programs read the
 * other. */
static bool
write_report (const CompareReport *report, bool json, GError **error)
{
  bool at_github = g_strcmp0 (g_getenv ("GITHUB_ACTIONS"), "true") == 0;
  g_autoptr (GString) text = json ? compare_json (report) : compare_text (report);
  g_autoptr (GString) annotations = compare_annotations (report);
  if ((at_github && !add_to_summary (report, error)) || !outfile_write_text ("-", text, error))
    return false;
  if (at_github)
    fputs (annotations->str, json ? stderr : stdout);
  return true;
}

static int
compare_command (const Invocation *call, GError **error)
{
  g_auto (CompareOptions) options = { 0 };
  g_auto (Pair) pair = { 0 };
  g_auto (CompareReport) report = { 0 };
  if (!compare_options_parse (&options, call->argv, call->schedulers, error)
      || !(options.of_traces ? simulate_pair : read_pair) (&options, &pair, error))
    return pair.interrupted ? EXIT_INTERRUPTED : EXIT_CANNOT;
  if (!compare_report_fill (&report, pair.before, pair.now, options.allowed, error))
    return EXIT_CANNOT;
  report.of_traces = options.of_traces;
  report.interrupted = pair.interrupted;
  if (!write_report (&report, options.json, error))
    return EXIT_CANNOT;
  if (report.interrupted)
    return EXIT_INTERRUPTED;
  return compare_report_regressions (&report) ? EXIT_VIOLATED : EXIT_HOLDS;
}

const Command command_compare = { "compare", "what got worse between two results, or two schedulers", compare_command };
