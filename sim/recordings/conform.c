#include "recordings/conform.h"

#include "base/human.h"
#include "recordings/conform_answer.h"
#include "session/controller.h"

/* Returns the next message that is no command: the commands before it are the answer to this one. */
static uint32_t
end_of_commands (const Recording *recording, uint32_t message)
{
  while (++message < recording->messages && recording_is_command (&recording->message[message]))
    continue;
  return message;
}

static void
copy_real (const ConformPlayer *player, const RecordingMessage *real, ConformCommand *command)
{
  *command = (ConformCommand){ real->word, real->worker, real->indices,
                               g_memdup2 (player->recording->index + real->first, real->indices * sizeof (uint32_t)) };
}

static void
set_difference (ConformPlayer *player, const ConformAnswer *answer, uint32_t message, uint32_t end,
                Conformity *conformity)
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

/* Sets a difference that is not one of commands. Always returns false. */
static bool
set_surprise (Conformity *conformity, uint32_t message, char *why)
{
  conformity->differs = true;
  conformity->message = message;
  conformity->why = why;
  return false;
}

/* Returns whether the model's session can hear the message: it goes on, and it has started the worker. */
static bool
is_expected (const ConformPlayer *player, uint32_t message, Conformity *conformity)
{
  const RecordingMessage *real = &player->recording->message[message];
  const IsoSession *session = player->session;
  if (session->error)
    return set_surprise (conformity, message,
                         g_strdup_printf ("the model's session has ended by an error (%s), and the real one goes on",
                                          session->error_text));
  if (controller_session_finished (session))
    return set_surprise (conformity, message, g_strdup ("the model's session is over, and the real one goes on"));
  if (real->worker >= session->state->next_number)
    return set_surprise (conformity, message,
                         g_strdup_printf ("gw%u is there, and the model's session has not started it", real->worker));
  return true;
}

/* The answer to the last message may be shorter on one side. A run may be killed while it sends, and the recorder also
 * writes down a command that could not be sent. */
static bool
is_cut_short (const ConformPlayer *player, const ConformAnswer *answer, uint32_t end)
{
  if (end < player->recording->messages)
    return false;
  return answer->failed ? answer->equal == player->said->len
                        : player->recording->end_us == TRACE_US_NONE && answer->real == end;
}

/* Returns whether to go on with the next message. Sets *error when the recording contradicts itself. */
static bool
play_message (ConformPlayer *player, uint32_t message, uint32_t end, Conformity *conformity, GError **error)
{
  const RecordingMessage *real = &player->recording->message[message];
  if (!conform_player_note_message (player, real, error) || !is_expected (player, message, conformity))
    return false;
  ConformAnswer answer = conform_answer (player, message, end);
  conformity->equal += answer.equal;
  g_assert (conformity->equal <= conformity->commands);
  if (!answer.same && !is_cut_short (player, &answer, end))
    {
      set_difference (player, &answer, message, end, conformity);
      return false;
    }
  if (answer.failed && end == player->recording->messages)
    conformity->ended_by
        = g_strdup_printf ("the model's session ends by an error there: %s", player->session->error_text);
  conform_player_note_commands (player, message + 1, end);
  return true;
}

static bool
play (ConformPlayer *player, Conformity *conformity, GError **error)
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

bool
conform (const Trace *trace, const char *path, const ConformPlan *plan, Conformity *conformity, GError **error)
{
  g_auto (ConformPlayer) player;
  *conformity = (Conformity){ .real.word = RECORDING_NONE, .model.word = RECORDING_NONE };
  return conform_player_init (&player, trace, path, plan, conformity, error) && play (&player, conformity, error);
}
