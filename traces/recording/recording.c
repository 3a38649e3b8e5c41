#include "recording/recording.h"

const char *const recording_words[RECORDING_WORDS] = {
  [HEARD_WORKERREADY] = "workerready",
  [HEARD_COLLECTIONFINISH] = "collectionfinish",
  [HEARD_COMPLETE] = "complete",
  [HEARD_UNSCHEDULED] = "unscheduled",
  [HEARD_FAILURE] = "failure",
  [HEARD_WORKERFINISHED] = "workerfinished",
  [HEARD_ERRORDOWN] = "errordown",
  [HEARD_INTERNAL_ERROR] = "internal_error",
  [SENT_RUN] = "run",
  [SENT_RUN_ALL] = "runall",
  [SENT_STEAL] = "steal",
  [SENT_SHUTDOWN] = "shutdown",
};

const char *const recording_scope_names[RECORDING_SCOPES] = {
  [FIXTURE_CLASS] = "class",
  [FIXTURE_MODULE] = "module",
  [FIXTURE_PACKAGE] = "package",
  [FIXTURE_SESSION] = "session",
};

const char *const recording_finish_words[] = {
  [FINISHED_PLAIN] = "",
  [FINISHED_STOP] = "stop",
  [FINISHED_INTERRUPTED] = "interrupted",
};

void
recording_free (Recording *recording)
{
  if (!recording)
    return;
  g_free (recording->pytest);
  g_free (recording->xdist);
  g_free (recording->python);
  g_free (recording->dist);
  g_free (recording->scheduler);
  g_free (recording->worker);
  for (uint32_t i = 0; i < recording->collections; i++)
    g_free (recording->collection[i].test);
  g_free (recording->collection);
  g_free (recording->message);
  g_free (recording->index);
  g_free (recording->run);
  g_free (recording->fixture);
  g_free (recording->use);
  g_free (recording->used);
  g_free (recording->coordinated);
  g_free (recording->report);
  if (recording->texts)
    g_string_chunk_free (recording->texts);
  g_free (recording);
}
