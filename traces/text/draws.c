#include "text/draws.h"

#include "text/exact.h"

#define STEP 0x9e3779b97f4a7c15u /* SplitMix64's: 2^64 / the golden ratio, made odd */

/* SplitMix64's output function: every bit of the word decides every bit of the result. */
static uint64_t
mixed (uint64_t word)
{
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9u;
  word = (word ^ (word >> 27)) * 0x94d049bb133111ebu;
  return word ^ (word >> 31);
}

Draws
draws_of (uint64_t seed, DrawsPurpose purpose, uint64_t part)
{
  uint64_t key = mixed (seed + STEP);
  key = mixed ((key ^ (uint64_t) purpose) + STEP);
  return (Draws){ mixed ((key ^ part) + STEP) };
}

uint64_t
draws_bits (Draws draws, uint64_t index)
{
  return mixed (draws.key + (index + 1) * STEP);
}

uint32_t
draws_below (Draws draws, uint64_t index, uint32_t limit)
{
  return (uint32_t) ((draws_bits (draws, index) >> 32) * limit >> 32);
}

/* 52 bits and a half: no more fits into a double. */
double
draws_uniform (Draws draws, uint64_t index)
{
  return ((double) (draws_bits (draws, index) >> 12) + 0.5) * 0x1p-52;
}

double
draws_normal (Draws draws, uint64_t index)
{
  return exact_normal_quantile (draws_uniform (draws, index));
}
