/* sim/certify/certify.h - `isosim check --certify`: all suites up to a size, and what was proven of them. */
#ifndef ISOSIM_CERTIFY_H
#define ISOSIM_CERTIFY_H

#include "check/check_options.h"

G_BEGIN_DECLS

/* Searches, keeps and prints. The exit status: as of check, over all cases; with --against what was broken or at a
 * limit before does not count; EXIT_INTERRUPTED after SIGINT, with what was found until then kept and printed. */
int certify (const CheckOptions *options, GError **error);

G_END_DECLS

#endif
