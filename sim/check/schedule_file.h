/* sim/check/schedule_file.h - a schedule that is kept: with all that it takes to go along it again, as one JSON object
 * (docs/checking.md). */
#ifndef ISOSIM_SCHEDULE_FILE_H
#define ISOSIM_SCHEDULE_FILE_H

#include "check/check_options.h"
#include "session/property.h"

G_BEGIN_DECLS

/* Writes a schedule of the options' plan to PATH, whole or not at all. */
bool schedule_file_write (const char *path, const CheckOptions *options, Property broken, const GArray *schedule,
                          GError **error);
/* Reads what was written, puts the options' plan together, and *schedule (of Action; owned). False with *error, which
 * names the file. */
bool schedule_file_read (const char *path, CheckOptions *options, Property *broken, GArray **schedule, GError **error);

/* The decisions along a schedule, as `isosim --log` writes them; a step takes a microsecond. BROKEN: what it breaks,
 * which becomes the verdict; PROPERTIES: nothing. g_string_free it. */
GString *schedule_log (const SearchPlan *plan, const GArray *schedule, Property broken);

G_END_DECLS

#endif
