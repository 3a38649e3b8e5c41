#include "simulate/result.h"

static const char *const verdict_names[] = {
  [VERDICT_ERROR] = "error", [VERDICT_LIVELOCK] = "livelock", [VERDICT_HANG] = "hang", [VERDICT_STOPPED] = "stopped",
  [VERDICT_LOST] = "lost",   [VERDICT_REPEATED] = "repeated", [VERDICT_OK] = "ok",
};

const char *
verdict_name (Verdict verdict)
{
  return verdict_names[verdict];
}
