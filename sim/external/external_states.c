#include "external/external_states.h"

#include <string.h>

/* The calls that bring the process into a state, and the last one, which is made there. The process knows the state of
 * the first call. */
typedef struct
{
  ExternalShuffle shuffle; /* of the last call */
  GArray *asked;           /* of Asked */
  GPtrArray *made_by;      /* of KnownCall: of all but the last call */
} Path;

static const uint32_t *
choose_on_path (void *data, unsigned call, uint32_t count, const char **refusal)
{
  Path *path = data;
  if (call == path->made_by->len)
    return path->shuffle.order.number && path->shuffle.order.count == count
               ? path->shuffle.order.number
               : external_choose (&path->shuffle, count, refusal);
  const KnownCall *made_by = path->made_by->pdata[call];
  *refusal = "asked for an order that it did not ask for the first time";
  return made_by->order.count == count ? made_by->order.number : NULL;
}

/* Starts at the nearest state before STATE that the process has been in. */
static void
find_path (ExternalSession *own, const KnownState *state, const char *call, Path *path)
{
  for (const KnownState *at = state; !g_hash_table_contains (own->entered, at); at = at->parent)
    g_ptr_array_insert (path->made_by, 0, (gpointer) (guintptr) at->made_by);
  for (guint i = path->made_by->len; i-- > 0; state = state->parent)
    {
      const Asked last = { state->name, call };
      g_array_prepend_val (path->asked, last);
      call = state->made_by->call;
    }
  const Asked first = { state->name, call };
  g_array_prepend_val (path->asked, first);
}

/* Checks that the same call in the same state led to the same state again. */
static bool
check_path (ExternalSession *own, const Path *path, const Answer *answers)
{
  for (guint i = 0; i < path->made_by->len; i++)
    {
      const KnownState *to = ((const KnownCall *) path->made_by->pdata[i])->to;
      if (g_strcmp0 (answers[i].state, to->name) != 0)
        {
          child_process_blame (own->process, "made state %s of a call that led to %s before",
                               answers[i].state ? answers[i].state : "without a name", to->name);
          return false;
        }
      g_hash_table_add (own->entered, (gpointer) (guintptr) to);
    }
  return true;
}

/* Brings the process into the session. Returns false if there is trouble. */
static bool
open_states (ExternalSession *own)
{
  Answer answer = { 0 };
  if (own->opened)
    return true;
  bool ok = external_need_process (own) && protocol_open (own->process, own->opening, true, &answer);
  if (ok && answer.error)
    own->refusal = own->refusal ? own->refusal : g_strdup (answer.error);
  else if (ok)
    {
      g_autofree char *name = g_strdup (answer.state);
      const KnownState *first = answer_cache_begin (own->cache, &answer);
      g_hash_table_add (own->entered, (gpointer) (guintptr) first);
      if (strcmp (name, first->name) != 0)
        child_process_blame (own->process, "began in state %s, and in %s before", name, first->name);
      own->opened = ok = !child_process_trouble (own->process);
    }
  answer_clear (&answer);
  return ok && !own->refusal;
}

/* Asks what is not known. NULL: there is trouble. */
static const KnownCall *
ask_path (ExternalSession *own, const KnownState *state, const char *call, Path *path)
{
  const KnownCall *known = NULL;
  find_path (own, state, call, path);
  guint count = path->asked->len;
  g_autofree Answer *answers = g_new0 (Answer, count);
  if (protocol_ask (own->process, (const Asked *) (const void *) path->asked->data, count,
                    (Chooser){ choose_on_path, path }, answers)
      && check_path (own, path, answers))
    {
      known = answer_cache_note (own->cache, state, call, path->shuffle.order, &answers[count - 1]);
      g_hash_table_add (own->entered, (gpointer) (guintptr) known->to);
    }
  for (guint i = 0; i < count; i++)
    answer_clear (&answers[i]);
  return known;
}

static const KnownCall *
ask (IsoSession *session, const KnownState *state, const char *call, Order order)
{
  ExternalSession *own = external_session_of (session);
  Path path = { { session, order }, g_array_new (FALSE, FALSE, sizeof (Asked)), g_ptr_array_new () };
  const KnownCall *known = open_states (own) ? ask_path (own, state, call, &path) : NULL;
  if (path.shuffle.order.number != order.number)
    g_free (path.shuffle.order.number);
  g_array_unref (path.asked);
  g_ptr_array_unref (path.made_by);
  return known;
}

/* Returns what a call does in a state: from the cache, or else as the process answers. NULL: there is trouble. */
static const KnownCall *
find_or_ask (IsoSession *session, const KnownState *state, const char *call)
{
  ExternalSession *own = external_session_of (session);
  Order none = { NULL, 0 };
  const KnownCall *known = answer_cache_find_call (own->cache, state, call, none);
  if (!known)
    return ask (session, state, call, none);
  if (!known->shuffles || answer_cache_has_failed (own->cache, known))
    return known;
  g_autofree uint32_t *number = g_new (uint32_t, session->tests);
  iso_shuffle (session, number, session->tests);
  Order order = { number, session->tests };
  known = answer_cache_find_call (own->cache, state, call, order);
  return known ? known : ask (session, state, call, order);
}

static bool
enter_state (IsoSession *session, ExternalState *state, const KnownState *known)
{
  memcpy (state->digest, known->digest, STATE_DIGEST_BYTES);
  state->tests_finished = known->tests_finished;
  state->collection_is_completed = known->collection_is_completed;
  return external_take_nodes (session, state, known->nodes);
}

bool
external_call_in_state (IsoSession *session, ExternalState *state, const char *call, uint32_t *crashed)
{
  ExternalSession *own = external_session_of (session);
  if (own->refusal)
    return external_fail (session, ISO_OTHER_ERROR, own->refusal);
  const KnownState *from = answer_cache_find_state (own->cache, state->digest);
  const KnownCall *known = from ? find_or_ask (session, from, call) : NULL;
  if (from && !known)
    answer_cache_fail (own->cache, from, call);
  if (!known || answer_cache_has_failed (own->cache, known))
    return external_fail_with_trouble (session);
  own->sent = 0;
  return enter_state (session, state, known->to) && external_do_answer (session, &known->answer, crashed);
}

void
external_enter_first_state (IsoSession *session, ExternalState *state)
{
  ExternalSession *own = external_session_of (session);
  if (!answer_cache_first (own->cache))
    open_states (own);
  const KnownState *first = answer_cache_first (own->cache);
  if (first)
    enter_state (session, state, first);
}
