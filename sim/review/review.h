/* sim/review/review.h - what a change to schedulers changes: each scheduler as it was (base) beside what it is now
 * (head).
 *
 * Four questions: does it decide anything differently, do suites take longer, can anything be broken that could not be
 * before, and does the scheduler itself take longer as suites grow? docs/reviewing.md defines the answers. */
#ifndef ISOSIM_REVIEW_H
#define ISOSIM_REVIEW_H

#include "compare/compare_report.h"
#include "fuzz/fuzz_campaign.h"
#include "search/search_plan.h"
#include "session/property.h"
#include "suite/trace.h"

G_BEGIN_DECLS

enum
{
  BASE,
  HEAD,
  SIDES
};

/* One scheduler on both sides. */
typedef struct
{
  char *name;                   /* as --dist has it. Owned */
  const IsoModel *model[SIDES]; /* NULL: this side has none */
  char *missing[SIDES];         /* and then why, a sentence. Owned */
} ReviewPair;

/* All borrowed. */
typedef struct
{
  const char *label[SIDES]; /* "pytest-xdist 3.1.0", "loadscope", … */
  const char *path[SIDES];  /* where its classes are looked up; NULL: the installed ones, or none are */
  unsigned pairs;
  const ReviewPair *pair; /* [pairs] */
  unsigned traces;
  const char *const *name;   /* [traces] */
  const Trace *const *trace; /* [traces] */
  unsigned counts;
  const unsigned *workers; /* [counts] */
  bool reorder;            /* false: --no-loadscope-reorder */
  uint64_t suites, seed;   /* random ones */
  unsigned allowed;        /* how much slower is no regression; share, up to SHARE_MAX */
  unsigned jobs;           /* threads; but for its own time, what is found does not depend on them */
} ReviewPlan;

/* A small suite of which every interleaving is tried. */
typedef struct
{
  unsigned workers;
  const char *suite; /* as --suite has it */
  unsigned crashes;  /* workers that may die */
  bool anywhere;     /* wherever they are; else while they run a test */
} ReviewSmall;

#define REVIEW_SMALL 11
extern const ReviewSmall review_small[REVIEW_SMALL];

/* What a property does in one of these. */
typedef struct
{
  const ReviewSmall *small;
  Property broken;
  unsigned steps[SIDES]; /* of the shortest schedule that breaks it; 0: none does, or none is known */
} ReviewBroken;

#define REVIEW_SIZES 3
extern const uint32_t review_sizes[REVIEW_SIZES]; /* tests of the suites by which its own time is measured */
#define REVIEW_SIZES_WORKERS 8

typedef struct
{
  const ReviewPair *pair;
  bool compared; /* both sides have it; else nothing follows */
  FuzzPlan fuzz; /* random suites, and what they showed */
  FuzzFound found;
  FuzzFound worse;          /* one of these that head ends worse than base, if there is any */
  unsigned runs, differing; /* on traces */
  char *where;              /* the first of these that differs, as "dvc.trace on 2 workers". Owned, as the next */
  Difference first;
  Results *results[SIDES]; /* wall times, by trace */
  CompareReport walls;
  GArray *broken;    /* of ReviewBroken: what either side breaks. Owned */
  unsigned searched; /* small suites */
  unsigned limited;  /* small suites of which not all states were looked at, on one side or the other */
  double own_us[SIDES][REVIEW_SIZES]; /* of a test */
  bool own_is_whole[SIDES];           /* a model in C: the simulation is in it */
  char *trouble[SIDES];               /* its program failed: a sentence. Owned */
} ReviewFound;

typedef struct
{
  const ReviewPlan *plan;
  ReviewFound *found; /* [pairs] */
  bool interrupted;   /* by Ctrl-C: what was not come to is left out */
} Review;

void review_fill (Review *review, const ReviewPlan *plan);
void review_clear (Review *review);

/* What is told of one scheduler. */
static inline bool
review_is_alike (const ReviewFound *found)
{
  return !found->found.differs && found->differing == 0;
}
/* Schedules that break something now, in a small suite in which base did not. */
unsigned review_newly_broken (const ReviewFound *found);
/* Whether head is worse than base in any of it: it is not there any more, fails, breaks, or is slower than allowed. */
bool review_is_worse (const ReviewFound *found);
/* What the properties do, by name: those that both break, then new ones with "+", then mended ones with "-". "none" if
 * there are none. g_free it. */
char *review_broken_words (const ReviewFound *found);
/* The least and the largest ratio of wall times, head ÷ base; false: there is none. */
bool review_ratios (const ReviewFound *found, double *least, double *largest);
/* Sentences on what is WORSE, or on what else differs; of char *. What holds of several schedulers is said once.
 * g_ptr_array_unref it. */
GPtrArray *review_sentences (const Review *review, bool worse);
/* The one sentence above all. g_free it. */
char *review_summary (const Review *review);

/* Each returns the whole text; g_string_free it. */
GString *review_text (const Review *review);
GString *review_markdown (const Review *review);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Review, review_clear)

G_END_DECLS

#endif
