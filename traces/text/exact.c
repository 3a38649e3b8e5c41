#include "text/exact.h"

#include <math.h>

#define LN_2 0.693147180559945309417232
#define LN_2_HEAD 0x1.62e42feep-1 /* its first 32 bits, so that a multiple of it is exact; and the rest */
#define LN_2_REST 1.90821492927058770002e-10
#define SQRT_HALF 0.707106781186547524400844
#define LOG_TERMS 11 /* the last is below 2^-57 of the sum */
#define EXP_TERMS 15 /* the same */

/* x = m * 2^e with m from sqrt(1/2) to sqrt(2); the logarithm of m is the series of 2 artanh((m - 1) / (m + 1)). */
double
exact_log (double x)
{
  int e;
  double m = frexp (x, &e);
  if (m < SQRT_HALF)
    {
      m *= 2;
      e--;
    }
  double s = (m - 1) / (m + 1), sum = 0;
  for (int k = LOG_TERMS - 1; k >= 0; k--)
    sum = sum * (s * s) + 1.0 / (2 * k + 1);
  return e * LN_2 + 2 * s * sum;
}

/* e^x = 2^k e^r with r from -ln(2)/2 to ln(2)/2, and e^r by its series. */
double
exact_exp (double x)
{
  double k = floor (x / LN_2 + 0.5), r = x - k * LN_2_HEAD - k * LN_2_REST, sum = 1;
  for (int term = EXP_TERMS - 1; term > 0; term--)
    sum = 1 + sum * r / term;
  return ldexp (sum, (int) k);
}

/* Algorithm AS 241 (Wichura 1988), PPND16: a quotient of two polynomials of degree 7 in each of three ranges. */
#define DEGREE 7

typedef struct
{
  double above[DEGREE + 1], below[DEGREE + 1]; /* coefficients, that of the highest power first */
} Quotient;

static const Quotient middle = {
  { 2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
    1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0 },
  { 5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
    5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1 },
};
static const Quotient tail = {
  { 7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
    3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0 },
  { 1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1 },
};
static const Quotient far_tail = {
  { 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
    2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0 },
  { 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1 },
};

static double
quotient_at (const Quotient *quotient, double x)
{
  double above = 0, below = 0;
  for (int i = 0; i <= DEGREE; i++)
    {
      above = above * x + quotient->above[i];
      below = below * x + quotient->below[i];
    }
  return above / below;
}

double
exact_normal_quantile (double p)
{
  double centred = p - 0.5;
  if (fabs (centred) <= 0.425)
    return centred * quotient_at (&middle, 0.180625 - centred * centred);
  double root = sqrt (-exact_log (centred < 0 ? p : 1 - p));
  double size = root <= 5 ? quotient_at (&tail, root - 1.6) : quotient_at (&far_tail, root - 5);
  return centred < 0 ? -size : size;
}
