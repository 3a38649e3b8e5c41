/* sim/certify/certify_report.h - what the answer of `isosim check --certify` is made of. All borrowed. */
#ifndef ISOSIM_CERTIFY_REPORT_H
#define ISOSIM_CERTIFY_REPORT_H

#include "certify/certificate_diff.h"

G_BEGIN_DECLS

typedef struct
{
  const Certificate *certificate;
  int status;                   /* the exit status by the searches alone */
  int against_status;           /* the same, but what was violated or at a limit before does not count */
  const char *against;          /* the file of an earlier certificate; NULL: none, and no comparison */
  const Certificate *before;    /* that certificate */
  const Comparison *comparison; /* with it */
} CertifyReport;

G_END_DECLS

#endif
