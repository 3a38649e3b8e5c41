#include "certify/certificate_summary.h"

#include "session/property.h"

static void
count_case (Row *row, const Case *one)
{
  CaseVerdict verdict = one->result.verdict;
  row->cases++;
  row->count[verdict]++;
  row->states += one->result.states;
  row->transitions += one->result.transitions;
  if (!row->first[verdict])
    row->first[verdict] = one;
}

static bool
belongs_to (const Row *row, const Case *one)
{
  return row->model == one->model && row->workers == one->workers && row->crashes == one->crashes
         && row->tests.most == one->tests;
}

CaseVerdict
row_verdict (const Row *row)
{
  return row->count[CASE_VIOLATED] ? CASE_VIOLATED
         : row->count[CASE_LIMIT]  ? CASE_LIMIT
         : row->count[CASE_LEFT]   ? CASE_LEFT
                                   : CASE_HOLDS;
}

/* Adds NEXT to ROW if both have the same verdict for the same scheduler, workers and deaths. */
static bool
merge (Row *row, const Row *next)
{
  if (row->model != next->model || row->workers != next->workers || row->crashes != next->crashes
      || row_verdict (row) != row_verdict (next))
    return false;
  row->tests.most = next->tests.most;
  row->cases += next->cases;
  row->states += next->states;
  row->transitions += next->transitions;
  for (int verdict = 0; verdict < CASE_VERDICTS; verdict++)
    {
      row->count[verdict] += next->count[verdict];
      row->first[verdict] = row->first[verdict] ? row->first[verdict] : next->first[verdict];
    }
  return true;
}

static void
merge_all (GArray *rows)
{
  guint kept = 0;
  for (guint i = 1; i < rows->len; i++)
    if (!merge (&g_array_index (rows, Row, kept), &g_array_index (rows, Row, i)))
      g_array_index (rows, Row, ++kept) = g_array_index (rows, Row, i);
  g_array_set_size (rows, MIN (rows->len, kept + 1));
}

GArray *
certificate_rows (const Certificate *certificate, bool merged)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));
  for (guint i = 0; i < certificate->cases->len; i++)
    {
      const Case *one = certificate_case (certificate, i);
      if (!rows->len || !belongs_to (&g_array_index (rows, Row, rows->len - 1), one))
        {
          Row row = { one->model, one->workers, one->crashes, { one->tests, one->tests }, 0, { 0 }, 0, 0, { NULL } };
          g_array_append_val (rows, row);
        }
      count_case (&g_array_index (rows, Row, rows->len - 1), one);
    }
  if (merged)
    merge_all (rows);
  return rows;
}

Row
certificate_sum (const Certificate *certificate, const IsoModel *model)
{
  Row sum = { .model = model, .tests = certificate->tests };
  for (guint i = 0; i < certificate->cases->len; i++)
    if (!model || certificate_case (certificate, i)->model == model)
      count_case (&sum, certificate_case (certificate, i));
  return sum;
}

static bool
is_smaller (const Case *a, const Case *b)
{
  if (a->tests != b->tests)
    return a->tests < b->tests;
  return a->workers != b->workers ? a->workers < b->workers : a->crashes < b->crashes;
}

const Case *
certificate_smallest (const Certificate *certificate, const IsoModel *model, Property property, guint *cases)
{
  const Case *smallest = NULL;
  *cases = 0;
  for (guint i = 0; i < certificate->cases->len; i++)
    {
      const Case *one = certificate_case (certificate, i);
      if (one->model != model || !one->result.steps[property])
        continue;
      ++*cases;
      if (!smallest || is_smaller (one, smallest))
        smallest = one;
    }
  return smallest;
}
