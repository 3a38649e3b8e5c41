#include "external/answer_cache.h"

#include <string.h>

struct AnswerCache
{
  gint references;
  char *opening;
  GMutex lock;        /* of all below */
  GHashTable *states; /* a set of KnownState, by digest */
  const KnownState *first;
};

static guint
hash_state (gconstpointer key)
{
  guint hash;
  memcpy (&hash, ((const KnownState *) key)->digest, sizeof hash);
  return hash;
}

static gboolean
same_state (gconstpointer a, gconstpointer b)
{
  return memcmp (((const KnownState *) a)->digest, ((const KnownState *) b)->digest, STATE_DIGEST_BYTES) == 0;
}

static void
free_call (KnownCall *call)
{
  answer_clear (&call->answer);
  g_free (call->order.number);
  g_free (call->call);
  g_free (call);
}

static void
free_state (gpointer data)
{
  KnownState *state = data;
  for (KnownCall *call = state->calls, *next; call; call = next)
    {
      next = call->next;
      free_call (call);
    }
  g_array_unref (state->nodes);
  g_free (state->name);
  g_free (state);
}

AnswerCache *
answer_cache_new (const char *opening)
{
  AnswerCache *cache = g_new0 (AnswerCache, 1);
  cache->references = 1;
  cache->opening = g_strdup (opening);
  cache->states = g_hash_table_new_full (hash_state, same_state, free_state, NULL);
  g_mutex_init (&cache->lock);
  return cache;
}

AnswerCache *
answer_cache_ref (AnswerCache *cache)
{
  g_atomic_int_inc (&cache->references);
  return cache;
}

void
answer_cache_unref (AnswerCache *cache)
{
  if (!cache || !g_atomic_int_dec_and_test (&cache->references))
    return;
  g_hash_table_unref (cache->states);
  g_mutex_clear (&cache->lock);
  g_free (cache->opening);
  g_free (cache);
}

const char *
answer_cache_opening (const AnswerCache *cache)
{
  return cache->opening;
}

/* --- states -------------------------------------------------------------------------------------------------- */

static void
digest_name (const char *name, unsigned char *digest)
{
  unsigned char whole[32];
  gsize bytes = sizeof whole;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_get_digest (checksum, whole, &bytes);
  memcpy (digest, whole, STATE_DIGEST_BYTES);
}

/* The state of that name, with the facts that ANSWER tells, and of the others those of BEFORE, when it is new. */
static KnownState *
state_of (AnswerCache *cache, const KnownState *before, Answer *answer)
{
  KnownState key, *state;
  digest_name (answer->state, key.digest);
  state = g_hash_table_lookup (cache->states, &key);
  if (state)
    return state;
  state = g_new0 (KnownState, 1);
  memcpy (state->digest, key.digest, sizeof key.digest);
  state->name = g_steal_pointer (&answer->state);
  state->tests_finished = answer->tests_finished >= 0 ? answer->tests_finished : before && before->tests_finished;
  state->collection_is_completed = answer->collection_is_completed >= 0 ? answer->collection_is_completed
                                                                        : before && before->collection_is_completed;
  state->nodes = answer->nodes ? g_steal_pointer (&answer->nodes)
                 : before      ? g_array_ref (before->nodes)
                               : g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_hash_table_add (cache->states, state);
  return state;
}

const KnownState *
answer_cache_first (AnswerCache *cache)
{
  g_mutex_lock (&cache->lock);
  const KnownState *first = cache->first;
  g_mutex_unlock (&cache->lock);
  return first;
}

const KnownState *
answer_cache_begin (AnswerCache *cache, Answer *answer)
{
  g_mutex_lock (&cache->lock);
  if (!cache->first)
    cache->first = state_of (cache, NULL, answer);
  const KnownState *first = cache->first;
  g_mutex_unlock (&cache->lock);
  return first;
}

const KnownState *
answer_cache_find_state (AnswerCache *cache, const unsigned char *digest)
{
  KnownState key;
  memcpy (key.digest, digest, STATE_DIGEST_BYTES);
  g_mutex_lock (&cache->lock);
  const KnownState *state = g_hash_table_lookup (cache->states, &key);
  g_mutex_unlock (&cache->lock);
  return state;
}

/* --- calls --------------------------------------------------------------------------------------------------- */

static bool
same_order (Order a, Order b)
{
  return a.count == b.count && (!a.count || memcmp (a.number, b.number, a.count * sizeof *a.number) == 0);
}

static KnownCall *
find_call (const KnownState *state, const char *text, Order order)
{
  for (KnownCall *call = state->calls; call; call = call->next)
    if (same_order (call->order, order) && strcmp (call->call, text) == 0)
      return call;
  return NULL;
}

const KnownCall *
answer_cache_find_call (AnswerCache *cache, const KnownState *state, const char *call, Order order)
{
  g_mutex_lock (&cache->lock);
  const KnownCall *found = find_call (state, call, order);
  g_mutex_unlock (&cache->lock);
  return found;
}

static KnownCall *
add_call (KnownState *state, const char *text, Order order)
{
  KnownCall *call = g_new0 (KnownCall, 1);
  call->call = g_strdup (text);
  call->order = (Order){ g_memdup2 (order.number, order.count * sizeof *order.number), order.count };
  call->next = state->calls;
  state->calls = call;
  return call;
}

static KnownCall *
note (AnswerCache *cache, KnownState *from, const char *text, Order order, Answer *answer)
{
  KnownCall *call = add_call (from, text, order);
  KnownState *to = answer->state ? state_of (cache, from, answer) : from;
  if (to != from && !to->made_by && to != cache->first)
    {
      to->parent = from;
      to->made_by = call;
    }
  call->to = to;
  call->answer = *answer;
  *answer = (Answer){ .crashed = ISO_NONE };
  if (order.count && !find_call (from, text, (Order){ NULL, 0 }))
    add_call (from, text, (Order){ NULL, 0 })->shuffles = true;
  return call;
}

const KnownCall *
answer_cache_note (AnswerCache *cache, const KnownState *state, const char *call, Order order, Answer *answer)
{
  g_mutex_lock (&cache->lock);
  KnownState *from = g_hash_table_lookup (cache->states, state);
  const KnownCall *noted = find_call (from, call, order);
  if (!noted)
    noted = note (cache, from, call, order, answer);
  g_mutex_unlock (&cache->lock);
  return noted;
}

void
answer_cache_fail (AnswerCache *cache, const KnownState *state, const char *call)
{
  const Order none = { NULL, 0 };
  g_mutex_lock (&cache->lock);
  KnownState *from = g_hash_table_lookup (cache->states, state);
  KnownCall *failed = find_call (from, call, none);
  (failed ? failed : add_call (from, call, none))->failed = true;
  g_mutex_unlock (&cache->lock);
}

bool
answer_cache_has_failed (AnswerCache *cache, const KnownCall *call)
{
  g_mutex_lock (&cache->lock);
  bool failed = call->failed;
  g_mutex_unlock (&cache->lock);
  return failed;
}
