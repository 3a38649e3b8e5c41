/* sim/certify/certify_report.h - what `isosim check --certify` prints. */
#ifndef ISOSIM_CERTIFY_REPORT_H
#define ISOSIM_CERTIFY_REPORT_H

#include "certify/certificate_diff.h"

G_BEGIN_DECLS

typedef struct
{
  const Certificate *certificate;
  int status;                   /* the exit status that the searches have by themselves */
  int against_status;           /* and with what is known from before */
  const char *against;          /* the earlier result's file; NULL: there is none, and no comparison */
  const Certificate *before;    /* what it holds */
  const Comparison *comparison; /* with it */
} CertifyReport;

/* The table, and what is broken. g_string_free both. */
GString *certify_text (const CertifyReport *report);
GString *certify_json (const CertifyReport *report);

G_END_DECLS

#endif
