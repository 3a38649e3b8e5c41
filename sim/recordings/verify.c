#include "recordings/verify.h"

#include "models/registry.h"
#include "recordings/verify_messages.h"
#include "recordings/verify_reports.h"
#include "run/from_trace.h"

static uint32_t
workers_of (const Trace *trace)
{
  int32_t highest = 0;
  if (trace->recording)
    return trace->recording->workers;
  for (uint32_t test = 0; test < trace->suite->tests; test++)
    highest = MAX (highest, trace->worker[test]);
  return (uint32_t) highest + 1;
}

static bool
read_runs (Verifier *verifier, const char *path, GError **error)
{
  const Trace *trace = verifier->trace;
  if (!verifier->recording && !trace->worker)
    return from_trace_fail (error, path,
                            "the file does not tell on which worker a test ran: there is nothing to judge");
  verifier->workers = workers_of (trace);
  verifier->verification->timed = true;
  if (verifier->recording)
    verify_messages_add_runs (verifier);
  else
    verify_reports_add_runs (verifier);
  verifier_order_runs (verifier);
  if (verifier->runs->len == 0)
    return from_trace_fail (error, path, "no test ran: there is nothing to judge");
  if (model_has_too_many_runs (verifier->model, trace->suite->tests, verifier->workers))
    return from_trace_fail (error, path, "each: tests × workers are more than %u", EACH_RUNS_MAX);
  return true;
}

static void
sum_up (Verifier *verifier)
{
  Verification *verification = verifier->verification;
  verification->tests = verifier->trace->suite->tests;
  verification->runs = verifier->runs->len;
  verification->workers = verifier->workers;
  for (unsigned i = 0; i < verification->properties; i++)
    g_assert (verification->property[i].judged || verification->property[i].count == 0);
  for (unsigned i = 0; i < verification->properties; i++)
    verification->broken |= verification->property[i].promised && verification->property[i].count > 0;
}

bool
verify (Trace *trace, const char *path, const IsoModel *model, Verification *verification, GError **error)
{
  g_auto (Verifier) verifier;
  *verification = (Verification){ .model = model };
  verifier_init (&verifier, trace, model ? model : model_find ("load"), verification);
  if (!read_runs (&verifier, path, error))
    return false;
  verifier_judge (&verifier);
  if (verifier.recording)
    verify_messages_answer (&verifier);
  else
    verify_reports_answer (&verifier);
  sum_up (&verifier);
  return true;
}
