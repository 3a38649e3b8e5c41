/* sim/external/child_process.h - a program that runs beside isosim and answers it: lines of text to its standard input,
 * lines from its standard output.
 *
 * Nothing that the program does makes isosim wait for ever: an answer that is not whole after child_process_seconds()
 * is the end of it, as is anything else that is no answer. That end is told as a sentence, its trouble. What it wrote
 * to its standard error is then kept in a file of the temporary folder, which the sentence names, and whose last line
 * it quotes. Without trouble it goes to isosim's own standard error when the program ends. */
#ifndef ISOSIM_HOST_H
#define ISOSIM_HOST_H

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct ChildProcess ChildProcess;

/* The time limit of an answer: ISOSIM_HOST_SECONDS in the environment, or 60. */
double child_process_seconds (void);

/* Starts ARGV; WHO names it in sentences. NULL with *error when there is no such program. */
ChildProcess *child_process_start (const char *who, const char *const *argv, GError **error);
/* Ends the program: first by closing its input. */
void child_process_stop (ChildProcess *host);

/* Sends a line (TEXT ends in a line feed) and waits for the line that answers it. The answer, without its line feed,
 * is the host's until the next call; NULL: there is trouble. */
const char *child_process_ask (ChildProcess *host, const GString *text, gsize *len);

/* What a program said, as it is fit for a sentence: blanks and line ends as a blank each, other control characters as
 * "?". g_free it. */
char *child_process_dup_shown (const char *text);

/* What was wrong with the program; NULL: nothing. */
const char *child_process_trouble (const ChildProcess *host);
/* The program's last answer was none: it is ended, and FORMAT tells why, in words that follow its name. */
void child_process_blame (ChildProcess *host, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChildProcess, child_process_stop)

G_END_DECLS

#endif
