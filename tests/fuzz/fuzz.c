/* tests/fuzz/fuzz.c - damages real files and sees what the readers make of them.
 *
 * Of eight runs four take a file of one of the folders in trace_folders below, mutate it, and have trace_read() read
 * it: that must give a trace whose promises hold (traces/suite/trace.h), or an error that names the file. Two take one
 * of tests/recordings and mix up its lines and words, so that most can still be read. Whatever tells workers or is a
 * recording is verified, compared with the models and predicted, too (fuzz_recording.h). One takes one of
 * tests/fuzz/schedules and has schedule_file_read() read it: that must give a schedule that can be gone along as far as
 * it goes, shown, and written and read again, or an error that names the file. One takes one of tests/fuzz/parts,
 * mostly seals it anew, and has plan_merge() read it: that must give a plan that can be printed, or an error that names
 * the file. Runs are numbered, and what one does follows from its number and the seed:
 *
 *   ISOSIM_FUZZ_RUNS   how many runs (2000)
 *   ISOSIM_FUZZ_FIRST  the number of the first (0)
 *   ISOSIM_FUZZ_SEED   the seed (1)
 *
 * The file that is read is fuzz-input in the current directory; it is left there when a run fails or crashes. Compiled
 * with -DISOSIM_LIBFUZZER this is a libFuzzer target instead, in which all three read each file. */
#define _POSIX_C_SOURCE 200809L /* pwrite, O_CLOEXEC */

#include "fuzz/fuzz_read.h"
#include "fuzz/mutate.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- the file ---- */

static bool
write_input (int fd, const void *data, gsize len)
{
  return ftruncate (fd, 0) == 0 && pwrite (fd, data, len, 0) == (gssize) len;
}

#define INPUT "fuzz-input"

#ifdef ISOSIM_LIBFUZZER

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static char *path;
  static int fd;
  bool was_read;
  g_autofree char *sentence = NULL;
  if (!path)
    fd = g_file_open_tmp (INPUT "-XXXXXX", &path, NULL);
  GString *part = g_string_new_len ((const char *) data, (gssize) size);
  fuzz_seal_part (part);
  if (!write_input (fd, data, size) || !read_and_judge (path, &was_read, &sentence)
      || !replay_and_judge (path, &was_read, &sentence) || !write_input (fd, part->str, part->len)
      || !merge_and_judge (path, &was_read, &sentence))
    g_error ("%s", sentence ? sentence : "cannot write");
  g_string_free (part, TRUE);
  return 0;
}

#else

/* ---- seeds ---- */

#define SEED_BYTES_MAX 65536u  /* of a longer file the beginning is taken */
#define PACKED_BYTES_MAX 4096u /* a packed file up to this size is a seed as it is, too */

static const char *const trace_folders[]
    = { "tests/data", "tests/fuzz/corpus", "tests/recordings", "traces/bad", "traces/samples", NULL };
static const char *const recording_folders[] = { "tests/fuzz/corpus/recordings", "tests/recordings", NULL };
static const char *const schedule_folders[] = { "tests/fuzz/schedules", NULL };
static const char *const part_folders[] = { "tests/fuzz/parts", NULL };

static GBytes *
unpack_seed (GBytes *packed)
{
  g_autoptr (GConverter) unzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  gsize size, taken, given = 0;
  const char *data = g_bytes_get_data (packed, &size);
  char *text = g_malloc (SEED_BYTES_MAX);
  if (g_converter_convert (unzip, data, size, text, SEED_BYTES_MAX, G_CONVERTER_NO_FLAGS, &taken, &given, NULL)
      == G_CONVERTER_ERROR)
    given = 0;
  return g_bytes_new_take (text, given);
}

static void
add_seed (GPtrArray *seeds, const char *path)
{
  char *data;
  gsize len;
  if (!g_file_get_contents (path, &data, &len, NULL))
    return;
  g_autoptr (GBytes) whole = g_bytes_new_take (data, len);
  bool packed = g_str_has_suffix (path, ".gz");
  if (packed)
    g_ptr_array_add (seeds, unpack_seed (whole));
  if (!packed || len <= PACKED_BYTES_MAX)
    g_ptr_array_add (seeds, g_bytes_new_from_bytes (whole, 0, MIN (len, SEED_BYTES_MAX)));
}

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_texts);
  return paths;
}

static void
add_folder (GPtrArray *seeds, const char *folder)
{
  g_autoptr (GPtrArray) paths = list_folder (folder);
  for (guint i = 0; i < paths->len; i++)
    if (g_file_test (paths->pdata[i], G_FILE_TEST_IS_DIR))
      add_folder (seeds, paths->pdata[i]);
    else if (!g_str_has_suffix (paths->pdata[i], ".expect"))
      add_seed (seeds, paths->pdata[i]);
}

static GPtrArray *
load_seeds (const char *const *folders)
{
  const char *top = g_getenv ("ISOSIM_SRCDIR");
  GPtrArray *seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (gsize i = 0; folders[i]; i++)
    {
      g_autofree char *folder = g_build_filename (top ? top : ".", folders[i], NULL);
      add_folder (seeds, folder);
    }
  return seeds;
}

/* ---- runs ---- */

static guint32
number_from (const char *variable, guint32 otherwise)
{
  guint64 number;
  const char *text = g_getenv (variable);
  return text && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &number, NULL) ? (guint32) number : otherwise;
}

static GString *
copy_of (GBytes *seed)
{
  gsize size;
  const char *data = g_bytes_get_data (seed, &size);
  return g_string_new_len (data, (gssize) size);
}

/* Files of one kind, how they are changed, what is then done to each, and how one is read. */
typedef struct
{
  GPtrArray *seeds;
  void (*change) (Mutant *mutant);
  void (*finish) (GString *text); /* NULL: nothing */
  bool (*read) (const char *path, bool *was_read, char **sentence);
} Kind;

typedef enum
{
  TRACES,
  RECORDINGS,
  SCHEDULES,
  PARTS
} KindNumber;

#define KINDS (PARTS + 1)

/* Of which kinds runs are, over and over. */
static const KindNumber turns[] = { TRACES, RECORDINGS, TRACES, SCHEDULES, TRACES, RECORDINGS, TRACES, PARTS };

#define TURNS G_N_ELEMENTS (turns)

/* How many of the first turns are of the kind. */
static guint32
turns_of (KindNumber kind, guint32 first)
{
  guint32 count = 0;
  for (guint32 turn = 0; turn < first; turn++)
    count += turns[turn] == kind;
  return count;
}

static GString *
make_input (const Kind *kind, guint32 seed, guint32 run)
{
  Mutant mutant = { g_rand_new_with_seed_array ((guint32[]){ seed, run }, 2), kind->seeds, NULL };
  mutant.text = copy_of (kind->seeds->pdata[mutant_below (&mutant, kind->seeds->len)]);
  kind->change (&mutant);
  g_rand_free (mutant.random);
  return mutant.text;
}

/* Whether all went well; *was_read tells which way. The first runs of a kind take each seed as it is. */
static bool
fuzz_once (const Kind *kinds, int fd, guint32 seed, guint32 run, bool *was_read)
{
  KindNumber number = turns[run % TURNS];
  const Kind *kind = &kinds[number];
  guint64 before = (guint64) (run / TURNS) * turns_of (number, TURNS) + turns_of (number, run % TURNS);
  g_autofree char *sentence = NULL;
  GString *text = before < kind->seeds->len ? copy_of (kind->seeds->pdata[before]) : make_input (kind, seed, run);
  if (kind->finish)
    kind->finish (text);
  bool good = write_input (fd, text->str, text->len) && kind->read (INPUT, was_read, &sentence);
  g_string_free (text, TRUE);
  if (!good)
    printf ("%s: %s\n  again: ISOSIM_FUZZ_SEED=%u ISOSIM_FUZZ_FIRST=%u ISOSIM_FUZZ_RUNS=1 tests/fuzz/fuzz\n", INPUT,
            sentence ? sentence : "cannot be written", seed, run);
  return good;
}

int
main (void)
{
  guint32 runs = number_from ("ISOSIM_FUZZ_RUNS", 2000), first = number_from ("ISOSIM_FUZZ_FIRST", 0);
  guint32 seed = number_from ("ISOSIM_FUZZ_SEED", 1), read[KINDS] = { 0 };
  g_autoptr (GPtrArray) traces = load_seeds (trace_folders), recordings = load_seeds (recording_folders);
  g_autoptr (GPtrArray) schedules = load_seeds (schedule_folders), parts = load_seeds (part_folders);
  const Kind kinds[KINDS] = { [TRACES] = { traces, mutate, NULL, read_and_judge },
                              [RECORDINGS] = { recordings, mostly_mix_lines, NULL, read_and_judge },
                              [SCHEDULES] = { schedules, mostly_reword, NULL, replay_and_judge },
                              [PARTS] = { parts, mostly_reword, fuzz_seal_part, merge_and_judge } };
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_LEVEL_ERROR);
  int fd = open (INPUT, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  printf ("fuzz: seed %u, %u, %u, %u and %u seed files, runs %u ...\n", seed, traces->len, recordings->len,
          schedules->len, parts->len, first);
  fflush (stdout); /* to be there when a run crashes */
  if (traces->len == 0 || recordings->len == 0 || schedules->len == 0 || parts->len == 0 || fd < 0)
    return 2;
  for (guint32 run = first; run - first < runs; run++)
    {
      bool was_read = false;
      if (!fuzz_once (kinds, fd, seed, run, &was_read))
        return 1;
      read[turns[run % TURNS]] += was_read;
    }
  close (fd);
  g_unlink (INPUT);
  g_unlink (FUZZ_PART_TRACE);
  printf ("fuzz: %u runs; read were %u traces, %u recordings, %u schedules and %u parts\n", runs, read[TRACES],
          read[RECORDINGS], read[SCHEDULES], read[PARTS]);
  return 0;
}

#endif
