/* traces/text/exact.h - logarithm, exponential and the normal distribution's quantile, alike on every machine.
 *
 * The C library's functions may differ in the last bit from one library or processor to the next. These are made of
 * + - * / and sqrt() alone, which IEEE 754 defines to the bit; the project is compiled with -ffp-contract=off, so that
 * no multiplication and addition become one. What is computed from them is then the same bytes wherever double is IEEE
 * 754's and no wider type stands between. Results are right but for
 * the last few bits of a double. */
#ifndef ISOSIM_EXACT_H
#define ISOSIM_EXACT_H

/* The natural logarithm; X is finite and above 0. */
double exact_log (double x);

/* e to the X; X from -700 to 700. */
double exact_exp (double x);

/* Below which number a standard normal draw lies with probability P; P above 0 and below 1. */
double exact_normal_quantile (double p);

#endif
