#include "session/judge.h"

#include "session/property.h"
#include "session/session_state.h"
#include <string.h>

/* Carves arrays out of a block, or only counts their bytes; each begins at a multiple of eight. */
typedef struct
{
  unsigned char *bytes;
  size_t used;
} Carver;

static void *
carve (Carver *carver, size_t count, size_t size)
{
  void *part = carver->bytes ? carver->bytes + carver->used : NULL;
  carver->used += (count * size + 7) & ~(size_t) 7;
  return part;
}

size_t
judge_layout (IsoSession *session, unsigned char *bytes)
{
  Judge *judge = &session->judge;
  const SessionPlan *plan = session->plan;
  Carver carver = { bytes, 0 };
  const ScopeTable *scopes = session->scopes, *units = session->units;
  bool fixtures = (plan->model->promises & ISO_BIT (ISO_SETUP_ONCE)) != 0;
  judge->worker = carve (&carver, plan->nodes_max, sizeof *judge->worker);
  judge->scopes_running = carve (&carver, 1, sizeof *judge->scopes_running);
  judge->scopes_open = carve (&carver, 1, sizeof *judge->scopes_open);
  judge->alone = carve (&carver, (plan->nodes_max + 63) / 64, sizeof *judge->alone);
  judge->running = carve (&carver, scopes->scopes, sizeof *judge->running);
  judge->owner = carve (&carver, units->scopes, sizeof *judge->owner);
  judge->mark = carve (&carver, plan->suite->tests, sizeof *judge->mark);
  judge->seen = plan->model->every_worker ? carve (&carver, plan->nodes_max, (plan->suite->tests + 7) / 8) : NULL;
  if (fixtures)
    {
      judge->lent = carve (&carver, scopes->scopes, sizeof *judge->lent);
      judge->to_complete = carve (&carver, scopes->scopes, sizeof *judge->to_complete);
      judge->fixture = carve (&carver, scopes->scopes, sizeof *judge->fixture);
    }
  return carver.used;
}

void
judge_init (IsoSession *session)
{
  Judge *judge = &session->judge;
  for (uint32_t scope = 0; judge->to_complete && scope < session->scopes->scopes; scope++)
    judge->to_complete[scope] = scope_size (session->scopes, scope);
}

static void
found (IsoSession *session, Property property, uint32_t test, unsigned node, uint32_t other_test, uint32_t other_node)
{
  Finding *finding = &session->finding[property];
  if (session->state->stop && property != ISO_ONCE)
    return; /* what the end by maxfail breaks is not the scheduler's doing */
  if (finding->count++ == 0)
    *finding = (Finding){ 1, test, other_test, node, other_node, session->stamp };
}

/* The number of workers that can take part in a scope of TESTS tests with two of them each, or with its only one. */
static uint32_t
workers_max (uint32_t tests)
{
  return tests == 1 ? 1 : tests / 2;
}

/* A test of another scope than the worker's last pending test is lent, so that the worker can run that test. */
static void
count_fence (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  Judge *judge = &session->judge;
  judge->worker[node].fence = scope + 1;
  if (++judge->lent[scope] > workers_max (scope_size (session->scopes, scope)))
    found (session, ISO_FENCE_LIMIT, test, node, ISO_NONE, ISO_NONE);
}

static void
count_sent (IsoSession *session, unsigned node, uint32_t index)
{
  Judge *judge = &session->judge;
  JudgeWorker *worker = &judge->worker[node];
  uint32_t test = session_test_of (session, node, index), scope = session->scopes->of_test[test];
  if (worker->pending && session->scopes->of_test[session_test_of (session, node, worker->last_sent - 1)] != scope)
    count_fence (session, node, test, scope);
  worker->pending++;
  worker->last_sent = index + 1;
}

void
judge_sent (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count)
{
  for (uint32_t k = 0; session->judge.lent && k < count; k++)
    count_sent (session, node, indices[k]);
}

/* The first test of SCOPE: findings name it for the scope. */
static uint32_t
first_of (const IsoSession *session, uint32_t scope)
{
  return session->scopes->member[session->scopes->first[scope]];
}

/* A twin's coordinator knows of a death in the scope, so what follows from the death does not count. */
static bool
is_excused (const IsoSession *session, uint32_t scope)
{
  return session->plan->model->twin && (session->judge.fixture[scope] & FIXTURE_BEREAVED);
}

static void
observe_setup (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  Judge *judge = &session->judge;
  uint8_t *fixture = &judge->fixture[scope];
  if (is_excused (session, scope) && (*fixture & FIXTURE_TORN_DOWN))
    *fixture &= (uint8_t) ~(FIXTURE_SET_UP | FIXTURE_TORN_DOWN | FIXTURE_TORN_AGAIN);
  if (*fixture & FIXTURE_SET_UP)
    found (session, ISO_SETUP_ONCE, test, node, ISO_NONE, ISO_NONE);
  if (*judge->scopes_open > (*fixture & FIXTURE_OPEN ? 1 : 0))
    found (session, ISO_SCOPES_APART, test, node, ISO_NONE, ISO_NONE);
  *judge->scopes_open += !(*fixture & FIXTURE_OPEN);
  g_assert (*judge->scopes_open <= session->scopes->scopes);
  *fixture |= FIXTURE_SET_UP | FIXTURE_OPEN;
}

static void
observe_teardown (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  Judge *judge = &session->judge;
  uint8_t *fixture = &judge->fixture[scope];
  if (judge->to_complete[scope] && !is_excused (session, scope))
    found (session, ISO_TEARDOWN_LAST, test, node, ISO_NONE, ISO_NONE);
  g_assert (*judge->scopes_open <= session->scopes->scopes && (*judge->scopes_open || !(*fixture & FIXTURE_OPEN)));
  *judge->scopes_open -= (*fixture & FIXTURE_OPEN) != 0;
  *fixture |= *fixture & FIXTURE_TORN_DOWN ? FIXTURE_TORN_AGAIN : FIXTURE_TORN_DOWN;
  *fixture &= (uint8_t) ~FIXTURE_OPEN;
}

static void
enter_fixtures (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  uint8_t *fixture = &session->judge.fixture[scope];
  bool excused = is_excused (session, scope);
  unsigned answer = coordinator_enter (&session->coordinator[scope], excused);
  if (!excused && ((answer & COORDINATOR_REFUSES) || (*fixture & FIXTURE_TORN_DOWN)))
    found (session, ISO_TEARDOWN_LAST, test, node, ISO_NONE, ISO_NONE);
  *fixture |= FIXTURE_ENTERED;
  if (answer & COORDINATOR_SETS_UP)
    observe_setup (session, node, test, scope);
  else if (!(*fixture & FIXTURE_SET_UP))
    found (session, ISO_SETUP_FIRST, test, node, ISO_NONE, ISO_NONE);
}

static void
leave_fixtures (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  if (coordinator_leave (&session->coordinator[scope]))
    observe_teardown (session, node, test, scope);
}

static void
leave (IsoSession *session, unsigned node, uint32_t test)
{
  JudgeWorker *worker = &session->judge.worker[node];
  uint32_t scope = worker->entered - 1;
  if (worker->ran == 1 && !worker->excused && scope_size (session->scopes, scope) > 1)
    found (session, ISO_TWO_TESTS, test, node, ISO_NONE, ISO_NONE);
  if (session->judge.fixture)
    leave_fixtures (session, node, test, scope);
  worker->entered = 0;
}

/* A worker that is still in another scope leaves it first. */
static void
enter (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  JudgeWorker *worker = &session->judge.worker[node];
  if (worker->entered)
    leave (session, node, first_of (session, worker->entered - 1));
  worker->entered = scope + 1;
  worker->ran = worker->excused = 0;
  session->entries++;
  if (session->judge.fixture)
    enter_fixtures (session, node, test, scope);
}

static void
judge_unit (IsoSession *session, unsigned node, uint32_t test)
{
  Judge *judge = &session->judge;
  uint32_t unit = session->units->of_test[test] + 1;
  if (judge->mark[test] & TEST_REQUEUED)
    {
      judge->worker[node].unit = unit;
      return;
    }
  if (judge->worker[node].unit == unit)
    {
      if (judge->owner[unit - 1] != node + 1)
        found (session, ISO_SCOPE, test, node, ISO_NONE, judge->owner[unit - 1] - 1);
      return;
    }
  judge->worker[node].unit = unit;
  if (judge->owner[unit - 1])
    found (session, ISO_SCOPE, test, node, ISO_NONE, judge->owner[unit - 1] - 1);
  else
    judge->owner[unit - 1] = node + 1;
}

/* Returns a worker that runs a test of another scope than SCOPE; ISO_NONE if there is none. */
static uint32_t
find_beside (const IsoSession *session, uint32_t scope)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      uint32_t running = session->judge.worker[node].running;
      if (running && session->scopes->of_test[running - 1] != scope)
        return node;
    }
  return ISO_NONE;
}

static void
found_beside (IsoSession *session, unsigned node, uint32_t test)
{
  Finding *finding = &session->finding[ISO_ISOLATION];
  if (session->state->stop || finding->count++)
    return;
  uint32_t beside = find_beside (session, session->scopes->of_test[test]);
  uint32_t other = beside == ISO_NONE ? ISO_NONE : session->judge.worker[beside].running - 1;
  *finding = (Finding){ 1, test, other, node, beside, session->stamp };
}

/* A test of a second scope started: every running test now has one of another scope beside it. */
static void
end_solitude (IsoSession *session)
{
  Judge *judge = &session->judge;
  for (unsigned word = 0; word < (session->plan->nodes_max + 63) / 64; word++)
    for (; judge->alone[word]; judge->alone[word] &= judge->alone[word] - 1)
      {
        unsigned node = word * 64 + (unsigned) __builtin_ctzll (judge->alone[word]);
        g_assert (judge->worker[node].running > 0);
        found_beside (session, node, judge->worker[node].running - 1);
      }
}

/* While tests of one scope run, they are alone. When a test of a second scope starts, none of them is. */
static void
judge_isolation (IsoSession *session, unsigned node, uint32_t test, uint32_t scope)
{
  Judge *judge = &session->judge;
  if (judge->running[scope]++ == 0)
    {
      ++*judge->scopes_running;
      if (judge->lent)
        judge->lent[scope] = 0; /* what was lent is run now */
    }
  if (*judge->scopes_running == 1)
    {
      judge->alone[node / 64] |= UINT64_C (1) << node % 64;
      return;
    }
  end_solitude (session);
  found_beside (session, node, test);
}

static bool
was_started (IsoSession *session, unsigned node, uint32_t test)
{
  Judge *judge = &session->judge;
  if (!judge->seen)
    return judge->mark[test] & TEST_STARTED;
  uint8_t *byte = &judge->seen[(size_t) node * ((session->tests + 7) / 8) + test / 8];
  bool before = *byte >> test % 8 & 1;
  *byte |= (uint8_t) (1 << test % 8);
  return before;
}

void
judge_start (IsoSession *session, unsigned node, uint32_t test)
{
  Judge *judge = &session->judge;
  JudgeWorker *worker = &judge->worker[node];
  uint32_t scope = session->scopes->of_test[test];
  if (was_started (session, node, test))
    {
      judge->mark[test] |= TEST_REPEATED;
      found (session, ISO_ONCE, test, node, ISO_NONE, ISO_NONE);
    }
  session->restarted += !judge->seen && (judge->mark[test] & (TEST_COMPLETED | TEST_REPORTED));
  judge->mark[test] |= TEST_STARTED;
  worker->fence = worker->fence == scope + 1 ? 0 : worker->fence;
  worker->running = test + 1;
  if (worker->entered != scope + 1)
    enter (session, node, test, scope);
  worker->ran = MIN (worker->ran + 1, 2);
  worker->excused |= (judge->mark[test] & TEST_REQUEUED) || (judge->fixture && is_excused (session, scope));
  judge_unit (session, node, test);
  judge_isolation (session, node, test, scope);
}

static void
stop_running (IsoSession *session, unsigned node, uint32_t test)
{
  Judge *judge = &session->judge;
  uint32_t scope = session->scopes->of_test[test];
  if (--judge->running[scope] == 0)
    --*judge->scopes_running;
  judge->alone[node / 64] &= ~(UINT64_C (1) << node % 64);
  judge->worker[node].running = 0;
  if (judge->to_complete && !(judge->mark[test] & TEST_ENDED))
    {
      g_assert (judge->to_complete[scope] > 0);
      judge->to_complete[scope]--;
    }
  judge->mark[test] |= TEST_ENDED;
}

static void
note_done (IsoSession *session, uint32_t test, TestMark how)
{
  uint8_t *mark = &session->judge.mark[test];
  session->done += !(*mark & (TEST_COMPLETED | TEST_REPORTED));
  *mark |= (uint8_t) how;
}

void
judge_finish (IsoSession *session, unsigned node, uint32_t test, uint32_t next)
{
  Judge *judge = &session->judge;
  stop_running (session, node, test);
  note_done (session, test, TEST_COMPLETED);
  if (judge->lent && --judge->worker[node].pending == 0)
    judge->worker[node].last_sent = 0;
  if (next == ISO_NONE || session->scopes->of_test[next] != session->scopes->of_test[test])
    leave (session, node, test);
}

void
judge_requeued (IsoSession *session, unsigned node, uint32_t index)
{
  uint32_t test = session_test_of (session, node, index);
  session->judge.mark[test] |= TEST_REQUEUED;
  if (session->judge.fixture)
    session->judge.fixture[session->scopes->of_test[test]] |= FIXTURE_BEREAVED;
}

/* A twin's coordinator records that a dead worker has left its scope. */
static void
leave_in_death (IsoSession *session, unsigned node, uint32_t scope)
{
  Judge *judge = &session->judge;
  judge->fixture[scope] |= FIXTURE_BEREAVED;
  if (session->plan->model->twin)
    leave_fixtures (session, node, first_of (session, scope), scope);
}

void
judge_death (IsoSession *session, unsigned node, uint32_t test)
{
  Judge *judge = &session->judge;
  JudgeWorker *worker = &judge->worker[node];
  if (test != ISO_NONE)
    stop_running (session, node, test);
  if (judge->lent && worker->fence && judge->lent[worker->fence - 1])
    judge->lent[worker->fence - 1]--;
  if (judge->fixture && worker->entered)
    leave_in_death (session, node, worker->entered - 1);
  memset (worker, 0, sizeof *worker);
}

void
judge_exit (IsoSession *session, unsigned node)
{
  memset (&session->judge.worker[node], 0, sizeof *session->judge.worker);
}

void
judge_reported (IsoSession *session, uint32_t test)
{
  note_done (session, test, TEST_REPORTED);
}

/* Counts a scope whose Setup or Teardown did not run exactly once. A scope that nobody entered has lost tests, which is
 * counted elsewhere. */
static void
judge_fixtures_at_end (IsoSession *session, uint32_t scope)
{
  const Judge *judge = &session->judge;
  uint32_t test = first_of (session, scope);
  uint8_t fixture = judge->fixture[scope];
  if (!(fixture & FIXTURE_ENTERED))
    return;
  if (!(fixture & FIXTURE_SET_UP))
    found (session, ISO_SETUP_ONCE, test, ISO_NONE, ISO_NONE, ISO_NONE);
  if (!(fixture & FIXTURE_TORN_DOWN) || (fixture & FIXTURE_TORN_AGAIN))
    found (session, ISO_TEARDOWN_ONCE, test, ISO_NONE, ISO_NONE, ISO_NONE);
}

void
judge_end (IsoSession *session)
{
  for (uint32_t scope = 0; session->judge.fixture && scope < session->scopes->scopes; scope++)
    judge_fixtures_at_end (session, scope);
}
