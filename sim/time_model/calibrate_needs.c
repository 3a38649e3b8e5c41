#include "time_model/calibrate_needs.h"

/* The fixtures that one worker has set up, as its runs are read in order. */
typedef struct
{
  uint32_t *active;   /* [fixtures] the number of its instances that are set up */
  uint32_t *begun_in; /* [fixtures] 1 + the run in which it was last set up */
  uint32_t *slot;     /* [slots] the number of instances of its fixtures that are set up */
  uint32_t uses;      /* the recording's list of fixtures that the last run used; RECORDING_NONE: not told */
  uint32_t *used_in;  /* [fixtures] 1 + the last list that names it */
} FixtureState;

/* Many runs share one list of used fixtures, so a list is read only when it changes. */
static void
note_uses (const Calibration *calibration, FixtureState *state, uint32_t number)
{
  if (number == state->uses)
    return;
  state->uses = number;
  if (number == RECORDING_NONE)
    return;
  const RecordingUses *uses = &calibration->recording->use[number];
  for (uint32_t i = 0; i < uses->fixtures; i++)
    state->used_in[calibration->kind[calibration->recording->used[uses->first + i]]] = number + 1;
}

static void
mark_run (Calibration *calibration, uint32_t run, const FixtureState *state)
{
  uint32_t test = calibration->of_test[calibration->recording->run[run].test];
  const TimeModelLists *candidates = &calibration->candidates;
  if (test == SUITE_NONE)
    return;
  for (uint32_t i = candidates->first[test]; i < candidates->first[test + 1]; i++)
    {
      uint32_t fixture = candidates->number[i];
      bool begun = state->begun_in[fixture] == run + 1, set_up = state->active[fixture];
      calibration->mark[i] |= begun ? MARK_SET_UP : set_up ? MARK_HAS : MARK_LACKS;
      if (state->uses != RECORDING_NONE)
        calibration->mark[i] |= state->used_in[fixture] == state->uses + 1 ? MARK_TOLD | MARK_USED : MARK_TOLD;
      if (!begun && !set_up && !state->slot[g_array_index (calibration->fixture, FixtureCost, fixture).slot])
        g_array_index (calibration->lacked, uint32_t, fixture)++;
    }
}

/* Applies the set-ups of the run (BEGIN), or its tear-downs. */
static void
change_state (const Calibration *calibration, FixtureState *state, uint32_t run, bool begin)
{
  const uint32_t *next = begin ? calibration->next_begins : calibration->next_ends;
  for (uint32_t i = begin ? calibration->begins[run] : calibration->ends[run]; i; i = next[i - 1])
    {
      uint32_t kind = calibration->kind[i - 1];
      g_assert (begin || state->active[kind] > 0); /* only what was set up is torn down */
      state->active[kind] += begin ? 1 : UINT32_MAX;
      state->slot[g_array_index (calibration->fixture, FixtureCost, kind).slot] += begin ? 1 : UINT32_MAX;
      if (begin)
        state->begun_in[kind] = run + 1;
    }
}

static void
mark_worker (Calibration *calibration, uint32_t worker)
{
  guint fixtures = calibration->fixture->len + 1;
  g_autofree uint32_t *counts = g_new0 (uint32_t, 4 * (gsize) fixtures);
  FixtureState state
      = { counts, counts + fixtures, counts + 2 * (gsize) fixtures, RECORDING_NONE, counts + 3 * (gsize) fixtures };
  for (uint32_t at = 0; at < calibration->runs[worker]; at++)
    {
      uint32_t run = calibration->run[worker][at];
      change_state (calibration, &state, run, true);
      note_uses (calibration, &state, calibration->recording->run[run].uses);
      mark_run (calibration, run, &state);
      change_state (calibration, &state, run, false);
    }
}

/* A test needs a fixture that was set up in one of its runs, or that the recording lists as used. Where nothing is
 * listed, tests that always found the fixture already set up may or may not need it. We assume that the same share of
 * them does as of the runs that could have set it up: set-ups ÷ (set-ups + runs that lacked it). *due spreads that
 * share evenly over the tests, in their order. Example: 2 set-ups, 2 runs without: every second test needs it. */
static bool
needs_it (const Calibration *calibration, uint32_t candidate, uint64_t *due)
{
  uint32_t fixture = calibration->candidates.number[candidate];
  uint64_t set_up = g_array_index (calibration->set_up, uint32_t, fixture);
  uint64_t missed = set_up + g_array_index (calibration->lacked, uint32_t, fixture);
  if (calibration->mark[candidate] != MARK_HAS)
    return calibration->mark[candidate] & (MARK_SET_UP | MARK_USED);
  due[fixture] += set_up;
  if (due[fixture] < missed)
    return false;
  due[fixture] -= missed;
  return true;
}

void
calibrate_needs (Calibration *calibration)
{
  TimeModel *costs = calibration->costs;
  const TimeModelLists *candidates = &calibration->candidates;
  for (uint32_t worker = 0; worker < calibration->recording->workers; worker++)
    mark_worker (calibration, worker);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  g_autofree uint64_t *due = g_new0 (uint64_t, calibration->fixture->len);
  for (uint32_t test = 0; test < costs->tests; test++)
    {
      for (uint32_t i = candidates->first[test]; i < candidates->first[test + 1]; i++)
        if (needs_it (calibration, i, due))
          g_array_append_val (numbers, candidates->number[i]);
      g_assert (numbers->len <= candidates->first[test + 1]);
      costs->needs.first[test + 1] = numbers->len;
    }
  costs->needs.number = (uint32_t *) (gpointer) g_array_free (numbers, FALSE);
}
