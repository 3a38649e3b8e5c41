/* tests/fuzz/mutate.c */
#include "fuzz/mutate.h"

#include <stdbool.h>
#include <string.h>

/* ---- mutations of bytes and words ---- */

gsize
mutant_below (const Mutant *mutant, gsize end)
{
  return end > 0 ? g_rand_int (mutant->random) % end : 0;
}

/* Mostly short, sometimes long; not beyond the end. */
static gsize
some_len (const Mutant *mutant, gsize at, gsize end)
{
  gsize len = mutant_below (mutant, (gsize) 1 << (1 + mutant_below (mutant, 12)));
  return MIN (end - at, len);
}

static void
replace (Mutant *mutant, gsize at, gsize len, const char *with, gsize with_len)
{
  g_string_erase (mutant->text, (gssize) at, (gssize) len);
  g_string_insert_len (mutant->text, (gssize) at, with, (gssize) with_len);
}

static void
flip_bit (Mutant *mutant)
{
  if (mutant->text->len > 0)
    mutant->text->str[mutant_below (mutant, mutant->text->len)] ^= (char) (1 << mutant_below (mutant, 8));
}

static void
cut_out (Mutant *mutant)
{
  gsize at = mutant_below (mutant, mutant->text->len);
  g_string_erase (mutant->text, (gssize) at, (gssize) some_len (mutant, at, mutant->text->len));
}

static void
cut_off (Mutant *mutant)
{
  g_string_truncate (mutant->text, mutant_below (mutant, mutant->text->len + 1));
}

static void
repeat (Mutant *mutant)
{
  gsize at = mutant_below (mutant, mutant->text->len), len = some_len (mutant, at, mutant->text->len);
  g_autofree char *part = g_memdup2 (mutant->text->str + at, len);
  if (part)
    replace (mutant, mutant_below (mutant, mutant->text->len), 0, part, len);
}

/* A part of another file over a part of this one. */
static void
splice (Mutant *mutant)
{
  gsize size;
  const char *other = g_bytes_get_data (mutant->seeds->pdata[mutant_below (mutant, mutant->seeds->len)], &size);
  gsize from = mutant_below (mutant, size), len = some_len (mutant, from, size);
  gsize at = mutant_below (mutant, mutant->text->len), gone = some_len (mutant, at, mutant->text->len);
  if (len > 0)
    replace (mutant, at, gone, other + from, len);
}

static void
swap_number (Mutant *mutant)
{
  static const char *const numbers[] = {
    "-1",  "-0.001", "0",    "1e999", "1e-999",     "NaN",        "inf",        "999999999.9999999",    "1000000000",
    "1e9", "1,024",  "0x10", "4096",  "2147483648", "4294967295", "4294967296", "18446744073709551616", ""
  };
  const char *number = numbers[mutant_below (mutant, G_N_ELEMENTS (numbers))];
  const char *text = mutant->text->str;
  gsize at = mutant_below (mutant, mutant->text->len);
  at += strcspn (text + at, "0123456789");
  gsize len = strspn (text + at, "0123456789.e-");
  replace (mutant, at, len, number, strlen (number));
}

/* What stands between the next two marks after a random place: a name, a key, a tag, a field. */
static gsize
find_word (const Mutant *mutant, gsize *len)
{
  static const char marks[] = "\"'<>{}[]:=, \t\n";
  const char *text = mutant->text->str;
  gsize at = mutant_below (mutant, mutant->text->len);
  at += strcspn (text + at, marks);
  at += strspn (text + at, marks);
  *len = strcspn (text + at, marks);
  return at;
}

static void
copy_word (Mutant *mutant)
{
  gsize len, gone, from = find_word (mutant, &len);
  g_autofree char *word = g_strndup (mutant->text->str + from, len);
  gsize at = find_word (mutant, &gone);
  replace (mutant, at, gone, word, len);
}

static void
insert_trouble (Mutant *mutant)
{
  static const char *const troubles[]
      = { "\xff", "\\u0000", "\\ud800",     "\\",           "\"",       "<",
          "&a;",  "&#x1;",   "<testsuite>", "</testcase>",  "]]>",      "<![CDATA[",
          "[[[[", "{\"",     "::",          "@g",           "\r\n",     "\t",
          "\n",   "null",    "true",        "{}",           "[]",       "#",
          "-",    "\xc3",    "\x1b",        "\xef\xbb\xbf", "\x1f\x8b", "<!DOCTYPE a [<!ENTITY a 'b'>]>" };
  const char *trouble = troubles[mutant_below (mutant, G_N_ELEMENTS (troubles))];
  replace (mutant, mutant_below (mutant, mutant->text->len + 1), 0, trouble, strlen (trouble));
}

static void
insert_nul (Mutant *mutant)
{
  replace (mutant, mutant_below (mutant, mutant->text->len + 1), 0, "", 1);
}

void
mutate (Mutant *mutant)
{
  static void (*const ways[]) (Mutant *)
      = { flip_bit,    cut_out,     cut_off,   repeat, splice, copy_word,      copy_word, swap_number,
          swap_number, swap_number, copy_word, splice, repeat, insert_trouble, insert_nul };
  for (gsize left = 1 + mutant_below (mutant, 6); left > 0; left--)
    ways[mutant_below (mutant, G_N_ELEMENTS (ways))](mutant);
}

/* Other words in the same places: few documents are refused as such, and what they say is looked at. */
static void
reword (Mutant *mutant)
{
  for (gsize left = 1 + mutant_below (mutant, 4); left > 0; left--)
    copy_word (mutant);
}

void
mostly_reword (Mutant *mutant)
{
  if (mutant_below (mutant, 4) > 0)
    reword (mutant);
  else
    mutate (mutant);
}

/* ---- mutations of what is made of lines ---- */

/* A line of the text, with its end; some_line() finds one. */
typedef struct
{
  gsize at, len;
} Line;

static Line
some_line (const Mutant *mutant, const char *text, gsize size)
{
  gsize at = mutant_below (mutant, size);
  while (at > 0 && text[at - 1] != '\n')
    at--;
  const char *end = size > at ? memchr (text + at, '\n', size - at) : NULL;
  return (Line){ at, end ? (gsize) (end - text) + 1 - at : size - at };
}

static Line
line_of (const Mutant *mutant)
{
  return some_line (mutant, mutant->text->str, mutant->text->len);
}

static void
leave_line_out (Mutant *mutant)
{
  Line line = line_of (mutant);
  g_string_erase (mutant->text, (gssize) line.at, (gssize) line.len);
}

static void
copy_line (Mutant *mutant)
{
  Line line = line_of (mutant);
  g_autofree char *copy = g_strndup (mutant->text->str + line.at, line.len);
  replace (mutant, line_of (mutant).at, 0, copy, line.len);
}

static void
move_line (Mutant *mutant)
{
  Line line = line_of (mutant);
  g_autofree char *copy = g_strndup (mutant->text->str + line.at, line.len);
  g_string_erase (mutant->text, (gssize) line.at, (gssize) line.len);
  replace (mutant, line_of (mutant).at, 0, copy, line.len);
}

/* A line of another file. */
static void
borrow_line (Mutant *mutant)
{
  gsize size;
  const char *other = g_bytes_get_data (mutant->seeds->pdata[mutant_below (mutant, mutant->seeds->len)], &size);
  Line line = some_line (mutant, other, size);
  if (line.len)
    replace (mutant, line_of (mutant).at, 0, other + line.at, line.len);
}

/* A field of a line, set apart by blanks and tabs; its beginning and its length. */
static gsize
some_field (const Mutant *mutant, Line line, gsize number, gsize *len)
{
  const char *text = mutant->text->str + line.at;
  gsize at = 0;
  for (; number > 0 && at < line.len; number--)
    {
      at += strcspn (text + at, " \t\n");
      at += at < line.len;
    }
  *len = at < line.len ? strcspn (text + at, " \t\n") : 0;
  return line.at + MIN (at, line.len);
}

/* The same field of two lines becomes one. */
static void
copy_field (Mutant *mutant)
{
  gsize number = mutant_below (mutant, 8), len, gone;
  gsize from = some_field (mutant, line_of (mutant), number, &len);
  g_autofree char *field = g_strndup (mutant->text->str + from, len);
  gsize at = some_field (mutant, line_of (mutant), number, &gone);
  if (len && gone)
    replace (mutant, at, gone, field, len);
}

/* A number a little or much smaller or larger. */
static void
shift_number (Mutant *mutant)
{
  gsize len, at = some_field (mutant, line_of (mutant), 1 + mutant_below (mutant, 7), &len);
  guint64 number;
  g_autofree char *field = g_strndup (mutant->text->str + at, len);
  if (!g_ascii_string_to_unsigned (field, 10, 0, G_MAXUINT64 / 4, &number, NULL))
    return;
  guint64 by = (guint64) 1 << mutant_below (mutant, 40);
  g_autofree char *other
      = g_strdup_printf ("%" G_GUINT64_FORMAT, mutant_below (mutant, 2) ? number + by : number - MIN (number, by));
  replace (mutant, at, len, other, strlen (other));
}

static void
mix_lines (Mutant *mutant)
{
  static void (*const ways[]) (Mutant *)
      = { leave_line_out, copy_line, move_line, borrow_line, copy_field, copy_field, shift_number, shift_number };
  for (gsize left = 1 + mutant_below (mutant, 3); left > 0; left--)
    ways[mutant_below (mutant, G_N_ELEMENTS (ways))](mutant);
}

void
mostly_mix_lines (Mutant *mutant)
{
  if (mutant_below (mutant, 8) > 0)
    mix_lines (mutant);
  else
    mostly_reword (mutant);
}
