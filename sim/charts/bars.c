#include "charts/bars.h"

#include <stdlib.h>
#include <string.h>

/* A worker has at most as many bars as spans. */
static void
count_spans (Bars *bars, const Timeline *timeline)
{
  bars->first = g_new0 (guint, (gsize) bars->nodes + 1);
  for (guint i = 0; i < timeline->spans->len; i++)
    bars->first[timeline_span (timeline, i)->node + 1]++;
  for (unsigned node = 0; node < bars->nodes; node++)
    bars->first[node + 1] += bars->first[node];
}

/* Adds a span to the worker's bars, which begin at FIRST and end before *END. */
static void
add_span (Bar *bar, guint first, guint *end, const Span *span, uint32_t scope)
{
  if (span->end_us == span->start_us)
    return;
  Bar *before = *end > first ? &bar[*end - 1] : NULL;
  g_assert (!before || before->end_us <= span->start_us);
  if (before && before->scope == scope && before->end_us == span->start_us)
    before->end_us = span->end_us;
  else
    bar[(*end)++] = (Bar){ span->start_us, span->end_us, scope };
}

/* Moves the bars of all workers together, since spans that became one bar left room. */
static void
close_up (Bars *bars, const guint *end)
{
  guint to = 0;
  for (unsigned node = 0; node < bars->nodes; node++)
    {
      guint from = bars->first[node];
      g_assert (to <= from && end[node] <= bars->first[node + 1]);
      bars->first[node] = to;
      while (from < end[node])
        bars->bar[to++] = bars->bar[from++];
    }
  bars->first[bars->nodes] = to;
}

static void
make_bars (Bars *bars, const Timeline *timeline, const ScopeTable *scopes)
{
  count_spans (bars, timeline);
  bars->bar = g_new (Bar, timeline->spans->len);
  g_autofree guint *end = g_new (guint, (gsize) bars->nodes + 1);
  memcpy (end, bars->first, ((gsize) bars->nodes + 1) * sizeof *end);
  for (guint i = 0; i < timeline->spans->len; i++)
    {
      const Span *span = timeline_span (timeline, i);
      g_assert (span->start_us <= span->end_us && span->end_us <= bars->end_us);
      add_span (bars->bar, bars->first[span->node], &end[span->node], span, scopes->of_test[span->test]);
    }
  close_up (bars, end);
}

static int
compare_shares (const void *a, const void *b)
{
  const ScopeShare *left = a, *right = b;
  if (left->busy_us != right->busy_us)
    return left->busy_us > right->busy_us ? -1 : 1;
  return left->scope < right->scope ? -1 : left->scope > right->scope;
}

static void
rank_scopes (Bars *bars)
{
  g_autofree uint64_t *busy_us = g_new0 (uint64_t, bars->scopes);
  for (guint i = 0; i < bars->first[bars->nodes]; i++)
    busy_us[bars->bar[i].scope] += bars->bar[i].end_us - bars->bar[i].start_us;
  bars->largest = g_new (ScopeShare, bars->scopes);
  for (uint32_t scope = 0; scope < bars->scopes; scope++)
    if (busy_us[scope])
      {
        bars->largest[bars->ran++] = (ScopeShare){ scope, busy_us[scope] };
        bars->busy_us += busy_us[scope];
      }
  if (bars->ran)
    qsort (bars->largest, bars->ran, sizeof *bars->largest, compare_shares);
  g_assert (bars->nodes == 0 || bars->busy_us / bars->nodes <= bars->end_us);
}

void
bars_init (Bars *bars, const Chart *chart)
{
  const ScopeTable *scopes = chart_scopes (chart);
  *bars = (Bars){ .nodes = chart->timeline->presences->len,
                  .end_us = MAX (chart->timeline->end_us, 1),
                  .scopes = scopes->scopes };
  make_bars (bars, chart->timeline, scopes);
  rank_scopes (bars);
}

void
bars_clear (Bars *bars)
{
  g_free (bars->bar);
  g_free (bars->first);
  g_free (bars->largest);
}

void
slicer_init (Slicer *slicer, const Bars *bars, unsigned slices)
{
  *slicer = (Slicer){ .end_us = bars->end_us,
                      .slices = slices,
                      .scope_us = g_new0 (uint64_t, bars->scopes),
                      .present = g_array_new (FALSE, FALSE, sizeof (uint32_t)) };
}

void
slicer_clear (Slicer *slicer)
{
  g_free (slicer->scope_us);
  g_array_unref (slicer->present);
}

/* Returns end × i ÷ slices, without that product, which may not fit. */
uint64_t
slicer_time (const Slicer *slicer, unsigned i)
{
  uint64_t whole = slicer->end_us / slicer->slices, rest = slicer->end_us % slicer->slices;
  return whole * i + rest * i / slicer->slices;
}

static void
add_part (Slicer *slicer, Slice *slice, uint32_t scope, uint64_t us)
{
  slice->busy_us += us;
  if (slicer->scope_us[scope] == 0)
    g_array_append_val (slicer->present, scope);
  slicer->scope_us[scope] += us;
}

static void
finish_slice (Slicer *slicer, Slice *slice)
{
  for (guint i = 0; i < slicer->present->len; i++)
    {
      uint32_t scope = g_array_index (slicer->present, uint32_t, i);
      if (slicer->scope_us[scope] > slice->top_us)
        {
          slice->top_us = slicer->scope_us[scope];
          slice->top_scope = scope;
        }
      slicer->scope_us[scope] = 0;
    }
  g_array_set_size (slicer->present, 0);
}

void
slicer_cut (Slicer *slicer, const Bar *bar, guint count, Slice *slice)
{
  guint at = 0;
  for (unsigned i = 0; i < slicer->slices; i++)
    {
      uint64_t start_us = slicer_time (slicer, i), end_us = slicer_time (slicer, i + 1);
      slice[i] = (Slice){ 0, 0, SUITE_NONE };
      for (guint k = at; k < count && bar[k].start_us < end_us; k++)
        {
          uint64_t from_us = MAX (bar[k].start_us, start_us), to_us = MIN (bar[k].end_us, end_us);
          if (to_us > from_us)
            add_part (slicer, &slice[i], bar[k].scope, to_us - from_us);
          if (bar[k].end_us <= end_us)
            at = k + 1;
        }
      g_assert (slice[i].busy_us <= end_us - start_us); /* the bars did not overlap */
      finish_slice (slicer, &slice[i]);
    }
}
