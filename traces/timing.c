#include "format.h"

static bool
recognise (const char *head, gsize len)
{
  return false;
}

static Trace *
read_trace (Input *input, GError **error)
{
  return NULL;
}

const Format format_timing = { "timing", "timing", recognise, read_trace };
