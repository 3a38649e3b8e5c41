/* sim/time_model/calibration.h - what the steps of a calibration share: the recording, the suite, and the fixtures as
 * numbers.
 *
 * A recording tells each time that a worker set up a fixture. Set-ups of one name for one base are instances of one
 * fixture. A base is the part of a nodeid that a fixture of wider scope covers, such as "tests/test_a.py" or
 * "tests/test_a.py::TestB"; the session's base is "" and has number 0. Two fixtures that differ only in the parameter
 * share a slot, since pytest tears down the one before it sets up the other. Example: db[sqlite] and db[postgres]. */
#ifndef ISOSIM_CALIBRATION_H
#define ISOSIM_CALIBRATION_H

#include "time_model/time_model.h"

G_BEGIN_DECLS

/* What a test's runs tell of a fixture that it may need; bits of Calibration.mark. */
enum
{
  MARK_HAS = 1,    /* the test ran while the fixture was set up */
  MARK_LACKS = 2,  /* the test ran while the fixture was not set up */
  MARK_SET_UP = 4, /* the fixture was set up in a run of the test */
  MARK_TOLD = 8,   /* the recording lists the fixtures that a run of the test used … */
  MARK_USED = 16   /* … and this fixture is among them */
};

typedef struct
{
  const Recording *recording;
  const Suite *suite;
  TimeModel *costs;  /* the result */
  uint32_t *of_test; /* [recorded tests] the test of the suite, or SUITE_NONE */

  GHashTable *bases; /* text to base + 1; owns its keys */
  uint32_t *kind;    /* [recorded fixtures] the fixture that it is an instance of */
  GArray *fixture;   /* of FixtureCost */
  GArray *set_up;    /* of uint32_t, [fixtures] the number of set-ups */
  GArray *lacked;    /* of uint32_t, [fixtures] runs in its base while no fixture of its slot was set up */

  uint32_t **run;        /* [workers] the recorded runs of each, in the order of their starts */
  uint32_t *runs;        /* [workers] their number */
  uint64_t *fixtures_us; /* [recorded runs] the part of the run's time that set-ups and tear-downs took */
  /* Two lists for each run: the instances that were set up in it, and those that were torn down in it. */
  uint32_t *begins, *ends;           /* [recorded runs] 1 + the first instance of the list; 0: the list is empty */
  uint32_t *next_begins, *next_ends; /* [recorded fixtures] 1 + the next instance of the list; 0: it is the last */

  TimeModelLists candidates; /* of a test: the fixtures of the bases that it lies in, which it may need */
  uint8_t *mark;             /* [candidates] MARK_ bits */
} Calibration;

/* Prepares the calibration of COSTS for the tests of SUITE by TRACE's recording. All three must outlive it. Tests are
 * matched by nodeid; a loadgroup suffix ("@group") is ignored where the two suites are not the same. */
void calibration_init (Calibration *calibration, const Trace *trace, const Suite *suite, TimeModel *costs);
void calibration_clear (Calibration *calibration);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calibration, calibration_clear)

G_END_DECLS

#endif
