#include "config.h"

#include "check/pytest_project.h"

#include "base/outfolder.h"
#include "base/usage.h"
#include "check/realizable_run.h"
#include "check/schedule.h"
#include "search/replay.h"
#include <string.h>

typedef struct
{
  const char *dir;       /* as given, for messages */
  const Suite *original; /* the suite that was searched, borrowed */
  Suite *suite;          /* the same tests under the project's names */
  SearchPlan plan;       /* over that suite */
  Property property;
  GArray *run; /* of Action */
  unsigned holds;
  GString *steps; /* SCHEDULE of conftest.py */
  guint held;     /* how many steps that are */
  bool deaths, deaths_between, downs;
  char *error_text; /* what the scheduler raised; NULL if it did not */
} Project;

static void
project_clear (Project *project)
{
  suite_free (project->suite);
  if (project->run)
    g_array_unref (project->run);
  if (project->steps)
    g_string_free (project->steps, TRUE);
  g_free (project->error_text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Project, project_clear)

/* What a run shows of a property property; none for what only an observer inside the controller could see. */
static const char *const shown[PROPERTIES] = {
  [ISO_ONCE] = "A test starts after it ended, or after its crash was reported: it stands twice behind `starts` in "
               "steps.log.",
  [PROPERTY_LOST] = "pytest comes to its end, and a test neither ended nor was reported crashed.",
  [PROPERTY_HANG] = "pytest does not come to its end: behind `that was the last step` in steps.log nothing happens any "
                    "more.",
  [PROPERTY_ERROR] = "pytest stops with an INTERNALERROR.",
  [PROPERTY_BLAME]
  = "A crash is reported for a test that the dead worker did not run: steps.log does not have it behind "
    "`starts` of that worker, or has it behind `ends`.",
  [PROPERTY_REPORTED] = "A worker dies in a test (`dies in` in steps.log), and no crash is reported for that test.",
  [ISO_SCOPE] = "A test starts on another worker than the first of its scope did, or there after a test "
                "of another scope; steps.log says who starts what.",
  [ISO_ISOLATION] = "A test runs while a test of another scope runs: steps.log says what starts and "
                    "ends.",
  [ISO_TWO_TESTS] = "A worker leaves a scope of several tests after only one of them; steps.log says who "
                    "starts what.",
};

/* --- names --------------------------------------------------------------------------------------------------- */

static const ScopeTable *
scopes_of (const Suite *suite, const IsoModel *model)
{
  return suite->scope_table[model->scope_rule];
}

/* "a" to "z"; of more than 26 scopes "aa", "ab", …: in the order of the alphabet, in which pytest reads the files. */
static void
label_scope (char label[3], uint32_t scope, uint32_t scopes)
{
  char second = (char) ('a' + scope % 26);
  label[0] = scopes > 26 ? (char) ('a' + scope / 26 % 26) : second;
  label[1] = scopes > 26 ? second : '\0';
  label[2] = '\0';
}

/* Whether loadgroup takes the test's scope from a group, and not from its nodeid alone. */
static bool
has_group (const Suite *suite, const IsoModel *model, uint32_t test)
{
  bool known = suite->group && suite->group[test];
  return model->scope_rule == SCOPE_GROUP && (known || suite_len_without_group (suite, test) < suite->name_len[test]);
}

static char *
dup_own_name (const Project *project, uint32_t test)
{
  const IsoModel *model = project->plan.session.model;
  const ScopeTable *table = scopes_of (project->original, model);
  uint32_t scope = table->of_test[test], number = 1;
  char label[3];
  label_scope (label, scope, table->scopes);
  for (uint32_t i = table->first[scope]; table->member[i] != test; i++)
    number++;
  bool grouped = has_group (project->original, model, test);
  return g_strdup_printf ("test_%s.py::test_%s%u%s%s", label, label, number, grouped ? "@" : "", grouped ? label : "");
}

static void
rename_tests (Project *project, const Suite *original)
{
  GString *text = g_string_new (NULL);
  uint64_t *name_at = g_new (uint64_t, original->tests);
  uint32_t *name_len = g_new (uint32_t, original->tests);
  project->original = original;
  for (uint32_t test = 0; test < original->tests; test++)
    {
      g_autofree char *name = dup_own_name (project, test);
      name_at[test] = text->len;
      name_len[test] = (uint32_t) strlen (name);
      g_string_append (text, name);
    }
  char *own = g_string_free (text, FALSE);
  project->suite = suite_new (original->tests, own, name_at, name_len, NULL, g_free, own);
  suite_need_scopes (project->suite, SCOPE_SCOPE);
  suite_need_scopes (project->suite, project->plan.session.model->scope_rule);
  project->plan.session.suite = project->suite;
}

/* "test_a1" of test_a.py::test_a1@a. */
static char *
dup_function (const Suite *suite, uint32_t test)
{
  g_autofree char *name = suite_dup_name (suite, test);
  char *function = strstr (name, "::") + 2;
  return g_strndup (function, strcspn (function, "@"));
}

/* pytest collects file by file; a suite in which scopes take turns must be put in order. */
static bool
takes_turns (const Project *project)
{
  const ScopeTable *table = scopes_of (project->suite, project->plan.session.model);
  for (uint32_t test = 1; test < project->suite->tests; test++)
    if (table->of_test[test] < table->of_test[test - 1])
      return true;
  return false;
}

/* Whether it matters that scopes are taken by size: by a scheduler that keeps them whole. */
static bool
grows (const Project *project)
{
  const IsoModel *model = project->plan.session.model;
  const ScopeTable *table = scopes_of (project->suite, model);
  for (uint32_t scope = 1; scope < table->scopes; scope++)
    if ((model->promises & ISO_BIT (ISO_SCOPE)) && scope_size (table, scope) > scope_size (table, scope - 1))
      return true;
  return false;
}

/* --- steps --------------------------------------------------------------------------------------------------- */

static char *
death_step (Project *project, const IsoSession *session, unsigned node)
{
  const Worker *worker = &session->worker[node];
  bool runs = worker->state == WORKER_RUNNING, begins = worker->state == WORKER_UP && worker->taken == 2;
  project->deaths = true;
  if (runs || begins)
    {
      g_autofree char *test = dup_function (project->suite, iso_queue_get (&session->store, &worker->queue, 0));
      return g_strdup_printf ("dies %s %s", runs ? "in" : "before", test);
    }
  project->deaths_between |= worker->state == WORKER_UP;
  project->downs |= worker->state == WORKER_EXITING;
  return g_strdup_printf ("dies %s", worker->state == WORKER_STARTING     ? "before it is up"
                                     : worker->state == WORKER_COLLECTING ? "while it collects"
                                     : worker->state == WORKER_UP         ? "between tests"
                                                                          : "on its way down");
}

static char *
controller_step (const Project *project, const IsoSession *session)
{
  static const char *const handled[] = {
    [MESSAGE_WORKERREADY] = "workerready",
    [MESSAGE_COLLECTIONFINISH] = "collectionfinish",
    [MESSAGE_WORKERFINISHED] = "workerfinished",
    [MESSAGE_ERRORDOWN] = "errordown",
  };
  const IsoQueue *messages = &session->state->messages;
  uint32_t kind = iso_queue_get (&session->store, messages, 0), node = iso_queue_get (&session->store, messages, 1);
  if (kind != MESSAGE_COMPLETE)
    return g_strdup_printf ("handles %s of gw%u", handled[kind], node);
  g_autofree char *test = dup_function (project->suite, iso_queue_get (&session->store, messages, 2));
  return g_strdup_printf ("handles the end of %s", test);
}

static char *
test_step (const Project *project, const IsoSession *session, Action action)
{
  uint32_t index = iso_queue_get (&session->store, &session->worker[action.node].queue, 0);
  g_autofree char *test = dup_function (project->suite, index);
  return g_strdup_printf ("%s %s", action.kind == ACTION_BEGIN ? "starts" : "ends", test);
}

static char *
step (Project *project, const IsoSession *session, Action action)
{
  switch ((ActionKind) action.kind)
    {
    case ACTION_HANDLE:
      return controller_step (project, session);
    case ACTION_BEGIN:
    case ACTION_END:
      return test_step (project, session, action);
    case ACTION_DIE:
      return death_step (project, session, action.node);
    default:
      return g_strdup (action.kind == ACTION_READY     ? "is up"
                       : action.kind == ACTION_COLLECT ? "has collected"
                                                       : "is down");
    }
}

static void
note_step (const IsoSession *session, Action action, void *data)
{
  Project *project = data;
  if (!realizable_is_held (session, action, project->holds))
    return;
  g_autofree char *what = step (project, session, action);
  g_autofree char *who = action.kind == ACTION_HANDLE ? g_strdup ("controller") : g_strdup_printf ("gw%u", action.node);
  g_string_append_printf (project->steps, "    (\"%s\", \"%s\"),\n", who, what);
  project->held++;
}

/* A worker that takes its end marker is on its way down: unless its turn comes, it must be kept from it. */
static void
note_after (const IsoSession *session, Action action, void *data)
{
  Project *project = data;
  for (unsigned node = 0; node < session->state->next_number; node++)
    project->downs |= session->worker[node].state == WORKER_EXITING;
  if (session->error && !project->error_text)
    project->error_text = g_strdup (session->error_text);
}

/* --- conftest.py --------------------------------------------------------------------------------------------- */

static void
append_head (const Project *project, GString *text)
{
  g_string_append_printf (text,
                          "# '%s' under --dist %s with -n %u; README.md says what this shows. Written by isosim %s.\n"
                          "#\n"
                          "# Each step of SCHEDULE waits in a hook until all steps before it have happened, and PAUSE\n"
                          "# more seconds, so that what they set off has happened too. steps.log tells the story.\n"
                          "import os\n%simport time\nfrom pathlib import Path\n\nimport pytest\n\nSCHEDULE = [\n%s]\n",
                          property_name (project->property), project->plan.session.model->name,
                          project->plan.session.workers, PACKAGE_VERSION,
                          project->deaths_between ? "import threading\n" : "", project->steps->str);
}

static const char turns[]
    = "PAUSE = 0.3\n"
      "PATIENCE = 30  # seconds until a process no longer waits for its turn, and says so in steps.log\n"
      "\n"
      "LOG = Path(__file__).with_name(\"steps.log\")\n"
      "ME = os.environ.get(\"PYTEST_XDIST_WORKER\", \"controller\")\n"
      "MINE = [(number, what) for number, (who, what) in enumerate(SCHEDULE, 1) if who == ME]\n"
      "\n"
      "\n"
      "def note(line):\n"
      "    with LOG.open(\"a\") as log:\n"
      "        log.write(line + \"\\n\")\n"
      "\n"
      "\n"
      "def wait_for(number):\n"
      "    until = time.monotonic() + PATIENCE\n"
      "    while sum(line[:1].isdigit() for line in LOG.read_text().splitlines()) < number:\n"
      "        if time.monotonic() > until:\n"
      "            note(f\"! {ME} waited in vain for step {number}\")\n"
      "            return\n"
      "        time.sleep(0.02)\n"
      "    time.sleep(PAUSE)\n"
      "\n"
      "\n"
      "def step(what):\n"
      "    \"\"\"The next step of this process, in its turn; who has none left goes on when all have happened.\"\"\"\n"
      "    number, planned = MINE.pop(0) if MINE else (len(SCHEDULE) + 1, what)\n"
      "    wait_for(number - 1)\n"
      "    if number > len(SCHEDULE):\n"
      "        return\n"
      "    if planned != what and not planned.startswith(\"dies\"):\n"
      "        note(f\"! {ME} {what}, where the schedule says: {planned}\")\n"
      "    last = number == len(SCHEDULE)\n"
      "    note(f\"{number} {ME} {planned}\" + \"\\n  that was the last step\" * last)\n"
      "    if planned.startswith(\"dies\"):\n"
      "        os._exit(1)\n";

static const char dying_thread[]
    = "    if MINE and MINE[0][1] == \"dies between tests\":\n"
      "        threading.Thread(target=step, args=(\"dies between tests\",), daemon=True).start()\n";

static const char worker_hooks[] = "\n"
                                   "\n"
                                   "@pytest.hookimpl(tryfirst=True)\n"
                                   "def pytest_sessionstart():\n"
                                   "    if ME != \"controller\":\n"
                                   "        step(\"is up\")\n"
                                   "\n"
                                   "\n"
                                   "@pytest.hookimpl(tryfirst=True)\n"
                                   "def pytest_collection_finish():\n"
                                   "    if ME != \"controller\":\n"
                                   "        step(\"has collected\")\n"
                                   "\n"
                                   "\n"
                                   "@pytest.hookimpl(tryfirst=True)\n"
                                   "def pytest_runtest_call(item):\n";

static const char begin_hook[] = "\n"
                                 "\n"
                                 "@pytest.hookimpl(tryfirst=True)\n"
                                 "def pytest_runtest_protocol(item):\n"
                                 "    if ME != \"controller\":\n"
                                 "        step(f\"starts {item.name}\")\n";

static const char down_hook[] = "\n"
                                "\n"
                                "@pytest.hookimpl(tryfirst=True)\n"
                                "def pytest_sessionfinish():\n"
                                "    if ME != \"controller\":\n"
                                "        step(\"is down\")\n";

static const char crash_hook[] = "\n"
                                 "\n"
                                 "def pytest_handlecrashitem(crashitem):\n"
                                 "    note(f\"  controller reports a crash of {crashitem}\")\n";

static const char controller_hooks[]
    = "\n"
      "\n"
      "# The controller, before it handles a message.\n"
      "def pytest_testnodeready(node):\n"
      "    step(f\"handles workerready of {node.gateway.id}\")\n"
      "\n"
      "\n"
      "def pytest_xdist_node_collection_finished(node):\n"
      "    step(f\"handles collectionfinish of {node.gateway.id}\")\n"
      "\n"
      "\n"
      "def pytest_runtest_logfinish(nodeid):\n"
      "    if ME == \"controller\":\n"
      "        step(f\"handles the end of {nodeid.split('::')[-1].split('@')[0]}\")\n"
      "\n"
      "\n"
      "def pytest_testnodedown(node, error):\n"
      "    step(f\"handles {'errordown' if error else 'workerfinished'} of {node.gateway.id}\")\n";

/* The option --no-loadscope-reorder is younger than what it does. */
static void
append_configure (const Project *project, GString *text)
{
  bool in_order = grows (project) && !project->plan.session.rules.options.loadscopereorder;
  g_string_append_printf (text,
                          "\n\ndef pytest_configure(%s):\n%s    if ME == \"controller\":\n        "
                          "LOG.write_text(\"\")\n",
                          in_order ? "config" : "", in_order ? "    config.option.loadscopereorder = False\n" : "");
}

static void
append_order (const Project *project, GString *text)
{
  g_string_append (text, "\n\ndef pytest_collection_modifyitems(items):\n    order = [\n");
  for (uint32_t test = 0; test < project->suite->tests; test++)
    {
      g_autofree char *function = dup_function (project->suite, test);
      g_string_append_printf (text, "        \"%s\",\n", function);
    }
  g_string_append (text, "    ]\n    items.sort(key=lambda item: order.index(item.name))\n");
}

static GString *
conftest_text (const Project *project)
{
  GString *text = g_string_new (NULL);
  bool holds_begin = project->holds & HOLD_BEGIN;
  append_head (project, text);
  g_string_append (text, turns);
  g_string_append (text, project->deaths_between ? dying_thread : "");
  append_configure (project, text);
  g_string_append (text, worker_hooks);
  g_string_append_printf (text, "    if ME != \"controller\":\n%s        step(f\"ends {item.name}\")\n",
                          holds_begin ? "" : "        note(f\"  {ME} starts {item.name}\")\n");
  g_string_append (text, holds_begin ? begin_hook : "");
  g_string_append (text, project->downs ? down_hook : "");
  g_string_append (text, project->deaths ? crash_hook : "");
  g_string_append (text, project->holds & HOLD_CONTROLLER ? controller_hooks : "");
  if (takes_turns (project))
    append_order (project, text);
  return text;
}

/* --- the other files ----------------------------------------------------------------------------------------- */

/* A nodeid on one line, as UTF-8. */
static char *
dup_for_comment (const Suite *suite, uint32_t test)
{
  g_autofree char *name = suite_dup_name (suite, test);
  char *clean = g_utf8_make_valid (name, -1);
  for (char *c = clean; *c; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  return clean;
}

/* The first two lines are isosim's own: Python looks there for a declaration of the encoding. */
static GString *
tests_text (const Project *project, uint32_t scope)
{
  const ScopeTable *table = scopes_of (project->suite, project->plan.session.model);
  uint32_t first = table->member[table->first[scope]];
  GString *text = g_string_new (NULL);
  bool grouped = has_group (project->suite, project->plan.session.model, first);
  char label[3];
  label_scope (label, scope, table->scopes);
  g_string_append (text,
                   "# When a test ends, and whether it kills its worker, conftest.py decides. Behind each stands\n"
                   "# which test of the suite it plays.\n");
  if (grouped)
    g_string_append_printf (text, "import pytest\n\npytestmark = pytest.mark.xdist_group(\"%s\")\n", label);
  for (uint32_t i = table->first[scope]; i < table->first[scope + 1]; i++)
    {
      g_autofree char *function = dup_function (project->suite, table->member[i]);
      g_autofree char *played = dup_for_comment (project->original, table->member[i]);
      g_string_append_printf (text, "%sdef %s():  # %s\n    pass\n", "\n\n", function, played);
    }
  return text;
}

/* As pytest-xdist's --dist has it: NAME of xdist:NAME. */
static const char *
dist_word (const IsoModel *model)
{
  const char *colon = strchr (model->name, ':');
  return colon ? colon + 1 : model->name;
}

static void
append_options (const Project *project, GString *text)
{
  const SessionPlan *session = &project->plan.session;
  g_string_append_printf (text, "-n %u --dist %s", session->workers, dist_word (session->model));
  if (session->rules.max_worker_restart != 4 * session->workers && session->rules.max_worker_restart != ISO_NONE)
    g_string_append_printf (text, " --max-worker-restart %u", session->rules.max_worker_restart);
  if (session->rules.options.maxschedchunk != ISO_NONE)
    g_string_append_printf (text, " --maxschedchunk %u", session->rules.options.maxschedchunk);
}

static GString *
ini_text (const Project *project)
{
  GString *text = g_string_new ("[pytest]\naddopts = ");
  append_options (project, text);
  g_string_append (text, " -p no:cacheprovider -p no:randomly\n");
  return text;
}

static void
append_needs (const Project *project, GString *text)
{
  const IsoModel *model = project->plan.session.model;
  g_string_append_printf (text,
                          "It needs pytest-xdist 3.%u or newer. The schedule was found under the rules of %s; "
                          "where they are others, or the\ndefect is mended, the run comes to a good end or has a line "
                          "with `!` in steps.log.\n",
                          model->since, model->external ? model->source : "release 3.8");
  if (grows (project) && project->plan.session.rules.options.loadscopereorder)
    g_string_append (text, "The largest scopes are taken first here; releases before 3.5 do not do so.\n");
}

static GString *
readme_text (const Project *project)
{
  const SessionPlan *session = &project->plan.session;
  GString *text = g_string_new (NULL);
  g_string_append_printf (text,
                          "# pytest-xdist, --dist %s: '%s' is violated\n\nType in this folder:\n\n    timeout %u "
                          "python3 -m pytest\n\n%s\n",
                          dist_word (session->model), property_name (project->property), 30 + project->held,
                          shown[project->property]);
  if (project->property == PROPERTY_ERROR)
    g_string_append_printf (text, "isosim foretells: `%s`.\n",
                            project->error_text ? project->error_text : "RuntimeError: no active workers");
  g_string_append (text,
                   "\nA run that followed the schedule has `that was the last step` in steps.log, and no line that "
                   "begins with `!`.\n");
  append_needs (project, text);
  g_string_append (text, "\n## The schedule\n\nconftest.py holds back the steps that stand there; all others happen as "
                         "soon as they can.\n\n```\n");
  schedule_append_text (text, &project->plan, project->run);
  g_string_append (text, "```\n");
  return text;
}

/* --- all of it ----------------------------------------------------------------------------------------------- */

static bool
make_run (Project *project, const GArray *schedule, GError **error)
{
  const char *name = property_name (project->property);
  if (!shown[project->property])
    return fail (error, "--emit-pytest %s: no run of pytest shows '%s'", project->dir, name);
  project->run = realizable_run (&project->plan, project->property, schedule, &project->holds);
  if (!project->run)
    return fail (error,
                 "--emit-pytest %s: '%s' needs a command or an item that is taken late, or a test of under 0.1 s, "
                 "which no conftest.py can bring about",
                 project->dir, name);
  project->steps = g_string_new (NULL);
  search_replay (&project->plan, project->run, &(Replay){ .before = note_step, .after = note_after, .data = project });
  return true;
}

static void
clear_file (void *file)
{
  OutfolderFile *each = file;
  g_free (each->name);
  g_string_free (each->text, TRUE);
}

static void
add_file (GArray *files, char *name, GString *text)
{
  OutfolderFile file = { name, text };
  g_array_append_val (files, file);
}

static GArray *
make_files (const Project *project)
{
  const ScopeTable *table = scopes_of (project->suite, project->plan.session.model);
  GArray *files = g_array_new (FALSE, FALSE, sizeof (OutfolderFile));
  g_array_set_clear_func (files, clear_file);
  add_file (files, g_strdup ("README.md"), readme_text (project));
  add_file (files, g_strdup ("conftest.py"), conftest_text (project));
  add_file (files, g_strdup ("pytest.ini"), ini_text (project));
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    {
      char label[3];
      label_scope (label, scope, table->scopes);
      add_file (files, g_strdup_printf ("test_%s.py", label), tests_text (project, scope));
    }
  return files;
}

bool
pytest_project_can_begin (const SearchPlan *plan, const char *dir, GError **error)
{
  const IsoModel *model = plan->session.model;
  if (!model->since)
    return fail (error, "--emit-pytest %s: no release of pytest-xdist has %s", dir, model->name);
  if (plan->after || plan->session.replacements_differ)
    return fail (error, "--emit-pytest %s: a project with --%s cannot be written", dir,
                 plan->after ? "depends" : "collect-differs");
  if (outfolder_is_free (dir, error))
    return true;
  g_prefix_error (error, "--emit-pytest: ");
  return false;
}

bool
pytest_project_write (const SearchPlan *plan, Property property, const GArray *schedule, const char *dir,
                      GError **error)
{
  g_auto (Project) project = { .dir = dir, .plan = *plan, .property = property };
  if (!pytest_project_can_begin (plan, dir, error))
    return false;
  rename_tests (&project, plan->session.suite);
  if (!make_run (&project, schedule, error))
    return false;
  g_autoptr (GArray) files = make_files (&project);
  if (outfolder_write (dir, (const OutfolderFile *) (const void *) files->data, files->len, error))
    return true;
  g_prefix_error (error, "--emit-pytest: ");
  return false;
}
