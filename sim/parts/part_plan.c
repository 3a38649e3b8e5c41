#include "parts/part_plan.h"

#include "base/usage.h"
#include "suite/trace.h"
#include "sweep/noise.h"
#include "sweep/sweep.h"
#include <string.h>

#define TRACES_MAX 10000
#define SCHEDULERS_MAX 10000

/* --- writing ------------------------------------------------------------------------------------------------- */

static void
add_traces (cJSON *plan, const PlanCase *asked, char **digests)
{
  cJSON *traces = cJSON_AddArrayToObject (plan, "traces");
  for (unsigned i = 0; asked->trace[i]; i++)
    {
      cJSON *trace = cJSON_CreateObject ();
      cJSON_AddStringToObject (trace, "path", asked->trace[i]);
      cJSON_AddStringToObject (trace, "sha256", digests[i]);
      cJSON_AddItemToArray (traces, trace);
    }
}

static void
add_workers (cJSON *plan, const GArray *workers)
{
  cJSON *list = cJSON_AddArrayToObject (plan, "workers");
  for (guint i = 0; i < workers->len; i++)
    cJSON_AddItemToArray (list, cJSON_CreateNumber (g_array_index (workers, unsigned, i)));
}

static void
add_names (cJSON *plan, const char *field, char **names)
{
  cJSON *list = names ? cJSON_AddArrayToObject (plan, field) : NULL;
  for (char **name = names; list && *name; name++)
    cJSON_AddItemToArray (list, cJSON_CreateString (*name));
}

static void
add_text (cJSON *plan, const char *field, const char *text)
{
  if (text)
    cJSON_AddStringToObject (plan, field, text);
}

static void
add_whole (cJSON *plan, const char *field, uint64_t number, bool given)
{
  if (given)
    json_add_whole (plan, field, number);
}

static void
add_billing (cJSON *plan, const Billing *billing)
{
  add_whole (plan, "startup_us", billing->startup_us, billing->startup_us > 0);
  if (!billing->priced)
    return;
  cJSON *price = cJSON_AddObjectToObject (plan, "price");
  json_add_whole (price, "money", billing->price.money);
  json_add_whole (price, "unit_us", billing->price.unit_us);
  json_add_whole (price, "cores", billing->cores);
  json_add_whole (price, "bill_by_us", billing->bill_us);
}

/* A seed has up to 63 bits, and numbers of JSON are read as doubles: it is written as text. */
cJSON *
part_plan_json (const PlanCase *asked, char **digests, const char *external)
{
  cJSON *plan = cJSON_CreateObject ();
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, asked->seed);
  g_assert (g_strv_length (asked->trace) == g_strv_length (digests));
  add_traces (plan, asked, digests);
  add_workers (plan, asked->workers);
  add_names (plan, "schedulers", asked->schedulers);
  add_text (plan, "xdist_path", asked->xdist_path);
  add_whole (plan, "runs", asked->runs, asked->runs_given);
  if (asked->sigma_given)
    cJSON_AddNumberToObject (plan, "sigma", asked->sigma);
  add_text (plan, "seed", seed);
  add_whole (plan, "target_us", asked->target_us, asked->target_us > 0);
  add_billing (plan, &asked->billing);
  add_text (plan, "external", external);
  return plan;
}

/* --- reading: fields ----------------------------------------------------------------------------------------- */

static const cJSON *
member (const cJSON *object, const char *field)
{
  return cJSON_GetObjectItemCaseSensitive (object, field);
}

/* An absent field leaves *number unchanged, and *given false. */
static bool
read_whole (const cJSON *object, const char *field, uint64_t least, uint64_t most, uint64_t *number, bool *given)
{
  double value = 0;
  *given = member (object, field) != NULL;
  if (!*given)
    return true;
  if (!json_whole (object, field, (double) least, (double) most, &value))
    return false;
  *number = (uint64_t) value;
  return true;
}

/* An absent field is NULL. */
static bool
read_line (const cJSON *object, const char *field, char **line)
{
  const char *text = json_string (object, field);
  *line = g_strdup (text);
  return text ? json_is_line (text) : !member (object, field);
}

/* --- reading: traces ----------------------------------------------------------------------------------------- */

static bool
read_trace (const cJSON *trace, char **path, char **digest)
{
  return read_line (trace, "path", path) && *path && **path && read_line (trace, "sha256", digest) && *digest;
}

static bool
read_traces (char ***paths, char ***digests, const cJSON *plan)
{
  const cJSON *traces = member (plan, "traces"), *trace;
  int count = cJSON_IsArray (traces) ? cJSON_GetArraySize (traces) : 0, i = 0;
  bool ok = count > 0 && count <= TRACES_MAX;
  *paths = g_new0 (char *, (gsize) count + 1);
  *digests = g_new0 (char *, (gsize) count + 1);
  cJSON_ArrayForEach (trace, traces)
  {
    ok = ok && read_trace (trace, &(*paths)[i], &(*digests)[i]);
    i++;
  }
  return ok;
}

/* --- reading: the case --------------------------------------------------------------------------------------- */

/* Ascending, each once. */
static bool
read_workers (PlanCase *asked, const cJSON *plan)
{
  const cJSON *list = member (plan, "workers"), *item;
  unsigned last = 0;
  asked->workers = g_array_new (FALSE, FALSE, sizeof (unsigned));
  if (!cJSON_IsArray (list))
    return false;
  cJSON_ArrayForEach (item, list)
  {
    unsigned number = cJSON_IsNumber (item) && item->valuedouble >= 1 && item->valuedouble <= TRACE_WORKERS_MAX
                          ? (unsigned) item->valuedouble
                          : 0;
    if (number <= last || number != item->valuedouble)
      return false;
    g_array_append_val (asked->workers, number);
    last = number;
  }
  return last > 0;
}

static bool
read_schedulers (PlanCase *asked, const cJSON *plan)
{
  const cJSON *list = member (plan, "schedulers"), *item;
  int count = cJSON_IsArray (list) ? cJSON_GetArraySize (list) : 0, i = 0;
  if (!list)
    return true;
  if (!cJSON_IsArray (list) || count > SCHEDULERS_MAX)
    return false;
  asked->schedulers = g_new0 (char *, (gsize) count + 1);
  cJSON_ArrayForEach (item, list)
  {
    const char *name = cJSON_GetStringValue (item);
    if (!name || !json_is_line (name) || strchr (name, ','))
      return false;
    asked->schedulers[i++] = g_strdup (name);
  }
  return true;
}

static bool
read_sweep (PlanCase *asked, const cJSON *plan)
{
  uint64_t runs = 0;
  const char *seed = json_string (plan, "seed");
  if (!read_whole (plan, "runs", 0, SWEEP_RUNS_MAX, &runs, &asked->runs_given) || !seed
      || !g_ascii_string_to_unsigned (seed, 10, 0, G_MAXINT64, &asked->seed, NULL))
    return false;
  asked->runs = (unsigned) runs;
  asked->sigma_given = member (plan, "sigma") != NULL;
  return !asked->sigma_given
         || (json_number (plan, "sigma", &asked->sigma) && asked->sigma >= 0 && asked->sigma <= NOISE_SIGMA_MAX);
}

static bool
read_price (Billing *billing, const cJSON *price)
{
  bool given[4];
  uint64_t cores = 0;
  if (!price)
    return true;
  billing->priced = true;
  if (!read_whole (price, "money", 0, QUANTITY_MONEY_MAX * QUANTITY_MONEY, &billing->price.money, &given[0])
      || !read_whole (price, "unit_us", 1, QUANTITY_TIME_US_MAX, &billing->price.unit_us, &given[1])
      || !read_whole (price, "cores", 1, TRACE_WORKERS_MAX, &cores, &given[2])
      || !read_whole (price, "bill_by_us", 1, QUANTITY_TIME_US_MAX, &billing->bill_us, &given[3]))
    return false;
  billing->cores = (unsigned) cores;
  return given[0] && given[1] && given[2] && given[3];
}

static bool
read_fields (PartPlan *plan, const cJSON *object)
{
  bool given;
  PlanCase *asked = &plan->asked;
  return read_workers (asked, object) && read_schedulers (asked, object)
         && read_line (object, "xdist_path", &asked->xdist_path) && read_sweep (asked, object)
         && read_whole (object, "target_us", 1, QUANTITY_TIME_US_MAX, &asked->target_us, &given)
         && read_whole (object, "startup_us", 1, QUANTITY_TIME_US_MAX, &asked->billing.startup_us, &given)
         && read_price (&asked->billing, member (object, "price")) && read_line (object, "external", &plan->external)
         && read_traces (&asked->trace, &plan->digests, object);
}

/* --- reading: words of version 1 ----------------------------------------------------------------------------- */

typedef struct
{
  const char *name; /* of the field, and of the option */
  char **word;
} Word;

#define WORDS 11

static void
list_words (PlanWords *words, Word list[WORDS])
{
  const Word all[WORDS] = {
    { "workers", &words->workers },
    { "dist", &words->dist },
    { "runs", &words->runs },
    { "noise", &words->noise },
    { "seed", &words->seed },
    { "target", &words->target },
    { "cost", &words->cost },
    { "machine", &words->machine },
    { "bill-by", &words->bill_by },
    { "startup", &words->startup },
    { "xdist-path", &words->xdist_path },
  };
  memcpy (list, all, sizeof all);
}

static bool
read_words (PlanWords *words, PartPlan *plan, const cJSON *object)
{
  Word word[WORDS];
  list_words (words, word);
  for (unsigned i = 0; i < WORDS; i++)
    if (!read_line (object, word[i].name, word[i].word))
      return false;
  return read_line (object, "hosted", &plan->external) && read_traces (&words->trace, &plan->digests, object);
}

static void
words_clear (PlanWords *words)
{
  Word word[WORDS];
  list_words (words, word);
  for (unsigned i = 0; i < WORDS; i++)
    g_free (*word[i].word);
  g_strfreev (words->trace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlanWords, words_clear)

bool
part_plan_read (PartPlan *plan, const cJSON *object, unsigned version, GError **error)
{
  g_auto (PlanWords) words = { 0 };
  bool has_words = version == PART_VERSION_OF_WORDS;
  plan_case_init (&plan->asked);
  if (!(has_words ? read_words (&words, plan, object) : read_fields (plan, object)))
    return fail (error, "'plan' is not as isosim writes it");
  return !has_words || plan_case_parse (&plan->asked, &words, error);
}

void
part_plan_clear (PartPlan *plan)
{
  plan_case_clear (&plan->asked);
  g_strfreev (plan->digests);
  g_free (plan->external);
}
