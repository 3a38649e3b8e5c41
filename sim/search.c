#include "search.h"

#include "properties.h"
#include "worker.h"
#include <string.h>

/* A state as it is kept: the session's bytes, then the deaths that may still happen. */
typedef struct
{
  uint64_t a, b;
} Key;

typedef struct
{
  uint32_t parent;
  Action action;
} Origin;

typedef struct
{
  Driver driver; /* first */
  const SearchPlan *plan;
  SearchReport *report;
  IsoSession *session;
  uint32_t deaths_left;
  uint16_t choice; /* of the action under way */
  bool shuffled;   /* a shuffle was asked for during the action */
  bool stop;       /* something was found, and that is enough */
  size_t state_bytes, record_bytes;

  Key *seen; /* open addressing, at most half full; {0, 0} is empty */
  uint64_t mask;
  GArray *origins;            /* of Origin, by number of the state */
  GByteArray *level, *beyond; /* records of the states at this depth and at the next */
  uint32_t first_of_level;    /* number of the first state of this depth */
} Search;

/* --- the driver: commands and messages wait ------------------------------------------------------------------ */

static void
wait_command (Driver *driver, IsoSession *session, unsigned node)
{
}

static void
wait_run (Driver *driver, IsoSession *session, unsigned node, uint32_t current, uint32_t next)
{
}

static void
post (Driver *driver, IsoSession *session, Message message)
{
  session_post (session, message);
}

/* The CHOICE-th order of the scopes, counted as permutations are; inside a scope tests keep their order. */
static void
shuffle_scopes (Driver *driver, uint32_t *numbers, uint32_t count)
{
  Search *search = (Search *) driver;
  const ScopeTable *scopes = search->session->judge.scopes;
  g_autofree uint32_t *left = g_new (uint32_t, scopes->scopes);
  uint32_t choice = search->choice, at = 0;
  search->shuffled = true;
  for (uint32_t i = 0; i < scopes->scopes; i++)
    left[i] = i;
  for (uint32_t rest = scopes->scopes; rest; rest--)
    {
      uint32_t pick = choice % rest, scope = left[pick];
      choice /= rest;
      memmove (&left[pick], &left[pick + 1], (rest - pick - 1) * sizeof *left);
      for (uint32_t i = scopes->first[scope]; i < scopes->first[scope + 1]; i++)
        numbers[at++] = scopes->member[i];
    }
}

static uint16_t
orders_of_scopes (const Search *search)
{
  uint32_t orders = 1;
  for (uint32_t i = 2; i <= search->session->judge.scopes->scopes; i++)
    orders *= i;
  return (uint16_t) MIN (orders, UINT16_MAX);
}

/* --- what can happen, and doing it --------------------------------------------------------------------------- */

static bool
takes_commands (const Worker *worker)
{
  return worker->inbox.len && (worker->state == WORKER_UP || worker->state == WORKER_RUNNING);
}

static bool
may_die (const Search *search, const Worker *worker)
{
  bool lives = worker->state != WORKER_ABSENT && worker->state != WORKER_GONE;
  return search->deaths_left && lives && (worker->state == WORKER_RUNNING || !search->plan->only_running);
}

static bool
can_act (const Search *search, unsigned node, ActionKind kind)
{
  const IsoSession *session = search->session;
  const Worker *worker = &session->worker[node];
  switch (kind)
    {
    case ACTION_HANDLE:
      return session->state->messages.len > 0;
    case ACTION_READY:
      return worker->state == WORKER_STARTING;
    case ACTION_COLLECT:
      return worker->state == WORKER_COLLECTING;
    case ACTION_COMMAND:
      return takes_commands (worker);
    case ACTION_ITEM:
      return worker_can_take_item (session, node);
    case ACTION_BEGIN:
      return worker_can_begin (session, node);
    case ACTION_END:
      return worker->state == WORKER_RUNNING;
    case ACTION_EXIT:
      return worker->state == WORKER_EXITING;
    case ACTION_DIE:
      return may_die (search, worker);
    }
  g_assert_not_reached ();
}

static void
end_run (IsoSession *session, unsigned node, bool took_long)
{
  uint32_t index = worker_end_run (session, node);
  session_post (session, (Message){ MESSAGE_COMPLETE, node, index, took_long ? MESSAGE_LONG_US : 0 });
  if (worker_ends (session, node))
    worker_advance (session, node);
}

static void
become_ready (IsoSession *session, unsigned node)
{
  worker_ready (session, node);
  session_post (session, (Message){ MESSAGE_WORKERREADY, node, 0, 0 });
}

static void
collect (IsoSession *session, unsigned node)
{
  worker_collected (session, node);
  session_post (session, (Message){ MESSAGE_COLLECTIONFINISH, node, 0, 0 });
}

/* False: the scheduler failed. */
static bool
handle (IsoSession *session)
{
  if (!session_handle (session))
    return false;
  session_settle (session);
  return session->state->active > 0 || session_over (session);
}

static bool
act (Search *search, Action action)
{
  IsoSession *session = search->session;
  search->choice = action.choice;
  search->shuffled = false;
  switch ((ActionKind) action.kind)
    {
    case ACTION_HANDLE:
      return handle (session);
    case ACTION_READY:
      become_ready (session, action.node);
      break;
    case ACTION_COLLECT:
      collect (session, action.node);
      break;
    case ACTION_COMMAND:
      worker_take_command (session, action.node);
      break;
    case ACTION_ITEM:
      worker_take_item (session, action.node);
      break;
    case ACTION_BEGIN:
      worker_begin (session, action.node);
      break;
    case ACTION_END:
      end_run (session, action.node, action.choice);
      break;
    case ACTION_EXIT:
      worker_exit (session, action.node);
      break;
    case ACTION_DIE:
      search->deaths_left--;
      worker_die (session, action.node);
      break;
    }
  return true;
}

/* --- states seen --------------------------------------------------------------------------------------------- */

static Key
key_of (const unsigned char *bytes, size_t len)
{
  const uint64_t odd = UINT64_C (0x9E3779B97F4A7C15), other_odd = UINT64_C (0xC2B2AE3D27D4EB4F);
  Key key = { len * odd, len };
  for (size_t i = 0; i < len; i += 8)
    {
      uint64_t word;
      memcpy (&word, bytes + i, sizeof word);
      key.a = (key.a ^ word) * odd;
      key.a ^= key.a >> 29;
      key.b = (key.b + word) * other_odd;
      key.b ^= key.b >> 32;
    }
  key.a |= key.a == 0 && key.b == 0;
  return key;
}

static void
grow_seen (Search *search)
{
  Key *old = search->seen;
  uint64_t slots = search->mask + 1;
  search->mask = slots * 2 - 1;
  search->seen = g_new0 (Key, slots * 2);
  for (uint64_t i = 0; i < slots; i++)
    if (old[i].a || old[i].b)
      {
        uint64_t at = old[i].a & search->mask;
        while (search->seen[at].a || search->seen[at].b)
          at = (at + 1) & search->mask;
        search->seen[at] = old[i];
      }
  g_free (old);
}

/* Whether the state is new; it is noted. */
static bool
note_seen (Search *search, Key key)
{
  uint64_t at = key.a & search->mask;
  for (; search->seen[at].a || search->seen[at].b; at = (at + 1) & search->mask)
    if (search->seen[at].a == key.a && search->seen[at].b == key.b)
      return false;
  search->seen[at] = key;
  search->report->states++;
  if (search->report->states * 2 > search->mask)
    grow_seen (search);
  return true;
}

static void
load_state (Search *search, const unsigned char *record)
{
  session_restore (search->session, record);
  memcpy (&search->deaths_left, record + search->state_bytes, sizeof search->deaths_left);
  search->session->error = 0;
  search->session->restarted = search->session->sent_wrongly = 0;
  search->session->blamed = search->session->unreported = 0;
  memset (search->session->finding, 0, sizeof search->session->finding);
}

/* The present state at the end of a level, if it is new. */
static void
keep_state (Search *search, uint32_t parent, Action action)
{
  gsize end = search->beyond->len;
  /* A queue that outgrew its room lies elsewhere from here on: such states are found more than once, but found. */
  g_assert (session_state_bytes (search->session) <= search->state_bytes);
  g_byte_array_set_size (search->beyond, (guint) (end + search->record_bytes));
  unsigned char *record = search->beyond->data + end;
  memset (record, 0, search->record_bytes);
  session_save (search->session, record);
  memcpy (record + search->state_bytes, &search->deaths_left, sizeof search->deaths_left);
  if (!note_seen (search, key_of (record, search->record_bytes)))
    {
      g_byte_array_set_size (search->beyond, (guint) end);
      return;
    }
  Origin origin = { parent, action };
  g_array_append_val (search->origins, origin);
}

/* --- names --------------------------------------------------------------------------------------------------- */

static const char *const broken_names[BROKEN_JUDGED] = {
  [BROKEN_ONCE] = "once",   [BROKEN_LOST] = "lost",         [BROKEN_HANG] = "hang",
  [BROKEN_ERROR] = "error", [BROKEN_ALIVE] = "alive",       [BROKEN_BLAME] = "blame",
  [BROKEN_NEXT] = "next",   [BROKEN_REPORTED] = "reported", [BROKEN_DRAIN] = "drain",
};

const char *
broken_name (Broken broken)
{
  if (broken < BROKEN_JUDGED)
    return broken_names[broken];
  return broken == BROKEN_JUDGED + ISO_ONCE ? NULL : property_name ((IsoProperty) (broken - BROKEN_JUDGED));
}

unsigned
broken_promised (const IsoModel *model)
{
  unsigned of_all = (BROKEN_BIT (BROKEN_JUDGED) - 1) & ~BROKEN_BIT (BROKEN_NEXT);
  return of_all | (model->promises & ~ISO_BIT (ISO_ONCE)) << BROKEN_JUDGED;
}

/* --- what is broken ------------------------------------------------------------------------------------------ */

/* The way to a state, and one action more, if there is one. */
static GArray *
schedule_to (const Search *search, uint32_t state, const Action *last)
{
  GArray *schedule = g_array_new (FALSE, FALSE, sizeof (Action));
  if (last)
    g_array_prepend_val (schedule, *last);
  for (; state; state = g_array_index (search->origins, Origin, state).parent)
    g_array_prepend_val (schedule, g_array_index (search->origins, Origin, state).action);
  return schedule;
}

static void
found (Search *search, Broken broken, uint32_t state, const Action *last)
{
  SearchReport *report = search->report;
  if (report->schedule[broken] || !(search->plan->asked & BROKEN_BIT (broken)))
    return;
  search->stop = !search->plan->go_on;
  report->schedule[broken] = schedule_to (search, state, last);
  report->steps[broken] = report->schedule[broken]->len;
}

static bool
has_lost (const IsoSession *session)
{
  for (uint32_t test = 0; test < session->tests; test++)
    if (!(session->judge.mark[test] & (TEST_COMPLETED | TEST_REPORTED)))
      return true;
  return false;
}

static bool
is_held (const IsoSession *session, uint32_t test)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      const Worker *worker = &session->worker[node];
      uint32_t place = iso_queue_find (&session->store, &worker->queue, test);
      if (worker->state != WORKER_GONE && place < worker->queue.len)
        return true;
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

/* A worker that waits with a single test, and was not told that nothing follows it. */
static bool
waits_untold (const IsoSession *session, unsigned node)
{
  const Worker *worker = &session->worker[node];
  return worker->state == WORKER_UP && worker->queue.len == 1 && !worker->shutdown_sent;
}

static bool
breaks_next (const IsoSession *session)
{
  bool untold = false;
  for (unsigned node = 0; node < session->state->next_number; node++)
    untold |= waits_untold (session, node);
  if (!untold || !nothing_in_flight (session))
    return false;
  for (uint32_t test = 0; test < session->tests; test++)
    if (!(session->judge.mark[test] & (TEST_COMPLETED | TEST_REPORTED)) && !is_held (session, test))
      return false;
  return true;
}

static bool
has_drained (const IsoSession *session)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    if (session->worker[node].state != WORKER_GONE)
      return false;
  return true;
}

static void
find_judged (Search *search, uint32_t state, const Action *last)
{
  for (int property = ISO_ONCE + 1; property < ISO_PROPERTIES; property++)
    if (search->session->finding[property].count)
      found (search, (Broken) (BROKEN_JUDGED + property), state, last);
}

/* What an action broke. */
static void
find_in_step (Search *search, uint32_t state, const Action *last)
{
  const IsoSession *session = search->session;
  if (session->restarted)
    found (search, BROKEN_ONCE, state, last);
  if (session->sent_wrongly)
    found (search, BROKEN_ALIVE, state, last);
  if (session->blamed)
    found (search, BROKEN_BLAME, state, last);
  if (session->unreported)
    found (search, BROKEN_REPORTED, state, last);
  find_judged (search, state, last);
}

/* What is broken in a state in which the session has ended. */
static void
find_at_end (Search *search, uint32_t state)
{
  if (has_lost (search->session))
    found (search, BROKEN_LOST, state, NULL);
  if (!has_drained (search->session))
    found (search, BROKEN_DRAIN, state, NULL);
  judge_end (search->session);
  find_judged (search, state, NULL);
}

/* --- the search ---------------------------------------------------------------------------------------------- */

static void
try_action (Search *search, uint32_t number, const unsigned char *record, Action action)
{
  load_state (search, record);
  bool ok = act (search, action);
  search->report->transitions++;
  find_in_step (search, number, &action);
  if (!ok)
    found (search, BROKEN_ERROR, number, &action);
  else
    keep_state (search, number, action);
}

static uint16_t
choices_of (const Search *search, ActionKind kind)
{
  return kind == ACTION_END && search->plan->session.model->looks_at_duration ? 2 : 1;
}

/* Every choice of an action; how many orders a shuffle has is known only once it was asked for. */
static void
try_choices (Search *search, uint32_t number, const unsigned char *record, Action action)
{
  uint16_t choices = choices_of (search, (ActionKind) action.kind);
  for (action.choice = 0; action.choice < choices; action.choice++)
    {
      try_action (search, number, record, action);
      if (search->shuffled)
        choices = orders_of_scopes (search);
    }
}

/* All that can happen in a state; whether anything but deaths can. */
static bool
expand (Search *search, uint32_t number, const unsigned char *record)
{
  bool moves = false;
  load_state (search, record);
  unsigned nodes = search->session->state->next_number;
  for (unsigned kind = ACTION_HANDLE; kind <= ACTION_DIE; kind++)
    for (unsigned node = 0; node < (kind == ACTION_HANDLE ? 1 : nodes); node++)
      {
        load_state (search, record);
        if (!can_act (search, node, (ActionKind) kind))
          continue;
        moves |= kind != ACTION_DIE;
        try_choices (search, number, record, (Action){ (uint8_t) kind, (uint8_t) node, 0 });
      }
  return moves;
}

static void
look_at (Search *search, uint32_t number, const unsigned char *record)
{
  load_state (search, record);
  if (session_over (search->session))
    {
      find_at_end (search, number);
      return;
    }
  if (breaks_next (search->session))
    found (search, BROKEN_NEXT, number, NULL);
  if (!expand (search, number, record))
    found (search, BROKEN_HANG, number, NULL);
}

static void
search_init (Search *search, const SearchPlan *plan, SearchReport *report)
{
  *search = (Search){ .plan = plan, .report = report, .deaths_left = plan->crashes, .mask = 1023 };
  search->driver = (Driver){ .sent = wait_command,
                             .begin = wait_run,
                             .leave = wait_command,
                             .emit = post,
                             .start = wait_command,
                             .shuffle = shuffle_scopes };
  search->session = session_new (&plan->session, &search->driver, NULL);
  search->seen = g_new0 (Key, search->mask + 1);
  search->origins = g_array_new (FALSE, FALSE, sizeof (Origin));
  search->level = g_byte_array_new ();
  search->beyond = g_byte_array_new ();
  /* Half as much again as the queues need when nobody is sent a test twice. */
  search->state_bytes = (session_state_bytes (search->session) * 3 / 2 + 7) & ~(size_t) 7;
  search->record_bytes = search->state_bytes + 8;
}

static void
search_clear (Search *search)
{
  session_free (search->session);
  g_free (search->seen);
  g_array_unref (search->origins);
  g_byte_array_unref (search->level);
  g_byte_array_unref (search->beyond);
}

/* The states that were found last become the level that is looked at. */
static bool
next_level (Search *search)
{
  GByteArray *done = search->level;
  search->first_of_level += (uint32_t) (done->len / search->record_bytes);
  search->level = search->beyond;
  search->beyond = done;
  g_byte_array_set_size (search->beyond, 0);
  return search->level->len > 0;
}

void
search (const SearchPlan *plan, SearchReport *report)
{
  Search search;
  *report = (SearchReport){ .complete = true };
  search_init (&search, plan, report);
  keep_state (&search, 0, (Action){ 0, 0, 0 });
  for (; report->complete && next_level (&search); report->depth++)
    for (gsize i = 0; i < search.level->len / search.record_bytes && report->complete; i++)
      {
        look_at (&search, search.first_of_level + (uint32_t) i, search.level->data + i * search.record_bytes);
        report->complete = report->states <= plan->max_states && !search.stop;
      }
  search_clear (&search);
}

void
search_report_clear (SearchReport *report)
{
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    g_clear_pointer (&report->schedule[broken], g_array_unref);
}

void
search_replay (const SearchPlan *plan, const GArray *schedule, SearchStep before, SearchStep after, void *data)
{
  Search search;
  SearchReport unused = { 0 };
  search_init (&search, plan, &unused);
  for (guint i = 0; i < schedule->len; i++)
    {
      Action action = g_array_index (schedule, Action, i);
      before (search.session, action, data);
      act (&search, action);
      after (search.session, action, data);
    }
  search_clear (&search);
}
