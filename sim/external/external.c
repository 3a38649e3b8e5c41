#include "external/external.h"

#include "base/human.h"
#include "external/answer_cache.h"
#include "models/registry.h"
#include "session/session.h"
#include <string.h>

#define WHO_BYTES 48 /* of the name in sentences */

typedef struct
{
  IsoModel model; /* first: a hook finds the rest by its session's model */
  char *name, *rule, *source;
  char *path; /* the folder in which xdist: and py: look; NULL: the installed one */
  char *who;
  GStrv argv;
  GMutex lock;
  /* all below under the lock */
  GPtrArray *idle; /* of Host */
  char *trouble;   /* the first of any process; NULL: none */
  bool measured;   /* sessions that are opened now tell their time */
  uint64_t spent_ns;
  AnswerCache *memory; /* of the session that was opened last */
} Hosted;

/* What a session has of its own. */
typedef struct
{
  Hosted *hosted;
  ChildProcess *host; /* NULL: it has needed none yet */
  char *opening;
  bool opened;         /* the host is in this session */
  char *refusal;       /* why the scheduler could not be made; NULL: it was */
  AnswerCache *memory; /* of a session with states */
  GHashTable *made;    /* a set of KnownState: those that the host has been in */
  uint64_t sent; /* commands, and indices in them: by the object, or in a session with states by the last answer */
} Link;

/* The scheduler's state in the session's block; nodes follow. */
typedef struct
{
  unsigned char digest[STATE_DIGEST_BYTES]; /* in a session with states */
  uint32_t tests_finished, collection_is_completed;
  uint32_t nodes;
} HostedState;

G_STATIC_ASSERT (sizeof (HostedState) == STATE_DIGEST_BYTES + 3 * sizeof (uint32_t));

static Hosted *
hosted_of (const IsoSession *session)
{
  return (Hosted *) (guintptr) session->plan->model;
}

static uint32_t *
nodes_of (HostedState *state)
{
  return (uint32_t *) (void *) (state + 1);
}

/* --- processes ----------------------------------------------------------------------------------------------- */

static ChildProcess *
take_idle (Hosted *hosted)
{
  ChildProcess *host = NULL;
  g_mutex_lock (&hosted->lock);
  if (hosted->idle->len && !hosted->trouble)
    host = g_ptr_array_steal_index (hosted->idle, hosted->idle->len - 1);
  g_mutex_unlock (&hosted->lock);
  return host;
}

static void
note_trouble (Hosted *hosted, const char *trouble)
{
  g_mutex_lock (&hosted->lock);
  if (!hosted->trouble)
    hosted->trouble = g_strdup (trouble);
  g_mutex_unlock (&hosted->lock);
}

static void
note_spent (Hosted *hosted, uint64_t ns)
{
  g_mutex_lock (&hosted->lock);
  hosted->spent_ns += ns;
  g_mutex_unlock (&hosted->lock);
}

static bool
has_trouble (Hosted *hosted)
{
  g_mutex_lock (&hosted->lock);
  bool trouble = hosted->trouble != NULL;
  g_mutex_unlock (&hosted->lock);
  return trouble;
}

/* Another process of the program, that has greeted as the first one did. NULL: the trouble is noted. */
static ChildProcess *
start_another (Hosted *hosted)
{
  g_autoptr (GError) error = NULL;
  Greeting greeting = { 0 };
  g_autofree char *refusal = NULL;
  g_autoptr (ChildProcess) host = child_process_start (hosted->who, (const char *const *) hosted->argv, &error);
  bool ok = host && protocol_greet (host, &greeting, &refusal) && !refusal;
  greeting_clear (&greeting);
  if (ok)
    return g_steal_pointer (&host);
  note_trouble (hosted, error ? error->message : refusal ? refusal : child_process_trouble (host));
  return NULL;
}

/* The session's process, taken or started when it is first needed; NULL: the trouble is noted. */
static ChildProcess *
need_host (Link *link)
{
  if (!link->host && !has_trouble (link->hosted))
    {
      link->host = take_idle (link->hosted);
      if (!link->host)
        link->host = start_another (link->hosted);
    }
  return link->host;
}

static void
give_host_back (Link *link)
{
  if (!link->host)
    return;
  if (child_process_trouble (link->host))
    child_process_stop (link->host);
  else
    {
      g_mutex_lock (&link->hosted->lock);
      g_ptr_array_add (link->hosted->idle, link->host);
      g_mutex_unlock (&link->hosted->lock);
    }
  link->host = NULL;
}

/* --- failures ------------------------------------------------------------------------------------------------ */

/* Cut where a character ends, if it is too long. */
static bool
fail (IsoSession *session, IsoErrorKind kind, const char *text)
{
  const char *end;
  g_utf8_validate (text, (gssize) MIN (strlen (text), sizeof session->error_text - 1), &end);
  return iso_fail (session, kind, "%.*s", (int) (end - text), text);
}

static bool
fail_with_trouble (IsoSession *session)
{
  Link *link = session->external;
  if (link->host && child_process_trouble (link->host))
    note_trouble (link->hosted, child_process_trouble (link->host));
  return fail (session, ISO_OTHER_ERROR, link->hosted->trouble);
}

/* --- what a call asks ---------------------------------------------------------------------------------------- */

static void
append_numbers (GString *text, const char *name, const uint32_t *numbers, uint32_t count)
{
  g_string_append_printf (text, ",\"%s\":[", name);
  for (uint32_t i = 0; i < count; i++)
    g_string_append_printf (text, i ? ",%u" : "%u", numbers[i]);
  g_string_append_c (text, ']');
}

/* The nodes that are shut down, and those of them whose process is gone. */
static void
append_nodes (GString *text, const IsoSession *session, const char *name, bool gone)
{
  bool any = false;
  for (unsigned node = 0; node < session->state->next_number; node++)
    {
      if (!iso_shutting_down (session, node) || (gone && session->worker[node].state != WORKER_GONE))
        continue;
      if (!any)
        g_string_append_printf (text, ",\"%s\":[%u", name, node);
      else
        g_string_append_printf (text, ",%u", node);
      any = true;
    }
  g_string_append (text, any ? "]" : "");
}

static void
append_down (GString *text, const IsoSession *session)
{
  if (!session->state->shut_down)
    return;
  append_nodes (text, session, "down", false);
  append_nodes (text, session, "gone", true);
}

/* --- what an answer does ------------------------------------------------------------------------------------- */

static bool
blame_node (IsoSession *session, uint32_t node)
{
  Link *link = session->external;
  g_autofree char *text = g_strdup_printf ("%s answered with gw%u, and there is no such node", link->hosted->who, node);
  return fail (session, ISO_OTHER_ERROR, text);
}

/* Far beyond what one may send that gives each node all tests, again and again: what is sent waits in memory. */
static uint64_t
most_sent (const IsoSession *session)
{
  return UINT64_C (100) * (session->tests + UINT64_C (1)) * (session->plan->nodes_max + UINT64_C (1)) + 1000000;
}

static bool
count_sent (IsoSession *session, uint32_t indices)
{
  Link *link = session->external;
  link->sent += 1 + (uint64_t) indices;
  if (link->sent <= most_sent (session))
    return true;
  g_autofree char *tests = human_plural (session->tests, "test");
  g_autofree char *nodes = human_plural (session->plan->nodes_max, "node");
  g_autofree char *text
      = g_strdup_printf ("%s sent more than %" G_GUINT64_FORMAT " commands and indices, the limit for %s and %s",
                         link->hosted->who, most_sent (session), tests, nodes);
  return fail (session, ISO_OTHER_ERROR, text);
}

static bool
do_deed (IsoSession *session, const uint32_t *deed)
{
  uint32_t node = deed[1], count = deed[2];
  if (!count_sent (session, count))
    return false;
  if (node >= session->state->next_number)
    return blame_node (session, node);
  switch ((DeedKind) deed[0])
    {
    case DEED_RUN:
      return iso_send_run (session, node, deed + 3, count);
    case DEED_STEAL:
      return iso_send_steal (session, node, deed + 3, count);
    case DEED_SHUTDOWN:
      iso_shutdown (session, node);
      return true;
    }
  g_assert_not_reached ();
}

/* A test that the scheduler takes for crashed. */
static bool
take_crashed (IsoSession *session, const Answer *answer, uint32_t *crashed)
{
  if (answer->crashed == ISO_NONE || !crashed)
    return true;
  *crashed = answer->crashed;
  Link *link = session->external;
  g_autofree char *text
      = g_strdup_printf ("%s answered with test %u as crashed, and there is none", link->hosted->who, answer->crashed);
  return answer->crashed < session->tests || fail (session, ISO_OTHER_ERROR, text);
}

/* Does what the answer says, in its order, up to the scheduler's own failure if there was one. */
static bool
do_answer (IsoSession *session, const Answer *answer, uint32_t *crashed)
{
  const GArray *deeds = answer->deeds;
  for (guint at = 0; deeds && at < deeds->len; at += 3 + g_array_index (deeds, uint32_t, at + 2))
    if (!do_deed (session, &g_array_index (deeds, uint32_t, at)))
      return false;
  if (answer->error)
    return fail (session, answer->key_error ? ISO_KEY_ERROR : ISO_OTHER_ERROR, answer->error);
  return take_crashed (session, answer, crashed);
}

/* The nodes that the scheduler lists become the state's. */
static bool
take_nodes (IsoSession *session, HostedState *state, const GArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    if (i >= session->plan->nodes_max || g_array_index (nodes, uint32_t, i) >= session->state->next_number)
      return blame_node (session, g_array_index (nodes, uint32_t, i));
  memset (nodes_of (state), 0, session->plan->nodes_max * sizeof (uint32_t));
  for (guint i = 0; i < nodes->len; i++)
    nodes_of (state)[i] = g_array_index (nodes, uint32_t, i);
  state->nodes = nodes->len;
  return true;
}

/* --- one object, which every call changes -------------------------------------------------------------------- */

typedef struct
{
  IsoSession *session;
  Order order;
} Shuffling;

/* The session's driver chooses, and knows one shuffle: of all tests. */
static const uint32_t *
choose (Shuffling *shuffling, uint32_t count, const char **refusal)
{
  IsoSession *session = shuffling->session;
  *refusal = !session->plan->model->shuffles ? "asked for an order, and its greeting did not say that it shuffles"
             : count != session->tests       ? "asked for an order of other things than all tests"
             : shuffling->order.number       ? "asked for an order twice in a call"
                                             : NULL;
  if (*refusal)
    return NULL;
  shuffling->order = (Order){ g_new (uint32_t, count), count };
  iso_shuffle (session, shuffling->order.number, count);
  return shuffling->order.number;
}

static const uint32_t *
choose_now (void *data, unsigned call, uint32_t count, const char **refusal)
{
  return choose (data, count, refusal);
}

static bool
take_facts (IsoSession *session, HostedState *state, const Answer *answer)
{
  if (answer->tests_finished >= 0)
    state->tests_finished = (uint32_t) answer->tests_finished;
  if (answer->collection_is_completed >= 0)
    state->collection_is_completed = (uint32_t) answer->collection_is_completed;
  return !answer->nodes || take_nodes (session, state, answer->nodes);
}

static bool
open_object (IsoSession *session, HostedState *state)
{
  Link *link = session->external;
  Answer answer = { 0 };
  if (!need_host (link) || !protocol_open (link->host, link->opening, false, &answer))
    return fail_with_trouble (session);
  link->opened = true;
  bool ok = answer.error ? fail (session, ISO_OTHER_ERROR, answer.error) : take_facts (session, state, &answer);
  answer_clear (&answer);
  return ok;
}

static bool
call_object (IsoSession *session, HostedState *state, const char *call, uint32_t *crashed)
{
  Link *link = session->external;
  Shuffling shuffling = { session, { NULL, 0 } };
  const Asked asked = { NULL, call };
  Answer answer = { 0 };
  if (!link->opened && !open_object (session, state))
    return false;
  bool ok = protocol_ask (link->host, &asked, 1, (Chooser){ choose_now, &shuffling }, &answer);
  if (answer.spent_ns)
    note_spent (link->hosted, answer.spent_ns);
  ok = ok ? take_facts (session, state, &answer) && do_answer (session, &answer, crashed) : fail_with_trouble (session);
  g_free (shuffling.order.number);
  answer_clear (&answer);
  return ok;
}

/* --- states with names --------------------------------------------------------------------------------------- */

/* The calls that bring the host into a state and make the last one there; [0] is made in a state that it knows. */
typedef struct
{
  Shuffling shuffling; /* of the last call */
  GArray *asked;       /* of Asked */
  GPtrArray *made_by;  /* of KnownCall: of all but the last call */
} Path;

static const uint32_t *
choose_on_path (void *data, unsigned call, uint32_t count, const char **refusal)
{
  Path *path = data;
  if (call == path->made_by->len)
    return path->shuffling.order.number && path->shuffling.order.count == count
               ? path->shuffling.order.number
               : choose (&path->shuffling, count, refusal);
  const KnownCall *made_by = path->made_by->pdata[call];
  *refusal = "asked for an order that it did not ask for the first time";
  return made_by->order.count == count ? made_by->order.number : NULL;
}

/* From the nearest state that the host has been in. */
static void
find_path (Link *link, const KnownState *state, const char *call, Path *path)
{
  for (const KnownState *at = state; !g_hash_table_contains (link->made, at); at = at->parent)
    g_ptr_array_insert (path->made_by, 0, (gpointer) (guintptr) at->made_by);
  for (guint i = path->made_by->len; i-- > 0; state = state->parent)
    {
      const Asked last = { state->name, call };
      g_array_prepend_val (path->asked, last);
      call = state->made_by->call;
    }
  const Asked first = { state->name, call };
  g_array_prepend_val (path->asked, first);
}

/* The same call in the same state led to the same state again. */
static bool
check_path (Link *link, const Path *path, const Answer *answers)
{
  for (guint i = 0; i < path->made_by->len; i++)
    {
      const KnownState *to = ((const KnownCall *) path->made_by->pdata[i])->to;
      if (g_strcmp0 (answers[i].state, to->name) != 0)
        {
          child_process_blame (link->host, "made state %s of a call that led to %s before",
                               answers[i].state ? answers[i].state : "without a name", to->name);
          return false;
        }
      g_hash_table_add (link->made, (gpointer) (guintptr) to);
    }
  return true;
}

/* The host enters the session; false: there is trouble. */
static bool
open_states (Link *link)
{
  Answer answer = { 0 };
  if (link->opened)
    return true;
  bool ok = need_host (link) && protocol_open (link->host, link->opening, true, &answer);
  if (ok && answer.error)
    link->refusal = link->refusal ? link->refusal : g_strdup (answer.error);
  else if (ok)
    {
      g_autofree char *name = g_strdup (answer.state);
      const KnownState *first = answer_cache_begin (link->memory, &answer);
      g_hash_table_add (link->made, (gpointer) (guintptr) first);
      if (strcmp (name, first->name) != 0)
        child_process_blame (link->host, "began in state %s, and in %s before", name, first->name);
      link->opened = ok = !child_process_trouble (link->host);
    }
  answer_clear (&answer);
  return ok && !link->refusal;
}

/* Asks what is not known; NULL: there is trouble. */
static const KnownCall *
ask_path (Link *link, const KnownState *state, const char *call, Path *path)
{
  const KnownCall *known = NULL;
  find_path (link, state, call, path);
  guint count = path->asked->len;
  g_autofree Answer *answers = g_new0 (Answer, count);
  if (protocol_ask (link->host, (const Asked *) (const void *) path->asked->data, count,
                    (Chooser){ choose_on_path, path }, answers)
      && check_path (link, path, answers))
    {
      known = answer_cache_note (link->memory, state, call, path->shuffling.order, &answers[count - 1]);
      g_hash_table_add (link->made, (gpointer) (guintptr) known->to);
    }
  for (guint i = 0; i < count; i++)
    answer_clear (&answers[i]);
  return known;
}

static const KnownCall *
ask (IsoSession *session, const KnownState *state, const char *call, Order order)
{
  Link *link = session->external;
  Path path = { { session, order }, g_array_new (FALSE, FALSE, sizeof (Asked)), g_ptr_array_new () };
  const KnownCall *known = open_states (link) ? ask_path (link, state, call, &path) : NULL;
  if (path.shuffling.order.number != order.number)
    g_free (path.shuffling.order.number);
  g_array_unref (path.asked);
  g_ptr_array_unref (path.made_by);
  return known;
}

/* What a call does in a state: as is known, or else as the host answers. NULL: there is trouble. */
static const KnownCall *
find_or_ask (IsoSession *session, const KnownState *state, const char *call)
{
  Link *link = session->external;
  Order none = { NULL, 0 };
  const KnownCall *known = answer_cache_find_call (link->memory, state, call, none);
  if (!known)
    return ask (session, state, call, none);
  if (!known->shuffles || answer_cache_has_failed (link->memory, known))
    return known;
  g_autofree uint32_t *number = g_new (uint32_t, session->tests);
  iso_shuffle (session, number, session->tests);
  Order order = { number, session->tests };
  known = answer_cache_find_call (link->memory, state, call, order);
  return known ? known : ask (session, state, call, order);
}

static bool
enter_state (IsoSession *session, HostedState *state, const KnownState *known)
{
  memcpy (state->digest, known->digest, STATE_DIGEST_BYTES);
  state->tests_finished = known->tests_finished;
  state->collection_is_completed = known->collection_is_completed;
  return take_nodes (session, state, known->nodes);
}

static bool
call_in_state (IsoSession *session, HostedState *state, const char *call, uint32_t *crashed)
{
  Link *link = session->external;
  if (link->refusal)
    return fail (session, ISO_OTHER_ERROR, link->refusal);
  const KnownState *from = answer_cache_find_state (link->memory, state->digest);
  const KnownCall *known = from ? find_or_ask (session, from, call) : NULL;
  if (from && !known)
    answer_cache_fail (link->memory, from, call);
  if (!known || answer_cache_has_failed (link->memory, known))
    return fail_with_trouble (session);
  link->sent = 0;
  return enter_state (session, state, known->to) && do_answer (session, &known->answer, crashed);
}

/* --- hooks --------------------------------------------------------------------------------------------------- */

static bool
make_call (IsoSession *session, void *model, GString *call, uint32_t *crashed)
{
  append_down (call, session);
  bool ok = session->plan->canonical ? call_in_state (session, model, call->str, crashed)
                                     : call_object (session, model, call->str, crashed);
  g_string_free (call, TRUE);
  return ok;
}

static GString *call_text (const char *format, ...) G_GNUC_PRINTF (1, 2);

static GString *
call_text (const char *format, ...)
{
  GString *text = g_string_sized_new (128);
  va_list args;
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
  return text;
}

static size_t
size (const Suite *suite, unsigned nodes_max)
{
  return sizeof (HostedState) + nodes_max * sizeof (uint32_t);
}

static bool
add_node (IsoSession *session, void *model, unsigned node)
{
  return make_call (session, model, call_text ("\"call\":\"add_node\",\"node\":%u", node), NULL);
}

static bool
add_node_collection (IsoSession *session, void *model, unsigned node)
{
  return make_call (session, model,
                    call_text ("\"call\":\"add_node_collection\",\"node\":%u,\"collection\":%d", node,
                               !iso_collected_suite (session, node)),
                    NULL);
}

static bool
collection_is_completed (const IsoSession *session, const void *model)
{
  return ((const HostedState *) model)->collection_is_completed;
}

static bool
schedule (IsoSession *session, void *model)
{
  return make_call (session, model, call_text ("\"call\":\"schedule\""), NULL);
}

static bool
mark_test_complete (IsoSession *session, void *model, unsigned node, uint32_t index, uint64_t duration_us)
{
  return make_call (session, model,
                    call_text ("\"call\":\"mark_test_complete\",\"node\":%u,\"index\":%u,\"us\":%" G_GUINT64_FORMAT,
                               node, index, duration_us),
                    NULL);
}

static bool
remove_pending_tests_from_node (IsoSession *session, void *model, unsigned node, const uint32_t *indices,
                                uint32_t count)
{
  GString *call = call_text ("\"call\":\"remove_pending_tests_from_node\",\"node\":%u", node);
  append_numbers (call, "indices", indices, count);
  return make_call (session, model, call, NULL);
}

static bool
remove_node (IsoSession *session, void *model, unsigned node, uint32_t *crashed)
{
  return make_call (session, model, call_text ("\"call\":\"remove_node\",\"node\":%u", node), crashed);
}

static bool
tests_finished (const IsoSession *session, const void *model)
{
  return ((const HostedState *) model)->tests_finished;
}

static unsigned
nodes (const IsoSession *session, const void *model, uint32_t *list)
{
  const HostedState *state = model;
  memcpy (list, state + 1, state->nodes * sizeof *list);
  return state->nodes;
}

/* --- a session begins and ends ------------------------------------------------------------------------------- */

/* The memory of what was opened with this text, which outlives a session: a schedule that was found is gone along
 * without asking again. */
static AnswerCache *
answer_cache_of (Hosted *hosted, const char *opening)
{
  g_mutex_lock (&hosted->lock);
  if (!hosted->memory || strcmp (answer_cache_opening (hosted->memory), opening) != 0)
    {
      g_clear_pointer (&hosted->memory, answer_cache_unref);
      hosted->memory = answer_cache_new (opening);
    }
  AnswerCache *memory = answer_cache_ref (hosted->memory);
  g_mutex_unlock (&hosted->lock);
  return memory;
}

static bool
is_measured (Hosted *hosted)
{
  g_mutex_lock (&hosted->lock);
  bool measured = hosted->measured;
  g_mutex_unlock (&hosted->lock);
  return measured;
}

void
external_measure (const IsoModel *model, bool on)
{
  Hosted *hosted = (Hosted *) (guintptr) model;
  if (!external_is_name (model->name))
    return;
  g_mutex_lock (&hosted->lock);
  hosted->measured = on;
  g_mutex_unlock (&hosted->lock);
}

static void
open_session (IsoSession *session)
{
  const SessionPlan *plan = session->plan;
  Link *link = g_new0 (Link, 1);
  link->hosted = hosted_of (session);
  link->opening = protocol_opening (plan->suite, plan->workers, &plan->rules.options, plan->canonical,
                                    is_measured (link->hosted));
  if (plan->canonical)
    {
      link->memory = answer_cache_of (link->hosted, link->opening);
      link->made = g_hash_table_new (g_direct_hash, g_direct_equal);
    }
  session->external = link;
}

static void
close_session (IsoSession *session)
{
  Link *link = session->external;
  give_host_back (link);
  g_clear_pointer (&link->memory, answer_cache_unref);
  g_clear_pointer (&link->made, g_hash_table_unref);
  g_free (link->refusal);
  g_free (link->opening);
  g_free (link);
}

/* Where no state is known yet, the first call fails with what is then to be said. */
static void
init (IsoSession *session, void *model)
{
  Link *link = session->external;
  if (!session->plan->canonical)
    {
      link->opened = false; /* a new object is made at the first call */
      link->sent = 0;
      return;
    }
  if (!answer_cache_first (link->memory))
    open_states (link);
  const KnownState *first = answer_cache_first (link->memory);
  if (first)
    enter_state (session, model, first);
}

/* --- names --------------------------------------------------------------------------------------------------- */

bool
external_is_name (const char *name)
{
  return g_str_has_prefix (name, "exec:") || g_str_has_prefix (name, "xdist:") || g_str_has_prefix (name, "py:");
}

const char *
external_pytest_name (const IsoModel *model)
{
  return g_str_has_prefix (model->name, "xdist:") ? model->name + strlen ("xdist:") : model->name;
}

void
external_free (IsoModel *model)
{
  Hosted *hosted = (Hosted *) (void *) model;
  g_ptr_array_unref (hosted->idle);
  g_clear_pointer (&hosted->memory, answer_cache_unref);
  g_mutex_clear (&hosted->lock);
  g_strfreev (hosted->argv);
  g_free (hosted->trouble);
  g_free (hosted->name);
  g_free (hosted->path);
  g_free (hosted->rule);
  g_free (hosted->source);
  g_free (hosted->who);
  g_free (hosted);
}

uint64_t
external_take_spent_ns (const IsoModel *model)
{
  Hosted *hosted = (Hosted *) (guintptr) model;
  g_mutex_lock (&hosted->lock);
  uint64_t spent_ns = hosted->spent_ns;
  hosted->spent_ns = 0;
  g_mutex_unlock (&hosted->lock);
  return spent_ns;
}

char *
external_dup_trouble (const IsoModel *model)
{
  Hosted *hosted = (Hosted *) (guintptr) model;
  if (!external_is_name (model->name))
    return NULL;
  g_mutex_lock (&hosted->lock);
  char *trouble = g_strdup (hosted->trouble);
  g_mutex_unlock (&hosted->lock);
  return trouble;
}

static bool sentence (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static bool
sentence (GError **error, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, text);
  return false;
}

/* What runs the classes of pytest-xdist. */
static bool
python_words (const char *name, const char *folder, GStrv *argv, GError **error)
{
  const char *python = g_getenv ("ISOSIM_PYTHON"), *script = g_getenv ("ISOSIM_XDIST_HOST");
  script = script ? script : PKGLIBEXECDIR "/isosim-xdist-host";
  if (!g_file_test (script, G_FILE_TEST_EXISTS))
    return sentence (error, "%s is not there; 'make install' puts it there, ISOSIM_XDIST_HOST names another place",
                     script);
  const char *words[] = { python ? python : "python3", script, name, folder ? "--xdist-path" : NULL, folder, NULL };
  *argv = g_strdupv ((char **) (guintptr) words);
  return true;
}

static bool
program_words (const char *name, const char *folder, GStrv *argv, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  if (!g_str_has_prefix (name, "exec:"))
    return python_words (name, folder, argv, error);
  if (g_shell_parse_argv (name + strlen ("exec:"), NULL, argv, &wrong))
    return true;
  return sentence (error, "no command: %s", wrong->message);
}

/* As the scheduler that it is like has it, or as the program says. */
static bool
fill_facts (IsoModel *model, const Greeting *greeting, GError **error)
{
  const IsoModel *like = greeting->like ? model_find (greeting->like) : NULL;
  const IsoModel *scopes = greeting->scopes ? model_find (greeting->scopes) : like;
  if ((greeting->like && !like) || (greeting->scopes && !scopes))
    return sentence (error, "its program says that it is like %s, which isosim does not know",
                     greeting->like && !like ? greeting->like : greeting->scopes);
  model->since = like && g_str_has_prefix (model->name, "xdist:") ? like->since : 0;
  model->promises = like ? like->promises : greeting->promises;
  model->every_worker = like ? like->every_worker : greeting->every_worker;
  model->looks_at_duration = like ? like->looks_at_duration : greeting->looks_at_duration;
  model->shuffles = like ? like->shuffles : greeting->shuffles;
  model->cuts_scopes = like && like->cuts_scopes;
  model->scope_rule = scopes ? scopes->scope_rule : SCOPE_SCOPE;
  if (like ? like->remove_pending_tests_from_node != NULL : greeting->steals)
    model->remove_pending_tests_from_node = remove_pending_tests_from_node;
  return true;
}

static bool
fill_model (Hosted *hosted, const Greeting *greeting, GError **error)
{
  hosted->rule = g_strdup_printf ("what %s decides", greeting->name ? greeting->name : "a program");
  hosted->source = g_strdup (greeting->of ? greeting->of : hosted->name);
  hosted->model = (IsoModel){ .name = hosted->name,
                              .rule = hosted->rule,
                              .source = hosted->source,
                              .size = size,
                              .init = init,
                              .add_node = add_node,
                              .add_node_collection = add_node_collection,
                              .collection_is_completed = collection_is_completed,
                              .schedule = schedule,
                              .mark_test_complete = mark_test_complete,
                              .remove_node = remove_node,
                              .tests_finished = tests_finished,
                              .nodes = nodes,
                              .external = true,
                              .open = open_session,
                              .close = close_session };
  return fill_facts (&hosted->model, greeting, error);
}

/* Starts the program for the first time: it must be there, and able to host the scheduler. */
static bool
meet (Hosted *hosted, GError **error)
{
  Greeting greeting = { 0 };
  g_autoptr (GError) wrong = NULL;
  g_autofree char *refusal = NULL;
  if (!program_words (hosted->name, hosted->path, &hosted->argv, error))
    return false;
  g_autoptr (ChildProcess) host = child_process_start (hosted->who, (const char *const *) hosted->argv, &wrong);
  if (!host)
    return sentence (error, "%s%s", wrong->message,
                     g_str_has_prefix (hosted->name, "exec:")
                         ? ""
                         : "; install Python 3 (Debian: python3), or name it by ISOSIM_PYTHON");
  bool ok = protocol_greet (host, &greeting, &refusal);
  if (!ok)
    sentence (error, "%s", child_process_trouble (host));
  else if (refusal)
    ok = sentence (error, "%s", refusal);
  else
    ok = fill_model (hosted, &greeting, error);
  greeting_clear (&greeting);
  if (ok)
    g_ptr_array_add (hosted->idle, g_steal_pointer (&host));
  return ok;
}

static void
stop (gpointer host)
{
  child_process_stop (host);
}

static Hosted *
hosted_new (const char *name, const char *folder)
{
  Hosted *hosted = g_new0 (Hosted, 1);
  hosted->name = g_strdup (name);
  hosted->path = g_strdup (folder);
  hosted->who = strlen (name) <= WHO_BYTES ? g_strdup (name) : g_strdup_printf ("%.*s…", WHO_BYTES, name);
  hosted->idle = g_ptr_array_new_with_free_func (stop);
  g_mutex_init (&hosted->lock);
  return hosted;
}

IsoModel *
external_new (const char *name, const char *folder, GError **error)
{
  Hosted *hosted = hosted_new (name, folder);
  if (meet (hosted, error))
    return &hosted->model;
  external_free (&hosted->model);
  return NULL;
}
