/* sim/certify/certify_text.h - the answer of `isosim check --certify` as text: the table, what is violated, and the
 * comparison. */
#ifndef ISOSIM_CERTIFY_TEXT_H
#define ISOSIM_CERTIFY_TEXT_H

#include "certify/certify_report.h"

/* Returns the whole text; the caller frees it with g_string_free(). */
GString *certify_text (const CertifyReport *report);

#endif
