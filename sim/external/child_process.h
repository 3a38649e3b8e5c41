/* sim/external/child_process.h - a program that answers isosim: a line to its standard input, a line from its standard
 * output.
 *
 * The program cannot make isosim wait for ever. It is ended if its answer is not complete after
 * child_process_seconds(), or is no answer. The reason is kept as a sentence, its trouble. What the program wrote to
 * its standard error is then kept in a file of the temporary folder. The sentence names this file, or says why it could
 * not be written, and quotes the last line. Without trouble the standard error is copied to isosim's own when the
 * program ends. */
#ifndef ISOSIM_CHILD_PROCESS_H
#define ISOSIM_CHILD_PROCESS_H

#include <gio/gio.h>
#include <stdbool.h>

G_BEGIN_DECLS

typedef struct ChildProcess ChildProcess;

/* Returns the time limit of an answer: ISOSIM_HOST_SECONDS in the environment, or 60. */
double child_process_seconds (void);

/* Starts ARGV; WHO names it in sentences. Returns NULL with *error if it cannot be started. */
ChildProcess *child_process_start (const char *who, const char *const *argv, GError **error);
/* Closes the program's input, and kills it if it has not ended half a second later. Frees PROCESS, which may be NULL.
 */
void child_process_stop (ChildProcess *process);

/* Sends a line (TEXT ends in a line feed) and waits for the line that answers it. Returns the answer without its line
 * feed, owned by PROCESS until the next call; NULL if there is trouble. */
const char *child_process_ask (ChildProcess *process, const GString *text, gsize *len);

/* Makes what a program said fit for a sentence: blanks and line ends become a blank each, other control characters "?".
 * g_free it. */
char *child_process_dup_shown (const char *text);

/* Returns what was wrong with the program; NULL if nothing was. */
const char *child_process_trouble (const ChildProcess *process);
/* Ends the program, as its last answer was none. FORMAT says why, in words that follow its name. */
void child_process_blame (ChildProcess *process, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChildProcess, child_process_stop)

G_END_DECLS

#endif
