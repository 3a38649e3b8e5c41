#include "search/violation.h"

#include "session/controller.h"
#include "session/property.h"
#include <string.h>

void
violation_forget (IsoSession *session)
{
  session->error = 0;
  session->restarted = session->sent_wrongly = session->blamed = session->unreported = 0;
  memset (session->finding, 0, sizeof session->finding);
}

static unsigned
judged (const IsoSession *session)
{
  unsigned bits = 0;
  for (int property = ISO_ONCE + 1; property < ISO_PROPERTIES; property++)
    if (session->finding[property].count)
      bits |= PROPERTY_BIT (property);
  return bits;
}

unsigned
violation_in_step (const IsoSession *session)
{
  return judged (session) | (session->restarted ? PROPERTY_BIT (ISO_ONCE) : 0)
         | (session->sent_wrongly ? PROPERTY_BIT (PROPERTY_ALIVE) : 0)
         | (session->blamed ? PROPERTY_BIT (PROPERTY_BLAME) : 0)
         | (session->unreported ? PROPERTY_BIT (PROPERTY_REPORTED) : 0);
}

static bool
is_done (const IsoSession *session, uint32_t test)
{
  return session->judge.mark[test] & (TEST_COMPLETED | TEST_REPORTED);
}

/* Returns the first test that is not done; ISO_NONE if all are. */
static uint32_t
first_lost (const IsoSession *session)
{
  for (uint32_t test = 0; test < session->tests; test++)
    if (!is_done (session, test))
      return test;
  return ISO_NONE;
}

/* Returns the first worker that is not down; ISO_NONE if all are. */
static uint32_t
first_alive (const IsoSession *session)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    if (session->worker[node].state != WORKER_GONE)
      return node;
  return ISO_NONE;
}

unsigned
violation_at_end (IsoSession *session)
{
  judge_end (session);
  return judged (session) | (first_lost (session) != ISO_NONE ? PROPERTY_BIT (PROPERTY_LOST) : 0)
         | (first_alive (session) != ISO_NONE ? PROPERTY_BIT (PROPERTY_DRAIN) : 0);
}

/* --- next ---------------------------------------------------------------------------------------------------- */

static bool
is_held (const IsoSession *session, uint32_t test)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      const Worker *worker = &session->worker[node];
      for (uint32_t i = 0; worker->state != WORKER_GONE && i < worker->queue.len; i++)
        {
          uint32_t index = iso_queue_get (&session->store, &worker->queue, i);
          if (index != session->tests && iso_test_of (session, node, index) == test)
            return true;
        }
    }
  return false;
}

static bool
nothing_in_flight (const IsoSession *session)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    if (session->worker[node].inbox.len)
      return false;
  return session->state->messages.len == 0;
}

/* Returns the first worker that waits with a single test and was not told that nothing follows; ISO_NONE if there is
 * none. */
static uint32_t
first_untold (const IsoSession *session)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      const Worker *worker = &session->worker[node];
      if (worker->state == WORKER_UP && worker->queue.len == 1 && !worker->shutdown_sent)
        return node;
    }
  return ISO_NONE;
}

bool
violation_next (const IsoSession *session)
{
  if (first_untold (session) == ISO_NONE || !nothing_in_flight (session))
    return false;
  for (uint32_t test = 0; test < session->tests; test++)
    if (!is_done (session, test) && !is_held (session, test))
      return false;
  return true;
}

/* Whether only deaths by chance can still happen. Moves may leave out what workers take on their own. */
static bool
is_stuck (const SearchState *now)
{
  g_autofree Move *moves = g_new (Move, SUCCESSORS_MAX (now->plan->session.nodes_max));
  unsigned count = successors_list (now, moves);
  for (unsigned i = 0; i < count; i++)
    if (!moves[i].by_chance)
      return false;
  for (unsigned node = 0; node < now->session->state->next_number; node++)
    if (can_act (now, (Action){ ACTION_COMMAND, (uint8_t) node, 0 })
        || can_act (now, (Action){ ACTION_ITEM, (uint8_t) node, 0 }))
      return false;
  return true;
}

unsigned
violation_now (SearchState *now)
{
  IsoSession *session = now->session;
  unsigned bits = violation_in_step (session);
  if (session->error)
    return bits | PROPERTY_BIT (PROPERTY_ERROR);
  if (controller_session_finished (session))
    return bits | violation_at_end (session);
  return bits | (violation_next (session) ? PROPERTY_BIT (PROPERTY_NEXT) : 0)
         | (is_stuck (now) ? PROPERTY_BIT (PROPERTY_HANG) : 0);
}

/* --- in words ------------------------------------------------------------------------------------------------ */

static char *
about_test (const IsoSession *session, uint32_t test, const char *what)
{
  g_assert (test < session->tests);
  g_autofree char *name = suite_dup_name (session->plan->suite, test);
  return g_strdup_printf ("%s %s", name, what);
}

/* "gw1 waits with a.py::a2, not knowing what follows" */
static char *
about_waiting (const IsoSession *session, uint32_t node)
{
  if (node == ISO_NONE)
    return g_strdup ("nothing can happen any more, and the session has not ended");
  g_assert (session->worker[node].queue.len > 0);
  uint32_t index = iso_queue_get (&session->store, &session->worker[node].queue, 0);
  g_autofree char *name = suite_dup_name (session->plan->suite, iso_test_of (session, node, index));
  return g_strdup_printf ("gw%u waits with %s, and nobody tells it what follows", node, name);
}

static char *
about_hang (const IsoSession *session)
{
  uint32_t node = first_untold (session);
  if (node == ISO_NONE && first_alive (session) != ISO_NONE)
    return g_strdup_printf ("gw%u is alive, nothing can happen any more, and the session has not ended",
                            first_alive (session));
  return about_waiting (session, node);
}

/* "a.py::a1 on gw0 beside b.py::b1 on gw1" */
static char *
about_finding (const IsoSession *session, Property property)
{
  const Finding *finding = &session->finding[property];
  g_autofree char *name = suite_dup_name (session->plan->suite, finding->test);
  g_autofree char *other
      = finding->other_test == ISO_NONE ? NULL : suite_dup_name (session->plan->suite, finding->other_test);
  g_autofree char *node = finding->node == ISO_NONE ? g_strdup ("") : g_strdup_printf (" on gw%u", finding->node);
  if (other)
    return g_strdup_printf ("%s%s beside %s on gw%u", name, node, other, finding->other_node);
  return g_strdup_printf ("%s%s: not kept is that %s", name, node, property_meaning (property));
}

char *
violation_detail (const IsoSession *session, Property property)
{
  switch (property)
    {
    case ISO_ONCE:
      return g_strdup ("a test starts after it completed or was reported crashed");
    case PROPERTY_LOST:
      return about_test (session, first_lost (session), "neither completed nor was reported crashed");
    case PROPERTY_HANG:
      return about_hang (session);
    case PROPERTY_LIVELOCK:
      return g_strdup ("from here on something can always happen, and nothing of it leads to the end");
    case PROPERTY_ERROR:
      return g_strdup (session->error_text);
    case PROPERTY_ALIVE:
      return g_strdup ("a worker is sent what it must not be sent: it was sent shutdown, or lacks the test");
    case PROPERTY_BLAME:
      return g_strdup ("a crash is reported for a test that the dead worker did not run");
    case PROPERTY_REPORTED:
      return g_strdup ("a worker died running a test, and no crash is reported");
    case PROPERTY_NEXT:
      return about_waiting (session, first_untold (session));
    case PROPERTY_DRAIN:
      return g_strdup_printf ("the session has ended, and gw%u is not down", first_alive (session));
    default:
      return about_finding (session, property);
    }
}
