/* tests/bench/bare.c - a bare program for the bench: reads a trace of two columns (run_us, nodeid), runs the rule of
 * `load` on a heap of workers, and prints the wall time. No checks, no names, no observers: what isosim's whole process
 * is measured against. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  uint64_t end_us, number;
  uint32_t worker, test;
} Slot;

/* What is pending on a worker: tests in the order of sending. */
typedef struct
{
  uint32_t *test, first, len, room;
} Pending;

static Slot heap[4096];
static Pending pending[4096];
static unsigned running, workers;
static uint64_t inserted;
static uint32_t *pool, pool_first, tests;
static uint64_t *run_us;
static char shut[4096];

static int
before (const Slot *a, const Slot *b)
{
  return a->end_us != b->end_us ? a->end_us < b->end_us : a->number < b->number;
}

static void
push (Slot slot)
{
  unsigned at = running++;
  for (; at && before (&slot, &heap[(at - 1) / 2]); at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = slot;
}

static Slot
pop (void)
{
  Slot top = heap[0], last = heap[--running];
  unsigned at = 0, child;
  while ((child = 2 * at + 1) < running)
    {
      child += child + 1 < running && before (&heap[child + 1], &heap[child]);
      if (!before (&heap[child], &last))
        break;
      heap[at] = heap[child];
      at = child;
    }
  heap[at] = last;
  return top;
}

/* A worker runs when it also holds what follows, or was told that nothing does. */
static char busy[4096];
static void
start (uint32_t w, uint64_t now)
{
  Pending *p = &pending[w];
  if (busy[w] || p->len < (shut[w] ? 1 : 2))
    return;
  busy[w] = 1;
  push ((Slot){ now + run_us[p->test[p->first]], inserted++, w, p->test[p->first] });
}

static void
send_tests (uint32_t w, uint32_t count, uint64_t now)
{
  Pending *p = &pending[w];
  if (p->first + p->len + count > p->room)
    {
      memmove (p->test, p->test + p->first, p->len * sizeof *p->test);
      p->first = 0;
      if (p->len + count > p->room)
        p->test = realloc (p->test, (p->room = 2 * (p->len + count)) * sizeof *p->test);
    }
  memcpy (p->test + p->first + p->len, pool + pool_first, count * sizeof *pool);
  p->len += count;
  pool_first += count;
  start (w, now);
}

static uint32_t
at_least_2 (uint32_t n)
{
  return n < 2 ? 2 : n;
}

static void
check (uint32_t w, uint64_t duration, uint64_t now)
{
  uint32_t left = tests - pool_first, held = pending[w].len;
  if (!left)
    {
      shut[w] = 1;
      start (w, now);
      return;
    }
  if (held >= at_least_2 (left / workers / 4) || (duration >= 100000 && held >= 2))
    return;
  uint32_t count = at_least_2 (left / workers / 2) - held;
  send_tests (w, count < left ? count : left, now);
}

static void
read_trace (const char *path)
{
  int fd = open (path, O_RDONLY);
  struct stat st;
  fstat (fd, &st);
  char *at = mmap (NULL, (size_t) st.st_size + 1, PROT_READ, MAP_PRIVATE, fd, 0), *end = at + st.st_size;
  for (; *at == '#'; at = (char *) memchr (at, '\n', (size_t) (end - at)) + 1)
    if (!strncmp (at, "#tests ", 7))
      tests = (uint32_t) atoi (at + 7);
  run_us = malloc (tests * sizeof *run_us);
  at = (char *) memchr (at, '\n', (size_t) (end - at)) + 1;
  for (uint32_t test = 0; test < tests; test++)
    {
      uint64_t us = 0;
      for (; *at != '\t'; at++)
        us = us * 10 + (uint64_t) (*at - '0');
      run_us[test] = us;
      at = (char *) memchr (at, '\n', (size_t) (end - at)) + 1;
    }
}

int
main (int argc, char **argv)
{
  uint64_t now = 0;
  if (argc != 3)
    return 2;
  read_trace (argv[1]);
  workers = (unsigned) atoi (argv[2]);
  pool = malloc (tests * sizeof *pool);
  for (uint32_t test = 0; test < tests; test++)
    pool[test] = test;
  uint32_t share = at_least_2 (tests / workers / 4);
  for (uint32_t w = 0; w < workers; w++)
    send_tests (w, share, 0);
  while (running)
    {
      Slot slot = pop ();
      Pending *p = &pending[slot.worker];
      now = slot.end_us;
      busy[slot.worker] = 0;
      p->first++;
      p->len--;
      start (slot.worker, now);
      check (slot.worker, run_us[slot.test], now);
    }
  printf ("%llu\n", (unsigned long long) now);
  return 0;
}
