/* sim/run/releases.h - what pytest-xdist's releases had, from its CHANGELOG: schedulers and defaults. The models' rules
 * are those of 3.8 whatever the release. */
#ifndef ISOSIM_RELEASES_H
#define ISOSIM_RELEASES_H

#include "models/model.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* "3.1"; for the newest "3.8" */
  unsigned minor;
  bool has_maxschedchunk;  /* --maxschedchunk: since 3.2 (#855) */
  bool reorders;           /* the loadscope family takes the largest scopes first: since 3.5 (#632) */
  bool has_reorder_option; /* --no-loadscope-reorder: since 3.8 (#1083) */
  bool stops_at_once;      /* at maxfail the controller leaves its loop, whatever workers still send: before 3.4 (#963).
                              From then on it triggers shutdown and goes on until they have ended */
  bool workers_go_on;      /* a worker that reached maxfail by itself runs what it was sent: before 3.6 (#1024) */
  bool named;              /* asked for; without it isoscope, which no release has, is shown too */
} Release;

/* NULL is the newest. NULL when there is no such release. */
const Release *release_find (const char *name);
/* Whether the release has the scheduler. */
bool release_has (const Release *release, const IsoModel *model);

G_END_DECLS

#endif
