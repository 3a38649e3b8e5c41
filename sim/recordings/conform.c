#include "recordings/conform.h"

#include "base/human.h"
#include "run/from_recording.h"
#include "session/controller.h"
#include "session/worker.h"
#include "simulate/shuffle.h"
#include <string.h>

/* An end that arrived so long before a message was handled may not have been noted yet: the thread that receives was
 * at it. */
#define DOUBT_US 50000

typedef struct
{
  uint64_t at_us;
  uint32_t worker;
} End;

/* How far the messages of a worker have told its life. */
typedef enum
{
  LIFE_NOTHING,
  LIFE_UP,
  LIFE_COLLECTED,
  LIFE_ENDED
} Life;

typedef struct Player Player;

typedef struct
{
  Observer observer; /* first */
  Player *player;
} Ear;

struct Player
{
  Driver driver; /* first */
  Ear ear;
  const char *path;
  const ConformPlan *plan;
  const Recording *recording;
  Suite *suite; /* the first collection */
  uint32_t official;
  SessionPlan session_plan;
  IsoSession *session;
  GArray *said;     /* ConformCommand: what the model sent, answering this message */
  GArray *ends;     /* End, by time */
  guint ended;      /* of them, those that lie behind any doubt */
  Life *life;       /* [workers] */
  bool *ends_alone; /* [workers] its end may have come without a shutdown: it died, or stopped by itself */
  bool *counts;     /* [messages] of commands: not a shutdown that is sent again */
  GHashTable *held; /* worker and index: how often it was sent, and neither completed nor given back */
  unsigned char *saved;
};

void
conformity_clear (Conformity *conformity)
{
  g_free (conformity->real.index);
  g_free (conformity->model.index);
  g_free (conformity->model_error);
  g_free (conformity->why);
  g_free (conformity->ended_by);
}

static void
clear_command (void *command)
{
  g_free (((ConformCommand *) command)->index);
}

/* --- the driver: what the model says is written down, and nothing else happens ------------------------------- */

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
  shuffle_like_python (((Player *) driver)->plan->seed, numbers, count);
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
  g_array_append_val (((Ear *) observer)->player->said, command);
}

/* --- what the recording says of workers ---------------------------------------------------------------------- */

/* A worker's life: ready, collected, its tests, its end. Anything else is another run's. */
static bool
note_life (Player *player, const RecordingMessage *message, GError **error)
{
  static const struct
  {
    bool told;
    Life before, after;
  } steps[] = { [HEARD_WORKERREADY] = { true, LIFE_NOTHING, LIFE_UP },
                [HEARD_COLLECTIONFINISH] = { true, LIFE_UP, LIFE_COLLECTED },
                [HEARD_WORKERFINISHED] = { false, LIFE_ENDED, LIFE_ENDED },
                [HEARD_ERRORDOWN] = { false, LIFE_ENDED, LIFE_ENDED } };
  Life *life = &player->life[message->worker];
  bool wrong = *life == LIFE_ENDED;
  if (message->word < G_N_ELEMENTS (steps) && steps[message->word].after)
    {
      wrong |= steps[message->word].told && *life != steps[message->word].before;
      *life = steps[message->word].after;
    }
  g_autofree char *when = wrong ? human_time (message->at_us) : NULL;
  return !wrong
         || recorded_fail (error, player->path, "gw%u sends %s at %s, which cannot be there: two runs are mixed",
                           message->worker, recording_words[message->word], when);
}

static gint64
held_key (uint32_t worker, uint32_t index)
{
  return (gint64) worker << 32 | index;
}

static void
note_sent (Player *player, const RecordingMessage *message)
{
  for (uint32_t i = 0; i < message->indices; i++)
    {
      gint64 key = held_key (message->worker, player->recording->index[message->first + i]);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (player->held, &key));
      g_hash_table_insert (player->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (count + 1));
    }
}

static void
note_sent_all (Player *player, uint32_t worker)
{
  for (uint32_t index = 0; index < player->suite->tests; index++)
    {
      gint64 key = held_key (worker, index);
      g_hash_table_insert (player->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (1));
    }
}

/* A test that comes back must have been sent: the model is asked about nothing else. */
static bool
note_returned (Player *player, const RecordingMessage *message, GError **error)
{
  if (message->indices > player->suite->tests)
    return recorded_fail (error, player->path, "gw%u gives back more tests than there are", message->worker);
  for (uint32_t i = 0; i < message->indices; i++)
    {
      uint32_t index = player->recording->index[message->first + i];
      gint64 key = held_key (message->worker, index);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (player->held, &key));
      if (count == 0)
        return recorded_fail (error, player->path, "gw%u sends %s %u, which it was not sent: two runs are mixed",
                              message->worker, recording_words[message->word], index);
      if (count == 1)
        g_hash_table_remove (player->held, &key);
      else
        g_hash_table_insert (player->held, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (count - 1));
    }
  return true;
}

/* --- one message --------------------------------------------------------------------------------------------- */

/* A worker that ended because it was told to cannot have been gone before. */
static void
note_end (Player *player, uint32_t worker)
{
  IsoSession *session = player->session;
  if (worker < session->state->next_number && (player->ends_alone[worker] || iso_shutdown_sent (session, worker)))
    worker_mark_gone (session, worker);
}

/* Whose end had arrived by then is gone. How many of the ends that is. */
static guint
note_ends (Player *player, uint64_t until_us)
{
  guint end = player->ended;
  for (; end < player->ends->len && g_array_index (player->ends, End, end).at_us <= until_us; end++)
    note_end (player, g_array_index (player->ends, End, end).worker);
  return end;
}

static bool
hear_unscheduled (Player *player, const RecordingMessage *message)
{
  IsoSession *session = player->session;
  if (message->indices)
    iso_queue_push_many (&session->store, &session->worker[message->worker].stolen,
                         player->recording->index + message->first, message->indices);
  return controller_receive (session, (Message){ MESSAGE_UNSCHEDULED, message->worker, message->indices, 0 });
}

/* An interrupted worker is dropped like one that died, and the session stops. */
static bool
hear_finished (Player *player, const RecordingMessage *message)
{
  IsoSession *session = player->session;
  worker_mark_gone (session, message->worker);
  if (message->value != FINISHED_INTERRUPTED)
    return controller_receive (
        session, (Message){ MESSAGE_WORKERFINISHED, message->worker, message->value == FINISHED_STOP, 0 });
  session->state->stop = 1;
  return controller_receive (session, (Message){ MESSAGE_ERRORDOWN, message->worker, 0, 0 });
}

static bool
hear (Player *player, const RecordingMessage *message)
{
  IsoSession *session = player->session;
  uint32_t worker = message->worker;
  switch ((RecordingWord) message->word)
    {
    case HEARD_WORKERREADY:
      return controller_receive (session, (Message){ MESSAGE_WORKERREADY, worker, 0, 0 });
    case HEARD_COLLECTIONFINISH:
      session->worker[worker].differs = message->value != player->official;
      return controller_receive (session, (Message){ MESSAGE_COLLECTIONFINISH, worker, 0, 0 });
    case HEARD_COMPLETE:
      return controller_receive (session, (Message){ MESSAGE_COMPLETE, worker, player->recording->index[message->first],
                                                     message->duration_us });
    case HEARD_UNSCHEDULED:
      return hear_unscheduled (player, message);
    case HEARD_FAILURE:
      return !session->plan->rules.maxfail || controller_receive (session, (Message){ MESSAGE_REPORTS, worker, 1, 0 });
    case HEARD_WORKERFINISHED:
      return hear_finished (player, message);
    case HEARD_ERRORDOWN:
      worker_mark_gone (session, worker);
      return controller_receive (session, (Message){ MESSAGE_ERRORDOWN, worker, 0, 0 });
    default:
      return true;
    }
}

/* The commands behind a message end before the next message. */
static uint32_t
end_of_commands (const Recording *recording, uint32_t message)
{
  while (++message < recording->messages && recording_is_command (&recording->message[message]))
    continue;
  return message;
}

static bool
are_all (const ConformCommand *command, uint32_t tests)
{
  for (uint32_t i = 0; i < command->indices; i++)
    if (command->index[i] != i)
      return false;
  return command->indices == tests;
}

static bool
is_equal (const Player *player, const RecordingMessage *real, const ConformCommand *model)
{
  if (real->worker != model->worker)
    return false;
  if (real->word == SENT_RUN_ALL)
    return model->word == SENT_RUN && are_all (model, player->suite->tests);
  return real->word == model->word && real->indices == model->indices
         && (real->indices == 0
             || memcmp (player->recording->index + real->first, model->index, real->indices * sizeof *model->index)
                    == 0);
}

/* What the two sides sent in answer to a message. */
typedef struct
{
  uint32_t equal; /* commands, up to the first that is not */
  uint32_t real;  /* place of that one, in Recording.message; the end of the answer when the model says more */
  bool same;
  bool failed; /* the model did, saying no more */
} Answer;

static Answer
compare (Player *player, uint32_t message, uint32_t end, bool failed)
{
  const Recording *recording = player->recording;
  Answer answer = { 0, message + 1, true, failed };
  for (; answer.real < end; answer.real++)
    {
      const RecordingMessage *real = &recording->message[answer.real];
      if (!player->counts[answer.real])
        continue;
      if (answer.equal == player->said->len
          || !is_equal (player, real, &g_array_index (player->said, ConformCommand, answer.equal)))
        break;
      answer.equal++;
    }
  answer.same = answer.real == end && answer.equal == player->said->len;
  return answer;
}

/* The model handles the message, with the workers gone whose end had arrived by then. */
static Answer
answer_message (Player *player, uint32_t message, uint32_t end, uint64_t gone_by_us)
{
  IsoSession *session = player->session;
  note_ends (player, gone_by_us);
  g_array_set_size (player->said, 0);
  bool failed = !hear (player, &player->recording->message[message]);
  if (!failed)
    controller_settle (session);
  return compare (player, message, end, failed);
}

/* Up to when an end may have come in between. */
static uint64_t
end_of_answer (const Recording *recording, uint32_t message, uint32_t end)
{
  return end < recording->messages ? recording->message[end].at_us : recording->message[message].at_us + DOUBT_US;
}

static void
save (Player *player)
{
  player->saved = g_realloc (player->saved, session_state_bytes (player->session));
  session_save (player->session, player->saved);
}

static void
restore (Player *player)
{
  session_restore (player->session, player->saved);
  player->session->error = 0;
}

/* In doubt first as the times say, then with those alive whose end had just arrived, then with those gone whose end
 * arrived while the message was handled. If none is right, the first counts. */
static Answer
answer_in_doubt (Player *player, uint32_t message, uint32_t end)
{
  const Recording *recording = player->recording;
  uint64_t at_us = recording->message[message].at_us;
  const uint64_t gone_by_us[]
      = { at_us, at_us - MIN (at_us, DOUBT_US), end_of_answer (recording, message, end), at_us };
  Answer answer = { 0, 0, false, false };
  save (player);
  for (gsize i = 0; i < G_N_ELEMENTS (gone_by_us) && !answer.same; i++)
    {
      if (i)
        restore (player);
      answer = answer_message (player, message, end, gone_by_us[i]);
    }
  return answer;
}

static Answer
answer_once (Player *player, uint32_t message, uint32_t end)
{
  const Recording *recording = player->recording;
  uint64_t at_us = recording->message[message].at_us;
  player->ended = note_ends (player, at_us - MIN (at_us, DOUBT_US));
  bool in_doubt = player->ended < player->ends->len
                  && g_array_index (player->ends, End, player->ended).at_us <= end_of_answer (recording, message, end);
  return in_doubt ? answer_in_doubt (player, message, end) : answer_message (player, message, end, 0);
}

/* --- all of them --------------------------------------------------------------------------------------------- */

static void
copy_real (const Player *player, const RecordingMessage *real, ConformCommand *command)
{
  *command = (ConformCommand){ real->word, real->worker, real->indices,
                               g_memdup2 (player->recording->index + real->first, real->indices * sizeof (uint32_t)) };
}

static void
tell_difference (Player *player, const Answer *answer, uint32_t message, uint32_t end, Conformity *conformity)
{
  conformity->differs = true;
  conformity->message = message;
  if (answer->real < end)
    copy_real (player, &player->recording->message[answer->real], &conformity->real);
  if (answer->equal < player->said->len)
    {
      ConformCommand *said = &g_array_index (player->said, ConformCommand, answer->equal);
      conformity->model = *said;
      said->index = NULL;
    }
  else if (answer->failed)
    conformity->model_error = g_strdup (player->session->error_text);
}

/* What the model did not expect at all. */
static bool
tell_surprise (Conformity *conformity, uint32_t message, char *why)
{
  conformity->differs = true;
  conformity->message = message;
  conformity->why = why;
  return false;
}

/* Whether the model's session can hear the message at all; it cannot if it is over or lacks the worker. */
static bool
is_expected (const Player *player, uint32_t message, Conformity *conformity)
{
  const RecordingMessage *real = &player->recording->message[message];
  const IsoSession *session = player->session;
  if (session->error)
    return tell_surprise (conformity, message,
                          g_strdup_printf ("the model's session has ended by an error (%s), and the real one goes on",
                                           session->error_text));
  if (controller_session_finished (session))
    return tell_surprise (conformity, message, g_strdup ("the model's session is over, and the real one goes on"));
  if (real->worker >= session->state->next_number)
    return tell_surprise (conformity, message,
                          g_strdup_printf ("gw%u is there, and the model's session has not started it", real->worker));
  return true;
}

static void
note_commands (Player *player, uint32_t message, uint32_t end)
{
  const Recording *recording = player->recording;
  for (uint32_t i = message + 1; i < end; i++)
    {
      if (recording->message[i].word == SENT_RUN)
        note_sent (player, &recording->message[i]);
      else if (recording->message[i].word == SENT_RUN_ALL)
        note_sent_all (player, recording->message[i].worker);
    }
}

/* The last answer may be shorter on one side: a run was killed while it sent, or a command that could not be sent is in
 * the recording all the same. */
static bool
is_cut_short (const Player *player, const Answer *answer, uint32_t end)
{
  if (end < player->recording->messages)
    return false;
  return answer->failed ? answer->equal == player->said->len
                        : player->recording->end_us == TRACE_US_NONE && answer->real == end;
}

/* Whether the next message is to be looked at. With *error the recording cannot be. */
static bool
play_message (Player *player, uint32_t message, uint32_t end, Conformity *conformity, GError **error)
{
  const RecordingMessage *real = &player->recording->message[message];
  bool returns = real->word == HEARD_COMPLETE || real->word == HEARD_UNSCHEDULED;
  if (!note_life (player, real, error) || (returns && !note_returned (player, real, error))
      || !is_expected (player, message, conformity))
    return false;
  Answer answer = answer_once (player, message, end);
  conformity->equal += answer.equal;
  if (!answer.same && !is_cut_short (player, &answer, end))
    {
      tell_difference (player, &answer, message, end, conformity);
      return false;
    }
  if (answer.failed && end == player->recording->messages)
    conformity->ended_by
        = g_strdup_printf ("the model's session ends by an error there: %s", player->session->error_text);
  note_commands (player, message, end);
  return true;
}

static bool
play (Player *player, Conformity *conformity, GError **error)
{
  const Recording *recording = player->recording;
  for (uint32_t message = 0, end; message < recording->messages; message = end)
    {
      GError *failure = NULL;
      end = end_of_commands (recording, message);
      if (recording->message[message].word == HEARD_INTERNAL_ERROR)
        {
          conformity->ended_by
              = g_strdup_printf ("gw%u reported an internal error of pytest; what follows is not compared",
                                 recording->message[message].worker);
          return true;
        }
      if (play_message (player, message, end, conformity, &failure))
        continue;
      if (failure)
        g_propagate_error (error, failure);
      return !failure;
    }
  return true;
}

/* --- before -------------------------------------------------------------------------------------------------- */

static int
compare_ends (const void *a, const void *b)
{
  const End *one = a, *other = b;
  if (one->at_us != other->at_us)
    return one->at_us < other->at_us ? -1 : 1;
  return (one->worker > other->worker) - (one->worker < other->worker);
}

static void
list_ends (Player *player)
{
  const Recording *recording = player->recording;
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    if (recording->worker[worker].end != WORKER_NO_END)
      {
        End end = { recording->worker[worker].end_us, worker };
        g_array_append_val (player->ends, end);
      }
  g_array_sort (player->ends, compare_ends);
}

static void
find_who_ends_alone (Player *player)
{
  const Recording *recording = player->recording;
  bool may_stop = recording->maxfail != RECORDING_NONE && recording->maxfail > 0;
  for (uint32_t worker = 0; worker < recording->workers; worker++)
    player->ends_alone[worker] = may_stop || recording->worker[worker].end == WORKER_DIED;
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording->message[i].word == HEARD_WORKERFINISHED && recording->message[i].value != FINISHED_PLAIN)
      player->ends_alone[recording->message[i].worker] = true;
}

/* The collection that counts is that of the worker that was heard first. */
static bool
find_official (Player *player, GError **error)
{
  const Recording *recording = player->recording;
  for (uint32_t i = 0; i < recording->messages; i++)
    if (recording->message[i].word == HEARD_COLLECTIONFINISH)
      {
        player->official = recording->message[i].value;
        return recording->collection[player->official].tests > 0
               || recorded_fail (error, player->path, "gw%u collected no test: there is nothing to compare",
                                 recording->message[i].worker);
      }
  return recorded_fail (error, player->path, "no worker collected anything: there is nothing to compare");
}

/* Indices are places in the official collection: its tests, in its order, are the suite. */
static void
make_suite (Player *player, const Suite *all)
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

/* The loadscope family and isoscope look tests up by name, so that a name that stands twice is one test to them. */
static bool
names_are_fit (const Player *player, GError **error)
{
  uint32_t earlier, repeated = suite_find_repeated (player->suite, &earlier);
  if (!player->plan->model->uses_scopes || repeated == SUITE_NONE)
    return true;
  g_autofree char *name = suite_dup_name (player->suite, repeated);
  return recorded_fail (error, player->path, "%s was collected twice, which the model of %s knows nothing of", name,
                        player->plan->model->name);
}

static bool
collections_are_fit (const Player *player, GError **error)
{
  const Recording *recording = player->recording;
  const IsoModel *model = player->plan->model;
  for (uint32_t worker = 0; model->every_worker && worker < recording->workers; worker++)
    if (recording->worker[worker].collection != RECORDING_NONE
        && recording->worker[worker].collection != player->official)
      return recorded_fail (error, player->path,
                            "gw%u collected other tests than the first worker, which the model of %s knows nothing of",
                            worker, model->name);
  if (model_has_too_many_runs (model, player->suite->tests, recording->workers))
    return recorded_fail (error, player->path, "%s: tests × workers are more than %u", model->name, EACH_RUNS_MAX);
  return names_are_fit (player, error);
}

/* `failures` stays out: the recording's own messages tell which reports failed. */
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

/* Each worker ends once, so that there are as many replacements as workers at the most. */
static void
make_session (Player *player)
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
  player->ear = (Ear){ { hear_command, NULL }, player };
  player->session = session_new (&player->session_plan, &player->driver, &player->ear.observer);
}

static bool
prepare (Player *player, const Suite *all, GError **error)
{
  const Recording *recording = player->recording;
  if (recording->workers_at_start == 0 || recording->workers_at_start > TRACE_WORKERS_MAX)
    return recorded_fail (error, player->path, "it does not say how many workers were started, from 1 to %u",
                          TRACE_WORKERS_MAX);
  if (player->plan->model->shuffles && !player->plan->seeded)
    return recorded_fail (error, player->path, "%s shuffles: say with which --seed", player->plan->model->name);
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
count (Player *player, Conformity *conformity)
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
player_clear (Player *player)
{
  session_free (player->session);
  suite_free (player->suite);
  g_array_unref (player->said);
  g_array_unref (player->ends);
  g_hash_table_unref (player->held);
  g_free (player->life);
  g_free (player->counts);
  g_free (player->ends_alone);
  g_free (player->saved);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Player, player_clear)

bool
conform (const Trace *trace, const char *path, const ConformPlan *plan, Conformity *conformity, GError **error)
{
  const Recording *recording = trace->recording;
  g_auto (Player) player = { .path = path, .plan = plan, .recording = recording };
  player.said = g_array_new (FALSE, FALSE, sizeof (ConformCommand));
  g_array_set_clear_func (player.said, clear_command);
  player.ends = g_array_new (FALSE, FALSE, sizeof (End));
  player.held = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  player.life = g_new0 (Life, recording->workers);
  player.ends_alone = g_new0 (bool, recording->workers);
  player.counts = g_new0 (bool, recording->messages);
  *conformity = (Conformity){ .real.word = RECORDING_NONE, .model.word = RECORDING_NONE };
  count (&player, conformity);
  return prepare (&player, trace->suite, error) && play (&player, conformity, error);
}
