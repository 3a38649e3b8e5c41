#include "recordings/conform_player.h"

#include "base/human.h"
#include "run/from_trace.h"
#include "simulate/shuffle.h"

/* --- the driver: commands are written down, and nothing else happens ----------------------------------------- */

static void
forget_command (Driver *driver, IsoSession *session, unsigned node)
{
  iso_queue_release (&session->store, &session->worker[node].inbox);
}

static void
never_emit (Driver *driver, IsoSession *session, Message message)
{
}

static void
shuffle (Driver *driver, uint32_t *numbers, uint32_t count)
{
  shuffle_like_python (((ConformPlayer *) driver)->plan->seed, numbers, count);
}

static void
hear_command (Observer *observer, const Event *event)
{
  static const RecordingWord words[]
      = { [EVENT_RUN] = SENT_RUN, [EVENT_STEAL] = SENT_STEAL, [EVENT_SHUTDOWN] = SENT_SHUTDOWN };
  if (event->kind > EVENT_SHUTDOWN)
    return;
  ConformCommand command = { words[event->kind], event->node, event->count,
                             g_memdup2 (event->tests, event->count * sizeof *event->tests) };
  g_array_append_val (((ConformEar *) observer)->player->said, command);
}

/* --- what messages tell of workers --------------------------------------------------------------------------- */

/* Checks the order of a worker's life: ready, collected, tests, end. A message out of order is of another run. */
static bool
note_life (ConformPlayer *player, const RecordingMessage *message, GError **error)
{
  static const struct
  {
    bool told;
    WorkerLife before, after;
  } steps[] = { [HEARD_WORKERREADY] = { true, LIFE_NOTHING, LIFE_UP },
                [HEARD_COLLECTIONFINISH] = { true, LIFE_UP, LIFE_COLLECTED },
                [HEARD_WORKERFINISHED] = { false, LIFE_ENDED, LIFE_ENDED },
                [HEARD_ERRORDOWN] = { false, LIFE_ENDED, LIFE_ENDED } };
  WorkerLife *life = &player->life[message->worker];
  bool wrong = *life == LIFE_ENDED;
  if (message->word < G_N_ELEMENTS (steps) && steps[message->word].after)
    {
      wrong |= steps[message->word].told && *life != steps[message->word].before;
      *life = steps[message->word].after;
    }
  g_autofree char *when = wrong ? human_time (message->at_us) : NULL;
  return !wrong
         || from_trace_fail (error, player->path, "gw%u sends %s at %s, which cannot be there: two runs are mixed",
                             message->worker, recording_words[message->word], when);
}

static gint64
held_key (uint32_t worker, uint32_t index)
{
  return (gint64) worker << 32 | index;
}

static void
note_sent (ConformPlayer *player, const RecordingMessage *message)
{
  for (uint32_t i = 0; i < message->indices; i++)
    {
      gint64 key = held_key (message->worker, player->recording->index[message->first + i]);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (player->held, &key));
      g_hash_table_insert (player->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (count + 1));
    }
}

static void
note_sent_all (ConformPlayer *player, uint32_t worker)
{
  for (uint32_t index = 0; index < player->suite->tests; index++)
    {
      gint64 key = held_key (worker, index);
      g_hash_table_insert (player->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (1));
    }
}

/* A test that comes back must have been sent before, since the model expects nothing else. */
static bool
note_returned (ConformPlayer *player, const RecordingMessage *message, GError **error)
{
  if (message->indices > player->suite->tests)
    return from_trace_fail (error, player->path, "gw%u gives back more tests than there are", message->worker);
  for (uint32_t i = 0; i < message->indices; i++)
    {
      uint32_t index = player->recording->index[message->first + i];
      gint64 key = held_key (message->worker, index);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (player->held, &key));
      if (count == 0)
        return from_trace_fail (error, player->path, "gw%u sends %s %u, which it was not sent: two runs are mixed",
                                message->worker, recording_words[message->word], index);
      if (count == 1)
        g_hash_table_remove (player->held, &key);
      else
        g_hash_table_insert (player->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (count - 1));
    }
  return true;
}

bool
conform_player_note_message (ConformPlayer *player, const RecordingMessage *message, GError **error)
{
  bool returns = message->word == HEARD_COMPLETE || message->word == HEARD_UNSCHEDULED;
  return note_life (player, message, error) && (!returns || note_returned (player, message, error));
}

void
conform_player_note_commands (ConformPlayer *player, uint32_t first, uint32_t end)
{
  const Recording *recording = player->recording;
  for (uint32_t i = first; i < end; i++)
    {
      if (recording->message[i].word == SENT_RUN)
        note_sent (player, &recording->message[i]);
      else if (recording->message[i].word == SENT_RUN_ALL)
        note_sent_all (player, recording->message[i].worker);
    }
}

/* --- what the recording must hold ---------------------------------------------------------------------------- */

static int
compare_ends (const void *a, const void *b)
{
  const WorkerEnd *one = a, *other = b;
  if (one->at_us != other->at_us)
    return one->at_us < other->at_us ? -1 : 1;
  return (one->worker > other->worker) - (one->worker < other->worker);
}

static void
list_ends (ConformPlayer *player)
{
  const Recording *recording = player->recording;
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    if (recording->worker[worker].end != WORKER_NO_END)
      {
        WorkerEnd end = { recording->worker[worker].end_us, worker };
        g_array_append_val (player->ends, end);
      }
  g_array_sort (player->ends, compare_ends);
}

static void
find_who_ends_alone (ConformPlayer *player)
{
  const Recording *recording = player->recording;
  bool may_stop = recording->maxfail != RECORDING_NONE && recording->maxfail > 0;
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    player->ends_alone[worker] = may_stop || recording->worker[worker].end == WORKER_DIED;
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording->message[i].word == HEARD_WORKERFINISHED && recording->message[i].value != FINISHED_PLAIN)
      player->ends_alone[recording->message[i].worker] = true;
}

/* The collection that counts is that of the worker which was heard first. */
static bool
find_official (ConformPlayer *player, GError **error)
{
  const Recording *recording = player->recording;
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording->message[i].word == HEARD_COLLECTIONFINISH)
      {
        player->official = recording->message[i].value;
        return recording->collection[player->official].tests > 0
               || from_trace_fail (error, player->path, "gw%u collected no test: there is nothing to compare",
                                   recording->message[i].worker);
      }
  return from_trace_fail (error, player->path, "no worker collected anything: there is nothing to compare");
}

/* Indices in messages are places in the official collection. So its tests, in its order, are the suite. */
static void
make_suite (ConformPlayer *player, const Suite *all)
{
  const RecordingCollection *collection = &player->recording->collection[player->official];
  uint64_t *name_at = g_new (uint64_t, collection->tests);
  uint32_t *name_len = g_new (uint32_t, collection->tests);
  for (uint32_t i = 0; i < collection->tests; i++)
    {
      name_at[i] = all->name_at[collection->test[i]];
      name_len[i] = all->name_len[collection->test[i]];
    }
  player->suite = suite_new (collection->tests, all->text, name_at, name_len, NULL, NULL, NULL);
  suite_need_scopes (player->suite, SCOPE_SCOPE);
  suite_need_scopes (player->suite, player->plan->model->scope_rule);
}

/* The loadscope family and isoscope look tests up by name, so to them two tests of one name are one test. */
static bool
names_are_fit (const ConformPlayer *player, GError **error)
{
  uint32_t earlier, repeated = suite_find_repeated (player->suite, &earlier);
  if (!player->plan->model->uses_scopes || repeated == SUITE_NONE)
    return true;
  g_autofree char *name = suite_dup_name (player->suite, repeated);
  return from_trace_fail (error, player->path, "%s was collected twice, which the model of %s knows nothing of", name,
                          player->plan->model->name);
}

static bool
collections_are_fit (const ConformPlayer *player, GError **error)
{
  const Recording *recording = player->recording;
  const IsoModel *model = player->plan->model;
  for (uint32_t worker = 0; model->every_worker && worker < recording->workers; worker++)
    if (recording->worker[worker].collection != RECORDING_NONE
        && recording->worker[worker].collection != player->official)
      return from_trace_fail (
          error, player->path,
          "gw%u collected other tests than the first worker, which the model of %s knows nothing of", worker,
          model->name);
  if (model_has_too_many_runs (model, player->suite->tests, recording->workers))
    return from_trace_fail (error, player->path, "%s: tests × workers are more than %u", model->name, EACH_RUNS_MAX);
  return names_are_fit (player, error);
}

/* --- the session --------------------------------------------------------------------------------------------- */

/* The rules' failures stay NULL: the recording's own messages tell which reports failed. */
static SessionRules
rules_of (const Recording *recording, const Release *release)
{
  SessionRules rules = session_rules_default ();
  rules.options.loadscopereorder = release->reorders;
  if (release->has_maxschedchunk && recording->maxschedchunk != RECORDING_NONE)
    rules.options.maxschedchunk = recording->maxschedchunk;
  if (release->has_reorder_option && recording->loadscopereorder != RECORDING_NONE)
    rules.options.loadscopereorder = recording->loadscopereorder;
  if (recording->max_worker_restart != RECORDING_NO_LIMIT)
    rules.max_worker_restart = recording->max_worker_restart == RECORDING_NONE ? 4 * recording->workers_at_start
                                                                               : recording->max_worker_restart;
  rules.maxfail = recording->maxfail == RECORDING_NONE ? 0 : recording->maxfail;
  rules.stops_at_once = release->stops_at_once;
  return rules;
}

/* Each worker ends at most once, so there are at most as many replacements as workers in the recording. */
static void
make_session (ConformPlayer *player)
{
  const Recording *recording = player->recording;
  const ConformPlan *plan = player->plan;
  player->session_plan = (SessionPlan){ .suite = player->suite,
                                        .model = plan->model,
                                        .rules = rules_of (recording, plan->release),
                                        .workers = recording->workers_at_start,
                                        .nodes_max = recording->workers_at_start + recording->workers };
  player->driver = (Driver){ .sent = forget_command,
                             .begin = driver_wait_run,
                             .leave = driver_wait,
                             .emit = never_emit,
                             .start = driver_wait,
                             .shuffle = shuffle };
  player->ear = (ConformEar){ { hear_command, NULL }, player };
  player->session = session_new (&player->session_plan, &player->driver, &player->ear.observer);
}

static bool
prepare (ConformPlayer *player, const Suite *all, GError **error)
{
  const Recording *recording = player->recording;
  if (recording->workers_at_start == 0 || recording->workers_at_start > TRACE_WORKERS_MAX)
    return from_trace_fail (error, player->path, "it does not say how many workers were started, from 1 to %u",
                            TRACE_WORKERS_MAX);
  if (player->plan->model->shuffles && !player->plan->seeded)
    return from_trace_fail (error, player->path, "%s shuffles: say with which --seed", player->plan->model->name);
  if (!find_official (player, error))
    return false;
  make_suite (player, all);
  if (!collections_are_fit (player, error))
    return false;
  list_ends (player);
  find_who_ends_alone (player);
  make_session (player);
  return true;
}

static void
count_messages (ConformPlayer *player, Conformity *conformity)
{
  const Recording *recording = player->recording;
  g_autofree bool *shut_down = g_new0 (bool, recording->workers);
  for (uint32_t i = 0; i < recording->messages; i++)
    {
      const RecordingMessage *message = &recording->message[i];
      bool command = recording_is_command (message), shutdown = message->word == SENT_SHUTDOWN;
      player->counts[i] = command && !(shutdown && shut_down[message->worker]);
      shut_down[message->worker] |= shutdown;
      conformity->messages += !command;
      conformity->commands += player->counts[i];
    }
}

static void
free_said (void *command)
{
  conform_command_clear (command);
}

bool
conform_player_init (ConformPlayer *player, const Trace *trace, const char *path, const ConformPlan *plan,
                     Conformity *conformity, GError **error)
{
  const Recording *recording = trace->recording;
  *player = (ConformPlayer){ .path = path, .plan = plan, .recording = recording };
  player->said = g_array_new (FALSE, FALSE, sizeof (ConformCommand));
  g_array_set_clear_func (player->said, free_said);
  player->ends = g_array_new (FALSE, FALSE, sizeof (WorkerEnd));
  player->held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  player->life = g_new0 (WorkerLife, recording->workers);
  player->ends_alone = g_new0 (bool, recording->workers);
  player->counts = g_new0 (bool, recording->messages);
  count_messages (player, conformity);
  return prepare (player, trace->suite, error);
}

void
conform_player_clear (ConformPlayer *player)
{
  session_free (player->session);
  suite_free (player->suite);
  g_array_unref (player->said);
  g_array_unref (player->ends);
  g_hash_table_unref (player->held);
  g_free (player->life);
  g_free (player->counts);
  g_free (player->ends_alone);
}
