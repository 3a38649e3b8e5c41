/* sim/external/answer_cache.h - the answers of an external scheduler whose states have names: its states, and what each
 * call does in each of them. A search makes the same call in the same state many times; the program is asked once.
 *
 * The key of a state is the first 16 bytes of the SHA-256 of its name. The call that led to it first is kept too. So
 * another process of the same program can be brought into the state.
 *
 * All threads of a search share one cache. A state or call in it stays as it is until the cache is freed; `failed` is
 * the only member that changes. All functions may be called by several threads at once. */
#ifndef ISOSIM_ANSWER_CACHE_H
#define ISOSIM_ANSWER_CACHE_H

#include "external/protocol.h"

G_BEGIN_DECLS

#define STATE_DIGEST_BYTES 16

typedef struct KnownState KnownState;
typedef struct KnownCall KnownCall;

/* An order that answers a shuffle; number is NULL if none was asked for. */
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
  /* the state and the call that led to it first; NULL for the first state */
  const KnownState *parent;
  const KnownCall *made_by;
  KnownCall *calls; /* owned by the cache */
};

struct KnownCall
{
  char *call; /* the members of its object, as text */
  Order order;
  bool shuffles; /* no answer stands here: it stands with the same call and an order */
  bool failed;   /* a process misbehaved; read it with answer_cache_has_failed() */
  Answer answer;
  const KnownState *to; /* the state after it */
  KnownCall *next;
};

typedef struct AnswerCache AnswerCache;

/* OPENING is the text with which sessions of this cache are opened. The caller has one reference. */
AnswerCache *answer_cache_new (const char *opening);
AnswerCache *answer_cache_ref (AnswerCache *cache);
void answer_cache_unref (AnswerCache *cache);
const char *answer_cache_opening (const AnswerCache *cache);

/* Returns the state in which a session begins; NULL while no process has told it. */
const KnownState *answer_cache_first (AnswerCache *cache);
/* Notes the state in which a session begins, and takes parts of ANSWER over. Returns the state that was noted first. */
const KnownState *answer_cache_begin (AnswerCache *cache, Answer *answer);

/* Both return NULL for what is not known. */
const KnownState *answer_cache_find_state (AnswerCache *cache, const unsigned char *digest);
const KnownCall *answer_cache_find_call (AnswerCache *cache, const KnownState *state, const char *call, Order order);
/* Notes a call and its answer, and takes ANSWER over. Returns what was noted first, if another thread was faster. */
const KnownCall *answer_cache_note (AnswerCache *cache, const KnownState *state, const char *call, Order order,
                                    Answer *answer);

/* Notes that a process misbehaved at this call: it fails from now on, even if another process answered it. */
void answer_cache_fail (AnswerCache *cache, const KnownState *state, const char *call);
bool answer_cache_has_failed (AnswerCache *cache, const KnownCall *call);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnswerCache, answer_cache_unref)

G_END_DECLS

#endif
