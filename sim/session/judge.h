/* sim/session/judge.h - observes a run and judges what happened, never what a scheduler believes.
 *
 * Included by session.h. What it must remember to judge the future lies in the session's block; what it found
 * (IsoSession.finding, entries) is a chronicle beside it. Scopes are those of SCOPE_SCOPE, but for `scope`, which is
 * judged by the model's own rule. In order of the run's events, not by comparing times:
 *
 * - once: a test starts that was started before (by the same worker, for a model with every_worker).
 * - scope: a test starts on another worker than the first test of its scope did, or on that worker after a test of
 *   another scope.
 * - isolation: a test runs while a test of another scope runs; each such test counts once.
 * - two-tests: a worker leaves a scope of several tests after running only one of them.
 * - fence-limit: a test is lent as a fence (sent to a worker whose last pending test is of another scope) beyond w(k)
 *   of its scope, w being 1 for one test and k/2 otherwise.
 * - setup-once, teardown-once, setup-first, teardown-last, scopes-apart: Setups and Teardowns as the coordinator
 *   (sim/session/coordinator.h) has them run; the judge tells it who enters and leaves, and observes. A worker that
 * starts its first test of a scope enters it; a worker whose next test is of another scope, or none, leaves it. Counted
 * against setup-once: a Setup of a scope that was set up before, and at the end of the run each scope that was entered
 * and never set up; teardown-once: each scope that was entered and did not have exactly one Teardown by the end of the
 *   run; setup-first: an entry without a Setup now or before; teardown-last: a Teardown while tests of the scope are
 *   still to complete, or an entry after it, or one that the coordinator refuses; scopes-apart: a Setup while another
 *   scope is between its Setup and its Teardown.
 *
 * After a worker's death, scope and two-tests are judged on what was not requeued. A dead worker leaves no scope, as in
 * pull request 1126: its Teardown is missing or comes too early, and that is counted. For a twin, whose coordinator is
 * corrected (docs/twins.md), the leave of a dead worker is recorded at its death, and a scope that has been torn down
 * by then is set up afresh when it is entered again: such a Setup is no second one, and has a Teardown of its own. What
 * the end by maxfail breaks is not counted. */
#ifndef ISOSIM_JUDGE_H
#define ISOSIM_JUDGE_H

#include "models/model.h"

G_BEGIN_DECLS

/* The most runs, tests × workers, of a model with every_worker: the judge keeps a bit for each. */
#define EACH_RUNS_MAX (1u << 24)

static inline bool
model_has_too_many_runs (const IsoModel *model, uint32_t tests, uint32_t workers)
{
  return model->every_worker && (uint64_t) tests * workers > EACH_RUNS_MAX;
}

typedef enum
{
  TEST_STARTED = 1 << 0,
  TEST_COMPLETED = 1 << 1,
  TEST_REPORTED = 1 << 2, /* its crash was reported */
  TEST_REPEATED = 1 << 3, /* started more than once */
  TEST_REQUEUED = 1 << 4, /* a worker died that held it */
  TEST_ENDED = 1 << 5     /* a run of it ended, well or by its worker's death */
} TestMark;

/* What was observed of a scope's fixtures. */
typedef enum
{
  FIXTURE_ENTERED = 1 << 0,
  FIXTURE_SET_UP = 1 << 1,
  FIXTURE_OPEN = 1 << 2, /* between Setup and Teardown */
  FIXTURE_TORN_DOWN = 1 << 3,
  FIXTURE_TORN_AGAIN = 1 << 4,
  FIXTURE_BEREAVED = 1 << 5 /* a worker died in the scope, or held tests of it */
} FixtureMark;

typedef struct
{
  uint32_t entered;   /* 1 + the scope it is in; 0 none. In the sense of fixtures: from its first test's start on */
  uint32_t ran;       /* tests it ran since it entered; 2 stands for more: no counter may grow for ever */
  uint32_t running;   /* 1 + the test it runs; 0 none */
  uint32_t unit;      /* 1 + the scope (model's rule) of the last test it started; 0 none */
  uint32_t pending;   /* tests sent to it and not complete; counted where fences are, as the next two */
  uint32_t last_sent; /* 1 + the last index sent to it */
  uint32_t fence;     /* 1 + the scope of the fence that it holds; 0 none */
  uint32_t excused;   /* it ran a test that was requeued since it entered */
} JudgeWorker;

typedef struct
{
  JudgeWorker *worker;      /* [nodes_max] */
  uint32_t *running;        /* [scopes] tests of the scope running now */
  uint32_t *owner;          /* [model's scopes] 1 + the worker that started the scope; 0 none */
  uint32_t *lent;           /* [scopes] fences lent; NULL unless fence-limit is promised, as are the following */
  uint32_t *to_complete;    /* [scopes] tests no run of which has ended yet */
  uint8_t *fixture;         /* [scopes] FixtureMark bits */
  uint8_t *mark;            /* [tests] TestMark bits */
  uint8_t *seen;            /* bits: [nodes_max × tests] started by that worker; NULL unless every_worker */
  uint64_t *alone;          /* bits: workers whose running test has had no test of another scope beside it so far */
  uint32_t *scopes_running; /* [1] different scopes with running tests */
  uint32_t *scopes_open;    /* [1] scopes that are FIXTURE_OPEN */
} Judge;

/* How the judge's memory lies in the block: call with bytes NULL to count, then with the block's part. */
size_t judge_layout (IsoSession *session, unsigned char *bytes);
/* To be called on zeroed memory. */
void judge_init (IsoSession *session);
void judge_sent (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count);
void judge_start (IsoSession *session, unsigned node, uint32_t test);
/* NEXT is the test that the worker holds, ISO_NONE for the end marker. */
void judge_finish (IsoSession *session, unsigned node, uint32_t test, uint32_t next);
/* Its worker died, after judge_requeued() for all that it held: TEST is what it ran, ISO_NONE nothing. */
void judge_death (IsoSession *session, unsigned node, uint32_t test);
/* Its worker is down after its end marker: what it did is forgotten. */
void judge_exit (IsoSession *session, unsigned node);
/* The worker that dies held this test, running or not. */
void judge_requeued (IsoSession *session, unsigned node, uint32_t index);
void judge_reported (IsoSession *session, uint32_t test);
/* What can only be said when the run is over. */
void judge_end (IsoSession *session);

G_END_DECLS

#endif
