/* sim/session/session_rules.h - the options of pytest and pytest-xdist that decide what a session does.
 *
 * A value: whoever makes a session takes session_rules_default() and changes what differs, then hands the whole over by
 * one assignment. A rule that nobody mentions has pytest-xdist's meaning of "not given". */
#ifndef ISOSIM_SESSION_RULES_H
#define ISOSIM_SESSION_RULES_H

#include "models/model.h"

G_BEGIN_DECLS

typedef struct
{
  IsoOptions options;
  uint32_t max_worker_restart; /* dead workers that are replaced; ISO_NONE: all */
  uint32_t maxfail;            /* failed reports that stop the session; 0: it never stops early */
  const uint8_t *failures;     /* [tests] failed reports of a test's run, 0 to 3; borrowed; NULL when maxfail is 0 */
  bool stops_at_once;          /* before release 3.4: at maxfail the controller leaves its loop at once */
  bool workers_go_on;          /* before release 3.6: a worker that reached maxfail still runs what it was sent */
} SessionRules;

/* No option given, the newest release, and no limit of restarts. (pytest-xdist's own limit is four times the workers;
 * a caller that follows the command line sets it.) */
static inline SessionRules
session_rules_default (void)
{
  return (SessionRules){ .options = { .maxschedchunk = ISO_NONE, .loadscopereorder = true },
                         .max_worker_restart = ISO_NONE };
}

G_END_DECLS

#endif
