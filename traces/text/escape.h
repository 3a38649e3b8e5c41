/* traces/text/escape.h - names as isosim's own format writes them; traces/text/fields.h reads them. */
#ifndef ISOSIM_ESCAPE_H
#define ISOSIM_ESCAPE_H

#include <glib.h>

/* Appends NAME, LEN bytes, with %XX for what a field cannot hold. */
void escape_append (GString *text, const char *name, gsize len);

#endif
