#include "external/shared_object.h"

#include <string.h>
#ifdef __linux__
#include <link.h>
#endif

#ifdef __linux__

/* Whether COUNT bytes from AT on lie in the file. */
static bool
holds (gsize len, uint64_t at, uint64_t count)
{
  return at <= len && count <= len - at;
}

/* Whether the head of a shared object of this machine's kind stands there. */
static bool
read_head (const char *bytes, gsize len, ElfW (Ehdr) * head)
{
  if (len < sizeof *head)
    return false;
  memcpy (head, bytes, sizeof *head);
  unsigned char native = sizeof (void *) == 8 ? ELFCLASS64 : ELFCLASS32;
  return memcmp (head->e_ident, ELFMAG, SELFMAG) == 0 && head->e_ident[EI_CLASS] == native
         && head->e_phentsize == sizeof (ElfW (Phdr));
}

static bool
is_whole (const char *bytes, gsize len)
{
  ElfW (Ehdr) head;
  if (!read_head (bytes, len, &head))
    return true;
  if (!holds (len, head.e_phoff, (uint64_t) head.e_phnum * sizeof (ElfW (Phdr))))
    return false;
  for (unsigned i = 0; i < head.e_phnum; i++)
    {
      ElfW (Phdr) part;
      memcpy (&part, bytes + head.e_phoff + i * sizeof part, sizeof part);
      if (part.p_type == PT_LOAD && !holds (len, part.p_offset, part.p_filesz))
        return false;
    }
  return true;
}

bool
shared_object_is_whole (const char *path)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, NULL);
  bool whole = !file || is_whole (g_mapped_file_get_contents (file), g_mapped_file_get_length (file));
  g_clear_pointer (&file, g_mapped_file_unref);
  return whole;
}

#else

bool
shared_object_is_whole (const char *path)
{
  return true;
}

#endif
