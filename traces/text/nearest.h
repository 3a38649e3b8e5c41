/* traces/text/nearest.h - which known word a user may have meant. */
#ifndef ISOSIM_NEAREST_H
#define ISOSIM_NEAREST_H

/* Of the words that word_at() gives for 0, 1, … until it gives NULL, the one that is nearest to WORD: the fewest
 * letters to put in, leave out or change. NULL when more than half of WORD's letters would have to be. Of equals the
 * first. */
const char *nearest_word (const char *word, const char *(*word_at) (unsigned index));

#endif
