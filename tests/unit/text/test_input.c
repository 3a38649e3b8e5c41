#include "unit/check.h"

#include "suite/trace.h"
#include "text/input.h"
#include "text/input_error.h"
#include <glib/gstdio.h>
#include <string.h>

/* A file of these bytes below the temporary folder; g_free the path, and unlink it. */
static char *
write_file (const char *bytes, gsize len)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("isosim-XXXXXX", &path, NULL);
  if (fd < 0 || !g_close (fd, NULL) || !g_file_set_contents (path, bytes, (gssize) len, NULL))
    FAIL ("cannot write a temporary file");
  return path;
}

/* The same bytes as gzip. */
static GByteArray *
state_delta_pack (const char *bytes, gsize len)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  GByteArray *packed = g_byte_array_sized_new (1024);
  GConverterResult result = G_CONVERTER_CONVERTED;
  while (result == G_CONVERTER_CONVERTED)
    {
      guint8 out[4096];
      gsize taken = 0, given = 0;
      result = g_converter_convert (G_CONVERTER (compressor), bytes, len, out, sizeof out, G_CONVERTER_INPUT_AT_END,
                                    &taken, &given, NULL);
      bytes += taken;
      len -= taken;
      g_byte_array_append (packed, out, (guint) given);
    }
  return packed;
}

/* The whole of a file, or the refusal with FILE for its path. */
static char *
take_file (const char *path, gsize *len)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Input) input = input_open (path, &error);
  char *all = input ? input_take_all (input, len, &error) : NULL;
  if (all)
    return all;
  const char *message = error->message;
  char *refusal = g_strconcat ("FILE", message + (g_str_has_prefix (message, path) ? strlen (path) : 0), NULL);
  *len = strlen (refusal);
  return refusal;
}

static void
check_bytes (const char *bytes, gsize bytes_len, const char *want, gsize want_len)
{
  g_autofree char *path = write_file (bytes, bytes_len);
  gsize len;
  g_autofree char *got = take_file (path, &len);
  g_unlink (path);
  if (len != want_len || memcmp (got, want, len) != 0)
    FAIL ("%.60s: got %.60s", want, got);
}

static const struct
{
  const char *bytes;
  gsize len;
  const char *want;
} openings[] = {
  { "", 0, "" },
  { "a\r\nb", 4, "a\r\nb" },
  { "\xef\xbb\xbf{}", 5, "{}" },
  { "BZh91AY&SY", 10, "FILE: is packed by bzip2; unpack it first (bunzip2)" },
  { "\xfd\x37zXZ\0\0", 7, "FILE: is packed by xz; unpack it first (unxz)" },
  { "\x28\xb5\x2f\xfd\0", 5, "FILE: is packed by zstd; unpack it first (unzstd)" },
  { "PK\x03\x04\0", 5, "FILE: is a zip archive; unpack it first (unzip)" },
  { "\xff\xfe{\0}\0", 6, "FILE: is UTF-16; save it as UTF-8" },
  { "{\0}\0", 4, "FILE: is UTF-16; save it as UTF-8" },
  { "\0{\0}", 4, "FILE: is UTF-16; save it as UTF-8" },
  { "\x1f\x8b", 2, "FILE: the gzip data ends too early: the file was cut off" },
  { "\x1f\x8b nonsense", 11, "FILE: the gzip data is damaged" },
};

static void
a_file_is_taken_for_what_it_begins_with (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (openings); i++)
    check_bytes (openings[i].bytes, openings[i].len, openings[i].want, strlen (openings[i].want));
}

static void
a_directory_and_a_missing_file_are_refused (void)
{
  gsize len;
  g_autofree char *folder = take_file (g_get_tmp_dir (), &len);
  g_autofree char *missing = take_file ("/no/such/file.json", &len);
  EQUAL_TEXT (folder, "FILE: is a directory; name a file in it");
  EQUAL_TEXT (missing, "FILE: there is no such file");
}

/* Longer than the head and the chunks, and no multiple of them. */
static GString *
long_text (void)
{
  GString *text = g_string_new (NULL);
  for (unsigned line = 1; line <= 30000; line++)
    g_string_append_printf (text, "line %u%s\n", line, line % 3 ? "" : "\r");
  return text;
}

static void
gzip_is_unpacked_member_by_member (void)
{
  g_autoptr (GString) text = long_text ();
  g_autoptr (GByteArray) one = state_delta_pack (text->str, text->len), two = state_delta_pack ("end", 3),
                         all = g_byte_array_new ();
  g_byte_array_append (all, one->data, one->len);
  g_byte_array_append (all, two->data, two->len);
  g_byte_array_append (all, (const guint8 *) "\0\0\0", 3);
  check_bytes ((const char *) one->data, one->len, text->str, text->len);
  g_string_append (text, "end");
  check_bytes ((const char *) all->data, all->len, text->str, text->len);
}

static void
gzip_that_is_cut_or_followed_by_something_is_refused (void)
{
  const char *cut = "FILE: the gzip data ends too early: the file was cut off";
  const char *more = "FILE: something that is not gzip follows the gzip data";
  g_autoptr (GString) text = long_text ();
  g_autoptr (GByteArray) packed = state_delta_pack (text->str, text->len);
  check_bytes ((const char *) packed->data, packed->len - 1, cut, strlen (cut));
  check_bytes ((const char *) packed->data, packed->len / 2, cut, strlen (cut));
  g_byte_array_append (packed, (const guint8 *) "more", 4);
  check_bytes ((const char *) packed->data, packed->len, more, strlen (more));
}

static void
lines_come_without_their_ends_and_with_their_numbers (void)
{
  g_autoptr (GString) text = long_text ();
  g_string_append (text, "\nlast");
  g_autofree char *path = write_file (text->str, text->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (Input) input = input_open (path, &error);
  g_unlink (path);
  gsize len;
  unsigned line_no, lines = 0;
  for (const char *line; (line = input_line (input, &len, &line_no, &error));)
    {
      g_autofree char *want = g_strdup_printf ("line %u", ++lines);
      EQUAL_INT (line_no, lines);
      EQUAL_INT (len, strlen (line));
      EQUAL_TEXT (line, lines == 30001 ? "" : lines == 30002 ? "last" : want);
    }
  CU_ASSERT_PTR_NULL (error);
  EQUAL_INT (lines, 30002);
}

static void
chunks_give_the_file_once_from_its_beginning (void)
{
  g_autoptr (GString) text = long_text (), got = g_string_new (NULL);
  g_autofree char *path = write_file (text->str, text->len);
  g_autoptr (Input) input = input_open (path, NULL);
  g_unlink (path);
  gsize head_len;
  const char *head = input_head (input, &head_len), *chunk;
  EQUAL_INT (head_len, INPUT_HEAD_MAX);
  EQUAL_INT (head[head_len], 0);
  for (gssize len; (len = input_chunk (input, &chunk, NULL)) > 0;)
    g_string_append_len (got, chunk, len);
  CU_ASSERT (g_string_equal (text, got));
}

static const struct
{
  const char *text;
  gsize at;
  const char *want;
} places[] = {
  { "task fast\n", 5, "t:1:6: no\n  task fast\n       ^" },
  { "a\r\nb\tc\r\nd", 5, "t:2:3: no\n  b c\n    ^" },
  { "größe \"x\"", 8, "t:1:7: no\n  größe \"x\"\n        ^" },
  { "\x1b[1m\xff!", 5, "t:1:6: no\n  ?[1m?!\n       ^" },
  { "a\n", 2, "t:2:1: no\n  \n  ^" },
  { "a", 99, "t:1:2: no\n  a\n   ^" },
  { "", 0, "t:1:1: no\n  \n  ^" },
  { "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 1", 2,
    "t:1:3: no\n  0123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345...\n    ^" },
  { "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 1", 70,
    "t:1:71: no\n  ...23456789 123456789 123456789 123456789 123456789 1\n                                           "
    "^" },
};

static void
an_error_shows_its_place (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;
      input_set_error_at (&error, TRACE_ERROR_FORMAT, "t", places[i].text, strlen (places[i].text), places[i].at, "%s",
                          "no");
      EQUAL_TEXT (error->message, places[i].want);
    }
}

static void
an_error_knows_its_line_without_the_text_before_it (void)
{
  g_autoptr (GError) error = NULL, without = NULL;
  input_set_error_in_line (&error, TRACE_ERROR_FORMAT, "t", 7, "ab", 2, 1, "not %d", 3);
  input_set_error_at (&without, TRACE_ERROR_FORMAT, "t", NULL, 0, 0, "not %d", 3);
  EQUAL_TEXT (error->message, "t:7:2: not 3\n  ab\n   ^");
  EQUAL_TEXT (without->message, "t: not 3");
}

CU_TestInfo tests_of_input[] = {
  { "a file is taken for what it begins with", a_file_is_taken_for_what_it_begins_with },
  { "a directory and a missing file are refused", a_directory_and_a_missing_file_are_refused },
  { "gzip is unpacked member by member", gzip_is_unpacked_member_by_member },
  { "gzip that is cut, or followed by something, is refused", gzip_that_is_cut_or_followed_by_something_is_refused },
  { "lines come without their ends and with their numbers", lines_come_without_their_ends_and_with_their_numbers },
  { "chunks give the file once, from its beginning", chunks_give_the_file_once_from_its_beginning },
  { "an error shows its place", an_error_shows_its_place },
  { "an error knows its line without the text before it", an_error_knows_its_line_without_the_text_before_it },
  CU_TEST_INFO_NULL,
};
