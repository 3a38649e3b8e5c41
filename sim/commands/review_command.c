/* sim/commands/review_command.c - `isosim review --base DIR --head DIR`: what a change to schedulers changes. */
#include "base/interrupt.h"
#include "base/outfile.h"
#include "base/usage.h"
#include "commands/command.h"
#include "external/lookup.h"
#include "review/review_options.h"

static bool
is_worse (const Review *review)
{
  for (unsigned i = 0; i < review->plan->pairs; i++)
    if (review_is_worse (&review->found[i]))
      return true;
  return false;
}

static int
review_command_run (const Invocation *call, GError **error)
{
  g_auto (ReviewOptions) options = { .pairs = NULL };
  g_auto (Review) review = { .found = NULL };
  if (!review_options_parse (&options, call->argv, call->schedulers, error))
    return EXIT_CANNOT;
  interrupt_watch ();
  review_fill (&review, &options.plan);
  g_autoptr (GString) text = review_text (&review);
  g_autoptr (GString) markdown = options.words.export_markdown ? review_markdown (&review) : NULL;
  bool to_stdout = g_strcmp0 (options.words.export_markdown, "-") == 0;
  if ((!to_stdout && !outfile_write_text ("-", text, error))
      || (markdown && !review.interrupted && !outfile_write_text (options.words.export_markdown, markdown, error)))
    return EXIT_CANNOT;
  return is_worse (&review) ? EXIT_VIOLATED : review.interrupted ? EXIT_INTERRUPTED : EXIT_HOLDS;
}

const Command command_review = { "review", "what a change to schedulers changes", review_command_run };
