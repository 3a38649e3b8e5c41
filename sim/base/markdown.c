#include "base/markdown.h"

#include <string.h>

void
markdown_append (GString *text, const char *words)
{
  for (; *words; words++)
    {
      if (strchr ("\\`*_[]<>|#&~", *words))
        g_string_append_c (text, '\\');
      g_string_append_c (text, *words == '\n' || *words == '\r' ? ' ' : *words);
    }
}
