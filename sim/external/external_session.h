/* sim/external/external_session.h - what a session of an external scheduler has of its own, and what an answer does in
 * it.
 */
#ifndef ISOSIM_EXTERNAL_SESSION_H
#define ISOSIM_EXTERNAL_SESSION_H

#include "external/external_pool.h"
#include "session/session.h"

typedef struct
{
  External *external;
  ChildProcess *process; /* NULL: it has needed none yet */
  char *opening;
  bool opened;         /* the process is in this session */
  char *refusal;       /* why the scheduler could not be made; NULL: it was */
  AnswerCache *cache;  /* NULL: a session without named states */
  GHashTable *entered; /* with the cache: a set of KnownState, those that the process has been in */
  uint64_t sent;       /* commands, and indices in them: by the object, or with named states by the last answer */
} ExternalSession;

/* The scheduler's state in the session's block; uint32_t nodes[nodes_max] follow. */
typedef struct
{
  unsigned char digest[STATE_DIGEST_BYTES]; /* of the state's name; 0 without named states */
  uint32_t tests_finished, collection_is_completed;
  uint32_t nodes;
} ExternalState;

G_STATIC_ASSERT (sizeof (ExternalState) == STATE_DIGEST_BYTES + 3 * sizeof (uint32_t));

static inline ExternalSession *
external_session_of (const IsoSession *session)
{
  return session->external;
}

/* Returns the session's process, which it takes when it first needs it. NULL: the trouble is noted. */
ChildProcess *external_need_process (ExternalSession *own);

/* Fails the hook with TEXT, cut at a character's end if it is too long. Always false. */
bool external_fail (IsoSession *session, IsoErrorKind kind, const char *text);
/* Fails the hook with the trouble of the process, or the first one of another process. Always false. */
bool external_fail_with_trouble (IsoSession *session);

/* Makes NODES, of uint32_t, the nodes that the scheduler lists. Fails if one of them does not exist. */
bool external_take_nodes (IsoSession *session, ExternalState *state, const GArray *nodes);
/* Does what the answer says, in its order, up to the scheduler's own failure if there was one. */
bool external_do_answer (IsoSession *session, const Answer *answer, uint32_t *crashed);

/* The order that a call asked for. */
typedef struct
{
  IsoSession *session;
  Order order; /* number: owned once chosen; NULL: none was asked for */
} ExternalShuffle;

/* Lets the session's driver choose an order of COUNT things, which must be all tests. NULL: refused, see Chooser. */
const uint32_t *external_choose (ExternalShuffle *shuffle, uint32_t count, const char **refusal);

#endif
