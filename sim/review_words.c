/* sim/review_words.c - what a review found, in sentences. */
#include "review.h"

#include "broken.h"
#include "human.h"
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
is_new (const ReviewBroken *broken)
{
  return broken->steps[HEAD] && !broken->steps[BASE];
}

static bool
is_mended (const ReviewBroken *broken)
{
  return broken->steps[BASE] && !broken->steps[HEAD];
}

unsigned
review_newly_broken (const ReviewFound *found)
{
  unsigned count = 0;
  for (guint i = 0; found->compared && i < found->broken->len; i++)
    count += is_new (broken_at (found, i));
  return count;
}

unsigned
review_mended (const ReviewFound *found)
{
  unsigned count = 0;
  for (guint i = 0; found->compared && i < found->broken->len; i++)
    count += is_mended (broken_at (found, i));
  return count;
}

/* The bits of the properties for which SAYS holds somewhere. */
static unsigned
properties (const ReviewFound *found, bool (*says) (const ReviewBroken *broken))
{
  unsigned bits = 0;
  for (guint i = 0; i < found->broken->len; i++)
    bits |= says (broken_at (found, i)) ? BROKEN_BIT (broken_at (found, i)->broken) : 0;
  return bits;
}

static bool
is_broken (const ReviewBroken *broken)
{
  return true;
}

char *
review_broken_words (const ReviewFound *found)
{
  unsigned all = properties (found, is_broken), added = properties (found, is_new);
  unsigned mended = properties (found, is_mended) & ~added;
  GString *words = g_string_new (NULL);
  for (int broken = 0; broken < BROKEN_KINDS; broken++)
    if (all & BROKEN_BIT (broken))
      g_string_append_printf (words, "%s%s%s", words->len ? ", " : "",
                              added & BROKEN_BIT (broken)    ? "+"
                              : mended & BROKEN_BIT (broken) ? "-"
                                                             : "",
                              broken_name ((Broken) broken));
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

char *
review_command (const Review *review, const ReviewFound *found, const ReviewBroken *broken)
{
  const ReviewSmall *small = broken->small;
  GString *text = g_string_new ("isosim check");
  append_word (text, "--dist", found->pair->model[HEAD]->name);
  if (review->plan->path[HEAD])
    append_word (text, "--xdist-path", review->plan->path[HEAD]);
  g_string_append_printf (text, " -n %u --suite %s%s%s --property %s", small->workers, small->suite,
                          small->crashes ? " --crashes 1 --crash-states all" : "",
                          review->plan->reorder ? "" : " --no-loadscope-reorder", broken_name (broken->broken));
  return g_string_free (text, FALSE);
}

/* --- walls ---------------------------------------------------------------------------------------------------- */

bool
review_ratios (const ReviewFound *found, double *least, double *largest)
{
  *least = INFINITY;
  *largest = 0;
  for (guint i = 0; i < found->walls.cases->len; i++)
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
  return found->trouble[HEAD] || review_newly_broken (found) || compare_report_regressions (&found->walls);
}

/* --- sentences ------------------------------------------------------------------------------------------------ */

static void G_GNUC_PRINTF (2, 3) say (GPtrArray *sentences, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_ptr_array_add (sentences, g_strdup_vprintf (format, args));
  va_end (args);
}

static void
say_small (GPtrArray *sentences, const Review *review, const ReviewFound *found, const ReviewBroken *broken, bool worse)
{
  const ReviewSmall *small = broken->small;
  g_autofree char *workers = human_plural (small->workers, "worker");
  g_autofree char *command = worse ? review_command (review, found, broken) : NULL;
  g_autofree char *steps = human_plural (broken->steps[worse ? HEAD : BASE], "step");
  say (sentences, "%s: '%s' %s on %s with suite %s%s, in %s%s%s", found->pair->name, broken_name (broken->broken),
       worse ? "can be broken now" : "cannot be broken any more", workers, small->suite,
       small->crashes ? " and a death" : "", steps, command ? ": " : "", command ? command : "");
}

/* Of each property the first suite: the one without a death comes first. */
static void
say_broken (GPtrArray *sentences, const Review *review, const ReviewFound *found, bool worse)
{
  unsigned told = 0;
  for (guint i = 0; i < found->broken->len; i++)
    {
      const ReviewBroken *broken = broken_at (found, i);
      if (!(worse ? is_new (broken) : is_mended (broken)) || told & BROKEN_BIT (broken->broken))
        continue;
      told |= BROKEN_BIT (broken->broken);
      say_small (sentences, review, found, broken, worse);
    }
}

static void
say_slower (GPtrArray *sentences, const ReviewFound *found)
{
  unsigned all = compare_report_regressions (&found->walls);
  for (unsigned i = 0; i < MIN (all, SLOWER_TOLD); i++)
    {
      g_autofree char *sentence = compared_sentence (compare_report_case (&found->walls, i));
      say (sentences, "%s", sentence);
    }
  if (all > SLOWER_TOLD)
    say (sentences, "%s: %u more of %u cases got worse", found->pair->name, all - SLOWER_TOLD, found->walls.cases->len);
}

GPtrArray *
review_worse_sentences (const Review *review, const ReviewFound *found)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  if (found->pair->missing[HEAD])
    say (sentences, "%s: head has it no more: %s", found->pair->name, found->pair->missing[HEAD]);
  if (!found->compared)
    return sentences;
  if (found->trouble[HEAD])
    say (sentences, "%s: head's program failed: %s", found->pair->name, found->trouble[HEAD]);
  say_broken (sentences, review, found, true);
  say_slower (sentences, found);
  return sentences;
}

static void
say_difference (GPtrArray *sentences, const ReviewFound *found)
{
  const Difference *difference = found->found.differs ? &found->found.difference : &found->first;
  g_autofree char *tests = found->found.differs ? human_plural (found->found.smallest.tests->len, "test") : NULL;
  g_autofree char *workers = found->found.differs ? human_plural (found->found.smallest.workers, "worker") : NULL;
  g_autofree char *where = found->found.differs
                               ? g_strdup_printf ("in a random suite, shrunk to %s on %s,", tests, workers)
                               : g_strdup_printf ("first in %s", found->where);
  say (sentences,
       "%s decides differently, %s after %u events alike. Base: %s. Head: %s. Of runs on traces %u of %u differ",
       found->pair->name, where, difference->alike, difference->text[BASE], difference->text[HEAD], found->differing,
       found->runs);
}

/* Head's own time a test grows with the suite, and base's does not. */
static void
say_growth (GPtrArray *sentences, const ReviewFound *found)
{
  const double *base = found->own_us[BASE], *head = found->own_us[HEAD];
  if (!base[0] || !head[0] || found->own_is_whole[BASE] != found->own_is_whole[HEAD])
    return;
  double was = base[REVIEW_SIZES - 1] / base[0], is = head[REVIEW_SIZES - 1] / head[0];
  char digits[2][G_ASCII_DTOSTR_BUF_SIZE];
  if (is < GROWS * was)
    return;
  g_ascii_formatd (digits[0], sizeof digits[0], "%.1f", is);
  g_ascii_formatd (digits[1], sizeof digits[1], "%.1f", was);
  say (sentences, "%s: its own time a test is %s times as long with %u tests as with %u; in base %s times",
       found->pair->name, digits[0], review_sizes[REVIEW_SIZES - 1], review_sizes[0], digits[1]);
}

GPtrArray *
review_other_sentences (const Review *review, const ReviewFound *found)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  if (found->pair->missing[BASE])
    say (sentences, "%s: only head has it", found->pair->name);
  if (!found->compared)
    return sentences;
  if (found->trouble[BASE])
    say (sentences, "%s: base's program failed: %s", found->pair->name, found->trouble[BASE]);
  if (!review_is_alike (found))
    say_difference (sentences, found);
  say_broken (sentences, review, found, false);
  say_growth (sentences, found);
  if (found->limited)
    say (sentences, "%s: of %u of %d small suites not all states were looked at", found->pair->name, found->limited,
         REVIEW_SMALL);
  return sentences;
}

char *
review_summary (const Review *review)
{
  unsigned alike = 0, worse = 0, broken = 0, slower = 0, compared = 0;
  for (unsigned i = 0; i < review->plan->pairs; i++)
    {
      const ReviewFound *found = &review->found[i];
      worse += review_is_worse (found);
      compared += found->compared;
      if (!found->compared)
        continue;
      alike += review_is_alike (found);
      broken += review_newly_broken (found) > 0;
      slower += compare_report_regressions (&found->walls) > 0;
    }
  const char *stop = review->interrupted ? "; Ctrl-C came first" : "";
  g_autofree char *as_before = g_strdup_printf ("%u of %u schedulers decide as before%s", alike, compared, stop);
  if (!worse)
    return g_strdup_printf ("Head breaks nothing that base kept, and no suite got slower by more than is allowed; %s",
                            as_before);
  return g_strdup_printf ("Worse in head: %u of %u schedulers; %u break what base kept, %u got slower by more than is "
                          "allowed; %s",
                          worse, review->plan->pairs, broken, slower, as_before);
}
