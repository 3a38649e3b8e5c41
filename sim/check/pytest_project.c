#include "check/pytest_project.h"

#include "base/outfolder.h"
#include "base/usage.h"
#include "check/pytest_conftest.h"
#include "check/pytest_names.h"
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
  Conftest conftest;
  guint held;       /* steps that conftest.py holds */
  char *error_text; /* what the scheduler raised; NULL if it did not */
} Project;

static void
project_clear (Project *project)
{
  suite_free (project->suite);
  if (project->run)
    g_array_unref (project->run);
  if (project->conftest.steps)
    g_string_free (project->conftest.steps, TRUE);
  g_free (project->error_text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Project, project_clear)

/* What one sees of a violation in a run; NULL for what only an observer inside the controller could see. */
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

/* --- steps --------------------------------------------------------------------------------------------------- */

static char *
death_step (Project *project, const IsoSession *session, unsigned node)
{
  const Worker *worker = &session->worker[node];
  bool runs = worker->state == WORKER_RUNNING, begins = worker->state == WORKER_UP && worker->taken == 2;
  project->conftest.deaths = true;
  if (runs || begins)
    {
      g_autofree char *test = pytest_dup_function (project->suite, iso_queue_get (&session->store, &worker->queue, 0));
      return g_strdup_printf ("dies %s %s", runs ? "in" : "before", test);
    }
  project->conftest.deaths_between |= worker->state == WORKER_UP;
  project->conftest.downs |= worker->state == WORKER_EXITING;
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
  g_autofree char *test = pytest_dup_function (project->suite, iso_queue_get (&session->store, messages, 2));
  return g_strdup_printf ("handles the end of %s", test);
}

static char *
test_step (const Project *project, const IsoSession *session, Action action)
{
  uint32_t index = iso_queue_get (&session->store, &session->worker[action.node].queue, 0);
  g_autofree char *test = pytest_dup_function (project->suite, index);
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
  if (!realizable_is_held (session, action, project->conftest.holds))
    return;
  g_autofree char *what = step (project, session, action);
  g_autofree char *who = action.kind == ACTION_HANDLE ? g_strdup ("controller") : g_strdup_printf ("gw%u", action.node);
  g_string_append_printf (project->conftest.steps, "    (\"%s\", \"%s\"),\n", who, what);
  project->held++;
}

/* A worker that took its end marker must wait for its turn before it is down. */
static void
note_after (const IsoSession *session, Action action, void *data)
{
  Project *project = data;
  for (unsigned node = 0; node < session->state->next_number; node++)
    project->conftest.downs |= session->worker[node].state == WORKER_EXITING;
  if (session->error && !project->error_text)
    project->error_text = g_strdup (session->error_text);
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
  const ScopeTable *table = pytest_scopes_of (project->suite, project->plan.session.model);
  uint32_t first = table->member[table->first[scope]];
  GString *text = g_string_new (NULL);
  bool grouped = pytest_has_group (project->suite, project->plan.session.model, first);
  char label[3];
  pytest_label_scope (label, scope, table->scopes);
  g_string_append (text,
                   "# When a test ends, and whether it kills its worker, conftest.py decides. Behind each stands\n"
                   "# which test of the suite it plays.\n");
  if (grouped)
    g_string_append_printf (text, "import pytest\n\npytestmark = pytest.mark.xdist_group(\"%s\")\n", label);
  for (uint32_t i = table->first[scope]; i < table->first[scope + 1]; i++)
    {
      g_autofree char *function = pytest_dup_function (project->suite, table->member[i]);
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
  if (pytest_scopes_grow (project->suite, project->plan.session.model)
      && project->plan.session.rules.options.loadscopereorder)
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
  project->run = realizable_run (&project->plan, project->property, schedule, &project->conftest.holds);
  if (!project->run)
    return fail (error,
                 "--emit-pytest %s: '%s' needs a command or an item that is taken late, or a test of under 0.1 s, "
                 "which no conftest.py can bring about",
                 project->dir, name);
  project->conftest.steps = g_string_new (NULL);
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
  const ScopeTable *table = pytest_scopes_of (project->suite, project->plan.session.model);
  GArray *files = g_array_new (FALSE, FALSE, sizeof (OutfolderFile));
  g_array_set_clear_func (files, clear_file);
  add_file (files, g_strdup ("README.md"), readme_text (project));
  add_file (files, g_strdup ("conftest.py"), conftest_text (&project->conftest));
  add_file (files, g_strdup ("pytest.ini"), ini_text (project));
  for (uint32_t scope = 0; scope < table->scopes; scope++)
    {
      char label[3];
      pytest_label_scope (label, scope, table->scopes);
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
  project.original = plan->session.suite;
  project.suite = pytest_rename_suite (project.original, plan->session.model);
  project.plan.session.suite = project.suite;
  project.conftest = (Conftest){ .plan = &project.plan, .property = property };
  if (!make_run (&project, schedule, error))
    return false;
  g_autoptr (GArray) files = make_files (&project);
  if (outfolder_write (dir, (const OutfolderFile *) (const void *) files->data, files->len, error))
    return true;
  g_prefix_error (error, "--emit-pytest: ");
  return false;
}
