/* sim/certify/certificate_file.h - a certificate in a file: one JSON object, with a line for each case
 * (docs/checking.md). It holds neither times nor dates: the same searches give the same bytes. */
#ifndef ISOSIM_CERTIFICATE_FILE_H
#define ISOSIM_CERTIFICATE_FILE_H

#include "certify/certificate.h"
#include "text/json.h"

G_BEGIN_DECLS

/* Writes all cases that were searched to PATH, whole or not at all. Returns false with *error. */
bool certificate_write (const Certificate *certificate, const char *path, GError **error);
/* Reads a certificate of any version of isosim; returns NULL with *error, which names the file. */
Certificate *certificate_read (const char *path, GError **error);

/* Takes over the results that PATH holds. Returns false with *error if they have other rules, are of another version,
 * or are of cases that CERTIFICATE does not have. */
bool certificate_go_on (Certificate *certificate, const char *path, GError **error);

/* Whether both have the same rules; with COUNTS also those that only numbers of states depend on. Returns false with
 * *error, which begins with PATH. */
bool certificate_rules_agree (const Certificate *certificate, const Certificate *kept, bool counts, const char *path,
                              GError **error);

/* A case as an object: what it is, and its result. */
cJSON *case_object (const Case *one);

G_END_DECLS

#endif
