/* tests/bench/measure.h - measures what something takes, in turns with a floor. */
#ifndef ISOSIM_MEASURE_H
#define ISOSIM_MEASURE_H

#define RUNS_MAX 31

typedef void (*BenchAction) (void *data);

/* The medians: seconds of an action, seconds of the floor, and their ratio. */
typedef struct
{
  double seconds, floor_seconds, ratio;
} Measured;

/* Runs an action in turns with the floor, RUNS times each after one run for warming up. */
Measured measure (BenchAction what, void *data, BenchAction floor, void *floor_data, unsigned runs);

double now_s (void);
/* The median; the numbers are sorted. */
double median (double *seconds, unsigned runs);

/* Runs a program without its output; *kib becomes its peak memory. The bench ends with status 2 if it fails. */
void run_program (const char *const *argv, long *kib);

/* A program to be run, and its peak memory. */
typedef struct
{
  const char *const *argv;
  long kib;
} Program;

/* run_program() as an action; DATA is a Program. */
void do_program (void *data);

/* Prints a line: the figure, its ratio OF something, and whether that is within the limit (0: no limit). */
void say (const char *what, const char *figure, double ratio, const char *of, double limit);

#endif
