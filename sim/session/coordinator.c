#include "session/coordinator.h"

#include <glib.h>

static bool
is_torn_down (const Coordination *scope)
{
  return scope->entered && scope->left == scope->entered;
}

unsigned
coordinator_enter (Coordination *scope, bool afresh)
{
  if (afresh && is_torn_down (scope))
    scope->entered = scope->left = 0;
  unsigned answer = scope->left ? COORDINATOR_REFUSES : 0;
  if (++scope->entered == 1)
    answer |= COORDINATOR_SETS_UP;
  return answer;
}

bool
coordinator_leave (Coordination *scope)
{
  g_assert (scope->left < scope->entered);
  scope->left++;
  return is_torn_down (scope);
}
