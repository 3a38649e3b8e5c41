/* sim/compare/compare_text.h - a comparison for a terminal. */
#ifndef ISOSIM_COMPARE_TEXT_H
#define ISOSIM_COMPARE_TEXT_H

#include "compare/compare_report.h"

G_BEGIN_DECLS

/* Returns the whole text. Free with g_string_free(). */
GString *compare_text (const CompareReport *report);

G_END_DECLS

#endif
