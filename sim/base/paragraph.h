/* sim/base/paragraph.h - paragraphs and cells of tables, for a terminal of 80 columns. */
#ifndef ISOSIM_PARAGRAPH_H
#define ISOSIM_PARAGRAPH_H

#include <glib.h>

/* Appends SENTENCE in lines of at most 80 columns, with FIRST before its first line and INDENT before the others. A
 * word that is longer than a line, such as a nodeid, has a line of its own. A number stays with its noun, a time in one
 * piece, and an option with its value: "5 tests", "2h 30m", "-n 4". */
void paragraph_append (GString *text, const char *first, const char *indent, const char *sentence);

/* Formats a sentence and appends it in the same way, with four blanks before its other lines. */
void paragraph_append_sentence (GString *text, const char *first, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* Appends CELL at the right end of COLUMNS columns. A wider cell is not cut. */
void paragraph_append_cell (GString *text, const char *cell, int columns);

/* Appends NUMBER as a cell, by a FORMAT for one double, the same in every locale. */
void paragraph_append_number (GString *text, double number, int columns, const char *format) G_GNUC_PRINTF (4, 0);

#endif
