/* sim/certify/certificate_fields.h - the values that all cases of a certificate share, as named fields: the form in
 * which a certificate keeps them, and in which two certificates are compared. */
#ifndef ISOSIM_CERTIFICATE_FIELDS_H
#define ISOSIM_CERTIFICATE_FIELDS_H

#include "check/check_case.h"

G_BEGIN_DECLS

typedef struct
{
  CheckCase one; /* without scheduler, suite, workers and crashes, which each case has for itself */
  bool go_on;
  unsigned reductions;
  bool exact;
} CertificateRules;

CertificateRules certificate_rules_default (void);

typedef struct
{
  const char *name;
  bool is_switch;   /* true, or absent; other fields are text */
  bool counts_only; /* verdicts and the steps of schedules do not depend on it; numbers of states do */
} CertificateField;

#define CERTIFICATE_FIELDS 10
extern const CertificateField certificate_fields[CERTIFICATE_FIELDS];

/* Returns the value as text, "" for a switch that is on; NULL if it is as by default. The caller frees it. */
char *certificate_field_text (const CertificateRules *rules, unsigned field);
/* Sets the value that certificate_field_text() returned. Returns false for any other text. */
bool certificate_field_parse (CertificateRules *rules, unsigned field, const char *text);

G_END_DECLS

#endif
