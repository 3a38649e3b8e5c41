/* tests/unit/check/test_realizable_run.c - schedules that a search found, as runs in which only what code can hold back
 * waits. */
#include "session/controller.h"
#include "session/property.h"
#include "unit/check.h"

#include "check/realizable_run.h"
#include "models/registry.h"
#include "search/replay.h"
#include "search/search.h"
#include "unit/shapes.h"

#define NONE_SUCCEEDS 99u

static const struct
{
  const char *dist;
  unsigned workers;
  const char *shape;
  unsigned crashes;
  bool any_state;
  Property broken;
  unsigned holds; /* the fewest that suffice */
} cases[] = {
  { "loadscope", 1, "a1b1", 1, false, PROPERTY_HANG, 0 },
  { "loadscope", 1, "a3b2c1", 2, false, PROPERTY_HANG, 0 },
  { "loadscope", 1, "a1", 1, false, ISO_ONCE, 0 },
  { "loadscope", 2, "a1b1", 2, false, PROPERTY_ERROR, 0 },
  { "loadscope", 2, "a1b1", 2, false, PROPERTY_REPORTED, 0 },
  { "load", 2, "a2b2", 0, false, ISO_ISOLATION, 0 },
  /* dies with a test that it did not begin */
  { "load", 1, "a1", 1, true, PROPERTY_BLAME, HOLD_BEGIN },
  { "worksteal", 1, "a3b1", 1, true, PROPERTY_BLAME, HOLD_BEGIN },
  /* dies while its collection is not handled yet */
  { "load", 1, "a1", 1, true, PROPERTY_ERROR, HOLD_CONTROLLER },
  { "loadscope", 2, "a1b1", 1, true, PROPERTY_ERROR, HOLD_CONTROLLER },
  /* a steal that comes before the item is taken */
  { "worksteal", 2, "a5", 1, true, ISO_TWO_TESTS, NONE_SUCCEEDS },
};

typedef struct
{
  const char *name;
  unsigned holds;
  guint held;     /* actions that waited for their turn */
  guint hasty;    /* of these, such as came before all else had happened */
  bool is_broken; /* in the last state */
  Property broken;
} Watch;

/* Nothing that is not held can happen: no command to be taken, and no message but for a controller that is held. */
static bool
is_settled (const IsoSession *session, unsigned holds)
{
  for (unsigned node = 0; node < session->state->next_number; node++)
    if (session->worker[node].state == WORKER_UP && session->worker[node].inbox.len)
      return false;
  return (holds & HOLD_CONTROLLER) || session->state->messages.len == 0;
}

static void
watch_before (const IsoSession *session, Action action, void *data)
{
  Watch *watch = data;
  if (!realizable_is_held (session, action, watch->holds))
    return;
  watch->held++;
  watch->hasty += !is_settled (session, watch->holds);
}

static void
watch_after (const IsoSession *session, Action action, void *data)
{
  Watch *watch = data;
  bool judged = watch->broken < ISO_PROPERTIES && session->finding[watch->broken].count;
  bool hangs = is_settled (session, 0) && !controller_session_finished (session) && session->state->active > 0;
  for (unsigned node = 0; node < session->state->next_number; node++)
    hangs &= session->worker[node].state == WORKER_GONE
             || (session->worker[node].state == WORKER_UP && session->worker[node].queue.len < 2);
  watch->is_broken = watch->broken == ISO_ONCE            ? session->restarted
                     : watch->broken == PROPERTY_HANG     ? hangs
                     : watch->broken == PROPERTY_ERROR    ? session->error != 0
                     : watch->broken == PROPERTY_BLAME    ? session->blamed
                     : watch->broken == PROPERTY_REPORTED ? session->unreported
                                                          : judged;
}

static void
watch_run (const SearchPlan *plan, const GArray *run, Watch *watch)
{
  search_replay (plan, run, &(Replay){ .before = watch_before, .after = watch_after, .data = watch });
  if (!watch->held || watch->hasty)
    FAIL ("%s: %u held, %u of them before all else had happened", watch->name, watch->held, watch->hasty);
  if (!watch->is_broken)
    FAIL ("%s: %s does not break", watch->name, property_name (watch->broken));
}

static void
a_prompt_run_breaks_what_the_schedule_broke (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Suite) suite = suite_of (cases[i].shape);
      Property broken = cases[i].broken;
      Watch watch = { .name = cases[i].dist, .broken = broken };
      SearchReport report;
      SearchPlan plan = { .session = { .suite = suite,
                                       .model = model_find (cases[i].dist),
                                       .rules = session_rules_default (),
                                       .workers = cases[i].workers,
                                       .nodes_max = cases[i].workers + cases[i].crashes,
                                       .canonical = true },
                          .crashes = cases[i].crashes,
                          .crash_states = cases[i].any_state ? CRASH_ANY : CRASH_BIT (CRASH_RUNNING),
                          .jobs = 1,
                          .max_states = 2000000,
                          .asked = PROPERTY_BIT (broken) };
      search (&plan, &report);
      GArray *run
          = report.schedule[broken] ? realizable_run (&plan, broken, report.schedule[broken], &watch.holds) : NULL;
      if (!report.schedule[broken])
        FAIL ("%s %s: the search found nothing", cases[i].dist, cases[i].shape);
      else if ((run ? watch.holds : NONE_SUCCEEDS) != cases[i].holds)
        FAIL ("%s %s %s: holds %u", cases[i].dist, cases[i].shape, property_name (broken), run ? watch.holds : 99);
      else if (run)
        watch_run (&plan, run, &watch);
      g_clear_pointer (&run, g_array_unref);
      search_report_clear (&report);
    }
}

CU_TestInfo tests_of_realizable_run[] = {
  { "a prompt run breaks what the schedule broke", a_prompt_run_breaks_what_the_schedule_broke },
  CU_TEST_INFO_NULL,
};
