#include "plan/plan_input.h"

#include "base/usage.h"
#include "external/external.h"
#include "models/registry.h"
#include "run/trace_source.h"
#include "sweep/noise.h"
#include "text/input_error.h"
#include "text/json.h"
#include <string.h>

void
plan_input_clear (PlanInput *input)
{
  history_clear (&input->history);
  g_clear_pointer (&input->paths, g_ptr_array_unref);
  g_clear_pointer (&input->traces, g_ptr_array_unref);
  g_clear_pointer (&input->models, g_ptr_array_unref);
  g_strfreev (input->digests);
}

/* --- traces -------------------------------------------------------------------------------------------------- */

static bool
can_be_kept (const char *path, GError **error)
{
  if (g_utf8_validate (path, -1, NULL) && json_is_line (path))
    return true;
  g_autofree char *shown = input_dup_shown (path, strlen (path));
  return fail (error, "%s: a part can only hold a name that is a line of UTF-8", shown);
}

/* isosim merge reads the trace of a part again, and must find the same bytes. Returns NULL with *error. */
static char *
dup_digest (const char *path, GError **error)
{
  bool is_pipe
      = g_str_equal (path, "-")
        || (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR | G_FILE_TEST_IS_DIR));
  if (!is_pipe)
    return can_be_kept (path, error) ? trace_source_dup_digest (path, error) : NULL;
  fail (error, "%s: isosim merge must read it again; with --part a trace is a file", trace_source_name (path));
  return NULL;
}

/* Reads the trace at an index. */
static bool
read_trace (PlanInput *input, const char *path, unsigned index, GError **error)
{
  if (input->digests && !(input->digests[index] = dup_digest (path, error)))
    return false;
  Trace *trace = trace_source_read (path, error);
  if (!trace)
    return false;
  g_ptr_array_add (input->traces, trace);
  g_ptr_array_add (input->paths, (gpointer) (guintptr) trace_source_name (path));
  return true;
}

/* Several traces are simulated as one, their history. */
static bool
set_trace (PlanInput *input, GError **error)
{
  PlanQuestion *question = &input->question;
  question->traces = input->traces->len;
  question->path = (const char *const *) (gpointer) input->paths->pdata;
  question->read = (const Trace *const *) (gpointer) input->traces->pdata;
  question->trace = question->read[0];
  if (question->traces == 1)
    return true;
  if (!history_of (question->read, question->path, question->traces, &input->history, error))
    return false;
  question->history = &input->history;
  question->trace = input->history.trace;
  return true;
}

static bool
read_traces (PlanInput *input, const PlanCase *asked, PartNumber part, GError **error)
{
  unsigned count = g_strv_length (asked->trace);
  input->paths = g_ptr_array_new ();
  input->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) trace_free);
  input->digests = part.of ? g_new0 (char *, (gsize) count + 1) : NULL;
  for (unsigned i = 0; i < count; i++)
    if (!read_trace (input, asked->trace[i], i, error))
      return false;
  return set_trace (input, error);
}

/* --- schedulers ---------------------------------------------------------------------------------------------- */

static void
add_once (PlanInput *input, const IsoModel *model)
{
  if (!g_ptr_array_find (input->models, model, NULL))
    g_ptr_array_add (input->models, (gpointer) (guintptr) model);
}

static void
add_all (PlanInput *input)
{
  for (const IsoModel *const *model = models; *model; model++)
    if (!(*model)->twin && !(*model)->every_worker)
      add_once (input, *model);
}

static bool
add_model (PlanInput *input, const PlanCase *asked, const char *name, Schedulers *schedulers, GError **error)
{
  const IsoModel *model = schedulers_find (schedulers, name, asked->xdist_path, error);
  if (!model)
    return false;
  if (model->every_worker)
    return fail (error, "--dist %s: it runs every test on every worker, so that there is nothing to plan", name);
  add_once (input, model);
  return true;
}

static bool
find_models (PlanInput *input, const PlanCase *asked, Schedulers *schedulers, GError **error)
{
  g_autofree char *names = plan_case_dup_schedulers (asked);
  char *const all[] = { (char *) (guintptr) "all", NULL };
  input->models = g_ptr_array_new ();
  if (!schedulers_use_folder ("--xdist-path", asked->xdist_path, names, error))
    return false;
  for (char *const *name = asked->schedulers ? asked->schedulers : all; *name; name++)
    {
      if (g_str_equal (*name, "all"))
        add_all (input);
      else if (!add_model (input, asked, *name, schedulers, error))
        return false;
    }
  return input->models->len > 0 || fail (error, "--dist: which scheduler? ('isosim list schedulers' names them)");
}

char *
plan_input_dup_external (const PlanInput *input)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < input->models->len; i++)
    {
      const IsoModel *model = input->models->pdata[i];
      if (external_is_name (model->name))
        g_string_append_printf (text, "%s%s of %s", text->len ? ", " : "", model->name, model->source);
    }
  return text->len ? g_strdup (text->str) : NULL;
}

/* --- the sweep ----------------------------------------------------------------------------------------------- */

#define RUNS_WANTED 200u
#define RUNS_LEAST 5u /* fewer runs say too little about how runs differ; then no times are drawn at all */
/* Tests × runs × rows that a default number of runs leads to, at most. It takes some seconds. */
#define TEST_RUNS_MAX UINT64_C (40000000)

/* Returns the default number of runs. WANTED is a multiple of RUNS_WANTED, and so are the seconds it may take. */
static unsigned
runs_by_size (const SweepPlan *sweep, uint64_t wanted)
{
  uint64_t test_runs = (uint64_t) sweep->suite->tests * sweep->models * sweep->counts;
  uint64_t runs = MIN (wanted, TEST_RUNS_MAX * (wanted / RUNS_WANTED) / test_runs);
  return runs < RUNS_LEAST ? 0 : (unsigned) runs;
}

static bool
set_runs (PlanQuestion *question, const PlanCase *asked, GError **error)
{
  SweepPlan *sweep = &question->sweep;
  unsigned wanted = asked->precision > 0 ? 10 * RUNS_WANTED : RUNS_WANTED; /* with a precision it can stop early */
  unsigned runs = asked->runs_given ? asked->runs : runs_by_size (sweep, wanted);
  question->runs_given = asked->runs_given;
  question->runs_cut = !asked->runs_given && runs < wanted;
  sweep->runs = runs;
  if ((uint64_t) runs * sweep->models * sweep->counts > SWEEP_SIMULATIONS_MAX)
    return fail (error, "--runs %u: more than %u simulations (runs × schedulers × numbers of workers)", runs,
                 SWEEP_SIMULATIONS_MAX);
  if (asked->precision > 0 && !runs)
    return fail (error,
                 "--precision %g%%: no times are drawn for such a size; set the largest number of runs with --runs R",
                 asked->precision * 100);
  return true;
}

static void
set_noise (PlanQuestion *question, const PlanCase *asked)
{
  const History *history = question->history;
  bool measured = history && history->measured;
  question->sigma_source = asked->sigma_given ? SIGMA_GIVEN : measured ? SIGMA_MEASURED : SIGMA_ASSUMED;
  question->sweep.sigma = asked->sigma_given ? asked->sigma
                          : measured         ? MIN (history->sigma, NOISE_SIGMA_MAX)
                                             : NOISE_SIGMA_ASSUMED;
}

static void
set_sweep (PlanInput *input, const PlanCase *asked)
{
  const Trace *trace = input->question.trace;
  input->question.sweep = (SweepPlan){ .suite = trace->suite,
                                       .run_us = trace->run_us,
                                       .models = input->models->len,
                                       .model = (const IsoModel *const *) (gpointer) input->models->pdata,
                                       .counts = asked->workers->len,
                                       .workers = (const unsigned *) (gpointer) asked->workers->data,
                                       .precision = asked->precision,
                                       .seed = asked->seed };
}

bool
plan_input_read (PlanInput *input, const PlanCase *asked, Schedulers *schedulers, PartNumber part, unsigned threads,
                 GError **error)
{
  PlanQuestion *question = &input->question;
  if (part.of && asked->xdist_path && !can_be_kept (asked->xdist_path, error))
    return false;
  if (!find_models (input, asked, schedulers, error) || !read_traces (input, asked, part, error))
    return false;
  set_sweep (input, asked);
  question->sweep.part = part;
  question->sweep.jobs = threads;
  question->billing = asked->billing;
  question->target_us = asked->target_us;
  set_noise (question, asked);
  return set_runs (question, asked, error);
}
