#include "search/counterexample.h"

#include "search/symmetry.h"
#include <string.h>

/* A schedule under way. A state stands for all that are alike, so that its workers have other names than in the
 * schedule: worker w of the state is real[w] there. */
typedef struct
{
  GArray *schedule;
  SearchState world;
  Symmetry *alike;
  uint32_t *real, *moved, *scratch; /* [nodes_max] */
} Telling;

static void
tell (Action action, void *data)
{
  Telling *telling = data;
  if (action.kind != ACTION_HANDLE)
    action.node = (uint8_t) telling->real[action.node];
  g_array_append_val (telling->schedule, action);
}

static void
tell_move (Telling *telling, Action action)
{
  Move move = move_of (&telling->world, action);
  for (unsigned i = 0; i < move.commands; i++)
    tell ((Action){ ACTION_COMMAND, action.node, 0 }, telling);
  for (unsigned i = 0; i < move.items; i++)
    tell ((Action){ ACTION_ITEM, action.node, 0 }, telling);
  tell (action, telling);
  move_do (&telling->world, move);
}

static void
settle (Telling *telling)
{
  unsigned nodes = telling->world.session->plan->nodes_max;
  symmetry_canonicalize (telling->alike, &telling->world, telling->moved);
  memcpy (telling->scratch, telling->real, nodes * sizeof *telling->real);
  for (unsigned node = 0; node < nodes; node++)
    telling->real[telling->moved[node]] = telling->scratch[node];
}

/* The actions that lead to a state, the last first. */
static GArray *
actions_to (const Visited *visited, uint32_t state, uint32_t start)
{
  GArray *actions = g_array_new (FALSE, FALSE, sizeof (Action));
  for (; state != start; state = visited_origin (visited, state).parent)
    {
      Action action = visited_origin (visited, state).action;
      g_array_append_val (actions, action);
    }
  return actions;
}

GArray *
counterexample_schedule (const SearchPlan *plan, const Permutations *orders, const Visited *visited, uint32_t start,
                         const Counterexample *way)
{
  unsigned nodes = plan->session.nodes_max;
  g_autofree uint32_t *names = g_new (uint32_t, 3 * (gsize) nodes);
  g_autoptr (GArray) actions = actions_to (visited, way->state, start);
  Telling telling = { .schedule = g_array_new (FALSE, FALSE, sizeof (Action)) };
  telling.real = names, telling.moved = names + nodes, telling.scratch = names + 2 * nodes;
  search_state_init (&telling.world, plan, orders);
  telling.alike = symmetry_new (plan, &telling.world);
  for (unsigned node = 0; node < nodes; node++)
    telling.real[node] = node;
  settle (&telling);
  for (guint i = actions->len; i-- > 0;)
    {
      tell_move (&telling, g_array_index (actions, Action, i));
      settle (&telling);
    }
  if (way->acts)
    tell_move (&telling, way->action);
  if (way->taking != TAKE_NOTHING)
    flush (&telling.world, way->taking == TAKE_COMMANDS, tell, &telling);
  symmetry_free (telling.alike);
  search_state_clear (&telling.world);
  return telling.schedule;
}
