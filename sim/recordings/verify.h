/* sim/recordings/verify.h - judges what really happened in a run: the properties of `isosim check` and of the judge, by
 * the times that a file tells.
 *
 * The file is a recording, with all messages, or another trace that tells on which worker each test ran. A property
 * that the file does not tell is not judged, and its `untold` says why. docs/recording.md defines each property. */
#ifndef ISOSIM_VERIFY_H
#define ISOSIM_VERIFY_H

#include "recordings/verification.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* Fills VERIFICATION; verification_clear() it in either case. MODEL may be NULL: the scheduler is not known, or there
 * was none. PATH is the trace's name in messages. Returns false with *error when the trace tells nothing to judge. */
bool verify (Trace *trace, const char *path, const IsoModel *model, Verification *verification, GError **error);

G_END_DECLS

#endif
