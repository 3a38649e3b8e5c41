#include "plan/plan_case.h"

#include "base/ranges.h"
#include "base/usage.h"
#include "suite/trace.h"
#include "sweep/noise.h"
#include "sweep/sweep.h"
#include <string.h>

#define SEED_DEFAULT 1u

void
plan_case_init (PlanCase *asked)
{
  *asked = (PlanCase){ .seed = SEED_DEFAULT, .billing = { .cores = 1, .bill_us = 1 } };
}

void
plan_case_clear (PlanCase *asked)
{
  g_strfreev (asked->trace);
  g_clear_pointer (&asked->workers, g_array_unref);
  g_strfreev (asked->schedulers);
  g_free (asked->xdist_path);
  *asked = (PlanCase){ 0 };
}

char **
plan_case_split_schedulers (const char *word)
{
  if (!word || g_str_equal (word, "all"))
    return NULL;
  char **names = g_strsplit (word, ",", -1);
  for (char **name = names; *name; name++)
    g_strstrip (*name);
  return names;
}

char *
plan_case_dup_schedulers (const PlanCase *asked)
{
  return asked->schedulers ? g_strjoinv (",", asked->schedulers) : g_strdup ("");
}

/* --- parsing ------------------------------------------------------------------------------------------------- */

static bool
parse_workers (PlanCase *asked, const PlanWords *words, GError **error)
{
  if (!words->workers)
    return fail (error, "which numbers of workers? Say --workers 1..64, or --workers 2,4,8");
  asked->workers = ranges_parse ("--workers", words->workers, TRACE_WORKERS_MAX, error);
  return asked->workers != NULL;
}

static bool
parse_runs (PlanCase *asked, const PlanWords *words, GError **error)
{
  guint64 runs = 0;
  if (!usage_parse_whole ("--runs", words->runs, 0, SWEEP_RUNS_MAX, &runs, error))
    return false;
  asked->runs_given = words->runs != NULL;
  asked->runs = (unsigned) runs;
  return true;
}

static bool
parse_noise (PlanCase *asked, const PlanWords *words, GError **error)
{
  const char *word = words->noise;
  char *end;
  if (word && asked->runs_given && !asked->runs)
    return fail (error, "--noise %s: with --runs 0 no times are drawn", word);
  if (!word || g_str_equal (word, "auto"))
    return true;
  asked->sigma_given = true;
  asked->sigma = g_ascii_strtod (word, &end);
  if (g_ascii_isdigit (*word) && !*end && asked->sigma <= NOISE_SIGMA_MAX && !strpbrk (word, "xX"))
    return true;
  return fail (error, "--noise %s: expected auto, or a number from 0 to %d", word, (int) NOISE_SIGMA_MAX);
}

/* "1%". */
static bool
parse_precision (PlanCase *asked, const PlanWords *words, GError **error)
{
  const char *word = words->precision;
  char *end;
  if (!word)
    return true;
  if (asked->runs_given && !asked->runs)
    return fail (error, "--precision %s: no times are drawn; set the largest number of runs with --runs R", word);
  double percent = g_ascii_strtod (word, &end);
  if (!g_ascii_isdigit (*word) || strpbrk (word, "xX") || !g_str_equal (end, "%") || percent < 0.01 || percent > 50)
    return fail (error, "--precision %s: expected a share of the mean from 0.01%% to 50%%, such as 1%%", word);
  asked->precision = percent / 100;
  return true;
}

/* --cost PRICE or --machine C:PRICE. */
static bool
parse_price (Billing *billing, const PlanWords *words, GError **error)
{
  const char *colon = words->machine ? strchr (words->machine, ':') : NULL;
  guint64 cores = 1;
  if (words->cost && words->machine)
    return fail (error, "--cost and --machine are two ways to pay: give one of them");
  if (words->machine && !colon)
    return fail (error, "--machine %s: expected its cores and its price, such as 4:0.016/min", words->machine);
  g_autofree char *digits = colon ? g_strndup (words->machine, (gsize) (colon - words->machine)) : NULL;
  billing->priced = words->cost || words->machine;
  if (!usage_parse_whole ("--machine", digits, 1, TRACE_WORKERS_MAX, &cores, error))
    return false;
  billing->cores = (unsigned) cores;
  return colon ? units_parse_price ("--machine", colon + 1, &billing->price, error)
               : units_parse_price ("--cost", words->cost, &billing->price, error);
}

static bool
parse_billing (PlanCase *asked, const PlanWords *words, GError **error)
{
  Billing *billing = &asked->billing;
  if (words->bill_by && !words->cost && !words->machine)
    return fail (error, "--bill-by %s: there is no price to bill; say --cost or --machine, too", words->bill_by);
  if (!parse_price (billing, words, error) || !units_parse_time ("--bill-by", words->bill_by, &billing->bill_us, error)
      || !units_parse_time ("--startup", words->startup, &billing->startup_us, error)
      || !units_parse_time ("--target", words->target, &asked->target_us, error))
    return false;
  if (!billing->bill_us)
    return fail (error, "--bill-by %s: expected a time of 1s or more", words->bill_by);
  if (words->target && !asked->target_us)
    return fail (error, "--target %s: expected a time of 1s or more", words->target);
  return true;
}

bool
plan_case_parse (PlanCase *asked, const PlanWords *words, GError **error)
{
  plan_case_init (asked);
  asked->trace = g_strdupv (words->trace);
  asked->schedulers = plan_case_split_schedulers (words->dist);
  asked->xdist_path = g_strdup (words->xdist_path);
  if (!parse_workers (asked, words, error) || !parse_billing (asked, words, error))
    return false;
  if (!words->trace)
    return fail (error, "which suite? Say --trace FILE (isosim plan --help tells more)");
  return usage_parse_whole ("--seed", words->seed, 0, G_MAXINT64, &asked->seed, error)
         && parse_runs (asked, words, error) && parse_noise (asked, words, error)
         && parse_precision (asked, words, error);
}

/* --- as it could be typed ------------------------------------------------------------------------------------ */

/* "1..4,8": two numbers in a row stand as they are, three or more as a range. */
static char *
dup_workers (const PlanCase *asked)
{
  const unsigned *number = (const unsigned *) (gpointer) asked->workers->data;
  GString *text = g_string_new (NULL);
  for (guint i = 0, last; i < asked->workers->len; i = last + 1)
    {
      for (last = i; last + 1 < asked->workers->len && number[last + 1] == number[last] + 1;)
        last++;
      last = last == i + 1 ? i : last;
      g_string_append_printf (text, last == i ? "%s%u" : "%s%u..%u", text->len ? "," : "", number[i], number[last]);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_dist (const PlanCase *asked)
{
  return asked->schedulers ? plan_case_dup_schedulers (asked) : NULL;
}

static char *
dup_whole (bool given, uint64_t number)
{
  return given ? g_strdup_printf ("%" G_GUINT64_FORMAT, number) : NULL;
}

static char *
dup_runs (const PlanCase *asked)
{
  return dup_whole (asked->runs_given, asked->runs);
}

static char *
dup_noise (const PlanCase *asked)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  return asked->sigma_given ? g_strdup (g_ascii_dtostr (digits, sizeof digits, asked->sigma)) : NULL;
}

static char *
dup_seed (const PlanCase *asked)
{
  return dup_whole (asked->seed != SEED_DEFAULT, asked->seed);
}

/* "1h30m": options take whole seconds. */
static char *
dup_time (bool given, uint64_t us)
{
  const struct
  {
    char name;
    unsigned seconds;
  } unit[] = { { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };
  uint64_t left = us / 1000000;
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (unit); left %= unit[i++].seconds)
    if (left / unit[i].seconds)
      g_string_append_printf (text, "%" G_GUINT64_FORMAT "%c", left / unit[i].seconds, unit[i].name);
  return g_string_free (text, !given);
}

static char *
dup_target (const PlanCase *asked)
{
  return dup_time (asked->target_us > 0, asked->target_us);
}

static char *
dup_price (const Price *price)
{
  g_autofree char *money = billing_dup_money (price->money);
  return g_strconcat (money, price->unit_us == 1000000 ? "/s" : price->unit_us == 60000000 ? "/min" : "/h", NULL);
}

/* A machine of one core is the same as a price for each worker. */
static char *
dup_cost (const PlanCase *asked)
{
  const Billing *billing = &asked->billing;
  return billing->priced && billing->cores == 1 ? dup_price (&billing->price) : NULL;
}

static char *
dup_machine (const PlanCase *asked)
{
  const Billing *billing = &asked->billing;
  if (!billing->priced || billing->cores == 1)
    return NULL;
  g_autofree char *price = dup_price (&billing->price);
  return g_strdup_printf ("%u:%s", billing->cores, price);
}

static char *
dup_bill_by (const PlanCase *asked)
{
  return dup_time (asked->billing.bill_us > 1, asked->billing.bill_us);
}

static char *
dup_startup (const PlanCase *asked)
{
  return dup_time (asked->billing.startup_us > 0, asked->billing.startup_us);
}

static char *
dup_xdist_path (const PlanCase *asked)
{
  return g_strdup (asked->xdist_path);
}

static const struct
{
  const char *name;
  char *(*dup) (const PlanCase *asked);
} options[PLAN_CASE_OPTIONS] = {
  { "workers", dup_workers },
  { "dist", dup_dist },
  { "runs", dup_runs },
  { "noise", dup_noise },
  { "seed", dup_seed },
  { "target", dup_target },
  { "cost", dup_cost },
  { "machine", dup_machine },
  { "bill-by", dup_bill_by },
  { "startup", dup_startup },
  { "xdist-path", dup_xdist_path },
};

char *
plan_case_dup_word (const char *name, const char *word)
{
  return word ? g_strdup_printf ("--%s %s", name, word) : g_strdup_printf ("no --%s", name);
}

char *
plan_case_dup_option (const PlanCase *asked, unsigned option)
{
  g_assert (option < PLAN_CASE_OPTIONS);
  g_autofree char *word = options[option].dup (asked);
  return plan_case_dup_word (options[option].name, word);
}
