/* traces/text/limits.h - the most that a trace may hold. Whatever exceeds one is refused by a message that names it, or
 * mended and counted. */
#ifndef ISOSIM_LIMITS_H
#define ISOSIM_LIMITS_H

#include <stdint.h>

#define SUITE_TESTS_MAX (1u << 24)    /* most tests a suite may have */
#define SUITE_NODEID_MAX 65535u       /* longest nodeid, in bytes */
#define TRACE_SECONDS_MAX 1000000000u /* longest time of a test, in seconds: 31 years */
#define TRACE_WORKERS_MAX 4096u       /* most workers a run may have */
#define TRACE_US_NONE UINT64_MAX      /* a time that is not known */
#define TRACE_WARNINGS_MAX 16         /* most warnings that a trace keeps */

#endif
