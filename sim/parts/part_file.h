/* sim/parts/part_file.h - what one shard of a plan found, kept for isosim merge: which plan it was, digests of its
 * traces, the time of every cell that the shard has (sim/sweep/part_number.h), and its share of the sums that bounds
 * are means of. One JSON object, sealed by a digest of its own. */
#ifndef ISOSIM_PART_FILE_H
#define ISOSIM_PART_FILE_H

#include "plan/plan_options.h"
#include "text/json.h"
#include <string.h>

G_BEGIN_DECLS

/* Writes a report that plan_report_fill_share() filled to PATH ("-": standard output), whole or not at all. */
bool part_file_write (const char *path, const PlanOptions *options, const PlanReport *report, GError **error);

/* A part that was read. What is in its rows is not looked at before part_file_add(). */
typedef struct
{
  char *name; /* for messages */
  PartNumber shard;
  PlanWords words;    /* the traces and what plan_asked lists; no other */
  char *hosted;       /* plan_options_dup_hosted()'s, where the part was made */
  GPtrArray *digests; /* of char *, of the traces */
  cJSON *object;
} Part;

/* NULL with *error, which begins with the file's name. */
Part *part_file_read (const char *path, GError **error);
void part_free (Part *part);

/* Adds what the part knows to a report that was laid out. False with *error when it does not hold what its shard of the
 * report's plan has. */
bool part_file_add (const Part *part, PlanReport *report, GError **error);

/* Ends a part's text by the digest of all before; PART_SEAL_LEN bytes. */
#define PART_SEAL_LEN (strlen (",\n\"sha256\":\"\"}\n") + 64)
void part_file_seal (GString *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Part, part_free)

G_END_DECLS

#endif
