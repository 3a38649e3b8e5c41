/* tests/fuzz/mutate.h - damages a text, by chance. */
#ifndef ISOSIM_MUTATE_H
#define ISOSIM_MUTATE_H

#include <glib.h>

/* A text and what it is damaged with: chance, and pieces of other files. */
typedef struct
{
  GRand *random;
  const GPtrArray *seeds;
  GString *text; /* any bytes */
} Mutant;

/* A number by chance from 0 to END - 1; 0 if END is 0. */
gsize mutant_below (const Mutant *mutant, gsize end);

/* Changes bits, bytes, words and numbers anywhere. */
void mutate (Mutant *mutant);
/* Mostly puts other words in the same places: few documents are then refused as a whole, and what they say is read. */
void mostly_reword (Mutant *mutant);
/* Mostly moves, copies and changes whole lines and their fields. */
void mostly_mix_lines (Mutant *mutant);

#endif
