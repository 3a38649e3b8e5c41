/* sim/compare/compare_words.h - the sentences and cells that all printers of a comparison share. */
#ifndef ISOSIM_COMPARE_WORDS_H
#define ISOSIM_COMPARE_WORDS_H

#include "compare/compare_report.h"

G_BEGIN_DECLS

/* Each returns a text to be freed with g_free(). */

/* The cell of one side of a case: a time, or how its run ended. */
char *compared_cell (const Compared *compared, const ResultCase *side);
/* "1.079", or "-" if there is no ratio. */
char *compared_ratio (const Compared *compared);
/* "load on 4 workers: 6m 20s, now 6m 50s". */
char *compared_sentence (const Compared *compared);
/* "3 of 128 cases got slower by more than 5 %; median ratio 0.998". */
char *compare_summary (const CompareReport *report);
/* "2 cases are in old.json alone: load on 4, 8". Returns NULL if there are no cases. */
char *compare_alone (const GPtrArray *cases, const Results *of);

G_END_DECLS

#endif
