/* sim/session/judge.h - observes a run and judges what happened, never what a scheduler believes.
 *
 * What the judge must remember lies in the session's block, so that a search can rewind it. What it found lies beside
 * the block (IsoSession.finding, entries). It judges by the order of events, not by comparing times. Scopes are those
 * of SCOPE_SCOPE; only the property `scope` is judged by the model's own rule.
 *
 * - once: counts each start of a test that was started before. With every_worker: started before by the same worker.
 * - scope: counts a start on another worker than the one that started the scope first, and a start there after a test
 * of another scope came in between.
 * - isolation: counts each test that runs while a test of another scope runs.
 * - two-tests: counts each time a worker leaves a scope of several tests after running only one of them.
 * - fence-limit: a fence is a test sent to a worker whose last pending test is of another scope. A scope of k tests may
 *   lend k/2 fences (one, if k is 1); each further one counts.
 *
 * The next five are about Setup and Teardown of a scope. A worker enters a scope when it starts its first test there.
 * It leaves when its next test is of another scope, or there is none. The coordinator (sim/session/coordinator.h)
 * decides who runs Setup and Teardown; the judge tells it of entering and leaving, and observes.
 *
 * - setup-once: counts a second Setup; at the end also each scope that was entered and never set up.
 * - teardown-once: counts at the end each scope that was entered and not torn down exactly once.
 * - setup-first: counts an entry where Setup ran neither before nor now.
 * - teardown-last: counts a Teardown while tests of the scope are still to complete, an entry after Teardown, and an
 *   entry that the coordinator refuses.
 * - scopes-apart: counts a Setup while another scope is between its Setup and its Teardown.
 *
 * Deaths. Tests that a dead worker held are requeued, and `scope` and `two-tests` do not count them. A dead worker does
 * not leave its scope, as in pull request 1126, so its Teardown is missing or early, and that counts. A twin has a
 * corrected coordinator (docs/twins.md): there the dead worker leaves at its death. If the scope is torn down by then
 * and entered again, it is set up afresh, and that Setup is no second one. After maxfail only `once` is counted. */
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

/* Returns the bytes that the judge needs in the session's block. BYTES is NULL to ask for that number only; otherwise
 * it is the judge's part of the block, and the pointers of IsoSession.judge are set into it. */
size_t judge_layout (IsoSession *session, unsigned char *bytes);
/* Prepares memory that is all zero. */
void judge_init (IsoSession *session);
/* COUNT tests were sent to NODE; INDICES are of its collection. */
void judge_sent (IsoSession *session, unsigned node, const uint32_t *indices, uint32_t count);
/* NODE starts TEST. */
void judge_start (IsoSession *session, unsigned node, uint32_t test);
/* NODE completed TEST. NEXT is the test that it runs next; ISO_NONE: it holds its end marker, or stops. */
void judge_finish (IsoSession *session, unsigned node, uint32_t test, uint32_t next);
/* NODE held the test INDEX when it died, running or not. To be called for all of them before judge_death(). */
void judge_requeued (IsoSession *session, unsigned node, uint32_t index);
/* NODE died while it ran TEST; ISO_NONE: it ran nothing. */
void judge_death (IsoSession *session, unsigned node, uint32_t test);
/* NODE went down after its end marker. What it did is forgotten. */
void judge_exit (IsoSession *session, unsigned node);
/* A crash was reported for TEST. */
void judge_reported (IsoSession *session, uint32_t test);
/* The run is over: judges what can be said only then. */
void judge_end (IsoSession *session);

G_END_DECLS

#endif
