/* traces/formats/junit_name.h - the nodeid behind a JUnit testcase.
 *
 * pytest writes the nodeid "a/test_b.py::TestC::test_d[e.f]" as classname "a.test_b.TestC" and name "test_d[e.f]":
 * which dot was a slash and which a "::" is lost, and where the file's name ends. It is found again by the first rule
 * that applies:
 *   1. `file`, with dots for slashes and without ".py", begins the classname. Its leading folders may be left out, as
 *      when it is absolute. This alone is certain: only xunit1 writes `file`, and an inherited test has its base
 *      class's, which does not begin the classname.
 *   2. In a suite called "pytest", a doctest's name repeats the module ("a.b.f" in "src.a.b") or the text file
 * ("c.rst").
 *   3. The longest beginning of the classname that is a .py file below the current directory.
 *   4. The longest beginning of the classname whose last part is called test_* or *_test.
 *   5. In a suite called "pytest", what stands before the first part with a capital letter.
 * What remains of the classname are classes. If no rule applies, or `file` is there and no .py file, then the suite is
 * not pytest's, and the nodeid is "classname::name", "suite::name" without a classname, or the name alone. */
#ifndef ISOSIM_JUNIT_NAME_H
#define ISOSIM_JUNIT_NAME_H

#include <glib.h>
#include <stdbool.h>

G_BEGIN_DECLS

/* What was found below the current directory; a path is looked up once. */
typedef struct JunitNames JunitNames;

JunitNames *junit_names_new (void);
void junit_names_free (JunitNames *names);

/* Any but the name may be NULL or empty. */
typedef struct
{
  const char *classname;
  const char *name;
  const char *file;
  const char *suite; /* the name of the innermost suite */
} JunitParts;

/* The nodeid, and in *certain whether rule 1 gave it; g_free it. */
char *junit_dup_nodeid (JunitNames *names, const JunitParts *parts, bool *certain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JunitNames, junit_names_free)

G_END_DECLS

#endif
