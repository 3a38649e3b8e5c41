/* sim/certify/certify.h - `isosim check --certify`: all suites up to a size, and what was proven of them. */
#ifndef ISOSIM_CERTIFY_H
#define ISOSIM_CERTIFY_H

#include "check/check_options.h"

G_BEGIN_DECLS

/* Searches all cases, writes --result, and prints the answer. Returns check's exit status over all cases; with
 * --against, cases that were violated or at a limit before do not count. After SIGINT returns EXIT_INTERRUPTED, and
 * what was found until then is written and printed. */
int certify (const CheckOptions *options, GError **error);

G_END_DECLS

#endif
