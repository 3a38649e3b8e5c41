/* sim/recordings/conform_answer.h - one recorded message: what the model sends in answer, beside what was sent. */
#ifndef ISOSIM_CONFORM_ANSWER_H
#define ISOSIM_CONFORM_ANSWER_H

#include "recordings/conform_player.h"

G_BEGIN_DECLS

/* What the model and the real controller sent in answer to one message. */
typedef struct
{
  uint32_t equal; /* the number of equal commands, up to the first difference */
  uint32_t real;  /* place of that real command in Recording.message; the end of the answer if there is none */
  bool same;      /* all commands are equal */
  bool failed;    /* the model raised an error after what it sent */
} ConformAnswer;

/* Lets the model handle MESSAGE, and compares what it sends with the recorded commands from MESSAGE + 1 to before END.
 * If a worker ended at about that time, several orders are tried until one is the same; if none is, the first counts.
 * Leaves in the player's `said` what the model sent. */
ConformAnswer conform_answer (ConformPlayer *player, uint32_t message, uint32_t end);

G_END_DECLS

#endif
