/* sim/review/review_words.c - what a review found, in sentences. */
#include "review/review.h"
#include "session/property.h"

#include "base/human.h"
#include "compare/compare_words.h"
#include "search/violation.h"
#include <math.h>
#include <string.h>

/* What a shell leaves as it is. */
#define PLAIN "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/+@%="
#define SLOWER_TOLD 3 /* cases of a scheduler */
#define GROWS 2.0     /* its own time grew with the suite by so much more than base's */

/* --- properties ----------------------------------------------------------------------------------------------- */

static const ReviewBroken *
broken_at (const ReviewFound *found, guint i)
{
  return &g_array_index (found->broken, ReviewBroken, i);
}

static bool
is_new (const ReviewFound *found, const ReviewBroken *broken)
{
  return broken->steps[HEAD] && !broken->steps[BASE];
}

/* Not where head fails now: it may only not come so far. */
static bool
is_mended (const ReviewFound *found, const ReviewBroken *broken)
{
  for (guint i = 0; i < found->broken->len; i++)
    if (broken_at (found, i)->small == broken->small && broken_at (found, i)->broken == PROPERTY_ERROR
        && is_new (found, broken_at (found, i)))
      return false;
  return broken->steps[BASE] && !broken->steps[HEAD];
}

unsigned
review_newly_broken (const ReviewFound *found)
{
  unsigned count = 0;
  for (guint i = 0; found->broken && i < found->broken->len; i++)
    count += is_new (found, broken_at (found, i));
  return count;
}

/* The bits of the properties for which SAYS holds somewhere. */
static unsigned
properties (const ReviewFound *found, bool (*says) (const ReviewFound *found, const ReviewBroken *broken))
{
  unsigned bits = 0;
  for (guint i = 0; i < found->broken->len; i++)
    bits |= says (found, broken_at (found, i)) ? PROPERTY_BIT (broken_at (found, i)->broken) : 0;
  return bits;
}

static bool
is_broken (const ReviewFound *found, const ReviewBroken *broken)
{
  return true;
}

char *
review_broken_words (const ReviewFound *found)
{
  if (found->searched < REVIEW_SMALL)
    return g_strdup ("-");
  unsigned all = properties (found, is_broken), added = properties (found, is_new);
  unsigned mended = properties (found, is_mended) & ~added;
  GString *words = g_string_new (NULL);
  for (Property broken = 0; broken < PROPERTIES; broken = property_next (broken))
    if (all & PROPERTY_BIT (broken))
      g_string_append_printf (words, "%s%s%s", words->len ? ", " : "",
                              added & PROPERTY_BIT (broken)    ? "+"
                              : mended & PROPERTY_BIT (broken) ? "-"
                                                               : "",
                              property_name (broken));
  if (!words->len)
    g_string_append (words, "none");
  return g_string_free (words, FALSE);
}

/* As a shell takes it; quoted only where it must be. */
static void
append_word (GString *text, const char *option, const char *word)
{
  g_autofree char *quoted = g_shell_quote (word);
  bool is_plain = strspn (word, PLAIN) == strlen (word) && *word;
  g_string_append_printf (text, " %s %s", option, is_plain ? word : quoted);
}

/* What shows that head breaks it; g_free it. */
static char *
dup_command (const Review *review, const ReviewFound *found, const ReviewBroken *broken)
{
  const ReviewSmall *small = broken->small;
  GString *text = g_string_new ("isosim check");
  append_word (text, "--dist", found->pair->model[HEAD]->name);
  if (review->plan->path[HEAD])
    append_word (text, "--xdist-path", review->plan->path[HEAD]);
  g_string_append_printf (text, " -n %u --suite %s%s%s --property %s", small->workers, small->suite,
                          !small->crashes   ? ""
                          : small->anywhere ? " --crashes 1 --crash-states all"
                                            : " --crashes 1",
                          review->plan->reorder ? "" : " --no-loadscope-reorder", property_name (broken->broken));
  return g_string_free (text, FALSE);
}

/* --- walls ---------------------------------------------------------------------------------------------------- */

bool
review_ratios (const ReviewFound *found, double *least, double *largest)
{
  *least = (double) INFINITY;
  *largest = 0;
  for (guint i = 0; found->walls.cases && i < found->walls.cases->len; i++)
    {
      const Compared *compared = compare_report_case (&found->walls, i);
      if (!compared->timed)
        continue;
      *least = MIN (*least, compared->ratio);
      *largest = MAX (*largest, compared->ratio);
    }
  return *largest > 0;
}

bool
review_is_worse (const ReviewFound *found)
{
  if (!found->compared)
    return found->pair->missing[HEAD] != NULL;
  return found->trouble[HEAD] || found->worse.differs || review_newly_broken (found)
         || compare_report_regressions (&found->walls);
}

/* --- sentences ------------------------------------------------------------------------------------------------ */

/* What is said of one scheduler, or of several of which the same is to be said. */
typedef struct
{
  GString *names;
  char *body;
  char *tail; /* only the first one's; NULL: none */
} Said;

static void
free_said (gpointer data)
{
  Said *said = data;
  g_string_free (said->names, TRUE);
  g_free (said->body);
  g_free (said->tail);
  g_free (said);
}

/* Takes BODY and TAIL over. */
static void
say (GPtrArray *all, const ReviewFound *found, char *body, char *tail)
{
  for (guint i = 0; i < all->len; i++)
    {
      Said *said = all->pdata[i];
      if (!g_str_equal (said->body, body))
        continue;
      g_string_append_printf (said->names, ", %s", found->pair->name);
      g_free (body);
      g_free (tail);
      return;
    }
  Said *said = g_new (Said, 1);
  *said = (Said){ g_string_new (found->pair->name), body, tail };
  g_ptr_array_add (all, said);
}

static const char *
death_of (const ReviewSmall *small)
{
  return !small->crashes ? "" : small->anywhere ? " and a death anywhere" : " and a death";
}

/* That base breaks the property elsewhere; "" if it does not. */
static char *
dup_before (const ReviewFound *found, const ReviewBroken *broken)
{
  for (guint i = 0; i < found->broken->len; i++)
    {
      const ReviewBroken *other = broken_at (found, i);
      g_autofree char *workers = human_plural (other->small->workers, "worker");
      if (other->broken == broken->broken && other->steps[BASE] && other->small->crashes == broken->small->crashes)
        return g_strdup_printf (" (base breaks it on %s with suite %s%s)", workers, other->small->suite,
                                death_of (other->small));
    }
  return g_strdup ("");
}

static void
say_small (GPtrArray *all, const Review *review, const ReviewFound *found, const ReviewBroken *broken, bool worse)
{
  const ReviewSmall *small = broken->small;
  g_autofree char *workers = human_plural (small->workers, "worker");
  g_autofree char *command = worse ? dup_command (review, found, broken) : NULL;
  g_autofree char *before = worse ? dup_before (found, broken) : g_strdup ("");
  g_autofree char *steps = human_plural (broken->steps[worse ? HEAD : BASE], "step");
  say (all, found,
       g_strdup_printf ("'%s' %s on %s with suite %s%s, in %s%s", property_name (broken->broken),
                        worse ? "can be broken now" : "cannot be broken any more", workers, small->suite,
                        death_of (small), steps, before),
       worse ? g_strdup_printf ("\n%s", command) : NULL);
}

/* Of each property the first suite: the one without a death comes first. */
static void
say_broken (GPtrArray *all, const Review *review, const ReviewFound *found, bool worse)
{
  unsigned told = 0;
  for (guint i = 0; i < found->broken->len; i++)
    {
      const ReviewBroken *broken = broken_at (found, i);
      if (!(worse ? is_new (found, broken) : is_mended (found, broken)) || told & PROPERTY_BIT (broken->broken))
        continue;
      told |= PROPERTY_BIT (broken->broken);
      say_small (all, review, found, broken, worse);
    }
}

static void
say_slower (GPtrArray *all, const ReviewFound *found)
{
  unsigned cases = compare_report_regressions (&found->walls);
  for (unsigned i = 0; i < MIN (cases, SLOWER_TOLD); i++)
    say (all, found, compared_sentence (compare_report_case (&found->walls, i)), NULL);
  if (cases > SLOWER_TOLD)
    say (all, found, g_strdup_printf ("%u more of %u cases got worse", cases - SLOWER_TOLD, found->walls.cases->len),
         NULL);
}

/* "in a random suite, shrunk to 3 tests on 1 worker, with a death" */
static char *
dup_place (const FuzzFound *found)
{
  g_autofree char *tests = human_plural (found->smallest.tests->len, "test");
  g_autofree char *workers = human_plural (found->smallest.workers, "worker");
  g_autofree char *conditions = fuzz_dup_conditions (&found->smallest);
  return g_strdup_printf ("in a random suite%s, %s on %s%s", found->tries ? ", shrunk" : "", tests, workers,
                          conditions);
}

static void
say_worse_end (GPtrArray *all, const ReviewFound *found)
{
  const Difference *difference = &found->worse.difference;
  g_autofree char *place = dup_place (&found->worse);
  say (all, found,
       g_strdup_printf ("a run ends worse: %s where base has %s", verdict_name (difference->verdict[HEAD]),
                        verdict_name (difference->verdict[BASE])),
       g_strdup_printf ("; of %s %s. Base: %s. Head: %s", found->pair->name, place, difference->text[BASE],
                        difference->text[HEAD]));
}

static void
say_worse (GPtrArray *all, const Review *review, const ReviewFound *found)
{
  if (found->pair->missing[HEAD])
    say (all, found, g_strdup ("head has it no more"), g_strdup_printf (": %s", found->pair->missing[HEAD]));
  if (!found->compared)
    return;
  if (found->trouble[HEAD])
    say (all, found, g_strdup_printf ("head's program failed: %s", found->trouble[HEAD]), NULL);
  if (found->trouble[BASE] || found->trouble[HEAD])
    return;
  if (found->worse.differs)
    say_worse_end (all, found);
  say_broken (all, review, found, true);
  say_slower (all, found);
}

static void
say_difference (GPtrArray *all, const ReviewFound *found)
{
  const Difference *difference = found->found.differs ? &found->found.difference : &found->first;
  g_autofree char *place
      = found->found.differs ? dup_place (&found->found) : g_strdup_printf ("first in %s", found->where);
  if (found->found.differs && !found->found.repeats)
    {
      say (all, found, g_strdup_printf ("%s it decided differently, and not when tried again", place), NULL);
      return;
    }
  say (all, found, g_strdup ("other decisions"),
       g_strdup_printf ("; of %s %s, after %u events alike. Base: %s. Head: %s. Of its runs on traces %u of %u differ",
                        found->pair->name, place, difference->alike, difference->text[BASE], difference->text[HEAD],
                        found->differing, found->runs));
}

/* Head's own time a test grows with the suite, and base's does not. */
static void
say_growth (GPtrArray *all, const ReviewFound *found)
{
  const double *base = found->own_us[BASE], *head = found->own_us[HEAD];
  if (base[0] <= 0 || head[0] <= 0 || found->own_is_whole[BASE] != found->own_is_whole[HEAD])
    return;
  double was = base[REVIEW_SIZES - 1] / base[0], is = head[REVIEW_SIZES - 1] / head[0];
  char digits[2][G_ASCII_DTOSTR_BUF_SIZE];
  if (is < GROWS * was)
    return;
  g_ascii_formatd (digits[0], sizeof digits[0], "%.1f", is);
  g_ascii_formatd (digits[1], sizeof digits[1], "%.1f", was);
  say (all, found,
       g_strdup_printf ("its own time a test is %s times as long with %u tests as with %u; in base %s times", digits[0],
                        review_sizes[REVIEW_SIZES - 1], review_sizes[0], digits[1]),
       NULL);
}

static void
say_others (GPtrArray *all, const Review *review, const ReviewFound *found)
{
  if (found->pair->missing[BASE])
    say (all, found, g_strdup ("only head has it"), NULL);
  if (!found->compared)
    return;
  if (found->trouble[BASE])
    say (all, found, g_strdup_printf ("base's program failed: %s", found->trouble[BASE]), NULL);
  if (found->trouble[BASE] || found->trouble[HEAD])
    return;
  if (!review_is_alike (found))
    say_difference (all, found);
  say_broken (all, review, found, false);
  say_growth (all, found);
  if (found->limited)
    say (all, found,
         g_strdup_printf ("of %u of %d small suites not all states were looked at", found->limited, REVIEW_SMALL),
         NULL);
}

GPtrArray *
review_sentences (const Review *review, bool worse)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_said);
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  for (unsigned i = 0; i < review->plan->pairs; i++)
    (worse ? say_worse : say_others) (all, review, &review->found[i]);
  for (guint i = 0; i < all->len; i++)
    {
      const Said *said = all->pdata[i];
      g_ptr_array_add (sentences,
                       g_strdup_printf ("%s: %s%s", said->names->str, said->body, said->tail ? said->tail : ""));
    }
  return sentences;
}

char *
review_summary (const Review *review)
{
  unsigned alike = 0, worse = 0, compared = 0, counts[4] = { 0 };
  static const char *const words[] = { "break what base kept", "get slower than is allowed, or end worse, on a trace",
                                       "end worse in a random suite", "are gone or fail" };
  for (unsigned i = 0; i < review->plan->pairs; i++)
    {
      const ReviewFound *found = &review->found[i];
      worse += review_is_worse (found);
      compared += found->compared;
      alike += found->compared && review_is_alike (found);
      counts[0] += review_newly_broken (found) > 0;
      counts[1] += compare_report_regressions (&found->walls) > 0;
      counts[2] += found->worse.differs;
      counts[3] += found->pair->missing[HEAD] || found->trouble[HEAD];
    }
  GString *text = g_string_new (review->interrupted ? "Ctrl-C came first. " : NULL);
  if (!worse && !review->interrupted)
    g_string_append (text,
                     "Nothing is worse in head: what base keeps it keeps, no trace gets slower than is allowed; ");
  else
    g_string_append_printf (text, "Worse in head: %u of %u schedulers; ", worse, review->plan->pairs);
  for (int i = 0; i < 4; i++)
    if (counts[i])
      g_string_append_printf (text, "%u %s; ", counts[i], words[i]);
  g_string_append_printf (text, "%u of %u decide as before", alike, compared);
  return g_string_free (text, FALSE);
}
