#include "external/external_pool.h"

#include <string.h>

void
external_note_trouble (External *external, const char *trouble)
{
  g_mutex_lock (&external->lock);
  if (!external->trouble)
    external->trouble = g_strdup (trouble);
  g_mutex_unlock (&external->lock);
}

void
external_note_spent (External *external, uint64_t ns)
{
  g_mutex_lock (&external->lock);
  external->spent_ns += ns;
  g_mutex_unlock (&external->lock);
}

static bool
has_trouble (External *external)
{
  g_mutex_lock (&external->lock);
  bool trouble = external->trouble != NULL;
  g_mutex_unlock (&external->lock);
  return trouble;
}

static ChildProcess *
take_idle (External *external)
{
  ChildProcess *process = NULL;
  g_mutex_lock (&external->lock);
  if (external->idle->len && !external->trouble)
    process = g_ptr_array_steal_index (external->idle, external->idle->len - 1);
  g_mutex_unlock (&external->lock);
  return process;
}

/* Starts a process of the program, which must greet as the first one did. */
static ChildProcess *
start_another (External *external)
{
  g_autoptr (GError) error = NULL;
  Greeting greeting = { 0 };
  g_autofree char *refusal = NULL;
  g_autoptr (ChildProcess) process = child_process_start (external->who, (const char *const *) external->argv, &error);
  bool ok = process && protocol_greet (process, &greeting, &refusal) && !refusal;
  greeting_clear (&greeting);
  if (ok)
    return g_steal_pointer (&process);
  external_note_trouble (external, error ? error->message : refusal ? refusal : child_process_trouble (process));
  return NULL;
}

ChildProcess *
external_take_process (External *external)
{
  if (has_trouble (external))
    return NULL;
  ChildProcess *process = take_idle (external);
  return process ? process : start_another (external);
}

void
external_give_process (External *external, ChildProcess *process)
{
  if (child_process_trouble (process))
    {
      child_process_stop (process);
      return;
    }
  g_mutex_lock (&external->lock);
  g_ptr_array_add (external->idle, process);
  g_mutex_unlock (&external->lock);
}

AnswerCache *
external_cache_for (External *external, const char *opening)
{
  g_mutex_lock (&external->lock);
  if (!external->cache || strcmp (answer_cache_opening (external->cache), opening) != 0)
    {
      g_clear_pointer (&external->cache, answer_cache_unref);
      external->cache = answer_cache_new (opening);
    }
  AnswerCache *cache = answer_cache_ref (external->cache);
  g_mutex_unlock (&external->lock);
  return cache;
}
