/* sim/certify/certificate_diff.h - how a certificate differs from an earlier one, case by case. */
#ifndef ISOSIM_CERTIFICATE_DIFF_H
#define ISOSIM_CERTIFICATE_DIFF_H

#include "certify/certificate.h"

G_BEGIN_DECLS

typedef enum
{
  CHANGE_BROKEN,    /* held, or a limit came; now a property is violated */
  CHANGE_MENDED,    /* a property was violated; now it holds */
  CHANGE_PROPERTY,  /* other properties are violated */
  CHANGE_STEPS,     /* the same ones, by longer or shorter schedules */
  CHANGE_UNDECIDED, /* there was an answer; now a limit came */
  CHANGE_DECIDED,   /* a limit had come; now it holds */
  CHANGE_STATES,    /* only numbers of states, transitions or depth differ */
  CHANGES
} ChangeKind;

/* "broken", "mended", … */
extern const char *const change_names[CHANGES];

typedef struct
{
  ChangeKind kind;
  const Case *before, *now;
} Change;

typedef struct
{
  GArray *changes; /* of Change, in the order of the cases */
  guint same;
  guint added; /* searched now, and not before */
  guint gone;  /* the other way round */
} Comparison;

/* Compares the cases that both have searched. The result borrows them. */
void certificate_compare (const Certificate *before, const Certificate *now, Comparison *comparison);
void comparison_clear (Comparison *comparison);

/* "before: holds; now: 'hang' violated in 17 steps"; g_free it. */
char *change_sentence (const Change *change);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

G_END_DECLS

#endif
