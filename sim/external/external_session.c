#include "external/external_session.h"

#include "base/human.h"
#include <string.h>

static uint32_t *
nodes_of (ExternalState *state)
{
  return (uint32_t *) (void *) (state + 1);
}

ChildProcess *
external_need_process (ExternalSession *own)
{
  if (!own->process)
    own->process = external_take_process (own->external);
  return own->process;
}

bool
external_fail (IsoSession *session, IsoErrorKind kind, const char *text)
{
  const char *end;
  g_utf8_validate (text, (gssize) MIN (strlen (text), sizeof session->error_text - 1), &end);
  return iso_fail (session, kind, "%.*s", (int) (end - text), text);
}

bool
external_fail_with_trouble (IsoSession *session)
{
  ExternalSession *own = external_session_of (session);
  if (own->process && child_process_trouble (own->process))
    external_note_trouble (own->external, child_process_trouble (own->process));
  return external_fail (session, ISO_OTHER_ERROR, own->external->trouble);
}

/* --- what an answer does -------------------------------------------------------------------------------------------
 */

static bool
blame_node (IsoSession *session, uint32_t node)
{
  ExternalSession *own = external_session_of (session);
  g_autofree char *text
      = g_strdup_printf ("%s answered with gw%u, and there is no such node", own->external->who, node);
  return external_fail (session, ISO_OTHER_ERROR, text);
}

/* An upper bound, as commands are queued in memory: a hundred times what it takes to send every test to every node. */
static uint64_t
most_sent (const IsoSession *session)
{
  return UINT64_C (100) * (session->tests + UINT64_C (1)) * (session->plan->nodes_max + UINT64_C (1)) + 1000000;
}

static bool
count_sent (IsoSession *session, uint32_t indices)
{
  ExternalSession *own = external_session_of (session);
  own->sent += 1 + (uint64_t) indices;
  if (own->sent <= most_sent (session))
    return true;
  g_autofree char *tests = human_plural (session->tests, "test");
  g_autofree char *nodes = human_plural (session->plan->nodes_max, "node");
  g_autofree char *text
      = g_strdup_printf ("%s sent more than %" G_GUINT64_FORMAT " commands and indices, the limit for %s and %s",
                         own->external->who, most_sent (session), tests, nodes);
  return external_fail (session, ISO_OTHER_ERROR, text);
}

static bool
do_deed (IsoSession *session, const uint32_t *deed)
{
  uint32_t node = deed[1], count = deed[2];
  if (!count_sent (session, count))
    return false;
  if (node >= session->state->next_number)
    return blame_node (session, node);
  switch ((DeedKind) deed[0])
    {
    case DEED_RUN:
      return iso_send_run (session, node, deed + 3, count);
    case DEED_STEAL:
      return iso_send_steal (session, node, deed + 3, count);
    case DEED_SHUTDOWN:
      iso_shutdown (session, node);
      return true;
    }
  g_assert_not_reached ();
}

/* Takes the test that the scheduler believes to have crashed. */
static bool
take_crashed (IsoSession *session, const Answer *answer, uint32_t *crashed)
{
  if (answer->crashed == ISO_NONE || !crashed)
    return true;
  *crashed = answer->crashed;
  ExternalSession *own = external_session_of (session);
  g_autofree char *text
      = g_strdup_printf ("%s answered with test %u as crashed, and there is none", own->external->who, answer->crashed);
  return answer->crashed < session->tests || external_fail (session, ISO_OTHER_ERROR, text);
}

bool
external_do_answer (IsoSession *session, const Answer *answer, uint32_t *crashed)
{
  const GArray *deeds = answer->deeds;
  for (guint at = 0; deeds && at < deeds->len; at += 3 + g_array_index (deeds, uint32_t, at + 2))
    if (!do_deed (session, &g_array_index (deeds, uint32_t, at)))
      return false;
  if (answer->error)
    return external_fail (session, answer->key_error ? ISO_KEY_ERROR : ISO_OTHER_ERROR, answer->error);
  return take_crashed (session, answer, crashed);
}

bool
external_take_nodes (IsoSession *session, ExternalState *state, const GArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    if (i >= session->plan->nodes_max || g_array_index (nodes, uint32_t, i) >= session->state->next_number)
      return blame_node (session, g_array_index (nodes, uint32_t, i));
  memset (nodes_of (state), 0, session->plan->nodes_max * sizeof (uint32_t));
  for (guint i = 0; i < nodes->len; i++)
    nodes_of (state)[i] = g_array_index (nodes, uint32_t, i);
  state->nodes = nodes->len;
  return true;
}

/* --- orders --------------------------------------------------------------------------------------------------------
 */

const uint32_t *
external_choose (ExternalShuffle *shuffling, uint32_t count, const char **refusal)
{
  IsoSession *session = shuffling->session;
  *refusal = !session->plan->model->shuffles ? "asked for an order, and its greeting did not say that it shuffles"
             : count != session->tests       ? "asked for an order of other things than all tests"
             : shuffling->order.number       ? "asked for an order twice in a call"
                                             : NULL;
  if (*refusal)
    return NULL;
  shuffling->order = (Order){ g_new (uint32_t, count), count };
  iso_shuffle (session, shuffling->order.number, count);
  return shuffling->order.number;
}
