/* sim/recordings/conform_player.h - a session that hears a recording instead of workers.
 *
 * The player checks that the recorded messages of a worker can be those of one run; a file that mixes two runs fails
 * here. What the model sends is written down in `said` and not carried out. */
#ifndef ISOSIM_CONFORM_PLAYER_H
#define ISOSIM_CONFORM_PLAYER_H

#include "recordings/conformity.h"
#include "session/session.h"
#include "suite/trace.h"

G_BEGIN_DECLS

/* The end of a worker's process, when the controller's machine noticed it. */
typedef struct
{
  uint64_t at_us;
  uint32_t worker;
} WorkerEnd;

/* How far the messages of a worker have come in its life. */
typedef enum
{
  LIFE_NOTHING,
  LIFE_UP,
  LIFE_COLLECTED,
  LIFE_ENDED
} WorkerLife;

typedef struct ConformPlayer ConformPlayer;

/* Hears what the model sends. */
typedef struct
{
  Observer observer; /* first */
  ConformPlayer *player;
} ConformEar;

struct ConformPlayer
{
  Driver driver; /* first */
  ConformEar ear;
  const char *path;
  const ConformPlan *plan;
  const Recording *recording;
  Suite *suite;      /* the tests of the official collection, in its order */
  uint32_t official; /* number of the collection that was heard first */
  SessionPlan session_plan;
  IsoSession *session;
  GArray *said;     /* of ConformCommand: what the model sent in answer to the current message */
  GArray *ends;     /* of WorkerEnd, by time */
  guint ended;      /* the number of ends that came before the current message without doubt */
  WorkerLife *life; /* [workers] */
  bool *ends_alone; /* [workers] the worker may have ended without a shutdown: it died, or stopped by itself */
  bool *counts;     /* [messages] it is a command, and no repeated shutdown */
  GHashTable *held; /* worker and index, to the number of times that the test was sent and has not come back */
};

/* Prepares a player for TRACE's recording; conform_player_clear() it in either case. Sets messages and commands of
 * CONFORMITY. Returns false with *error when the recording cannot be compared. */
bool conform_player_init (ConformPlayer *player, const Trace *trace, const char *path, const ConformPlan *plan,
                          Conformity *conformity, GError **error);
void conform_player_clear (ConformPlayer *player);

/* Notes a message of a worker. Returns false with *error when the worker cannot have sent it then. */
bool conform_player_note_message (ConformPlayer *player, const RecordingMessage *message, GError **error);

/* Notes the tests that the commands from message FIRST to before END sent. */
void conform_player_note_commands (ConformPlayer *player, uint32_t first, uint32_t end);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ConformPlayer, conform_player_clear)

G_END_DECLS

#endif
