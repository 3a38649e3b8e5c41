/* sim/compare/compare_options.h - what the command line of `isosim compare` asks for: two files, or two schedulers. */
#ifndef ISOSIM_COMPARE_OPTIONS_H
#define ISOSIM_COMPARE_OPTIONS_H

#include "compare/compare_dists.h"
#include "external/lookup.h"

G_BEGIN_DECLS

/* The words of the command line; NULL if an option is not given. */
typedef struct
{
  char **trace, **dist;
  char *workers, *runs, *seed, *jobs, *max_regress, *format, *xdist_path;
  char **file; /* the words that are no options */
} CompareWords;

typedef struct
{
  CompareWords words;
  Schedulers *schedulers; /* finds schedulers by name; not owned */
  unsigned allowed;       /* see CompareReport */
  bool json;
  bool of_traces;    /* true: two schedulers are compared; false: two files */
  GPtrArray *paths;  /* of const char *, borrowed from the words */
  GPtrArray *traces; /* of Trace * */
  GArray *workers;   /* of unsigned */
  DistsQuestion question;
} CompareOptions;

/* Parses the words and reads the traces that they name. Returns false with *error. Clear it in either case. */
bool compare_options_parse (CompareOptions *options, char **argv, Schedulers *schedulers, GError **error);
void compare_options_clear (CompareOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CompareOptions, compare_options_clear)

G_END_DECLS

#endif
