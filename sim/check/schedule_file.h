/* sim/check/schedule_file.h - a schedule kept in a file, with the case that it belongs to, as one JSON object
 * (docs/checking.md). The file names fields: a value, and what is as by default is left out. */
#ifndef ISOSIM_SCHEDULE_FILE_H
#define ISOSIM_SCHEDULE_FILE_H

#include "check/check_case.h"
#include "external/lookup.h"

G_BEGIN_DECLS

/* Where the file's scheduler is looked up. All borrowed. */
typedef struct
{
  Schedulers *schedulers;
  const char *dist;   /* the scheduler that the user names, and the file must name, too; NULL: the file alone does */
  const char *folder; /* for schedulers_find(), or NULL */
} ScheduleLookup;

typedef struct
{
  CheckCase one;
  Property property; /* that the schedule violates */
  GArray *steps;     /* of Action. Owned */
} KeptSchedule;

void kept_schedule_clear (KeptSchedule *kept);

/* Writes the file whole or not at all. The case has a `dist`. Returns false with *error. */
bool schedule_file_write (const char *path, const CheckCase *one, Property property, const GArray *schedule,
                          GError **error);
/* Reads a file, and sets in *plan what its case says (check_plan()). Returns false with *error, which names the file;
 * *kept is clear then. */
bool schedule_file_read (const char *path, const ScheduleLookup *lookup, KeptSchedule *kept, SearchPlan *plan,
                         GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KeptSchedule, kept_schedule_clear)

G_END_DECLS

#endif
