#include "external/external_hooks.h"

#include "external/external_states.h"
#include <string.h>

/* --- what a call asks ----------------------------------------------------------------------------------------------
 */

static void
append_numbers (GString *text, const char *name, const uint32_t *numbers, uint32_t count)
{
  g_string_append_printf (text, ",\"%s\":[", name);
  for (uint32_t i = 0; i < count; i++)
    g_string_append_printf (text, i ? ",%u" : "%u", numbers[i]);
  g_string_append_c (text, ']');
}

/* Appends the nodes that are shut down, or those of them whose process is gone. */
static void
append_nodes (GString *text, const IsoSession *session, const char *name, bool gone)
{
  bool any = false;
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      if (!iso_shutting_down (session, node) || (gone && session->worker[node].state != WORKER_GONE))
        continue;
      if (!any)
        g_string_append_printf (text, ",\"%s\":[%u", name, node);
      else
        g_string_append_printf (text, ",%u", node);
      any = true;
    }
  g_string_append (text, any ? "]" : "");
}

static void
append_down (GString *text, const IsoSession *session)
{
  if (!session->state->shut_down)
    return;
  append_nodes (text, session, "down", false);
  append_nodes (text, session, "gone", true);
}

/* --- one object, which every call changes --------------------------------------------------------------------------
 */

static const uint32_t *
choose_now (void *data, unsigned call, uint32_t count, const char **refusal)
{
  return external_choose (data, count, refusal);
}

static bool
take_facts (IsoSession *session, ExternalState *state, const Answer *answer)
{
  if (answer->tests_finished >= 0)
    state->tests_finished = (uint32_t) answer->tests_finished;
  if (answer->collection_is_completed >= 0)
    state->collection_is_completed = (uint32_t) answer->collection_is_completed;
  return !answer->nodes || external_take_nodes (session, state, answer->nodes);
}

static bool
open_object (IsoSession *session, ExternalState *state)
{
  ExternalSession *own = external_session_of (session);
  Answer answer = { 0 };
  if (!external_need_process (own) || !protocol_open (own->process, own->opening, false, &answer))
    return external_fail_with_trouble (session);
  own->opened = true;
  bool ok
      = answer.error ? external_fail (session, ISO_OTHER_ERROR, answer.error) : take_facts (session, state, &answer);
  answer_clear (&answer);
  return ok;
}

static bool
call_object (IsoSession *session, ExternalState *state, const char *call, uint32_t *crashed)
{
  ExternalSession *own = external_session_of (session);
  ExternalShuffle shuffle = { session, { NULL, 0 } };
  const Asked asked = { NULL, call };
  Answer answer = { 0 };
  if (!own->opened && !open_object (session, state))
    return false;
  bool ok = protocol_ask (own->process, &asked, 1, (Chooser){ choose_now, &shuffle }, &answer);
  if (answer.spent_ns)
    external_note_spent (own->external, answer.spent_ns);
  ok = ok ? take_facts (session, state, &answer) && external_do_answer (session, &answer, crashed)
          : external_fail_with_trouble (session);
  g_free (shuffle.order.number);
  answer_clear (&answer);
  return ok;
}

/* --- hooks ---------------------------------------------------------------------------------------------------------
 */

static bool
make_call (IsoSession *session, void *model, GString *call, uint32_t *crashed)
{
  append_down (call, session);
  bool ok = session->plan->canonical ? external_call_in_state (session, model, call->str, crashed)
                                     : call_object (session, model, call->str, crashed);
  g_string_free (call, TRUE);
  return ok;
}

static GString *call_text (const char *format, ...) G_GNUC_PRINTF (1, 2);

static GString *
call_text (const char *format, ...)
{
  GString *text = g_string_sized_new (128);
  va_list args;
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
  return text;
}

static size_t
size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (ExternalState) + nodes_max * sizeof (uint32_t);
}

static bool
add_node (IsoSession *session, void *model, unsigned node)
{
  return make_call (session, model, call_text ("\"call\":\"add_node\",\"node\":%u", node), NULL);
}

static bool
add_node_collection (IsoSession *session, void *model, unsigned node)
{
  return make_call (session, model,
                    call_text ("\"call\":\"add_node_collection\",\"node\":%u,\"collection\":%d", node,
                               !iso_collected_suite (session, node)),
                    NULL);
}

static bool
collection_is_completed (const IsoSession *session, const void *model)
{
  return ((const ExternalState *) model)->collection_is_completed;
}

static bool
schedule (IsoSession *session, void *model)
{
  return make_call (session, model, call_text ("\"call\":\"schedule\""), NULL);
}

static bool
mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  return make_call (session, model,
                    call_text ("\"call\":\"mark_test_complete\",\"node\":%u,\"index\":%u,\"us\":%" G_GUINT64_FORMAT,
                               node, index, duration_us),
                    NULL);
}

static bool
remove_pending_tests_from_node (IsoSession *session, void *model, unsigned node, const uint32_t *indices,
                                uint32_t count)
{
  GString *call = call_text ("\"call\":\"remove_pending_tests_from_node\",\"node\":%u", node);
  append_numbers (call, "indices", indices, count);
  return make_call (session, model, call, NULL);
}

static bool
remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  return make_call (session, model, call_text ("\"call\":\"remove_node\",\"node\":%u", node), crashed);
}

static bool
tests_finished (const IsoSession *session, const void *model)
{
  return ((const ExternalState *) model)->tests_finished;
}

static unsigned
nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  const ExternalState *state = model;
  memcpy (list, state + 1, state->nodes * sizeof *list);
  return state->nodes;
}

/* --- a session begins and ends -------------------------------------------------------------------------------------
 */

static bool
is_measured (External *external)
{
  g_mutex_lock (&external->lock);
  bool measured = external->measured;
  g_mutex_unlock (&external->lock);
  return measured;
}

static void
open_session (IsoSession *session)
{
  const SessionPlan *plan = session->plan;
  ExternalSession *own = g_new0 (ExternalSession, 1);
  own->external = (External *) (guintptr) plan->model;
  own->opening = protocol_opening (plan->suite, plan->workers, &plan->rules.options, plan->canonical,
                                   is_measured (own->external));
  if (plan->canonical)
    {
      own->cache = external_cache_for (own->external, own->opening);
      own->entered = g_hash_table_new (g_direct_hash, g_direct_equal);
    }
  session->external = own;
}

static void
close_session (IsoSession *session)
{
  ExternalSession *own = external_session_of (session);
  if (own->process)
    external_give_process (own->external, own->process);
  g_clear_pointer (&own->cache, answer_cache_unref);
  g_clear_pointer (&own->entered, g_hash_table_unref);
  g_free (own->refusal);
  g_free (own->opening);
  g_free (own);
}

static void
init (IsoSession *session, void *model)
{
  ExternalSession *own = external_session_of (session);
  if (session->plan->canonical)
    external_enter_first_state (session, model);
  else
    {
      own->opened = false; /* a new object is made at the first call */
      own->sent = 0;
    }
}

void
external_set_hooks (External *external, bool steals)
{
  IsoModel *model = &external->model;
  model->size = size;
  model->init = init;
  model->add_node = add_node;
  model->add_node_collection = add_node_collection;
  model->collection_is_completed = collection_is_completed;
  model->schedule = schedule;
  model->mark_test_complete = mark_test_complete;
  model->remove_pending_tests_from_node = steals ? remove_pending_tests_from_node : NULL;
  model->remove_node = remove_node;
  model->tests_finished = tests_finished;
  model->nodes = nodes;
  model->external = true;
  model->open = open_session;
  model->close = close_session;
}
