/* sim/state_space/action.h - one step of a session: who does what, and how a free choice falls. */
#ifndef ISOSIM_ACTION_H
#define ISOSIM_ACTION_H

#include <stdint.h>

typedef enum
{
  ACTION_HANDLE,  /* the controller handles its oldest message; choice: the permutation that a shuffle gives */
  ACTION_READY,   /* a worker is up */
  ACTION_COLLECT, /* has collected */
  ACTION_COMMAND, /* takes a command from its inbox */
  ACTION_ITEM,    /* takes an item from its queue */
  ACTION_BEGIN,   /* begins its current test */
  ACTION_END,     /* ends it; choice: 1 if the run took over 0.1 s */
  ACTION_EXIT,    /* is down after its end marker */
  ACTION_DIE
} ActionKind;

typedef struct
{
  uint8_t kind; /* ActionKind */
  uint8_t node; /* the worker; 0 for ACTION_HANDLE */
  uint16_t choice;
} Action;

#endif
