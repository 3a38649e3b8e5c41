/* sim/parts/part_file.h - what one machine found out about its part of a plan, in a file for isosim merge.
 *
 * The file is one JSON object. It holds the plan with digests of its traces, the time of every cell of the part
 * (sim/sweep/part_number.h), and the part's share of the sums of the bounds. Its last field is a digest of all text
 * before it. */
#ifndef ISOSIM_PART_FILE_H
#define ISOSIM_PART_FILE_H

#include "parts/part_plan.h"
#include "plan/plan_input.h"
#include "plan/plan_report.h"
#include <string.h>

G_BEGIN_DECLS

/* Writes a report that plan_report_fill_part() filled to PATH, "-" for standard output. An interrupted write leaves no
 * file. Returns false with *error. */
bool part_file_write (const char *path, const PlanCase *asked, const PlanInput *input, const PlanReport *report,
                      GError **error);

/* A part that was read. Its rows and sums are checked only by part_file_add(). */
typedef struct
{
  char *name; /* of the file, for messages */
  PartNumber part;
  PartPlan plan;
  cJSON *object;
} Part;

/* Returns NULL with *error, which begins with the file's name. Free with part_free(). */
Part *part_file_read (const char *path, GError **error);
void part_free (Part *part);

/* Adds what the part found to a report of plan_report_lay_out(), and the number of its cells to *cells. Returns false
 * with *error if the file does not hold exactly the cells of its part. */
bool part_file_add (const Part *part, PlanReport *report, uint64_t *cells, GError **error);

/* Ends the text of a part with the digest of all before; appends PART_SEAL_LEN bytes. */
#define PART_SEAL_LEN (strlen (",\n\"sha256\":\"\"}\n") + 64)
void part_file_seal (GString *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Part, part_free)

G_END_DECLS

#endif
