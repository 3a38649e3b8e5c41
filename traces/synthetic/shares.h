/* traces/synthetic/shares.h - which share of the tests' variance lies between modules, and between scopes.
 *
 * A test's score is sqrt(shares.module) * its module's effect + sqrt(shares.scope) * its scope's + sqrt(shares.test) *
 * its own, all three standard normal draws. What share then lies between modules, and between scopes, is measured by a
 * one-way analysis of variance with random effects: with k groups of n_i tests, N in all,
 *
 *   MSB = sum n_i (mean_i - mean)^2 / (k - 1)      MSW = sum (score - mean_i)^2 / (N - k)
 *   n0 = (N - sum n_i^2 / N) / (k - 1)             rho = (MSB - MSW) / (MSB + (n0 - 1) MSW)
 *
 * The rho of modules is more than shares.module: a module of few scopes shares their effects too. And the draws at hand
 * have chance of their own, most of all where a few scopes hold half of the tests. shares_solve() therefore asks which
 * shares make these draws have the rho that are wanted. It goes through the scopes, not the tests: the sums of squares
 * are quadratic forms of the three square roots, and are added up once. */
#ifndef ISOSIM_SHARES_H
#define ISOSIM_SHARES_H

#include "synthetic/layout.h"

G_BEGIN_DECLS

/* Of variance; 1 in all. */
typedef struct
{
  double module, scope, test;
} Shares;

typedef struct
{
  double module, scope;
} Rho;

#define SHARES_EFFECTS 3

/* For a vector v of three, sum over i and j of of[i][j] v_i v_j. */
typedef struct
{
  double of[SHARES_EFFECTS][SHARES_EFFECTS];
} ShareForm;

/* One way to put the tests into groups. */
typedef struct
{
  ShareForm squares; /* sum over groups of (sum of scores)^2 / tests */
  double groups;
  double n0; /* the groups' mean size, less what their unevenness takes off */
} ShareGroups;

typedef struct
{
  ShareGroups scopes, modules;
  ShareForm whole; /* the square of the sum of all scores / tests */
  double within;   /* sum over tests of (own effect - mean of its scope)^2 */
  double tests;
} ShareSums;

/* MODULE and SCOPE hold an effect for each module and scope, TEST one for each test, scope after scope. The first two
 * may be NULL: all 0. */
ShareSums shares_add_up (const Layout *layout, const double *module, const double *scope, const double *test);

/* The rho of these draws with these shares. One that cannot be measured (less than two groups, or no two tests in one)
 * is that of UNKNOWN. */
Rho shares_rho (const ShareSums *sums, Shares shares, Rho unknown);

/* The shares that have those rho, as near as they can be had: a module's share is never below 0. */
Shares shares_solve (const ShareSums *sums, Rho wanted);

G_END_DECLS

#endif
