#include "synthetic/shares.h"

#include <math.h>
#include <string.h>

#define SOLVE_STEPS 40          /* halvings; 30 would leave less than a millionth */
#define GROUPED_SHARE_MAX 0.999 /* some of a test's time is always its own */

static void
add_squares (ShareForm *form, const double *sum, double count)
{
  for (int i = 0; i < SHARES_EFFECTS; i++)
    for (int j = 0; j < SHARES_EFFECTS; j++)
      form->of[i][j] += sum[i] * sum[j] / count;
}

static double
form_at (const ShareForm *form, const double *v)
{
  double value = 0;
  for (int i = 0; i < SHARES_EFFECTS; i++)
    for (int j = 0; j < SHARES_EFFECTS; j++)
      value += form->of[i][j] * v[i] * v[j];
  return value;
}

/* What is added up of groups while they are gone through, and of the one at hand. */
typedef struct
{
  ShareForm squares;
  double groups, size_squares;
  double sum[SHARES_EFFECTS], tests; /* of the group at hand */
} Adding;

static void
add_to_group (Adding *adding, const double *sum, double tests)
{
  for (int i = 0; i < SHARES_EFFECTS; i++)
    adding->sum[i] += sum[i];
  adding->tests += tests;
}

static void
end_group (Adding *adding)
{
  add_squares (&adding->squares, adding->sum, adding->tests);
  adding->groups++;
  adding->size_squares += adding->tests * adding->tests;
  memset (adding->sum, 0, sizeof adding->sum);
  adding->tests = 0;
}

static ShareGroups
groups_of (const Adding *adding, double tests)
{
  double n0 = adding->groups > 1 ? (tests - adding->size_squares / tests) / (adding->groups - 1) : 1;
  return (ShareGroups){ adding->squares, adding->groups, n0 };
}

/* The sum of a scope's own effects; what they vary inside it goes to WITHIN. */
static double
add_tests (const double *test, uint32_t count, double *within)
{
  double sum = 0;
  for (uint32_t i = 0; i < count; i++)
    sum += test[i];
  for (uint32_t i = 0; i < count; i++)
    *within += (test[i] - sum / count) * (test[i] - sum / count);
  return sum;
}

ShareSums
shares_add_up (const Layout *layout, const double *module, const double *scope, const double *test)
{
  ShareSums sums = { .tests = layout->tests };
  Adding scopes = { .groups = 0 }, modules = scopes, whole = scopes;
  for (uint32_t i = 0; i < layout->scopes; test += layout->size[i++])
    {
      double size = layout->size[i], own = add_tests (test, layout->size[i], &sums.within);
      double sum[SHARES_EFFECTS] = { module ? size * module[layout->module[i]] : 0, scope ? size * scope[i] : 0, own };
      add_to_group (&scopes, sum, size);
      end_group (&scopes);
      add_to_group (&modules, sum, size);
      if (i + 1 == layout->scopes || layout->module[i + 1] != layout->module[i])
        end_group (&modules);
      add_to_group (&whole, sum, size);
    }
  end_group (&whole);
  sums.scopes = groups_of (&scopes, layout->tests);
  sums.modules = groups_of (&modules, layout->tests);
  sums.whole = whole.squares;
  g_assert (modules.groups <= scopes.groups && whole.size_squares == sums.tests * sums.tests);
  g_assert (scopes.size_squares <= modules.size_squares && modules.size_squares <= whole.size_squares);
  return sums;
}

/* ALL and WHOLE: sum over tests of score^2, and the square of their sum / tests. */
static double
rho_of_groups (const ShareGroups *groups, const double *v, double all, double whole, double tests, double unknown)
{
  if (groups->groups < 2 || groups->groups >= tests)
    return unknown;
  double between = form_at (&groups->squares, v);
  double msb = (between - whole) / (groups->groups - 1), msw = (all - between) / (tests - groups->groups);
  double total = msb + (groups->n0 - 1) * msw;
  return total > 0 ? (msb - msw) / total : unknown;
}

Rho
shares_rho (const ShareSums *sums, Shares shares, Rho unknown)
{
  const double v[SHARES_EFFECTS] = { sqrt (shares.module), sqrt (shares.scope), sqrt (shares.test) };
  double all = form_at (&sums->scopes.squares, v) + sums->within * shares.test, whole = form_at (&sums->whole, v);
  return (Rho){ rho_of_groups (&sums->modules, v, all, whole, sums->tests, unknown.module),
                rho_of_groups (&sums->scopes, v, all, whole, sums->tests, unknown.scope) };
}

/* Scopes and their modules have the share GROUPED, of which the modules have PART. */
static Shares
split (double grouped, double part)
{
  return (Shares){ grouped * part, grouped * (1 - part), 1 - grouped };
}

/* What is expected of such shares where nothing can be measured. */
static Rho
rho_with (const ShareSums *sums, Shares shares)
{
  return shares_rho (sums, shares, (Rho){ shares.module, shares.module + shares.scope });
}

/* The more the scopes share, the more of the variance lies between them. */
static Shares
solve_scopes (const ShareSums *sums, double part, double wanted)
{
  double low = 0, high = GROUPED_SHARE_MAX;
  for (int step = 0; step < SOLVE_STEPS; step++)
    {
      double middle = (low + high) / 2;
      if (rho_with (sums, split (middle, part)).scope < wanted)
        low = middle;
      else
        high = middle;
    }
  return split (low, part);
}

/* The same of modules, at a given rho of scopes. */
Shares
shares_solve (const ShareSums *sums, Rho wanted)
{
  double low = 0, high = 1;
  for (int step = 0; step < SOLVE_STEPS; step++)
    {
      double middle = (low + high) / 2;
      if (rho_with (sums, solve_scopes (sums, middle, wanted.scope)).module < wanted.module)
        low = middle;
      else
        high = middle;
    }
  return solve_scopes (sums, low, wanted.scope);
}
