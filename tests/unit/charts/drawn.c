/* tests/unit/charts/drawn.c */
#include "unit/charts/drawn.h"

#include "formats/format.h"
#include "models/registry.h"
#include "unit/check.h"
#include <glib/gstdio.h>

/* Takes over the trace and runs it; a trace that is no scenario runs on so many workers under the model. */
static void
drawn_run (Drawn *drawn, Trace *trace, const char *title, const char *model, unsigned workers)
{
  const Scenario *scenario = trace->scenario;
  *drawn = (Drawn){ .folder = g_dir_make_tmp ("isosim-charts-XXXXXX", NULL), .trace = trace };
  drawn->plan = (SimulationPlan){ .suite = trace->suite,
                                  .run_us = trace->run_us,
                                  .model = model_find (scenario ? scenario->scheduler : model),
                                  .rules = session_rules_default (),
                                  .workers = scenario ? scenario->workers : workers };
  drawn->plan.rules.options.loadscopereorder = !scenario || scenario->loadscopereorder;
  drawn->plan.rules.options.name_supplied = true;
  if (scenario && scenario->crashes)
    {
      drawn->crash = g_new (CrashPlan, scenario->crashes);
      for (uint32_t i = 0; i < scenario->crashes; i++)
        drawn->crash[i] = (CrashPlan){ scenario->crash[i].test, scenario->crash[i].times };
      drawn->plan.crash = drawn->crash;
      drawn->plan.crashes = scenario->crashes;
    }
  drawn->simulation = simulation_new (&drawn->plan, NULL);
  timeline_init (&drawn->timeline, simulation_now_us (drawn->simulation), drawn->plan.workers);
  simulation_listen (drawn->simulation, &drawn->timeline.observer);
  simulation_run (drawn->simulation, scenario ? scenario->seed : 0, &drawn->result);
  timeline_end (&drawn->timeline);
  drawn->chart = (Chart){ title, &drawn->plan, trace, &drawn->timeline, &drawn->result };
}

bool
drawn_read (Drawn *drawn, const char *path, const char *title, const char *model, unsigned workers)
{
  g_autoptr (GError) error = NULL;
  Trace *trace = trace_read (path, &error);
  if (trace)
    drawn_run (drawn, trace, title, model, workers);
  else
    FAIL ("%s", error->message);
  return trace;
}

bool
drawn_scenario (Drawn *drawn, const char *title, const char *scenario)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("isosim-scenario-XXXXXX", &path, NULL);
  bool ok = fd >= 0 && g_close (fd, NULL) && g_file_set_contents (path, scenario, -1, NULL)
            && drawn_read (drawn, path, title, NULL, 0);
  g_unlink (path);
  return ok;
}

char *
drawn_path (const Drawn *drawn, const char *name)
{
  return g_build_filename (drawn->folder, name, NULL);
}

unsigned
empty_folder (const char *folder)
{
  unsigned files = 0;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name (dir)); files++)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  return files;
}

void
drawn_clear (Drawn *drawn)
{
  empty_folder (drawn->folder);
  g_rmdir (drawn->folder);
  timeline_clear (&drawn->timeline);
  simulation_free (drawn->simulation);
  trace_free (drawn->trace);
  g_free (drawn->crash);
  g_free (drawn->folder);
}

char *
drawn_written (const Drawn *drawn, const char *name, bool (*write) (const char *, const Chart *, GError **), gsize *len)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = drawn_path (drawn, name);
  char *text = NULL;
  if (!write (path, &drawn->chart, &error))
    FAIL ("%s", error->message);
  else if (!g_file_get_contents (path, &text, len, NULL))
    FAIL ("%s is not there", name);
  return text;
}

uint64_t
number_of (const cJSON *line, const char *key)
{
  return (uint64_t) cJSON_GetNumberValue (cJSON_GetObjectItemCaseSensitive (line, key));
}
