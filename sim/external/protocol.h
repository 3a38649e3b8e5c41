/* sim/external/protocol.h - the lines of docs/scheduler-protocol.md: what isosim asks a scheduler in another process,
 * and what it answers.
 *
 * Answers are checked here for their form; what a scheduler may do is the session's to judge. An answer that has not
 * the form is trouble of the host's (sim/external/child_process.h). */
#ifndef ISOSIM_DIALOGUE_H
#define ISOSIM_DIALOGUE_H

#include "external/child_process.h"
#include "models/model.h"

G_BEGIN_DECLS

/* What a program tells of its scheduler; strings are owned. */
typedef struct
{
  char *name;   /* of the scheduler; NULL: not told */
  char *of;     /* what it belongs to, as "pytest-xdist 3.1.0"; NULL: not told */
  char *like;   /* a scheduler of isosim's whose promises and habits it has; NULL: none */
  char *scopes; /* whose scopes it has, of the same list; NULL: not told */
  unsigned promises;
  bool every_worker, looks_at_duration, shuffles, steals;
} Greeting;

void greeting_clear (Greeting *greeting);

/* What an answer does and tells, all owned. What it did not tell of facts is as it was before. */
typedef enum
{
  DEED_RUN,
  DEED_STEAL,
  DEED_SHUTDOWN
} DeedKind;

typedef struct
{
  GArray *deeds; /* of uint32_t: DeedKind, node, count, then so many indices; again and again. NULL: none */
  GArray *nodes; /* of uint32_t; NULL: as before */
  int8_t tests_finished, collection_is_completed; /* -1: as before */
  uint32_t crashed;                               /* a test, or ISO_NONE */
  char *error;                                    /* the scheduler failed; NULL: it did not */
  bool key_error;
  char *state;       /* the name of the state that it is in now; NULL in a session without states */
  uint64_t spent_ns; /* how long the scheduler itself took; 0: not told */
} Answer;

void answer_clear (Answer *answer);

/* A call, and the state in which it is made. */
typedef struct
{
  const char *state; /* NULL: the present one */
  const char *call;  /* members of its object */
} Asked;

/* What a program may ask while it answers: the order of COUNT things in the call of that number. NULL: refused, and the
 * reason in *refusal. */
typedef struct
{
  const uint32_t *(*order) (void *data, unsigned call, uint32_t count, const char **refusal);
  void *data;
} Chooser;

/* Each returns false when there is trouble. */

/* The first lines. *refusal: the program's sentence why it cannot host the scheduler; NULL: it can. g_free it. */
bool protocol_greet (ChildProcess *host, Greeting *greeting, char **refusal);
/* Opens a session: OPENING is the text of the object. */
bool protocol_open (ChildProcess *host, const char *opening, bool states, Answer *answer);
/* Makes calls, one after the other, and fills so many answers; those are to be cleared in either case. */
bool protocol_ask (ChildProcess *host, const Asked *asked, unsigned count, Chooser chooser, Answer *answers);

/* The text of the object that opens a session. TIMES: answers are to tell how long the scheduler itself took. */
char *protocol_opening (const Suite *suite, unsigned workers, const IsoOptions *options, bool states, bool times);

G_END_DECLS

#endif
