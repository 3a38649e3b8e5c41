/* sim/check/check_report.h - what `isosim check` answers, as text and as JSON: after a search, and after a replay. */
#ifndef ISOSIM_CHECK_REPORT_H
#define ISOSIM_CHECK_REPORT_H

#include "check/check_options.h"
#include "check/schedule_file.h"

G_BEGIN_DECLS

/* Returns whether the search found a schedule that violates a property; in *property, which may be NULL, the first of
 * them in the order of property_next(). */
bool check_report_violated (const SearchReport *report, Property *property);

/* The answer of a search of options->plan. INTERRUPTED: by the user, where a limit would end it. Each function returns
 * the whole text; the caller frees it with g_string_free(). */
GString *check_report_text (const CheckOptions *options, const SearchReport *report, bool interrupted);
GString *check_report_json (const CheckOptions *options, const SearchReport *report);

/* What a schedule from a file shows when it is replayed. */
typedef struct
{
  guint taken; /* steps that could be taken */
  int status;  /* EXIT_VIOLATED: its property is violated; EXIT_HOLDS: it is not; EXIT_LIMIT: a step cannot be taken */
  char *sentence; /* owned */
} ReplayAnswer;

/* Replays the schedule under the case's plan. A livelock is believed: one schedule cannot show it. */
ReplayAnswer check_report_replay (const KeptSchedule *kept, const SearchPlan *plan);
/* Show the steps that were taken. */
GString *check_report_replay_text (const KeptSchedule *kept, const SearchPlan *plan, const ReplayAnswer *answer);
GString *check_report_replay_json (const KeptSchedule *kept, const SearchPlan *plan, const ReplayAnswer *answer);

G_END_DECLS

#endif
