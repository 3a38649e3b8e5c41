#include "charts/bars.h"

#include <stdlib.h>
#include <string.h>

/* Room for a worker's bars: as many as it has spans, the most that they can be. */
static void
count_spans (Bars *bars, const Timeline *timeline)
{
  bars->first = g_new0 (guint, (gsize) bars->nodes + 1);
  for (guint i = 0; i < timeline->spans->len; i++)
    bars->first[timeline_span (timeline, i)->node + 1]++;
  for (unsigned node = 0; node < bars->nodes; node++)
    bars->first[node + 1] += bars->first[node];
}

/* Puts a span behind the worker's bars, which begin at FIRST and end before *END. */
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

/* Closes the room that merging left. */
static void
close_up (Bars *bars, const guint *end)
{
  guint to = 0;
  for (unsigned node = 0; node < bars->nodes; node++)
    {
      guint from = bars->first[node];
      bars->first[node] = to;
      g_assert (to <= from && from <= end[node]);
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
    {
      const Bar *bar = &bars->bar[i];
      g_assert (bar->start_us < bar->end_us && bar->end_us <= bars->end_us);
      busy_us[bar->scope] += bar->end_us - bar->start_us;
    }
  bars->largest = g_new (ScopeShare, bars->scopes);
  for (uint32_t scope = 0; scope < bars->scopes; scope++)
    if (busy_us[scope])
      {
        bars->largest[bars->ran++] = (ScopeShare){ scope, busy_us[scope] };
        bars->busy_us += busy_us[scope];
      }
  g_assert (bars->busy_us / MAX (bars->nodes, 1) <= bars->end_us);
  if (bars->ran)
    qsort (bars->largest, bars->ran, sizeof *bars->largest, compare_shares);
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

/* end × i ÷ slices, without the product, which may be too large. */
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
      finish_slice (slicer, &slice[i]);
      g_assert (slice[i].top_us <= slice[i].busy_us && slice[i].busy_us <= end_us - start_us);
    }
}
