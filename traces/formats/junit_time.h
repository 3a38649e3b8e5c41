/* traces/formats/junit_time.h - the time of a testcase, as the many writers of JUnit XML write it. */
#ifndef ISOSIM_JUNIT_TIME_H
#define ISOSIM_JUNIT_TIME_H

#include <stdbool.h>

/* Parses a number of seconds, for example "0.5", "0,5" or "1,024.12". Returns false when the text is none.
 * *comma_is_point tells whether its only mark is a comma that is read as the decimal point. */
bool junit_parse_seconds (const char *text, double *seconds, bool *comma_is_point);

#endif
