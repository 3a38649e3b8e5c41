/* sim/recordings/verify_messages.h - verifies a recording: a file that holds every run and every message of a run. */
#ifndef ISOSIM_VERIFY_MESSAGES_H
#define ISOSIM_VERIFY_MESSAGES_H

#include "recordings/verifier.h"

G_BEGIN_DECLS

/* Adds all runs of the recording. */
void verify_messages_add_runs (Verifier *verifier);

/* Answers every property. Comes after verifier_judge(). */
void verify_messages_answer (Verifier *verifier);

G_END_DECLS

#endif
