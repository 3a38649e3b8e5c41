/* sim/base/markdown.h - plain text inside markdown. */
#ifndef ISOSIM_MARKDOWN_H
#define ISOSIM_MARKDOWN_H

#include <glib.h>

/* Appends WORDS so that markdown shows them as they are. Characters with a meaning in markdown or HTML are escaped, and
 * ends of lines become blanks. */
void markdown_append (GString *text, const char *words);

#endif
