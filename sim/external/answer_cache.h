/* sim/external/answer_cache.h - what is known of a scheduler in another process whose states have names: which states
 * there are, and what each call does in each. A search makes the same call in the same state many times; it is asked
 * once.
 *
 * A state is known by the first 16 bytes of the SHA-256 of its name. How it was made first is kept too, so that another
 * process of the same program can be brought into it. All threads of a search share one memory: nothing that is in it
 * changes or goes before the memory does. */
#ifndef ISOSIM_MEMORY_H
#define ISOSIM_MEMORY_H

#include "external/protocol.h"

G_BEGIN_DECLS

#define STATE_DIGEST_BYTES 16

typedef struct KnownState KnownState;
typedef struct KnownCall KnownCall;

/* An order that answers a shuffle; NULL numbers: none was asked for. */
typedef struct
{
  uint32_t *number;
  uint32_t count;
} Order;

struct KnownState
{
  unsigned char digest[STATE_DIGEST_BYTES];
  char *name;
  bool tests_finished, collection_is_completed;
  GArray *nodes; /* of uint32_t */
  /* how it was made; NULL for the first state */
  const KnownState *parent;
  const KnownCall *made_by;
  KnownCall *calls; /* the memory's */
};

struct KnownCall
{
  char *call; /* the text of its members */
  Order order;
  bool shuffles; /* nothing else is told here: the same call with an order follows */
  bool failed;   /* a process misbehaved when it was asked: answer_cache_has_failed() */
  Answer answer;
  const KnownState *to; /* the state after it */
  KnownCall *next;
};

typedef struct AnswerCache AnswerCache;

/* For a session that is opened with this text. */
AnswerCache *answer_cache_new (const char *opening);
AnswerCache *answer_cache_ref (AnswerCache *memory);
void answer_cache_unref (AnswerCache *memory);
const char *answer_cache_opening (const AnswerCache *memory);

/* The state that the session begins in, NULL while nobody knows it; and the first to tell it. The answer's parts are
 * taken over, as below. */
const KnownState *answer_cache_first (AnswerCache *memory);
const KnownState *answer_cache_begin (AnswerCache *memory, Answer *answer);

/* NULL: not known. */
const KnownState *answer_cache_find_state (AnswerCache *memory, const unsigned char *digest);
const KnownCall *answer_cache_find_call (AnswerCache *memory, const KnownState *state, const char *call, Order order);
/* Notes a call and what it does; of two threads that do so at once, the first one's is taken. */
const KnownCall *answer_cache_note (AnswerCache *memory, const KnownState *state, const char *call, Order order,
                                    Answer *answer);

/* A process misbehaved at this call: whoever comes here again is to hear so, even if another process answered. */
void answer_cache_fail (AnswerCache *memory, const KnownState *state, const char *call);
bool answer_cache_has_failed (AnswerCache *memory, const KnownCall *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnswerCache, answer_cache_unref)

G_END_DECLS

#endif
