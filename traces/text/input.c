#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC */

#include "text/input.h"

#include "text/trace_error.h"
#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Input
{
  char *name;
  GInputStream *raw;
  guint64 raw_size;  /* of a regular file, else 0; only a hint how much to allocate */
  GConverter *unzip; /* NULL when the bytes are not packed */
  char *packed;      /* [INPUT_HEAD_MAX] raw bytes not yet unpacked */
  gsize packed_at, packed_len;
  bool member_open; /* inside a gzip member: the raw bytes must not end here */

  char *head; /* [INPUT_HEAD_MAX + 1] */
  gsize head_at, head_len;
  bool head_taken;
  guint64 bytes; /* taken so far, the head's included */
  char *chunk;   /* [INPUT_HEAD_MAX], allocated when the head is used up */

  GString *line;
  unsigned line_no;
  const char *ahead; /* what of the last chunk has not been given out as lines */
  gsize ahead_len;
};

static void
set_error (GError **error, const Input *input, const char *what)
{
  g_set_error (error, TRACE_ERROR, TRACE_ERROR_READ, "%s: %s", input->name, what);
}

static gssize
read_raw (Input *input, char *to, gsize room, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gssize got = g_input_stream_read (input->raw, to, room, NULL, &cause);
  if (got < 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_READ, "%s: cannot be read: %s", input->name, cause->message);
  return got;
}

/* Whether there are raw bytes to unpack, reading more if there is none left; -1 with *error. */
static int
need_packed (Input *input, GError **error)
{
  if (input->packed_at < input->packed_len)
    return 1;
  gssize got = read_raw (input, input->packed, INPUT_HEAD_MAX, error);
  input->packed_at = 0;
  input->packed_len = got > 0 ? (gsize) got : 0;
  return got < 0 ? -1 : got > 0;
}

/* After a member: another may follow (pigz and bgzip write many, "cat a.gz b.gz" two), or zeros that pad a block.
 * GLib's converter stream would stop after the first, and half a file would look like a whole one. */
static int
begin_next_member (Input *input, GError **error)
{
  int more;
  while ((more = need_packed (input, error)) > 0 && input->packed[input->packed_at] == '\0')
    input->packed_at++;
  if (more <= 0)
    return more;
  if (input->packed[input->packed_at] != '\x1f')
    {
      set_error (error, input, "something that is not gzip follows the gzip data");
      return -1;
    }
  g_converter_reset (input->unzip);
  input->member_open = true;
  return 1;
}

static gssize
explain_unzip_error (Input *input, const GError *cause, GError **error)
{
  set_error (error, input,
             g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)
                 ? "the gzip data ends too early: the file was cut off"
                 : "the gzip data is damaged");
  return -1;
}

static gssize
read_unpacked (Input *input, char *to, gsize room, GError **error)
{
  for (;;)
    {
      int more = input->member_open ? need_packed (input, error) : begin_next_member (input, error);
      if (more < 0 || (more == 0 && !input->member_open))
        return more;
      gsize taken = 0, given = 0;
      g_autoptr (GError) cause = NULL;
      GConverterResult result = g_converter_convert (
          input->unzip, input->packed + input->packed_at, input->packed_len - input->packed_at, to, room,
          more ? G_CONVERTER_NO_FLAGS : G_CONVERTER_INPUT_AT_END, &taken, &given, &cause);
      if (result == G_CONVERTER_ERROR && (!more || !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT)))
        return explain_unzip_error (input, cause, error);
      input->packed_at += taken;
      input->member_open = result != G_CONVERTER_FINISHED;
      if (given > 0)
        return (gssize) given;
    }
}

/* At most ROOM bytes, unpacked; 0 at the end, -1 with *error. */
static gssize
read_some (Input *input, char *to, gsize room, GError **error)
{
  gssize got = input->unzip ? read_unpacked (input, to, room, error) : read_raw (input, to, room, error);
  if (got > 0)
    input->bytes += (guint64) got;
  if (input->bytes <= INPUT_BYTES_MAX)
    return got;
  set_error (error, input, "is larger than 4 GiB, the most that is read");
  return -1;
}

static bool
fill_head (Input *input, GError **error)
{
  gssize got = 1;
  while (input->head_len < INPUT_HEAD_MAX && got > 0)
    {
      got = read_some (input, input->head + input->head_len, INPUT_HEAD_MAX - input->head_len, error);
      if (got < 0)
        return false;
      input->head_len += (gsize) got;
    }
  input->head[input->head_len] = '\0';
  return true;
}

static bool
begins_with (const Input *input, const char *magic, gsize len)
{
  return input->head_len >= len && memcmp (input->head, magic, len) == 0;
}

/* How a packed file begins, by whom, and what unpacks it. */
static const struct
{
  const char *magic;
  gsize len;
  const char *sentence;
} packers[] = {
  { "BZh", 3, "is packed by bzip2; unpack it first (bunzip2)" },
  { "\xfd\x37zXZ", 6, "is packed by xz; unpack it first (unxz)" },
  { "\x28\xb5\x2f\xfd", 4, "is packed by zstd; unpack it first (unzstd)" },
  { "PK\x03\x04", 4, "is a zip archive; unpack it first (unzip)" },
};

static bool
refuse_other_packers (const Input *input, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (packers); i++)
    if (begins_with (input, packers[i].magic, packers[i].len))
      {
        set_error (error, input, packers[i].sentence);
        return false;
      }
  return true;
}

/* What was read so far becomes the packed bytes, and the head is read anew. */
static bool
begin_unzip (Input *input, GError **error)
{
  input->unzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  input->packed = input->head;
  input->packed_len = input->head_len;
  input->member_open = true;
  input->head = g_malloc (INPUT_HEAD_MAX + 1);
  input->head_len = 0;
  input->bytes = 0;
  return fill_head (input, error);
}

/* UTF-16 with a mark, or without: then every other byte of an ASCII text is zero. */
static bool
is_utf16 (const Input *input)
{
  const char *head = input->head;
  return begins_with (input, "\xff\xfe", 2) || begins_with (input, "\xfe\xff", 2)
         || (input->head_len >= 4
             && ((!head[0] && head[1] && !head[2] && head[3]) || (head[0] && !head[1] && head[2] && !head[3])));
}

static bool
look_at_head (Input *input, GError **error)
{
  if (!fill_head (input, error))
    return false;
  if (begins_with (input, "\x1f\x8b", 2) && !begin_unzip (input, error))
    return false;
  if (!refuse_other_packers (input, error))
    return false;
  if (is_utf16 (input))
    {
      set_error (error, input, "is UTF-16; save it as UTF-8");
      return false;
    }
  if (begins_with (input, "\xef\xbb\xbf", 3)) /* a byte order mark, which is not part of the text */
    input->head_at = 3;
  return true;
}

static int
open_file (const Input *input, const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0 && errno == ENOENT)
    set_error (error, input, "there is no such file");
  else if (fd < 0)
    g_set_error (error, TRACE_ERROR, TRACE_ERROR_READ, "%s: cannot be opened: %s", input->name, g_strerror (errno));
  return fd;
}

static bool
look_at_kind (Input *input, int fd, GError **error)
{
  struct stat status;
  if (fstat (fd, &status) != 0)
    return true;
  if (S_ISDIR (status.st_mode))
    {
      set_error (error, input, "is a directory; name a file in it");
      return false;
    }
  if (S_ISREG (status.st_mode) && status.st_size > 0)
    input->raw_size = (guint64) status.st_size;
  return true;
}

Input *
input_open (const char *path, GError **error)
{
  bool standard = strcmp (path, "-") == 0;
  g_autoptr (Input) input = g_new0 (Input, 1);
  input->name = g_strdup (standard ? "standard input" : path);
  int fd = standard ? STDIN_FILENO : open_file (input, path, error);
  if (fd < 0)
    return NULL;
  input->raw = g_unix_input_stream_new (fd, !standard);
  input->head = g_malloc (INPUT_HEAD_MAX + 1);
  if (!look_at_kind (input, fd, error) || !look_at_head (input, error))
    return NULL;
  return g_steal_pointer (&input);
}

void
input_free (Input *input)
{
  if (!input)
    return;
  g_free (input->name);
  g_clear_object (&input->raw);
  g_clear_object (&input->unzip);
  g_free (input->packed);
  g_free (input->head);
  g_free (input->chunk);
  if (input->line)
    g_string_free (input->line, TRUE);
  g_free (input);
}

const char *
input_name (const Input *input)
{
  return input->name;
}

const char *
input_head (const Input *input, gsize *len)
{
  *len = input->head_len - input->head_at;
  return input->head + input->head_at;
}

gssize
input_chunk (Input *input, const char **chunk, GError **error)
{
  if (!input->head_taken)
    {
      gsize len;
      input->head_taken = true;
      *chunk = input_head (input, &len);
      return (gssize) len;
    }
  if (!input->chunk)
    input->chunk = g_malloc (INPUT_HEAD_MAX);
  *chunk = input->chunk;
  return read_some (input, input->chunk, INPUT_HEAD_MAX, error);
}

/* Room for the whole of a plain file at once; a packed file or a pipe grows by doubling. */
static gsize
first_room (const Input *input, gsize head_len)
{
  gsize room = input->unzip ? 4 * INPUT_HEAD_MAX : 0;
  if (!input->unzip && input->raw_size <= INPUT_BYTES_MAX)
    room = (gsize) input->raw_size;
  return MAX (room, head_len) + 1;
}

char *
input_take_all (Input *input, gsize *len, GError **error)
{
  gsize at;
  const char *head = input_head (input, &at);
  gsize room = first_room (input, at);
  g_autofree char *text = g_malloc (room);
  memcpy (text, head, at);
  /* The byte kept for the NUL takes the read that finds the end, so that a file of the size it had is read into one
   * allocation. */
  gssize got;
  while ((got = read_some (input, text + at, room - at, error)) > 0)
    {
      at += (gsize) got;
      if (at == room)
        text = g_realloc (text, room *= 2);
    }
  if (got < 0)
    return NULL;
  text[at] = '\0';
  *len = at;
  return g_steal_pointer (&text);
}

/* The rest of the last page is zero, and so ends the text. */
GMappedFile *
input_map_all (Input *input)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  if (input->unzip || input->head_at > 0 || input->raw_size < INPUT_HEAD_MAX || input->raw_size % page == 0
      || input->raw_size > INPUT_BYTES_MAX)
    return NULL;
  return g_mapped_file_new_from_fd (g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (input->raw)), TRUE, NULL);
}

/* Moves what is ahead, up to the end of the line, to the line; whether the line is complete. */
static bool
take_line_part (Input *input)
{
  const char *newline = memchr (input->ahead, '\n', input->ahead_len);
  gsize part = newline ? (gsize) (newline - input->ahead) : input->ahead_len;
  g_string_append_len (input->line, input->ahead, (gssize) part);
  gsize taken = part + (newline ? 1 : 0);
  input->ahead += taken;
  input->ahead_len -= taken;
  return newline != NULL;
}

static char *
give_line (Input *input, gsize *len, unsigned *line_no)
{
  GString *line = input->line;
  if (line->len > 0 && line->str[line->len - 1] == '\r')
    g_string_truncate (line, line->len - 1);
  *len = line->len;
  *line_no = ++input->line_no;
  return line->str;
}

char *
input_line (Input *input, gsize *len, unsigned *line_no, GError **error)
{
  if (!input->line)
    input->line = g_string_sized_new (1024);
  g_string_truncate (input->line, 0);
  for (;;)
    {
      if (input->ahead_len > 0 && take_line_part (input))
        return give_line (input, len, line_no);
      gssize got = input_chunk (input, &input->ahead, error);
      if (got < 0)
        return NULL;
      if (got == 0)
        return input->line->len > 0 ? give_line (input, len, line_no) : NULL;
      input->ahead_len = (gsize) got;
    }
}
