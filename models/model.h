/* models/model.h - the contract of a scheduler model.
 *
 * A model is one const table: hooks named as in pytest-xdist's scheduler/protocol.py and a few facts. It decides; it
 * does nothing else: no files, printing, clocks, malloc, randomness of its own or other models' state. It speaks
 * through the session: send tests, send steal, send shutdown, ask whether a node is shut down, choose an order.
 *
 * All of its state lies in size() bytes, zero at first, and in IsoQueues of the session's store. It holds no pointers
 * and no padding (check with G_STATIC_ASSERT), and a slot that is vacated is zeroed. So a session can be copied,
 * compared and rewound without the model's knowing.
 *
 * A node is a number: gw0 is 0, and a replacement takes the next free number. A test is its place in the suite. What is
 * sent to a worker are indices of that worker's own collection: iso_index_on() and iso_test_of() translate. As long as
 * all workers collect alike, test and index are the same number.
 *
 * A hook that fails calls iso_fail() and returns false, where the real class would raise. What it changed before stays
 * changed, as in Python. If a send returns false (the process is gone: OSError), the hook returns false at once. */
#ifndef ISOSIM_MODEL_H
#define ISOSIM_MODEL_H

#include "queue.h"
#include "suite_view.h"
#include <glib.h>

G_BEGIN_DECLS

typedef struct IsoSession IsoSession;

#define ISO_NONE UINT32_MAX /* no test, no node, no limit */

/* What a scheduler can promise. Each run is judged by all of it (sim/session/judge.h defines each property); only what
 * is promised counts as violated. */
typedef enum
{
  ISO_ONCE,        /* every test runs exactly once ("each": once a worker) */
  ISO_SCOPE,       /* a scope stays on one worker and is not interrupted there */
  ISO_ISOLATION,   /* no test runs beside a test of another scope */
  ISO_TWO_TESTS,   /* a worker takes part in a scope with at least two of its tests, unless the scope has only one */
  ISO_FENCE_LIMIT, /* a scope lends no more tests as fences than workers can take part in it */
  ISO_SETUP_ONCE,  /* coordinated set-up and tear-down, the five promises of pull request 1126 */
  ISO_TEARDOWN_ONCE,
  ISO_SETUP_FIRST,
  ISO_TEARDOWN_LAST,
  ISO_SCOPES_APART,
  ISO_PROPERTIES
} IsoProperty;

#define ISO_BIT(property) (1u << (property))

/* The command line's options that a model may look at. */
typedef struct
{
  uint32_t maxschedchunk; /* load: --maxschedchunk, ISO_NONE when not given */
  bool loadscopereorder;  /* loadscope family: false with --no-loadscope-reorder */
  bool name_supplied;     /* isoscope: the name whose absence breaks replacements is there ("patched") */
} IsoOptions;

/* A part of a model's state that names nodes or tests. A search renames them, so that states which differ in names only
 * count as one (sim/search/symmetry.h). */
typedef enum
{
  ISO_PART_NODES,      /* at: an IsoQueue of node numbers */
  ISO_PART_NODE_WORDS, /* at: uint32_t [count], each a node's number or ISO_NONE */
  ISO_PART_TESTS,      /* at: an IsoQueue of indices */
  ISO_PART_BY_NODE,    /* at: an array by node; count: bytes of an element; queue: where an IsoQueue lies in it */
  ISO_PART_BY_TEST     /* at: uint8_t [tests], by index; tests whose byte is 0 keep their order */
} IsoPartKind;

typedef struct
{
  IsoPartKind kind;
  void *at;
  uint32_t count;
  uint32_t queue;
  bool holds_tests; /* by node: the queue is one of indices */
} IsoPart;

#define ISO_PARTS_MAX 64

/* The kind of Python exception that a failure stands for. After a crash the controller passes over a KeyError of
 * remove_node (worker_errordown in xdist's dsession.py). Any other failure ends the session. */
typedef enum
{
  ISO_KEY_ERROR = 1,
  ISO_OTHER_ERROR
} IsoErrorKind;

typedef struct
{
  const char *name;       /* the word that --dist takes */
  const char *rule;       /* what it does, one line */
  const char *source;     /* the class and release it follows */
  unsigned promises;      /* ISO_BIT()s */
  ScopeRule scope_rule;   /* the scopes that ISO_SCOPE and the others speak of */
  bool uses_scopes;       /* the model asks for iso_scopes() */
  bool sorts_scopes;      /* it takes scopes by their size alone, unless loadscopereorder is off */
  unsigned since;         /* the first release 3.x that has it, 1 for older ones; 0: none has */
  bool every_worker;      /* every worker runs every test ("each"): ISO_ONCE is judged worker by worker */
  bool looks_at_duration; /* its decisions depend on whether a run took over 0.1 s */
  bool twin;              /* a corrected twin: run by name only, never part of "all" */
  bool cuts_scopes;       /* decides by SCOPE_SCOPE, which may cut a nodeid inside its brackets */
  bool shuffles;          /* the model asks for iso_shuffle(): its runs differ by seed */
  bool external; /* stands for a scheduler in another program, and has open() and close(); no plug-in sets it */

  /* Returns the bytes of state for a suite and NODES_MAX nodes, all that can ever exist. */
  size_t (*size) (const Suite *suite, unsigned nodes_max);
  /* Called once, on zeroed state, before anything else. May be NULL. */
  void (*init) (IsoSession *session, void *model);

  /* A worker reported ready; it has no collection yet. */
  bool (*add_node) (IsoSession *session, void *model, unsigned node);
  /* Its collection arrived. May only note it: sending is for schedule(), which follows if collection_is_completed(). */
  bool (*add_node_collection) (IsoSession *session, void *model, unsigned node);
  bool (*collection_is_completed) (const IsoSession *session, const void *model);
  /* Start, or take new nodes into account. */
  bool (*schedule) (IsoSession *session, void *model);
  /* NODE completed the test INDEX of its collection. DURATION_US is what it took. */
  bool (*mark_test_complete) (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us);
  /* The answer to a steal: these indices were still in NODE's queue and have left it. NULL: the model never steals. */
  bool (*remove_pending_tests_from_node) (IsoSession *session, void *model, unsigned node, const uint32_t *indices,
                                          uint32_t count);
  /* NODE finished or died. *crashed is the test it died of, ISO_NONE (preset) if nothing was pending. */
  bool (*remove_node) (IsoSession *session, void *model, unsigned node, uint32_t *crashed);
  /* Asked after every message; must not cost more with more nodes. */
  bool (*tests_finished) (const IsoSession *session, const void *model);
  /* Writes the listed nodes to LIST (room for all that can exist), in the scheduler's order. Returns their number. */
  unsigned (*nodes) (const IsoSession *session, const void *model, uint32_t *list);
  /* Writes all parts of the state that name nodes or tests to PARTS (room for ISO_PARTS_MAX). Returns their number.
   * NULL: a search renames nothing. It must be NULL if decisions depend on the numbers of nodes, or on those of tests
   * in another way than by their order. */
  unsigned (*parts) (const IsoSession *session, void *model, IsoPart *parts);
  /* For an external scheduler only (sim/external/external.h), NULL otherwise: called when a session is made, before
   * init(), and when it is freed. */
  void (*open) (IsoSession *session);
  void (*close) (IsoSession *session);
} IsoModel;

/* The program's, and through it a plug-in's (models/plugin.h); all else is compiled as hidden. */
#pragma GCC visibility push(default)

/* What a model may ask. */
IsoStore *iso_store (IsoSession *session);
/* Gives a queue of the model room for the most that it will hold; call it in init() for each. In a search this fixes
 * its place in the store, so that equal states are equal bytes. Elsewhere it does nothing, and queues grow as needed.
 */
void iso_reserve (IsoSession *session, IsoQueue *queue, uint32_t room);
const IsoStore *iso_store_const (const IsoSession *session);
const IsoOptions *iso_options (const IsoSession *session);
uint32_t iso_tests (const IsoSession *session);
/* Returns the number of workers at the start. */
unsigned iso_workers (const IsoSession *session);
/* Returns the number of nodes that can ever exist: workers and replacements. */
unsigned iso_nodes_max (const IsoSession *session);
/* The scope table of the model's scope_rule. */
const ScopeTable *iso_scopes (const IsoSession *session);
/* Returns room for max (tests, nodes) numbers. It is the model's until the hook returns. */
uint32_t *iso_scratch (IsoSession *session);
/* Whether NODE was sent shutdown, finished or died. True from that moment on, not only once the controller hears of it.
 */
bool iso_shutting_down (const IsoSession *session, unsigned node);
/* Whether NODE was sent shutdown: then it may run the last test that it holds. */
bool iso_shutdown_sent (const IsoSession *session, unsigned node);
/* Whether NODE collected the tests in the suite's order, which is that of the first collection to arrive. */
bool iso_collected_suite (const IsoSession *session, unsigned node);
/* Whether both collected the same tests in the same order. */
bool iso_same_collection (const IsoSession *session, unsigned node, unsigned other);
/* Translate between a test and its index in NODE's collection. */
uint32_t iso_index_on (const IsoSession *session, unsigned node, uint32_t test);
uint32_t iso_test_of (const IsoSession *session, unsigned node, uint32_t index);

/* What a model may do. */
G_GNUC_WARN_UNUSED_RESULT bool iso_send_run (IsoSession *session, unsigned node, const uint32_t *indices,
                                             uint32_t count);
G_GNUC_WARN_UNUSED_RESULT bool iso_send_steal (IsoSession *session, unsigned node, const uint32_t *indices,
                                               uint32_t count);
/* Does nothing to a node that is shut down. */
void iso_shutdown (IsoSession *session, unsigned node);
/* Writes the numbers 0 … COUNT-1 in random order. The driver chooses it. */
void iso_shuffle (IsoSession *session, uint32_t *numbers, uint32_t count);
/* Notes an error. Always false, so that a hook can "return iso_fail (…)". */
bool iso_fail (IsoSession *session, IsoErrorKind kind, const char *format, ...) G_GNUC_PRINTF (3, 4);

#pragma GCC visibility pop

G_END_DECLS

#endif
