/* tests/unit/state_space/test_livelock.c - states from which no end can be reached, in graphs drawn by hand. */
#include "unit/check.h"

#include "state_space/livelock.h"

typedef struct
{
  Visited visited;
  Transitions transitions;
  uint32_t number[8];
} Graph;

/* Eight states that were expanded, state I in I steps. */
static void
graph_init (Graph *graph)
{
  visited_init (&graph->visited, false);
  transitions_init (&graph->transitions);
  for (uint64_t i = 0; i < 8; i++)
    {
      Key key = key_of ((const unsigned char *) &i, sizeof i);
      visited_note (&graph->visited, key, (const unsigned char *) &i, sizeof i, (Origin){ 0 }, (unsigned) i,
                    &graph->number[i]);
      visited_set_flag (&graph->visited, graph->number[i], STATE_EXPANDED);
    }
}

/* EDGES: "01 12", from 0 to 1 and from 1 to 2; ENDS: "7". Returns the state found, 8 if there is none. */
static unsigned
find (const char *edges, const char *ends)
{
  Graph graph;
  graph_init (&graph);
  for (const char *at = edges; *at; at += at[2] ? 3 : 2)
    transitions_add (&graph.transitions, graph.number[at[0] - '0'], graph.number[at[1] - '0']);
  for (const char *at = ends; *at; at++)
    visited_set_flag (&graph.visited, graph.number[*at - '0'], STATE_ENDS);
  uint32_t state = transitions_find_livelock (&graph.transitions, &graph.visited);
  unsigned found = 0;
  while (found < 8 && graph.number[found] != state)
    found++;
  transitions_clear (&graph.transitions);
  visited_clear (&graph.visited);
  return found;
}

static void
the_nearest_state_without_an_end_is_found (void)
{
  EQUAL_INT (find ("01 12 23 34 45 56 67", "7"), 8);       /* a path to the end */
  EQUAL_INT (find ("01 12 21 03 34 45 56 67", "7"), 1);    /* 1 and 2 go round */
  EQUAL_INT (find ("76 65 54 43 32 21 10", "0"), 8);       /* each walk adds what the order of transitions hides */
  EQUAL_INT (find ("01 12 21 20 03 34 45 56 67", "7"), 8); /* 2 leads back to 0 */
  EQUAL_INT (find ("", "0123456"), 7);
}

CU_TestInfo tests_of_livelock[] = {
  { "the nearest state without an end is found", the_nearest_state_without_an_end_is_found },
  CU_TEST_INFO_NULL,
};
