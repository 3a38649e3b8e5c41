/* sim/base/paragraph.h - paragraphs and the cells of tables, as reports show them on a terminal of 80 columns. */
#ifndef ISOSIM_TYPESET_H
#define ISOSIM_TYPESET_H

#include <glib.h>

/* Fills a paragraph to the terminal's width: FIRST before its first line, INDENT before the others. A word that is
 * longer (a nodeid) stays whole on a line of its own. */
void paragraph_append (GString *text, const char *first, const char *indent, const char *sentence);

/* The same of a sentence that is yet to be put together, its further lines set in by four blanks. */
void paragraph_append_sentence (GString *text, const char *first, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* A cell at the right of its COLUMNS. FORMAT takes the number; the same in every locale. */
void paragraph_append_cell (GString *text, const char *cell, int columns);
void paragraph_append_number (GString *text, double number, int columns, const char *format) G_GNUC_PRINTF (4, 0);

#endif
