/* sim/recordings/conformity.h - what `isosim conform` compares a recording with, and what it found. */
#ifndef ISOSIM_CONFORMITY_H
#define ISOSIM_CONFORMITY_H

#include "models/model.h"
#include "run/releases.h"

G_BEGIN_DECLS

typedef struct
{
  const IsoModel *model;
  const Release *release; /* decides rules and defaults, not which schedulers there are */
  bool seeded;            /* SEED is known; a scheduler that shuffles needs it */
  int64_t seed;
} ConformPlan;

/* A command to a worker. The model sends a runall as a run with all indices. */
typedef struct
{
  uint32_t word; /* RecordingWord; RECORDING_NONE: none was sent */
  uint32_t worker;
  uint32_t indices;
  uint32_t *index; /* owned */
} ConformCommand;

typedef struct
{
  uint32_t messages;          /* the number of messages that the controller handled */
  uint32_t commands;          /* the number of commands that it sent; a repeated shutdown does not count */
  uint32_t equal;             /* the number of these that the model sent too, up to the first difference */
  bool differs;               /* only then are the next five fields set */
  uint32_t message;           /* place in Recording.message: the message to which the two answers differ */
  ConformCommand real, model; /* the first commands that are not equal */
  char *model_error;          /* the exception with which the model failed instead of sending a command; NULL. Owned */
  char *why;                  /* a sentence, where commands do not show the difference; NULL. Owned */
  char *ended_by;             /* a sentence on why the comparison ends early without a difference; NULL. Owned */
} Conformity;

void conform_command_clear (ConformCommand *command);
void conformity_clear (Conformity *conformity);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conformity, conformity_clear)

G_END_DECLS

#endif
