#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "external/child_process.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECONDS_DEFAULT 60.0
#define LINE_BYTES_MAX ((gsize) 256 << 20)
#define SPIN_US 100                 /* an answer mostly comes so soon; to be woken takes as long again */
#define END_US (G_USEC_PER_SEC / 2) /* for a program to end once its input is closed */
#define QUOTE_BYTES 160             /* of its last words */

struct ChildProcess
{
  char *who;
  GPid pid; /* 0: it was waited for */
  int wait_status;
  int socket;        /* its standard input and output; -1: closed */
  int stderr_fd;     /* of a file without a name: nothing is left of it, however isosim ends */
  GByteArray *heard; /* the bytes of the answer, and what came behind it */
  gsize used;        /* of heard: the answer and its line feed */
  char *trouble;
};

double
child_process_seconds (void)
{
  const char *word = g_getenv ("ISOSIM_HOST_SECONDS");
  double seconds = word ? g_ascii_strtod (word, NULL) : SECONDS_DEFAULT;
  return seconds > 0 && seconds <= 1e6 ? seconds : SECONDS_DEFAULT;
}

char *
child_process_dup_shown (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *shown = g_string_sized_new (strlen (valid));
  for (char *at = valid; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (c < 0x80 && g_ascii_isspace ((char) c))
        g_string_append_c (shown, ' ');
      else
        g_string_append_unichar (shown, g_unichar_iscntrl (c) ? '?' : c);
    }
  return g_string_free (shown, FALSE);
}

/* --- its end ------------------------------------------------------------------------------------------------- */

static void
close_socket (ChildProcess *process)
{
  if (process->socket >= 0)
    close (process->socket);
  process->socket = -1;
}

/* Waits for a program that is about to end; then ends it. Whether it ended by itself. */
static bool
wait_for_end (ChildProcess *process)
{
  gint64 until = g_get_monotonic_time () + END_US;
  bool by_itself = true;
  if (!process->pid)
    return true;
  pid_t ended;
  while ((ended = waitpid (process->pid, &process->wait_status, WNOHANG)) == 0 && g_get_monotonic_time () < until)
    g_usleep (500);
  if (ended == 0)
    {
      by_itself = false;
      kill (process->pid, SIGKILL);
      waitpid (process->pid, &process->wait_status, 0);
    }
  g_spawn_close_pid (process->pid);
  process->pid = 0;
  return by_itself;
}

/* The last line that is not empty, shortened, as text that can be printed. */
static char *
last_words (const char *text)
{
  g_auto (GStrv) line = g_strsplit (text, "\n", -1);
  for (guint i = g_strv_length (line); i-- > 0;)
    {
      g_autofree char *valid = g_utf8_make_valid (g_strstrip (line[i]), -1);
      if (!*valid)
        continue;
      if (strlen (valid) <= QUOTE_BYTES)
        return g_steal_pointer (&valid);
      *g_utf8_find_prev_char (valid, valid + QUOTE_BYTES) = '\0';
      return g_strconcat (valid, "…", NULL);
    }
  return NULL;
}

/* What it wrote to its standard error; NULL: nothing. */
static GString *
read_stderr (const ChildProcess *process)
{
  char bytes[4096];
  ssize_t count;
  GString *text = g_string_new (NULL);
  while ((count = pread (process->stderr_fd, bytes, sizeof bytes, (off_t) text->len)) > 0)
    g_string_append_len (text, bytes, count);
  if (text->len)
    return text;
  g_string_free (text, TRUE);
  return NULL;
}

/* Writes TEXT to FILE and closes it. Returns false, with errno, if not all of it was written. */
static bool
write_and_close (int file, const GString *text)
{
  FILE *stream = fdopen (file, "w");
  if (!stream)
    {
      close (file);
      return false;
    }
  bool written = fwrite (text->str, 1, text->len, stream) == text->len;
  return fclose (stream) == 0 && written;
}

/* Writes TEXT to a new file of the temporary folder. Returns where it is kept, in words that follow "is". */
static char *
keep_stderr (const GString *text)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("isosim-host-XXXXXX", &path, &error);
  if (file < 0)
    return g_strdup_printf ("not kept (%s)", error->message);
  if (write_and_close (file, text))
    return g_strdup_printf ("kept in %s", path);
  int why = errno;
  g_unlink (path);
  return g_strdup_printf ("not kept (%s: %s)", path, g_strerror (why));
}

static void
tell_trouble (ChildProcess *process, const char *what)
{
  g_autoptr (GString) text = read_stderr (process);
  g_autofree char *words = text ? last_words (text->str) : NULL;
  g_autofree char *kept = words ? keep_stderr (text) : NULL;
  g_autofree char *trouble
      = words ? g_strdup_printf ("%s %s; its standard error is %s and ends: %s", process->who, what, kept, words)
              : g_strdup_printf ("%s %s, and wrote nothing to its standard error", process->who, what);
  process->trouble = child_process_dup_shown (trouble);
}

void
child_process_blame (ChildProcess *process, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (process->trouble)
    return;
  close_socket (process);
  wait_for_end (process);
  tell_trouble (process, what);
}

/* It closed its output. */
static void
blame_end (ChildProcess *process)
{
  close_socket (process);
  if (!wait_for_end (process))
    child_process_blame (process, "closed its standard output before it answered");
  else if (WIFSIGNALED (process->wait_status))
    child_process_blame (process, "was ended by signal %d (%s) before it answered", WTERMSIG (process->wait_status),
                         g_strsignal (WTERMSIG (process->wait_status)));
  else
    child_process_blame (process, "ended with status %d before it answered", WEXITSTATUS (process->wait_status));
}

static void
blame_silence (ChildProcess *process)
{
  kill (process->pid, SIGKILL);
  child_process_blame (process, "gave no answer in %g s", child_process_seconds ());
}

const char *
child_process_trouble (const ChildProcess *process)
{
  return process->trouble;
}

/* Without trouble its standard error goes to isosim's own. */
static void
pass_stderr (const ChildProcess *process)
{
  g_autoptr (GString) text = process->trouble ? NULL : read_stderr (process);
  if (text)
    fwrite (text->str, 1, text->len, stderr);
}

void
child_process_stop (ChildProcess *process)
{
  if (!process)
    return;
  close_socket (process);
  wait_for_end (process);
  if (process->stderr_fd >= 0)
    {
      pass_stderr (process);
      close (process->stderr_fd);
    }
  g_byte_array_unref (process->heard);
  g_free (process->trouble);
  g_free (process->who);
  g_free (process);
}

/* --- its beginning ------------------------------------------------------------------------------------------- */

static bool
fail (GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, g_strerror (errno));
  return false;
}

/* Sets of strings have the same order in every process of Python. */
static GStrv
environment (void)
{
  return g_environ_setenv (g_get_environ (), "PYTHONHASHSEED", "0", TRUE);
}

static void
set_time_limit (int socket)
{
  double seconds = child_process_seconds ();
  struct timeval limit = { (time_t) seconds, (suseconds_t) ((seconds - (double) (time_t) seconds) * 1e6) };
  setsockopt (socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt (socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

static bool
spawn (ChildProcess *process, const char *const *argv, GError **error)
{
  int pair[2];
  g_auto (GStrv) variables = environment ();
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
    return fail (error, "a socket");
  process->socket = pair[0];
  set_time_limit (process->socket);
  bool ok = g_spawn_async_with_fds (NULL, (char **) (guintptr) argv, variables,
                                    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &process->pid, pair[1],
                                    pair[1], process->stderr_fd, error);
  close (pair[1]);
  return ok;
}

ChildProcess *
child_process_start (const char *who, const char *const *argv, GError **error)
{
  g_autoptr (ChildProcess) process = g_new0 (ChildProcess, 1);
  process->who = g_strdup (who);
  process->socket = -1;
  process->heard = g_byte_array_new ();
  g_autofree char *path = NULL;
  process->stderr_fd = g_file_open_tmp ("isosim-host-XXXXXX", &path, error);
  if (process->stderr_fd < 0)
    return NULL;
  g_unlink (path);
  return spawn (process, argv, error) ? g_steal_pointer (&process) : NULL;
}

/* --- question and answer ------------------------------------------------------------------------------------- */

/* False: there is trouble. A program that is gone, and one that takes nothing in, are found when they are read from,
 * by what they said last. */
static bool
send_text (ChildProcess *process, const GString *text)
{
  for (gsize sent = 0; sent < text->len;)
    {
      ssize_t bytes = send (process->socket, text->str + sent, text->len - sent, MSG_NOSIGNAL);
      if (bytes > 0)
        sent += (gsize) bytes;
      else if (errno == EAGAIN || errno == EWOULDBLOCK)
        return blame_silence (process), false;
      else if (errno != EINTR)
        return true;
    }
  return true;
}

/* No byte was there to be taken. */
static bool
is_empty (ssize_t count)
{
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

/* More of the answer; false: there is trouble. It looks again and again for a moment before it lets itself be woken. */
static bool
receive (ChildProcess *process)
{
  char bytes[65536];
  gint64 until = g_get_monotonic_time () + SPIN_US;
  ssize_t count = recv (process->socket, bytes, sizeof bytes, MSG_DONTWAIT);
  while (is_empty (count) && g_get_monotonic_time () < until)
    {
      sched_yield (); /* the program may need this very processor */
      count = recv (process->socket, bytes, sizeof bytes, MSG_DONTWAIT);
    }
  if (is_empty (count))
    count = recv (process->socket, bytes, sizeof bytes, 0);
  if (count > 0)
    g_byte_array_append (process->heard, (const guint8 *) bytes, (guint) count);
  else if (is_empty (count))
    blame_silence (process);
  else if (count == 0 || errno != EINTR)
    blame_end (process);
  return !process->trouble;
}

/* The line that the program says next; NULL: there is trouble. */
static const char *
read_line (ChildProcess *process, gsize *len)
{
  gint64 until = g_get_monotonic_time () + (gint64) (child_process_seconds () * G_USEC_PER_SEC);
  gsize looked = 0;
  for (;;)
    {
      guint8 *end = process->heard->len > looked
                        ? memchr (process->heard->data + looked, '\n', process->heard->len - looked)
                        : NULL;
      looked = process->heard->len;
      if (end)
        {
          *end = '\0';
          *len = (gsize) (end - process->heard->data);
          process->used = *len + 1;
          return (const char *) process->heard->data;
        }
      if (looked > LINE_BYTES_MAX)
        child_process_blame (process, "answered with a line of more than %u MiB", (unsigned) (LINE_BYTES_MAX >> 20));
      else if (looked && g_get_monotonic_time () > until)
        blame_silence (process);
      if (process->trouble || !receive (process))
        return NULL;
    }
}

const char *
child_process_ask (ChildProcess *process, const GString *text, gsize *len)
{
  if (process->trouble)
    return NULL;
  g_byte_array_remove_range (process->heard, 0, (guint) process->used);
  process->used = 0;
  if (process->heard->len)
    {
      child_process_blame (process, "said more than it was asked");
      return NULL;
    }
  return send_text (process, text) ? read_line (process, len) : NULL;
}
