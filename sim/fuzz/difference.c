#include "fuzz/difference.h"

static void
tell (Difference *difference, const DecisionList side[2], uint32_t place, const Suite *suite)
{
  difference->differs = true;
  difference->alike = place;
  difference->before = place ? decision_dup_text (&side[0], place - 1, suite, NULL) : NULL;
  for (int i = 0; i < 2; i++)
    difference->text[i] = decision_dup_text (&side[i], place, suite, &side[!i]);
}

void
difference_find (const SimulationPlan *plan, const IsoModel *const model[2], Difference *difference)
{
  DecisionList side[2];
  *difference = (Difference){ 0 };
  for (int i = 0; i < 2; i++)
    {
      SimulationPlan with = *plan;
      with.model = model[i];
      decision_list_make (&side[i], &with);
      difference->events[i] = side[i].list->len;
      difference->commands[i] = side[i].commands;
      difference->wall_us[i] = side[i].wall_us;
      difference->verdict[i] = side[i].verdict;
    }
  uint32_t place = decision_lists_differ (&side[0], &side[1]);
  difference->alike = side[0].list->len;
  if (place != ISO_NONE)
    tell (difference, side, place, plan->suite);
  decision_list_clear (&side[0]);
  decision_list_clear (&side[1]);
}

void
difference_clear (Difference *difference)
{
  g_clear_pointer (&difference->before, g_free);
  g_clear_pointer (&difference->text[0], g_free);
  g_clear_pointer (&difference->text[1], g_free);
}
