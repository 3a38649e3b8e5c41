/* sim/compare/compare_github.h - a comparison as GitHub shows it. */
#ifndef ISOSIM_COMPARE_GITHUB_H
#define ISOSIM_COMPARE_GITHUB_H

#include "compare/compare_report.h"

G_BEGIN_DECLS

/* Returns annotations, one on each line. Free with g_string_free(). */
GString *compare_annotations (const CompareReport *report);

/* Returns a section of a job's summary, in Markdown. Free with g_string_free(). */
GString *compare_markdown (const CompareReport *report);

G_END_DECLS

#endif
