#include "suite/history.h"

#include "text/exact.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One test, while traces are read. Nodes are named by their number; 0 is none, and the head of the list. */
typedef struct
{
  const char *name; /* the table's */
  char *group;      /* owned; NULL: none known */
  uint32_t next;    /* in the order of the suite */
  uint32_t known;
  uint64_t sum_us;
  bool too_short;
  double mean, squares; /* of the logarithms: Welford's running mean, and sum of squares around it */
} Node;

typedef struct
{
  GArray *node;     /* of Node */
  GHashTable *find; /* nodeid, owned, to its number */
} Collection;

static Node *
node_at (const Collection *collection, uint32_t number)
{
  return &g_array_index (collection->node, Node, number);
}

/* --- one trace after the other ------------------------------------------------------------------------------- */

static void
note_time (Node *node, uint64_t us)
{
  node->known++;
  node->sum_us += us;
  node->too_short |= us < HISTORY_LEAST_US;
  if (node->too_short)
    return;
  double log = exact_log ((double) us), off = log - node->mean;
  node->mean += off / node->known;
  node->squares += off * (log - node->mean);
}

/* A test that was not known, behind the node BEFORE. */
static uint32_t
insert (Collection *collection, char *name, uint32_t before)
{
  uint32_t number = collection->node->len;
  Node node = { .name = name, .next = node_at (collection, before)->next };
  g_array_append_val (collection->node, node);
  node_at (collection, before)->next = number;
  g_hash_table_insert (collection->find, name, GUINT_TO_POINTER (number));
  return number;
}

static uint32_t
find_or_insert (Collection *collection, const Suite *suite, uint32_t test, uint32_t before, uint32_t *shared)
{
  g_autofree char *name = suite_dup_name (suite, test);
  uint32_t number = GPOINTER_TO_UINT (g_hash_table_lookup (collection->find, name));
  *shared += number != 0;
  return number ? number : insert (collection, g_steal_pointer (&name), before);
}

/* How many of its tests were known before. */
static uint32_t
add_trace (Collection *collection, const Trace *trace)
{
  const Suite *suite = trace->suite;
  uint32_t shared = 0;
  for (uint32_t test = 0, at = 0; test < suite->tests; test++)
    {
      at = find_or_insert (collection, suite, test, at, &shared);
      Node *node = node_at (collection, at);
      note_time (node, trace->run_us[test]);
      if (!node->group && suite->group && suite->group[test])
        node->group = g_strdup (suite->group[test]);
    }
  return shared;
}

static bool
add_all (Collection *collection, const Trace *const *trace, const char *const *path, unsigned traces, GError **error)
{
  for (unsigned i = 0; i < traces; i++)
    if (add_trace (collection, trace[i]) == 0 && i > 0)
      {
        g_set_error (error, TRACE_ERROR, TRACE_ERROR_CONTENT, "%s: it shares no test with %s%s", path[i], path[0],
                     i > 1 ? " and those after it" : "");
        return false;
      }
  return true;
}

static void
clear_node (gpointer data)
{
  g_free (((Node *) data)->group);
}

/* --- what came out ------------------------------------------------------------------------------------------- */

static Suite *
make_suite (const Collection *collection, uint32_t tests)
{
  GString *text = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, tests);
  uint32_t *name_len = g_new (uint32_t, tests);
  char **group = g_new0 (char *, tests);
  bool grouped = false;
  uint32_t test = 0;
  for (uint32_t number = node_at (collection, 0)->next; number; number = node_at (collection, number)->next, test++)
    {
      Node *node = node_at (collection, number);
      name_at[test] = text->len;
      name_len[test] = (uint32_t) strlen (node->name);
      g_string_append (text, node->name);
      group[test] = g_steal_pointer (&node->group);
      grouped |= group[test] != NULL;
    }
  if (!grouped)
    g_clear_pointer (&group, g_free);
  char *owned = g_string_free (text, FALSE);
  return suite_new (tests, owned, name_at, name_len, group, g_free, owned);
}

static void
fill_times (const Collection *collection, History *history)
{
  uint32_t test = 0;
  for (uint32_t number = node_at (collection, 0)->next; number; number = node_at (collection, number)->next, test++)
    {
      const Node *node = node_at (collection, number);
      history->trace->run_us[test] = (node->sum_us + node->known / 2) / node->known;
      history->known[test] = node->known;
      history->partly += node->known < history->traces;
    }
}

/* Below what share of the true variance half of all samples of normal numbers lie: the median of chi-squared ÷ its
 * degrees of freedom; of four and more by Wilson and Hilferty, within 0.5 %. */
static double
median_share (uint32_t degrees)
{
  static const double few[] = { 0.454936, 0.693147, 0.788658 };
  if (degrees <= G_N_ELEMENTS (few))
    return few[degrees - 1];
  double root = 1 - 2 / (9.0 * degrees);
  return root * root * root;
}

static int
by_size (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* The median over tests, not the mean: a test that was rewritten, or skipped for a while, takes thirty times as long
 * afterwards, and a few of these would outweigh all others. */
static void
fill_sigma (const Collection *collection, History *history)
{
  g_autofree double *variance = g_new (double, collection->node->len);
  for (uint32_t number = 1; number < collection->node->len; number++)
    {
      const Node *node = node_at (collection, number);
      if (!node->too_short && node->known >= 2)
        variance[history->measured++] = node->squares / (node->known - 1) / median_share (node->known - 1);
    }
  if (!history->measured)
    return;
  qsort (variance, history->measured, sizeof *variance, by_size);
  uint32_t middle = history->measured / 2;
  history->sigma = sqrt ((variance[middle] + variance[(history->measured - 1) / 2]) / 2);
}

static void
fill_history (const Collection *collection, const Trace *first, History *history)
{
  uint32_t tests = collection->node->len - 1;
  history->trace = g_new0 (Trace, 1);
  history->trace->suite = make_suite (collection, tests);
  history->trace->run_us = g_new (uint64_t, tests);
  history->trace->format = "the mean of several";
  history->trace->order = first->order;
  history->trace->warnings = g_ptr_array_new_with_free_func (g_free);
  history->known = g_new (uint32_t, tests);
  fill_times (collection, history);
  fill_sigma (collection, history);
}

bool
history_of (const Trace *const *trace, const char *const *path, unsigned traces, History *history, GError **error)
{
  Collection collection
      = { g_array_new (FALSE, TRUE, sizeof (Node)), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  *history = (History){ .traces = traces };
  g_array_set_clear_func (collection.node, clear_node);
  g_array_set_size (collection.node, 1); /* the head */
  bool ok = add_all (&collection, trace, path, traces, error);
  if (ok)
    fill_history (&collection, trace[0], history);
  g_array_unref (collection.node);
  g_hash_table_unref (collection.find);
  return ok;
}

void
history_clear (History *history)
{
  trace_free (history->trace);
  g_free (history->known);
  *history = (History){ 0 };
}
