/* sim/external/protocol.h - the lines of docs/scheduler-protocol.md: what isosim asks an external scheduler, and what
 * it answers.
 *
 * This room checks the form of answers only; the session judges what a scheduler may do. An answer of another form is
 * the process's trouble (external/child_process.h). */
#ifndef ISOSIM_PROTOCOL_H
#define ISOSIM_PROTOCOL_H

#include "external/child_process.h"
#include "models/model.h"

G_BEGIN_DECLS

/* What a program tells about its scheduler; strings are owned. */
typedef struct
{
  char *name;   /* of the scheduler; NULL: not told */
  char *of;     /* what it belongs to, as "pytest-xdist 3.1.0"; NULL: not told */
  char *like;   /* a scheduler of isosim's that has its promises and habits; NULL: none */
  char *scopes; /* a scheduler of isosim's that has its scopes; NULL: not told */
  unsigned promises;
  bool every_worker, looks_at_duration, shuffles, steals;
} Greeting;

void greeting_clear (Greeting *greeting);

/* What an answer does and tells, all owned. A fact that it does not tell stays as it was before. */
typedef enum
{
  DEED_RUN,
  DEED_STEAL,
  DEED_SHUTDOWN
} DeedKind;

typedef struct
{
  GArray *deeds; /* of uint32_t, for each deed: DeedKind, node, count, then COUNT indices. NULL: none */
  GArray *nodes; /* of uint32_t; NULL: as before */
  int8_t tests_finished, collection_is_completed; /* -1: as before */
  uint32_t crashed;                               /* a test, or ISO_NONE */
  char *error;                                    /* the scheduler failed; NULL: it did not */
  bool key_error;
  char *state;       /* the name of its state now; NULL in a session without named states */
  uint64_t spent_ns; /* how long the scheduler itself took; 0: not told */
} Answer;

void answer_clear (Answer *answer);

/* A call, and the state in which it is made. */
typedef struct
{
  const char *state; /* NULL: the present one */
  const char *call;  /* members of its object */
} Asked;

/* Answers a program that asks, within a call, for an order of COUNT things. CALL is the call's number, from 0, in the
 * line. Returns NULL with the reason in *refusal if it may not ask. */
typedef struct
{
  const uint32_t *(*order) (void *data, unsigned call, uint32_t count, const char **refusal);
  void *data;
} Chooser;

/* Each returns false if there is trouble. */

/* Exchanges the first lines. *refusal is the program's sentence why it cannot run the scheduler; NULL if it can. g_free
 * it. */
bool protocol_greet (ChildProcess *process, Greeting *greeting, char **refusal);
/* Opens a session; OPENING is protocol_opening()'s. */
bool protocol_open (ChildProcess *process, const char *opening, bool states, Answer *answer);
/* Makes COUNT calls, one after the other, and fills COUNT answers. answer_clear() each, also after false. */
bool protocol_ask (ChildProcess *process, const Asked *asked, unsigned count, Chooser chooser, Answer *answers);

/* Returns the text of the object that opens a session. TIMES: answers are to tell how long the scheduler itself took.
 */
char *protocol_opening (const Suite *suite, unsigned workers, const IsoOptions *options, bool states, bool times);

G_END_DECLS

#endif
