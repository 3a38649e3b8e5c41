#include "fuzz/fuzz_campaign.h"

#include "base/interrupt.h"
#include "base/progress.h"
#include "base/thread_pool.h"
#include "external/external.h"
#include "fuzz/fuzz_shrink.h"
#include <string.h>

#define BATCH 64u /* cases between two looks at the clock */

typedef struct
{
  const FuzzPlan *plan;
  uint64_t first; /* the number of the batch's first case */
  gint64 until;   /* monotonic; 0: no limit. A case that would begin later is not tried */
  bool tried[BATCH];
  bool differs[BATCH];
  FuzzTally tally[BATCH];
} Batch;

/* --- what is tried --------------------------------------------------------------------------------------------- */

static unsigned
size_of (guint tests)
{
  return tests == 1 ? 0 : tests < 10 ? 1 : tests < 50 ? 2 : 3;
}

static void
note_name (FuzzTally *tally, const char *nodeid)
{
  const char *bracket = strchr (nodeid, '['), *module = strstr (nodeid, "::");
  tally->names[FUZZ_NAME_CLASS] |= module && strstr (module, "::Test") != NULL;
  tally->names[FUZZ_NAME_CUT] |= bracket && strstr (bracket, "::") != NULL;
  tally->names[FUZZ_NAME_GROUP] |= strchr (nodeid, '@') != NULL;
  tally->names[FUZZ_NAME_UNICODE] |= !g_str_is_ascii (nodeid);
  tally->names[FUZZ_NAME_BLANK] |= strchr (nodeid, ' ') != NULL;
}

static void
note_case (FuzzTally *tally, const FuzzCase *one, const Difference *difference)
{
  *tally = (FuzzTally){ .suites = 1, .stops = one->rules.maxfail > 0 };
  tally->workers[one->workers] = 1;
  tally->sizes[size_of (one->tests->len)] = 1;
  for (guint i = 0; i < one->tests->len; i++)
    {
      tally->crashes |= fuzz_case_test (one, i)->crashes > 0;
      note_name (tally, fuzz_case_test (one, i)->nodeid);
    }
  tally->verdicts[difference->verdict[0]] = 1;
  tally->events = difference->events[0];
  tally->commands = difference->commands[0];
}

/* A tally is numbers only. */
static void
add_up (FuzzTally *sum, const FuzzTally *tally)
{
  uint64_t *to = (uint64_t *) sum;
  const uint64_t *from = (const uint64_t *) tally;
  for (gsize i = 0; i < sizeof *sum / sizeof *to; i++)
    to[i] += from[i];
}

/* --- batches --------------------------------------------------------------------------------------------------- */

static bool
is_over (gint64 until)
{
  return interrupt_seen () || (until && g_get_monotonic_time () >= until);
}

static void
try_case (unsigned task, unsigned member, void *data)
{
  Batch *batch = data;
  FuzzCase one;
  Difference difference;
  if (is_over (batch->until))
    return;
  fuzz_case_draw (&one, batch->plan->seed, batch->first + task, &batch->plan->range);
  batch->differs[task] = fuzz_shows (&one, batch->plan->model, batch->plan->worse_only, &difference);
  note_case (&batch->tally[task], &one, &difference);
  batch->tried[task] = true;
  difference_clear (&difference);
  fuzz_case_clear (&one);
}

/* In the order of their numbers, up to the first that differs. */
static void
gather (const Batch *batch, unsigned cases, FuzzFound *found)
{
  for (unsigned i = 0; i < cases && !found->differs; i++)
    {
      if (!batch->tried[i])
        continue;
      add_up (&found->tally, &batch->tally[i]);
      found->differs = batch->differs[i];
      found->number = batch->first + i;
    }
}

static char *
dup_trouble (const FuzzPlan *plan)
{
  char *trouble = external_dup_trouble (plan->model[0]);
  return trouble ? trouble : external_dup_trouble (plan->model[1]);
}

/* A program that has ended differs in every case. Then the case that was found is kept as it is. */
static void
shrink (const FuzzPlan *plan, FuzzFound *found)
{
  fuzz_case_draw (&found->smallest, plan->seed, found->number, &plan->range);
  found->tests = found->smallest.tests->len;
  found->workers = found->smallest.workers;
  found->repeats = fuzz_shows (&found->smallest, plan->model, plan->worse_only, &found->difference);
  if (found->trouble || !found->repeats)
    return;
  difference_clear (&found->difference);
  found->tries = fuzz_shrink (&found->smallest, plan->model, plan->worse_only, interrupt_seen);
  found->repeats = fuzz_shows (&found->smallest, plan->model, plan->worse_only, &found->difference);
  g_assert (found->smallest.tests->len <= found->tests && found->smallest.workers <= found->workers);
  found->trouble = dup_trouble (plan); /* a program may have ended meanwhile */
}

void
fuzz_campaign (const FuzzPlan *plan, FuzzFound *found)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (ThreadPool) pool = thread_pool_new (plan->jobs);
  Progress progress;
  gint64 until = plan->time_us ? began + (gint64) plan->time_us : 0;
  *found = (FuzzFound){ 0 };
  progress_begin (&progress, true);
  for (uint64_t first = 0; first < plan->suites && !found->differs && !is_over (until); first += BATCH)
    {
      g_autofree Batch *batch = g_new0 (Batch, 1);
      unsigned cases = (unsigned) MIN (BATCH, plan->suites - first);
      batch->plan = plan;
      batch->first = first;
      batch->until = until;
      if (plan->suites < UINT64_MAX)
        progress_show (&progress, first, plan->suites, "suites");
      else
        progress_show (&progress, (guint64) (g_get_monotonic_time () - began), plan->time_us, "time");
      thread_pool_run (pool, cases, try_case, batch);
      gather (batch, cases, found);
    }
  found->trouble = dup_trouble (plan);
  if (found->differs)
    shrink (plan, found);
  found->interrupted = interrupt_seen ();
  progress_end (&progress);
}

void
fuzz_found_clear (FuzzFound *found)
{
  fuzz_case_clear (&found->smallest);
  g_clear_pointer (&found->trouble, g_free);
  difference_clear (&found->difference);
}
