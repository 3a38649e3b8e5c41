/* sim/review/review_options.h - what the command line of `isosim review` asks for. */
#ifndef ISOSIM_REVIEW_OPTIONS_H
#define ISOSIM_REVIEW_OPTIONS_H

#include "external/lookup.h"
#include "review/review.h"

G_BEGIN_DECLS

/* The command line as it was typed; NULL is what was not given. */
typedef struct
{
  char *side[SIDES]; /* --base and --head */
  char **trace, **more;
  char *dist, *workers, *suites, *seed, *max_regress, *export_markdown, *jobs;
  gboolean no_reorder;
} ReviewWords;

typedef struct
{
  ReviewWords words;
  Schedulers *schedulers; /* finds schedulers by name; not owned */
  char *label[SIDES];
  GArray *pairs;     /* of ReviewPair */
  GPtrArray *names;  /* of char *: of the traces */
  GPtrArray *traces; /* of Trace * */
  GArray *workers;   /* of unsigned */
  ReviewPlan plan;
} ReviewOptions;

/* Parses the words, reads the traces and starts the programs. False with *error; clear it in either case. */
bool review_options_parse (ReviewOptions *options, char **argv, Schedulers *schedulers, GError **error);
void review_options_clear (ReviewOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReviewOptions, review_options_clear)

G_END_DECLS

#endif
