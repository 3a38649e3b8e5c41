/* sim/certify/certificate_file.h - what was certified, kept: one JSON object, a case a line (docs/checking.md). It
 * holds neither times nor dates: the same searches give the same bytes. */
#ifndef ISOSIM_CERTIFICATE_FILE_H
#define ISOSIM_CERTIFICATE_FILE_H

#include "certify/certificate.h"
#include "text/json.h"

G_BEGIN_DECLS

/* Writes all cases that were searched to PATH, whole or not at all. */
bool certificate_write (const Certificate *certificate, const char *path, GError **error);
/* What was written, by whatever isosim; NULL with *error, which names the file. */
Certificate *certificate_read (const char *path, GError **error);

/* Takes over the results that PATH holds. False with *error where the file is of other options or of another isosim, or
 * holds more than CERTIFICATE asks for. */
bool certificate_go_on (Certificate *certificate, const char *path, GError **error);

/* Whether results with KEPT's options answer the same question as CERTIFICATE's; else *error, which begins with PATH.
 * With COUNTS also numbers of states are the same. */
bool certificate_options_agree (const Certificate *certificate, const Certificate *kept, bool counts, const char *path,
                                GError **error);

/* A case as an object: what it is, and its result. */
cJSON *case_object (const Case *one);

G_END_DECLS

#endif
