/* sim/recordings/conform.h - plays a recording to a scheduler's model: the session hears the recorded messages in the
 * recorded order, and what the model sends is compared with what the real controller sent.
 *
 * Nothing waits, and no clock runs: commands are compared and forgotten, and a worker does what its messages say. When
 * a process was gone is known by the time at which its end arrived, to the millisecond or so; a node counts as shut
 * down from then on, whether or not the controller has heard. Where an end arrived about when a message was handled,
 * both are tried, and the model is right if it is right with one of them.
 *
 * A shutdown that is sent to a node again says nothing new (releases do it differently): only the first counts. */
#ifndef ISOSIM_CONFORM_H
#define ISOSIM_CONFORM_H

#include "run/releases.h"
#include "session/session.h"
#include "suite/trace.h"

G_BEGIN_DECLS

typedef struct
{
  const IsoModel *model;
  const Release *release; /* its rules, not its list of schedulers */
  bool seeded;            /* a scheduler that shuffles: with SEED */
  int64_t seed;
} ConformPlan;

/* A command, with the indices that it names: a runall is a run of all. */
typedef struct
{
  uint32_t word; /* RecordingWord; RECORDING_NONE: none was sent */
  uint32_t worker;
  uint32_t indices;
  uint32_t *index; /* owned */
} ConformCommand;

typedef struct
{
  uint32_t messages;   /* that the controller handled */
  uint32_t commands;   /* that it sent, a worker's shutdown counted once */
  uint32_t equal;      /* that the model sent too, up to the first difference */
  bool differs;        /* what follows is set then */
  uint32_t message;    /* place in Recording.message of what the first unequal command answers */
  ConformCommand real; /* the two sides */
  ConformCommand model;
  char *model_error; /* the model sends nothing, because it fails: the exception. NULL: it does not. Owned */
  char *why;         /* a sentence where commands alone do not say what differs; NULL. Owned */
  char *ended_by;    /* no difference, but the comparison ends early: a sentence; NULL. Owned */
} Conformity;

/* TRACE must hold a recording of a run with xdist. False with *error when the recording cannot be played: what it says
 * cannot be, or the model knows nothing like it. */
bool conform (const Trace *trace, const char *path, const ConformPlan *plan, Conformity *conformity, GError **error);
void conformity_clear (Conformity *conformity);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conformity, conformity_clear)

G_END_DECLS

#endif
