#include "time_model/calibration.h"

/* The nodeid without a group, which xdist adds under loadgroup only. */
static char *
dup_plain_name (const Suite *suite, uint32_t test)
{
  uint32_t len;
  const char *name = suite_name (suite, test, &len);
  return g_strndup (name, suite_len_without_group (suite, test));
}

static void
map_tests (Calibration *calibration, const Suite *recorded)
{
  g_autoptr (GHashTable) tests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (uint32_t test = 0; recorded != calibration->suite && test < calibration->suite->tests; test++)
    g_hash_table_insert (tests, dup_plain_name (calibration->suite, test), GUINT_TO_POINTER (test + 1));
  for (uint32_t test = 0; test < recorded->tests; test++)
    {
      g_autofree char *name = recorded == calibration->suite ? NULL : dup_plain_name (recorded, test);
      calibration->of_test[test] = name ? GPOINTER_TO_UINT (g_hash_table_lookup (tests, name)) - 1 : test;
    }
}

void
calibration_init (Calibration *calibration, const Trace *trace, const Suite *suite, TimeModel *costs)
{
  const Recording *recording = trace->recording;
  *calibration = (Calibration){ .recording = recording, .suite = suite, .costs = costs };
  calibration->of_test = g_new (uint32_t, trace->suite->tests);
  calibration->bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  calibration->fixture = g_array_new (FALSE, TRUE, sizeof (FixtureCost));
  calibration->set_up = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  calibration->lacked = g_array_new (FALSE, TRUE, sizeof (uint32_t));
  calibration->kind = g_new0 (uint32_t, recording->fixtures);
  calibration->next_begins = g_new0 (uint32_t, recording->fixtures);
  calibration->next_ends = g_new0 (uint32_t, recording->fixtures);
  calibration->fixtures_us = g_new0 (uint64_t, recording->runs);
  calibration->begins = g_new0 (uint32_t, recording->runs);
  calibration->ends = g_new0 (uint32_t, recording->runs);
  calibration->run = g_new0 (uint32_t *, recording->workers);
  calibration->runs = g_new0 (uint32_t, recording->workers);
  map_tests (calibration, trace->suite);
}

void
calibration_clear (Calibration *calibration)
{
  uint32_t **numbers[] = { &calibration->of_test,          &calibration->kind,   &calibration->next_begins,
                           &calibration->next_ends,        &calibration->begins, &calibration->ends,
                           &calibration->candidates.first, &calibration->runs,   &calibration->candidates.number };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_free (*numbers[i]);
  for (uint32_t worker = 0; worker < calibration->recording->workers; worker++)
    g_free (calibration->run[worker]);
  g_free (calibration->run);
  g_free (calibration->fixtures_us);
  g_free (calibration->mark);
  g_hash_table_unref (calibration->bases);
  g_array_unref (calibration->fixture);
  g_array_unref (calibration->set_up);
  g_array_unref (calibration->lacked);
}
