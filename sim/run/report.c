#include "run/report.h"

void
report_clear (Report *report)
{
  for (unsigned i = 0; i < report->schedulers; i++)
    {
      for (unsigned k = 0; k < report->scheduler[i].properties; k++)
        g_free (report->scheduler[i].property[k].example);
      g_free (report->scheduler[i].trouble);
    }
  g_free (report->scheduler);
  g_ptr_array_unref (report->notes);
  g_free (report->advice);
}
