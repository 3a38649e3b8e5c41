#include "search/counterexample.h"

#include "search/symmetry.h"
#include <string.h>

void
counterexample_record (Counterexample found[PROPERTIES], unsigned asked, Property property,
                       Counterexample counterexample)
{
  bool is_asked = asked & PROPERTY_BIT (property);
  if (is_asked && (!found[property].found || counterexample.steps < found[property].steps))
    found[property] = counterexample;
}

void
counterexample_record_all (Counterexample found[PROPERTIES], unsigned asked, unsigned violated,
                           Counterexample counterexample)
{
  for (Property property = 0; violated; property++, violated >>= 1)
    if (violated & 1)
      counterexample_record (found, asked, property, counterexample);
}

unsigned
counterexample_fewest_steps (const Counterexample found[PROPERTIES])
{
  unsigned fewest = UINT_MAX;
  for (Property property = 0; property < PROPERTIES; property++)
    if (found[property].found)
      fewest = MIN (fewest, found[property].steps);
  return fewest;
}

/* --- the schedule ------------------------------------------------------------------------------------------------ */

/* The schedule that is written. A visited state is canonical, so its workers have other names than in the schedule:
 * worker w of the state is real[w] there. */
typedef struct
{
  GArray *schedule;
  SearchState now;
  Symmetry *symmetry;
  uint32_t *real, *node_to, *scratch; /* [nodes_max] */
} Writer;

static void
append_action (Action action, void *data)
{
  Writer *writer = data;
  if (action.kind != ACTION_HANDLE)
    action.node = (uint8_t) writer->real[action.node];
  g_array_append_val (writer->schedule, action);
}

/* Appends the steps of the move that ends with an action, and makes it. */
static void
append_move (Writer *writer, Action action)
{
  Move move = move_of (&writer->now, action);
  for (unsigned i = 0; i < move.commands; i++)
    append_action ((Action){ ACTION_COMMAND, action.node, 0 }, writer);
  for (unsigned i = 0; i < move.items; i++)
    append_action ((Action){ ACTION_ITEM, action.node, 0 }, writer);
  append_action (action, writer);
  move_do (&writer->now, move);
}

/* Puts the state into the form that the search met, and follows the names. */
static void
canonicalize (Writer *writer)
{
  unsigned nodes = writer->now.plan->session.nodes_max;
  symmetry_canonicalize (writer->symmetry, writer->now.session, writer->node_to);
  memcpy (writer->scratch, writer->real, nodes * sizeof *writer->real);
  for (unsigned node = 0; node < nodes; node++)
    writer->real[writer->node_to[node]] = writer->scratch[node];
}

/* Returns the actions that lead to a state, the last first. */
static GArray *
actions_to (const Visited *visited, uint32_t state, uint32_t start)
{
  GArray *actions = g_array_new (FALSE, FALSE, sizeof (Action));
  while (state != start)
    {
      Origin origin = visited_origin (visited, state);
      g_assert (visited_steps (visited, origin.parent) < visited_steps (visited, state));
      g_array_append_val (actions, origin.action);
      state = origin.parent;
    }
  return actions;
}

static void
append_schedule (Writer *writer, const GArray *actions, const Counterexample *counterexample)
{
  canonicalize (writer);
  for (guint i = actions->len; i-- > 0;)
    {
      append_move (writer, g_array_index (actions, Action, i));
      canonicalize (writer);
    }
  if (counterexample->acts)
    append_move (writer, counterexample->action);
  if (counterexample->taking != TAKE_NOTHING)
    take_alone (&writer->now, counterexample->taking == TAKE_COMMANDS, append_action, writer);
}

GArray *
counterexample_schedule (const SearchPlan *plan, const Permutations *permutations, const Visited *visited,
                         uint32_t start, const Counterexample *counterexample)
{
  unsigned nodes = plan->session.nodes_max;
  g_autofree uint32_t *names = g_new (uint32_t, 3 * (gsize) nodes);
  g_autoptr (GArray) actions = actions_to (visited, counterexample->state, start);
  Writer writer = { .schedule = g_array_new (FALSE, FALSE, sizeof (Action)) };
  writer.real = names, writer.node_to = names + nodes, writer.scratch = names + 2 * nodes;
  search_state_init (&writer.now, plan, permutations);
  writer.symmetry = symmetry_new (plan, writer.now.session);
  for (unsigned node = 0; node < nodes; node++)
    writer.real[node] = node;
  append_schedule (&writer, actions, counterexample);
  g_assert (writer.schedule->len == counterexample->steps);
  symmetry_free (writer.symmetry);
  search_state_clear (&writer.now);
  return writer.schedule;
}
