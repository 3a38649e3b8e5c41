#include "recordings/conform_answer.h"

#include "session/controller.h"
#include "session/worker.h"
#include <string.h>

/* The thread that receives may take this long to note an end, so the times of an end and a message that are closer may
 * be in either order. */
#define DOUBT_US 50000

/* --- the model hears a message ------------------------------------------------------------------------------- */

/* Marks the worker as gone. A worker that ended because it was told to is not gone before it was told. */
static void
note_end (ConformPlayer *player, uint32_t worker)
{
  IsoSession *session = player->session;
  if (worker < session->state->next_number && (player->ends_alone[worker] || iso_shutdown_sent (session, worker)))
    worker_mark_gone (session, worker);
}

/* Marks the workers whose ends had arrived by UNTIL_US as gone. Returns the number of ends up to then. */
static guint
note_ends (ConformPlayer *player, uint64_t until_us)
{
  guint end = player->ended;
  for (; end < player->ends->len && g_array_index (player->ends, WorkerEnd, end).at_us <= until_us; end++)
    note_end (player, g_array_index (player->ends, WorkerEnd, end).worker);
  return end;
}

static bool
hear_unscheduled (ConformPlayer *player, const RecordingMessage *message)
{
  IsoSession *session = player->session;
  if (message->indices)
    iso_queue_push_many (&session->store, &session->worker[message->worker].stolen,
                         player->recording->index + message->first, message->indices);
  return controller_receive (session, (Message){ MESSAGE_UNSCHEDULED, message->worker, message->indices, 0 });
}

/* A worker that was interrupted is dropped like one that died, and the session stops. */
static bool
hear_finished (ConformPlayer *player, const RecordingMessage *message)
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
hear (ConformPlayer *player, const RecordingMessage *message)
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

/* --- and what it sends is compared --------------------------------------------------------------------------- */

static bool
are_all (const ConformCommand *command, uint32_t tests)
{
  for (uint32_t i = 0; i < command->indices; i++)
    if (command->index[i] != i)
      return false;
  return command->indices == tests;
}

static bool
is_equal (const ConformPlayer *player, const RecordingMessage *real, const ConformCommand *model)
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

static ConformAnswer
compare (ConformPlayer *player, uint32_t message, uint32_t end, bool failed)
{
  const Recording *recording = player->recording;
  ConformAnswer answer = { 0, message + 1, true, failed };
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
  g_assert (answer.real <= end && answer.equal <= player->said->len);
  answer.same = answer.real == end && answer.equal == player->said->len;
  return answer;
}

/* The model handles the message after the ends that had arrived by GONE_BY_US. */
static ConformAnswer
answer_message (ConformPlayer *player, uint32_t message, uint32_t end, uint64_t gone_by_us)
{
  IsoSession *session = player->session;
  note_ends (player, gone_by_us);
  g_array_set_size (player->said, 0);
  bool failed = !hear (player, &player->recording->message[message]);
  if (!failed)
    controller_settle (session);
  return compare (player, message, end, failed);
}

/* Returns the time up to which an end may have come during the answer. */
static uint64_t
end_of_answer (const Recording *recording, uint32_t message, uint32_t end)
{
  return end < recording->messages ? recording->message[end].at_us : recording->message[message].at_us + DOUBT_US;
}

static void
restore (ConformPlayer *player, const unsigned char *saved)
{
  session_restore (player->session, saved);
  player->session->error = 0;
}

/* Tries three orders: the one that the times say; without the ends that had only just arrived; and with those that
 * arrived while the message was handled. If none gives the same commands, the first is repeated, and counts. */
static ConformAnswer
answer_in_doubt (ConformPlayer *player, uint32_t message, uint32_t end)
{
  const Recording *recording = player->recording;
  uint64_t at_us = recording->message[message].at_us;
  const uint64_t gone_by_us[]
      = { at_us, at_us - MIN (at_us, DOUBT_US), end_of_answer (recording, message, end), at_us };
  ConformAnswer answer = { 0, 0, false, false };
  g_autofree unsigned char *saved = g_malloc (session_state_bytes (player->session));
  session_save (player->session, saved);
  for (gsize i = 0; i < G_N_ELEMENTS (gone_by_us) && !answer.same; i++)
    {
      if (i)
        restore (player, saved);
      answer = answer_message (player, message, end, gone_by_us[i]);
    }
  return answer;
}

ConformAnswer
conform_answer (ConformPlayer *player, uint32_t message, uint32_t end)
{
  const Recording *recording = player->recording;
  uint64_t at_us = recording->message[message].at_us;
  player->ended = note_ends (player, at_us - MIN (at_us, DOUBT_US));
  bool in_doubt
      = player->ended < player->ends->len
        && g_array_index (player->ends, WorkerEnd, player->ended).at_us <= end_of_answer (recording, message, end);
  return in_doubt ? answer_in_doubt (player, message, end) : answer_message (player, message, end, 0);
}
