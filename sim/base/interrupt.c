#define _XOPEN_SOURCE 700 /* sigaction */

#include "base/interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_int seen; /* a signal handler may only use what is free of locks */

static void
note (int number)
{
  (void) number;
  atomic_store (&seen, 1);
}

void
interrupt_watch (void)
{
  struct sigaction action = { .sa_handler = note, .sa_flags = (int) SA_RESETHAND | SA_RESTART }, before;
  sigemptyset (&action.sa_mask);
  if (sigaction (SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction (SIGINT, &action, NULL);
}

bool
interrupt_seen (void)
{
  return atomic_load_explicit (&seen, memory_order_relaxed) != 0;
}
