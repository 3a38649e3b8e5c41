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
close_socket (ChildProcess *host)
{
  if (host->socket >= 0)
    close (host->socket);
  host->socket = -1;
}

/* Waits for a program that is about to end; then ends it. Whether it ended by itself. */
static bool
wait_for_end (ChildProcess *host)
{
  gint64 until = g_get_monotonic_time () + END_US;
  bool by_itself = true;
  if (!host->pid)
    return true;
  pid_t ended;
  while ((ended = waitpid (host->pid, &host->wait_status, WNOHANG)) == 0 && g_get_monotonic_time () < until)
    g_usleep (500);
  if (ended == 0)
    {
      by_itself = false;
      kill (host->pid, SIGKILL);
      waitpid (host->pid, &host->wait_status, 0);
    }
  g_spawn_close_pid (host->pid);
  host->pid = 0;
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
read_stderr (const ChildProcess *host)
{
  char bytes[4096];
  ssize_t count;
  GString *text = g_string_new (NULL);
  while ((count = pread (host->stderr_fd, bytes, sizeof bytes, (off_t) text->len)) > 0)
    g_string_append_len (text, bytes, count);
  if (text->len)
    return text;
  g_string_free (text, TRUE);
  return NULL;
}

/* Writes it where a user finds it: the file's name; NULL when that cannot be. */
static char *
keep_stderr (const GString *text)
{
  char *path = NULL;
  int file = g_file_open_tmp ("isosim-host-XXXXXX", &path, NULL);
  if (file < 0)
    return NULL;
  FILE *stream = fdopen (file, "w");
  fwrite (text->str, 1, text->len, stream);
  fclose (stream);
  return path;
}

static void
tell_trouble (ChildProcess *host, const char *what)
{
  g_autoptr (GString) text = read_stderr (host);
  g_autofree char *words = text ? last_words (text->str) : NULL;
  g_autofree char *path = words ? keep_stderr (text) : NULL;
  g_autofree char *trouble = words
                                 ? g_strdup_printf ("%s %s; its standard error is kept in %s and ends: %s", host->who,
                                                    what, path ? path : "no file", words)
                                 : g_strdup_printf ("%s %s, and wrote nothing to its standard error", host->who, what);
  host->trouble = child_process_dup_shown (trouble);
}

void
child_process_blame (ChildProcess *host, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *what = g_strdup_vprintf (format, args);
  va_end (args);
  if (host->trouble)
    return;
  close_socket (host);
  wait_for_end (host);
  tell_trouble (host, what);
}

/* It closed its output. */
static void
blame_end (ChildProcess *host)
{
  close_socket (host);
  if (!wait_for_end (host))
    child_process_blame (host, "closed its standard output before it answered");
  else if (WIFSIGNALED (host->wait_status))
    child_process_blame (host, "was ended by signal %d (%s) before it answered", WTERMSIG (host->wait_status),
                         g_strsignal (WTERMSIG (host->wait_status)));
  else
    child_process_blame (host, "ended with status %d before it answered", WEXITSTATUS (host->wait_status));
}

static void
blame_silence (ChildProcess *host)
{
  kill (host->pid, SIGKILL);
  child_process_blame (host, "gave no answer in %g s", child_process_seconds ());
}

const char *
child_process_trouble (const ChildProcess *host)
{
  return host->trouble;
}

/* Without trouble its standard error goes to isosim's own. */
static void
pass_stderr (const ChildProcess *host)
{
  g_autoptr (GString) text = host->trouble ? NULL : read_stderr (host);
  if (text)
    fwrite (text->str, 1, text->len, stderr);
}

void
child_process_stop (ChildProcess *host)
{
  if (!host)
    return;
  close_socket (host);
  wait_for_end (host);
  if (host->stderr_fd >= 0)
    {
      pass_stderr (host);
      close (host->stderr_fd);
    }
  g_byte_array_unref (host->heard);
  g_free (host->trouble);
  g_free (host->who);
  g_free (host);
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
spawn (ChildProcess *host, const char *const *argv, GError **error)
{
  int pair[2];
  g_auto (GStrv) variables = environment ();
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
    return fail (error, "a socket");
  host->socket = pair[0];
  set_time_limit (host->socket);
  bool ok = g_spawn_async_with_fds (NULL, (char **) (guintptr) argv, variables,
                                    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL, &host->pid, pair[1],
                                    pair[1], host->stderr_fd, error);
  close (pair[1]);
  return ok;
}

ChildProcess *
child_process_start (const char *who, const char *const *argv, GError **error)
{
  g_autoptr (ChildProcess) host = g_new0 (ChildProcess, 1);
  host->who = g_strdup (who);
  host->socket = -1;
  host->heard = g_byte_array_new ();
  g_autofree char *path = NULL;
  host->stderr_fd = g_file_open_tmp ("isosim-host-XXXXXX", &path, error);
  if (host->stderr_fd < 0)
    return NULL;
  g_unlink (path);
  return spawn (host, argv, error) ? g_steal_pointer (&host) : NULL;
}

/* --- question and answer ------------------------------------------------------------------------------------- */

/* False: there is trouble. A program that is gone, and one that takes nothing in, are found when they are read from,
 * by what they said last. */
static bool
send_text (ChildProcess *host, const GString *text)
{
  for (gsize sent = 0; sent < text->len;)
    {
      ssize_t bytes = send (host->socket, text->str + sent, text->len - sent, MSG_NOSIGNAL);
      if (bytes > 0)
        sent += (gsize) bytes;
      else if (errno == EAGAIN || errno == EWOULDBLOCK)
        return blame_silence (host), false;
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
receive (ChildProcess *host)
{
  char bytes[65536];
  gint64 until = g_get_monotonic_time () + SPIN_US;
  ssize_t count = recv (host->socket, bytes, sizeof bytes, MSG_DONTWAIT);
  while (is_empty (count) && g_get_monotonic_time () < until)
    {
      sched_yield (); /* the program may need this very processor */
      count = recv (host->socket, bytes, sizeof bytes, MSG_DONTWAIT);
    }
  if (is_empty (count))
    count = recv (host->socket, bytes, sizeof bytes, 0);
  if (count > 0)
    g_byte_array_append (host->heard, (const guint8 *) bytes, (guint) count);
  else if (is_empty (count))
    blame_silence (host);
  else if (count == 0 || errno != EINTR)
    blame_end (host);
  return !host->trouble;
}

/* The line that the program says next; NULL: there is trouble. */
static const char *
read_line (ChildProcess *host, gsize *len)
{
  gint64 until = g_get_monotonic_time () + (gint64) (child_process_seconds () * G_USEC_PER_SEC);
  gsize looked = 0;
  for (;;)
    {
      guint8 *end
          = host->heard->len > looked ? memchr (host->heard->data + looked, '\n', host->heard->len - looked) : NULL;
      looked = host->heard->len;
      if (end)
        {
          *end = '\0';
          *len = (gsize) (end - host->heard->data);
          host->used = *len + 1;
          return (const char *) host->heard->data;
        }
      if (looked > LINE_BYTES_MAX)
        child_process_blame (host, "answered with a line of more than %u MiB", (unsigned) (LINE_BYTES_MAX >> 20));
      else if (looked && g_get_monotonic_time () > until)
        blame_silence (host);
      if (host->trouble || !receive (host))
        return NULL;
    }
}

const char *
child_process_ask (ChildProcess *host, const GString *text, gsize *len)
{
  if (host->trouble)
    return NULL;
  g_byte_array_remove_range (host->heard, 0, (guint) host->used);
  host->used = 0;
  if (host->heard->len)
    {
      child_process_blame (host, "said more than it was asked");
      return NULL;
    }
  return send_text (host, text) ? read_line (host, len) : NULL;
}
