#include "synthetic/nodeids.h"

#include "text/draws.h"

#define WORDS 64u /* four of them name as many modules as a suite can have tests */
#define VERBS 32u
#define NAME_STEP 1237u /* odd, so that it comes to each pair of verb and word once */
#define LETTERS_MAX 4u
#define SETS_BITS_MAX 5u /* a parametrised function has from 2 to 2^5 + 1 sets of parameters */

/* In order, so that names made of them are. */
static const char *const words[WORDS] = {
  "accounts", "admin",   "alerts",   "api",      "auth",   "backup", "billing", "cache",   "calendar", "catalog",
  "checkout", "client",  "cluster",  "codec",    "config", "cursor", "device",  "dialect", "email",    "engine",
  "events",   "export",  "fields",   "filters",  "forms",  "graph",  "groups",  "history", "images",   "import",
  "index",    "invoice", "jobs",     "journal",  "kernel", "labels", "layers",  "ledger",  "locale",   "login",
  "media",    "metrics", "models",   "network",  "orders", "parser", "payment", "plugins", "policy",   "profile",
  "queue",    "quota",   "reports",  "router",   "schema", "search", "session", "storage", "tasks",    "template",
  "tokens",   "users",   "webhooks", "workflow",
};
static const char *const verbs[VERBS] = {
  "accepts", "adds",    "allows",  "applies", "builds",  "checks", "clears",  "copies",
  "creates", "decodes", "deletes", "encodes", "fetches", "finds",  "formats", "ignores",
  "joins",   "keeps",   "lists",   "loads",   "merges",  "moves",  "opens",   "parses",
  "rejects", "renames", "resets",  "saves",   "sends",   "splits", "updates", "validates",
};
G_STATIC_ASSERT (((guint64) WORDS * WORDS * WORDS * WORDS) >= SUITE_TESTS_MAX);

typedef struct
{
  const Layout *layout;
  double param_share;
  Draws parameters, parameter_sets, name;
  uint32_t folder_words, file_words; /* how many words a module's path has */
  uint64_t paths;                    /* that can be made of so many words */

  GString *text;
  uint64_t *name_at; /* [tests] */
  uint32_t *name_len;
  uint32_t tests, parametrised; /* so far */
  GString *scope;               /* what stands before the name of each test of the scope at hand */
} Naming;

/* One word a module as long as they suffice, then a folder, a second word, a second folder. */
static void
choose_paths (Naming *naming)
{
  uint32_t count = 1;
  for (naming->paths = WORDS; naming->paths < naming->layout->modules; naming->paths *= WORDS)
    count++;
  naming->folder_words = count / 2;
  naming->file_words = count - count / 2;
}

/* Modules are spread over the paths that there are, in order; the path's number, in base 64, is its words. */
static void
append_path (const Naming *naming, GString *text, uint32_t module)
{
  uint64_t number = module * naming->paths / naming->layout->modules, unit = naming->paths;
  g_string_append (text, "tests/");
  for (uint32_t i = 0; i < naming->folder_words + naming->file_words; i++)
    {
      unit /= WORDS;
      const char *before = i < naming->folder_words ? "" : i == naming->folder_words ? "test_" : "_";
      g_string_append (text, before);
      g_string_append (text, words[number / unit % WORDS]);
      g_string_append (text, i < naming->folder_words ? "/" : "");
    }
  g_string_append (text, ".py");
}

/* What a name has behind it when its words were all used before. */
static void
append_round (GString *text, uint32_t round)
{
  if (round > 0)
    g_string_append_printf (text, "_%u", round + 1);
}

/* The CLASS-th class (from 0) of a module; FIRST is where its words begin. */
static void
append_class (GString *text, uint32_t class, uint32_t first)
{
  const char *word = words[(first + class) % WORDS];
  g_string_append (text, "::Test");
  g_string_append_c (text, g_ascii_toupper (word[0]));
  g_string_append (text, word + 1);
  append_round (text, class / WORDS);
}

static void
begin_scope (Naming *naming, uint32_t scope, uint32_t first_of_module)
{
  uint32_t module = naming->layout->module[scope];
  g_string_truncate (naming->scope, 0);
  append_path (naming, naming->scope, module);
  if (scope > first_of_module)
    append_class (naming->scope, scope - first_of_module - 1,
                  draws_below (naming->name, 2 * (uint64_t) first_of_module, WORDS));
  g_string_append (naming->scope, "::test_");
}

/* The FUNCTION-th function (from 0) of a scope; FIRST is where its pairs of verb and word begin. */
static void
begin_test (Naming *naming, uint32_t function, uint32_t first)
{
  uint32_t pair = (first + function % (VERBS * WORDS) * NAME_STEP) % (VERBS * WORDS);
  naming->name_at[naming->tests] = naming->text->len;
  g_string_append_len (naming->text, naming->scope->str, (gssize) naming->scope->len);
  g_string_append (naming->text, verbs[pair % VERBS]);
  g_string_append_c (naming->text, '_');
  g_string_append (naming->text, words[pair / VERBS]);
  append_round (naming->text, function / (VERBS * WORDS));
}

static void
end_test (Naming *naming)
{
  naming->name_len[naming->tests] = (uint32_t) (naming->text->len - naming->name_at[naming->tests]);
  naming->tests++;
}

/* How many sets of parameters the function has that begins with the test at hand, ROOM at most; 0: it has none. Few
 * sets are more likely than many. Of the parametrised tests that are due, more are due the longer there were none. */
static uint32_t
parameter_sets (const Naming *naming, uint32_t room)
{
  uint32_t test = naming->tests,
           most = 1u << (1 + draws_below (naming->parameter_sets, 3 * (uint64_t) test, SETS_BITS_MAX));
  uint32_t sets = MIN (room, 2 + draws_below (naming->parameter_sets, 3 * (uint64_t) test + 1, most));
  double due = naming->param_share * ((double) test + sets) - naming->parametrised;
  return due >= draws_uniform (naming->parameters, test) * sets ? sets : 0;
}

/* The tests of one parametrised function: a number and a letter each. */
static void
add_parametrised (Naming *naming, uint32_t function, uint32_t first, uint32_t sets)
{
  uint32_t letters = 1 + draws_below (naming->parameter_sets, 3 * (uint64_t) naming->tests + 2, LETTERS_MAX);
  for (uint32_t set = 0; set < sets; set++)
    {
      begin_test (naming, function, first);
      g_string_append_printf (naming->text, "[%u-%c]", set / letters, (char) ('a' + set % letters));
      end_test (naming);
    }
  naming->parametrised += sets;
}

static void
add_scope (Naming *naming, uint32_t scope)
{
  uint32_t first = draws_below (naming->name, 2 * (uint64_t) scope + 1, VERBS * WORDS),
           end = naming->tests + naming->layout->size[scope];
  for (uint32_t function = 0; naming->tests < end; function++)
    {
      uint32_t sets = parameter_sets (naming, end - naming->tests);
      if (sets > 0)
        add_parametrised (naming, function, first, sets);
      else
        {
          begin_test (naming, function, first);
          end_test (naming);
        }
    }
}

static void
add_scopes (Naming *naming)
{
  const Layout *layout = naming->layout;
  for (uint32_t scope = 0, first_of_module = 0; scope < layout->scopes; scope++)
    {
      if (layout->module[scope] != layout->module[first_of_module])
        first_of_module = scope;
      begin_scope (naming, scope, first_of_module);
      add_scope (naming, scope);
    }
}

Suite *
nodeids_suite (const Layout *layout, double param_share, uint64_t seed)
{
  Naming naming = { .layout = layout, .param_share = param_share };
  naming.parameters = draws_of (seed, DRAWS_PARAMETERS, 0);
  naming.parameter_sets = draws_of (seed, DRAWS_PARAMETER_SETS, 0);
  naming.name = draws_of (seed, DRAWS_WORDS, 0);
  naming.text = g_string_new (NULL);
  naming.scope = g_string_new (NULL);
  naming.name_at = g_new (uint64_t, layout->tests);
  naming.name_len = g_new (uint32_t, layout->tests);
  choose_paths (&naming);
  add_scopes (&naming);
  g_string_free (naming.scope, TRUE);
  char *own = g_string_free (naming.text, FALSE);
  return suite_new (layout->tests, own, naming.name_at, naming.name_len, NULL, g_free, own);
}
