/* sim/compare/compare_json.h - a comparison as one JSON object. */
#ifndef ISOSIM_COMPARE_JSON_H
#define ISOSIM_COMPARE_JSON_H

#include "compare/compare_report.h"

G_BEGIN_DECLS

/* Returns the whole text. Free with g_string_free(). */
GString *compare_json (const CompareReport *report);

G_END_DECLS

#endif
