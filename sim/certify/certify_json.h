/* sim/certify/certify_json.h - the answer of `isosim check --certify` as JSON. */
#ifndef ISOSIM_CERTIFY_JSON_H
#define ISOSIM_CERTIFY_JSON_H

#include "certify/certify_report.h"

/* Returns the whole text; the caller frees it with g_string_free(). */
GString *certify_json (const CertifyReport *report);

#endif
