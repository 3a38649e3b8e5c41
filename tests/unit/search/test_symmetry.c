/* tests/unit/search/test_symmetry.c - the canonical form, in states that random walks reach. */
#include "unit/check.h"

#include "models/registry.h"
#include "search/successors.h"
#include "search/symmetry.h"
#include "session/controller.h"
#include "session/session.h"
#include "unit/shapes.h"
#include <string.h>

#define NODES 3u

static SearchPlan
plan_of (const char *dist, Suite *suite)
{
  SearchPlan plan = { .crash_states = CRASH_ANY, .reductions = REDUCE_ALL, .jobs = 1, .crashes = 1 };
  plan.session = (SessionPlan){ .suite = suite,
                                .model = model_find (dist),
                                .rules = session_rules_default (),
                                .workers = NODES,
                                .nodes_max = NODES + 1,
                                .canonical = true };
  return plan;
}

static GBytes *
bytes_of (const IsoSession *session)
{
  size_t bytes = session_state_bytes (session);
  unsigned char *state = g_malloc0 (bytes);
  session_save (session, state);
  return g_bytes_new_take (state, bytes);
}

/* Canonicalizes, and does so again: the state must stay, and all workers keep their numbers. */
static GBytes *
canonical (Symmetry *symmetry, IsoSession *session)
{
  uint32_t node_to[NODES + 1];
  symmetry_canonicalize (symmetry, session, NULL);
  g_autoptr (GBytes) once = bytes_of (session);
  symmetry_canonicalize (symmetry, session, node_to);
  GBytes *twice = bytes_of (session);
  CU_ASSERT (g_bytes_equal (once, twice));
  for (uint32_t node = 0; node <= NODES; node++)
    EQUAL_INT (node_to[node], node);
  return twice;
}

static void
the_canonical_form_is_its_own (void)
{
  static const char *const dists[] = { "load", "loadscope", "worksteal", "isoscope" };
  for (gsize d = 0; d < G_N_ELEMENTS (dists); d++)
    {
      g_autoptr (Suite) suite = suite_of ("a3b2");
      const SearchPlan plan = plan_of (dists[d], suite);
      bool too_many;
      g_autoptr (Permutations) permutations = search_state_permutations (&plan, &too_many);
      GRand *random = g_rand_new_with_seed (1);
      for (unsigned round = 0; round < 20; round++)
        {
          SearchState now;
          Move moves[SUCCESSORS_MAX (NODES + 1)];
          search_state_init (&now, &plan, permutations);
          Symmetry *symmetry = symmetry_new (&plan, now.session);
          for (unsigned count = 1, step = 0; step < 60 && count && !controller_session_finished (now.session); step++)
            {
              count = successors_list (&now, moves);
              for (unsigned i = 0; i < count; i++)
                if (moves[i].commands + moves[i].items == 0 && !can_act (&now, moves[i].action))
                  FAIL ("%s: move %u of step %u cannot be taken", dists[d], i, step);
              if (count && !move_do (&now, moves[(unsigned) g_rand_int_range (random, 0, (gint32) count)]))
                break;
              g_bytes_unref (canonical (symmetry, now.session));
            }
          symmetry_free (symmetry);
          search_state_clear (&now);
        }
      g_rand_free (random);
    }
}

/* Starts worker A before worker B: which is which must not show. */
static GBytes *
start_two (const SearchPlan *plan, unsigned a, unsigned b)
{
  SearchState now;
  search_state_init (&now, plan, NULL);
  Symmetry *symmetry = symmetry_new (plan, now.session);
  act (&now, (Action){ ACTION_READY, (uint8_t) a, 0 });
  act (&now, (Action){ ACTION_READY, (uint8_t) b, 0 });
  act (&now, (Action){ ACTION_COLLECT, (uint8_t) b, 0 });
  act (&now, (Action){ ACTION_HANDLE, 0, 0 });
  act (&now, (Action){ ACTION_DIE, (uint8_t) a, 0 });
  GBytes *bytes = canonical (symmetry, now.session);
  symmetry_free (symmetry);
  search_state_clear (&now);
  return bytes;
}

static void
states_that_differ_in_names_have_one_form (void)
{
  g_autoptr (Suite) suite = suite_of ("a3");
  const SearchPlan plan = plan_of ("load", suite);
  g_autoptr (GBytes) form = start_two (&plan, 0, 1);
  for (unsigned a = 0; a < NODES; a++)
    for (unsigned b = 0; b < NODES; b++)
      if (a != b)
        {
          g_autoptr (GBytes) other = start_two (&plan, a, b);
          if (!g_bytes_equal (form, other))
            FAIL ("gw%u and gw%u make another form than gw0 and gw1", a, b);
        }
}

CU_TestInfo tests_of_symmetry[] = {
  { "the canonical form is its own", the_canonical_form_is_its_own },
  { "states that differ in names have one form", states_that_differ_in_names_have_one_form },
  CU_TEST_INFO_NULL,
};
