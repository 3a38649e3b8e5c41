/* sim/base/markdown.h - texts as markdown. */
#ifndef ISOSIM_MARKDOWN_H
#define ISOSIM_MARKDOWN_H

#include <glib.h>

/* WORDS as a paragraph shows them: what markdown or HTML would take for its own is escaped, ends of lines are blanks.
 */
void markdown_append (GString *text, const char *words);

#endif
