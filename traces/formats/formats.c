#include "formats/format.h"

#include <stddef.h>

/* In the order in which they are asked: what begins with a mark of its own first, what any JSON object or any table
 * could be last. */
const Format *const formats[] = {
  &format_isotrace,  &format_junit,      &format_reportlog,
  &format_scenario,  &format_jsonreport, &format_timing,
  &format_durations, &format_table,      NULL,
};
