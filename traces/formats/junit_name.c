#include "formats/junit_name.h"

#include <string.h>
#include <sys/stat.h>

#define PATH_LEN_MAX 1024u /* longest path that is understood */

struct JunitNames
{
  GHashTable *seen; /* path → OnDisk bits + 1 */
};

enum
{
  IS_FOLDER = 1 << 0,
  IS_MODULE = 1 << 1 /* with ".py" behind it */
};

JunitNames *
junit_names_new (void)
{
  JunitNames *names = g_new0 (JunitNames, 1);
  names->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return names;
}

void
junit_names_free (JunitNames *names)
{
  if (!names)
    return;
  g_hash_table_unref (names->seen);
  g_free (names);
}

static unsigned
look_on_disk (const char *path)
{
  struct stat status;
  g_autofree char *module = g_strconcat (path, ".py", NULL);
  unsigned found = stat (path, &status) == 0 && S_ISDIR (status.st_mode) ? IS_FOLDER : 0;
  return found | (stat (module, &status) == 0 && S_ISREG (status.st_mode) ? IS_MODULE : 0);
}

static unsigned
seen_on_disk (JunitNames *names, const char *path)
{
  gpointer seen = g_hash_table_lookup (names->seen, path);
  if (!seen)
    {
      seen = GUINT_TO_POINTER (look_on_disk (path) + 1);
      g_hash_table_insert (names->seen, g_strdup (path), seen);
    }
  return GPOINTER_TO_UINT (seen) - 1;
}

/* How many bytes of the classname name a file on disk, 0 if none do. Goes down folder by folder, so that a suite that
 * is not here costs one look; parts hold no dot, so that "..", and without the slash "/", lead nowhere else. */
static gsize
module_on_disk (JunitNames *names, const char *classname)
{
  gsize module_len = 0;
  g_autoptr (GString) path = g_string_new (NULL);
  for (const char *part = classname;; part++)
    {
      gsize len = strcspn (part, ".");
      if (len == 0 || memchr (part, '/', len) || path->len + len > PATH_LEN_MAX)
        return module_len;
      g_string_append_len (path, part, (gssize) len);
      part += len;
      unsigned found = seen_on_disk (names, path->str);
      if (found & IS_MODULE)
        module_len = (gsize) (part - classname);
      if (!(found & IS_FOLDER) || *part == '\0')
        return module_len;
      g_string_append_c (path, '/');
    }
}

/* A module's name can be imported, or is at least a file's; "@" begins a group of --dist loadgroup. */
static bool
is_test_module (const char *part, gsize len)
{
  if (len < strlen ("test_") || memchr (part, '/', len) || memchr (part, '@', len) || memchr (part, ':', len))
    return false;
  return memcmp (part, "test_", 5) == 0 || memcmp (part + len - 5, "_test", 5) == 0;
}

static gsize
module_by_habit (const char *classname)
{
  gsize module_len = 0;
  for (const char *part = classname;; part++)
    {
      gsize len = strcspn (part, ".");
      if (is_test_module (part, len))
        module_len = (gsize) (part + len - classname);
      part += len;
      if (*part == '\0')
        return module_len;
    }
}

/* Everything before the first class, but never nothing. */
static gsize
module_by_capitals (const char *classname)
{
  const char *dot = strchr (classname, '.');
  while (dot && !g_ascii_isupper (dot[1]))
    dot = strchr (dot + 1, '.');
  return dot && dot > classname ? (gsize) (dot - classname) : strlen (classname);
}

/* Whether the classname is TEXT, or ends with a dot and TEXT. */
static bool
ends_with_part (const char *classname, const char *text, gsize len)
{
  gsize all = strlen (classname);
  return all >= len && memcmp (classname + all - len, text, len) == 0
         && (all == len || classname[all - len - 1] == '.');
}

/* A doctest is called by the module's importable name and what it documents: src/a/b.py is a.b, its doctests "a.b" and
 * "a.b.f". A test function has no dot in its name. */
static bool
is_doctest_of_module (const JunitParts *parts)
{
  if (ends_with_part (parts->classname, parts->name, strlen (parts->name)))
    return true;
  const char *dot = strchr (parts->name, '.');
  for (; dot && dot - parts->name <= PATH_LEN_MAX; dot = strchr (dot + 1, '.'))
    if (ends_with_part (parts->classname, parts->name, (gsize) (dot - parts->name)))
      return true;
  return false;
}

static bool
is_doctest_of_text (const JunitParts *parts)
{
  const char *dot = strrchr (parts->name, '.');
  if (!dot || (strcmp (dot, ".rst") != 0 && strcmp (dot, ".txt") != 0 && strcmp (dot, ".md") != 0))
    return false;
  return ends_with_part (parts->classname, parts->name, strlen (parts->name));
}

static gsize
module_by_rules (JunitNames *names, const JunitParts *parts)
{
  bool pytest = g_strcmp0 (parts->suite, "pytest") == 0;
  if (pytest && is_doctest_of_module (parts))
    return strlen (parts->classname);
  gsize module_len = module_on_disk (names, parts->classname);
  if (module_len == 0)
    module_len = module_by_habit (parts->classname);
  return module_len == 0 && pytest ? module_by_capitals (parts->classname) : module_len;
}

static bool
is_slash (char c)
{
  return c == '/' || c == '\\'; /* pytest on Windows */
}

/* The bytes of the classname that the path stands for, 0 if it does not begin the classname. */
static gsize
match_path (const char *path, gsize len, const char *classname)
{
  for (gsize i = 0; i < len; i++)
    if (classname[i] == '\0' || classname[i] != (is_slash (path[i]) ? '.' : path[i]))
      return 0;
  return classname[len] == '.' || classname[len] == '\0' ? len : 0;
}

/* Rule 1: the path that the classname begins with, and how much of the classname it is. */
static const char *
path_by_file (const char *file, const char *classname, gsize *module_len)
{
  gsize len = strlen (file);
  gsize stem_len = g_str_has_suffix (file, ".py") ? len - 3 : len;
  if (len > PATH_LEN_MAX) /* the search below takes time quadratic in it */
    return NULL;
  for (gsize at = 0; at < stem_len; at++)
    if ((at == 0 || is_slash (file[at - 1])) && (*module_len = match_path (file + at, stem_len - at, classname)) > 0)
      return file + at;
  return NULL;
}

static void
append_with (GString *nodeid, const char *text, gsize len, char from, char to)
{
  for (gsize i = 0; i < len; i++)
    g_string_append_c (nodeid, text[i] == from ? to : text[i]);
}

/* The rest of the classname, which begins with a dot or is empty, and the name. */
static char *
finish_nodeid (GString *nodeid, const char *classes, const char *name)
{
  for (; *classes; classes++)
    if (*classes == '.')
      g_string_append (nodeid, "::");
    else
      g_string_append_c (nodeid, *classes);
  g_string_append_printf (nodeid, "::%s", name);
  return g_string_free (nodeid, FALSE);
}

static char *
dup_python_nodeid (const JunitParts *parts, gsize module_len)
{
  GString *nodeid = g_string_new (NULL);
  append_with (nodeid, parts->classname, module_len, '.', '/');
  g_string_append (nodeid, ".py");
  return finish_nodeid (nodeid, parts->classname + module_len, parts->name);
}

static char *
dup_text_nodeid (const JunitParts *parts)
{
  GString *nodeid = g_string_new (NULL);
  append_with (nodeid, parts->classname, strlen (parts->classname) - strlen (parts->name), '.', '/');
  g_string_append (nodeid, parts->name);
  return finish_nodeid (nodeid, "", parts->name);
}

static char *
dup_foreign_nodeid (const JunitParts *parts)
{
  const char *before = parts->classname;
  if (!before || !*before)
    before = parts->suite;
  return before && *before ? g_strconcat (before, "::", parts->name, NULL) : g_strdup (parts->name);
}

char *
junit_dup_nodeid (JunitNames *names, const JunitParts *parts, bool *certain)
{
  gsize module_len = 0;
  bool has_class = parts->classname && *parts->classname, has_file = parts->file && *parts->file;
  const char *path = has_class && has_file ? path_by_file (parts->file, parts->classname, &module_len) : NULL;
  *certain = path != NULL;
  if (path)
    {
      GString *nodeid = g_string_new (NULL);
      append_with (nodeid, path, strlen (path), '\\', '/');
      return finish_nodeid (nodeid, parts->classname + module_len, parts->name);
    }
  if (!has_class || (has_file && !g_str_has_suffix (parts->file, ".py")))
    return dup_foreign_nodeid (parts);
  if (g_strcmp0 (parts->suite, "pytest") == 0 && is_doctest_of_text (parts))
    return dup_text_nodeid (parts);
  module_len = module_by_rules (names, parts);
  return module_len > 0 ? dup_python_nodeid (parts, module_len) : dup_foreign_nodeid (parts);
}
