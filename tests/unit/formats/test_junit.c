#include "formats/format.h"
#include "unit/check.h"

#include "suite/trace.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Reads a text as if it were a file called "t.xml". */
static Trace *
read_text (const char *text, char **refusal)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("isosim-XXXXXX.xml", &path, NULL);
  *refusal = NULL;
  if (fd < 0 || write (fd, text, strlen (text)) != (gssize) strlen (text) || close (fd) != 0)
    {
      FAIL ("cannot write %s", path);
      return NULL;
    }
  Trace *trace = trace_read (path, &error);
  g_unlink (path);
  if (error)
    *refusal
        = g_strdup_printf ("t.xml%s", error->message + (g_str_has_prefix (error->message, path) ? strlen (path) : 0));
  return trace;
}

/* The trace of a text that must be readable. */
static Trace *
need_trace (const char *text)
{
  g_autofree char *refusal = NULL;
  Trace *trace = read_text (text, &refusal);
  if (!trace)
    FAIL ("%s\n    refused: %s", text, refusal);
  return trace;
}

/* A suite of that name (NULL: none) around some testcases. */
static Trace *
need_suite (const char *suite, const char *cases)
{
  g_autofree char *name = suite ? g_strdup_printf (" name=\"%s\"", suite) : g_strdup ("");
  g_autofree char *text = g_strdup_printf ("<testsuites><testsuite%s>%s</testsuite></testsuites>", name, cases);
  return need_trace (text);
}

static char *
dup_name (const Trace *trace, uint32_t test)
{
  return test < trace->suite->tests ? suite_dup_name (trace->suite, test) : g_strdup ("(no such test)");
}

static const struct
{
  const char *attributes, *suite, *nodeid;
} names[] = {
  /* xunit1: the file is certain */
  { "classname='a.test_b' name='test_c' file='a/test_b.py'", NULL, "a/test_b.py::test_c" },
  { "classname='a.test_b.TestC.TestD' name='test_e[1.5::f]' file='a/test_b.py'", NULL,
    "a/test_b.py::TestC::TestD::test_e[1.5::f]" },
  { "classname='sub.dir.a b.test_c' name='x' file='sub.dir/a b/test_c.py'", NULL, "sub.dir/a b/test_c.py::x" },
  { "classname='app.checks.Suite' name='x' file='app/checks.py'", NULL, "app/checks.py::Suite::x" },
  { "classname='a.test_b.TestC' name='x' file='a\\test_b.py'", NULL, "a/test_b.py::TestC::x" },
  { "classname='docs.index.rst' name='index.rst' file='docs/index.rst'", NULL, "docs/index.rst::index.rst" },
  /* the file is absolute, or is the base class's */
  { "classname='test_b.TestC' name='x' file='/home/me/tests/test_b.py'", NULL, "test_b.py::TestC::x" },
  { "classname='tests.test_b.TestC' name='x' file='/home/me/tests/test_b.py'", NULL, "tests/test_b.py::TestC::x" },
  { "classname='a.test_b.TestC' name='x' file='a/common.py'", NULL, "a/test_b.py::TestC::x" },
  { "classname='a.test_b.TestC' name='x' file='../usr/lib/mock/mock.py'", NULL, "a/test_b.py::TestC::x" },
  { "classname='app.checks.C' name='x' file='/home/me/app/checks.py'", NULL, "app/checks.py::C::x" },
  { "classname='app.checks.C' name='x' file='/home/me/myapp/checks.py'", NULL, "app.checks.C::x" },
  { "classname='a.test_bc' name='x' file='a/test_b.py'", NULL, "a/test_bc.py::x" },
  /* xunit2: by the habits of naming */
  { "classname='test_b' name='test_c'", NULL, "test_b.py::test_c" },
  { "classname='a.b_test.TestC' name='x'", NULL, "a/b_test.py::TestC::x" },
  { "classname='test_a.test_b.C' name='x'", NULL, "test_a/test_b.py::C::x" },
  { "classname='a.test_b' name='test_c[x@y]'", NULL, "a/test_b.py::test_c[x@y]" },
  { "classname='test_a.test_b@g' name='2@z'", NULL, "test_a.py::test_b@g::2@z" },
  { "classname='тест.test_имя.TestКласс' name='test_x'", NULL, "тест/test_имя.py::TestКласс::test_x" },
  { "classname='app.tests.TestC.TestD' name='x'", "pytest", "app/tests.py::TestC::TestD::x" },
  { "classname='TestC' name='x'", "pytest", "TestC.py::x" },
  /* doctests */
  { "classname='a.b' name='a.b.f'", "pytest", "a/b.py::a.b.f" },
  { "classname='src.a.b' name='a.b'", "pytest", "src/a/b.py::a.b" },
  { "classname='a.test_b' name='a.test_b.Class.f'", "pytest", "a/test_b.py::a.test_b.Class.f" },
  { "classname='src.test_a.b' name='test_a.b'", "pytest", "src/test_a/b.py::test_a.b" },
  { "classname='src.test_a.b' name='test_a.b.f'", "pytest", "src/test_a/b.py::test_a.b.f" },
  { "classname='a.test_b' name='test_b'", "pytest", "a/test_b.py::test_b" },
  { "classname='a.test_b.TestC' name='test_b'", "pytest", "a/test_b.py::TestC::test_b" },
  { "classname='docs.index.rst' name='index.rst'", "pytest", "docs/index.rst::index.rst" },
  { "classname='README.md' name='README.md'", "pytest", "README.md::README.md" },
  /* other producers */
  { "classname='com.example.Foo' name='works'", "com.example.Foo", "com.example.Foo::works" },
  { "classname='github.com/a/b_test' name='TestX/case_1'", "b", "github.com/a/b_test::TestX/case_1" },
  { "classname='test_math.Add' name='x' file='math.cc'", NULL, "test_math.Add::x" },
  { "classname='NS.Class' name='NS.Class.Method'", NULL, "NS.Class::NS.Class.Method" },
  { "name='x'", "factorial", "factorial::x" },
  { "classname='' name='x'", "factorial", "factorial::x" },
  { "name='x &lt;1&gt;'", NULL, "x <1>" },
};

static void
nodeids_are_recovered (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("<testcase %s time='1'/>", names[i].attributes);
      g_autoptr (Trace) trace = need_suite (names[i].suite, text);
      g_autofree char *nodeid = trace ? dup_name (trace, 0) : NULL;
      EQUAL_TEXT (nodeid, names[i].nodeid);
    }
}

static void
only_a_file_makes_a_nodeid_certain (void)
{
  g_autoptr (Trace) trace = need_suite ("pytest", "<testcase classname='test_a' name='x' time='1'/>"
                                                  "<testcase classname='test_a' name='x' time='1'/>"
                                                  "<testcase classname='a' name='y' time='1' file='a.py'/>");
  if (trace)
    EQUAL_INT (trace->guessed, 1);
}

static void
make_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *above = g_path_get_dirname (path);
  if (g_mkdir_with_parents (above, 0700) != 0 || !g_file_set_contents (path, "", 0, NULL))
    FAIL ("cannot make %s", path);
}

static const struct
{
  const char *classname, *nodeid;
} on_disk[] = {
  { "pkg.checks.Suite", "pkg/checks.py::Suite::x" },
  { "pkg.checks", "pkg/checks.py::x" },
  { "pkg.deep.specs.Suite.Inner", "pkg/deep/specs.py::Suite::Inner::x" },
  { "pkg", "pkg::x" },
  { "pkg.gone.Suite", "pkg.gone.Suite::x" },
  { "pkg..checks", "pkg..checks::x" },
  { "/pkg.checks", "/pkg.checks::x" },
};

static void
check_names_on_disk (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (on_disk); i++)
    {
      g_autofree char *text = g_strdup_printf ("<testcase classname='%s' name='x' time='1'/>", on_disk[i].classname);
      g_autoptr (Trace) trace = need_suite ("mine", text);
      g_autofree char *nodeid = trace ? dup_name (trace, 0) : NULL;
      EQUAL_TEXT (nodeid, on_disk[i].nodeid);
    }
}

static void
modules_below_the_current_directory_are_found (void)
{
  static const char *const made[] = { "pkg/checks.py", "pkg/deep/specs.py", "pkg/deep", "pkg", "" };
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *folder = g_dir_make_tmp ("isosim-XXXXXX", NULL);
  make_file (folder, made[0]);
  make_file (folder, made[1]);
  if (g_chdir (folder) == 0)
    check_names_on_disk ();
  else
    FAIL ("cannot go to %s", folder);
  CU_ASSERT_EQUAL (g_chdir (before), 0);
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *path = g_build_filename (folder, made[i], NULL);
      g_remove (path);
    }
}

/* What one testcase with that time gives; refused: no test has a time, with a warning or without. */
static const struct
{
  const char *time;
  uint64_t us;
  uint32_t mended, untimed, warnings;
} times[] = {
  { "1", 1000000, 0, 0, 0 },
  { "0.051", 51000, 0, 0, 0 },
  { " 0.5 ", 500000, 0, 0, 0 },
  { ".5", 500000, 0, 0, 0 },
  { "1.4e-05", 14, 0, 0, 0 },
  { "4.50611114501953e-05", 45, 0, 0, 0 },
  { "0.0000005", 1, 0, 0, 0 },
  { "1,024.12", 1024120000, 0, 0, 0 },
  { "1,234,567.5", 1234567500000, 0, 0, 0 },
  { "1,024,000", 1024000000000, 0, 0, 0 },
  { "1.024,12", 1024120000, 0, 0, 0 },
  { "0,5", 500000, 0, 0, 1 },
  { "1,024", 1024000, 0, 0, 1 },
  { "+2", 2000000, 0, 0, 0 },
  { "-0.000", 0, 0, 0, 0 },
  { "999999999.9", 999999999900000, 0, 0, 0 },
  { "-0.001", 0, 1, 0, 1 },
  { "1600000000.5", 0, 1, 0, 1 },
  { "NaN", 0, 1, 0, 1 },
  { "inf", 0, 1, 0, 1 },
  { "1e999", 0, 1, 0, 1 },
  { "", 0, 0, 1, 0 },
  { "  ", 0, 0, 1, 0 },
  { "&lt;&lt;computed&gt;&gt;", 0, 0, 1, 1 },
  { "12 ms", 0, 0, 1, 1 },
  { "0x10", 0, 0, 1, 1 },
  { "1,02.5", 0, 0, 1, 1 },
  { "1.02.5", 0, 0, 1, 1 },
  { ",,,", 0, 0, 1, 1 },
  { ".", 0, 0, 1, 1 },
  { "-", 0, 0, 1, 1 },
  { "1024,12,5", 0, 0, 1, 1 },
  { "1024,125.5", 0, 0, 1, 1 },
  { "1,e+3,000", 0, 0, 1, 1 },
};

static void
times_are_read_however_they_are_written (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("<testcase name='a' time='%s'/><testcase name='b' time='0'/>", times[i].time);
      g_autoptr (Trace) trace = need_suite (NULL, text);
      if (!trace)
        continue;
      if (trace->run_us[0] != times[i].us || trace->mended != times[i].mended || trace->untimed != times[i].untimed
          || trace->warnings->len != times[i].warnings)
        FAIL ("time '%s': %" G_GUINT64_FORMAT " us, mended %u, untimed %u, warnings %u", times[i].time,
              trace->run_us[0], trace->mended, trace->untimed, trace->warnings->len);
    }
}

/* The outcome of "a", which comes first, in words. */
static const struct
{
  const char *cases, *outcome;
} outcomes[] = {
  { "<testcase name='a' time='1'/>", "passed" },
  { "<testcase name='a' time='1'><system-out>error</system-out><properties/></testcase>", "passed" },
  { "<testcase name='a' time='1'><failure message='no'><error/></failure></testcase>", "call-failed" },
  { "<testcase name='a' time='1'><error message='failed on setup with x'/></testcase>", "setup-failed" },
  { "<testcase name='a' time='1'><error message='failed on teardown with x'/></testcase>", "passed,teardown-failed" },
  { "<testcase name='a' time='1'><skipped/><error message='failed on teardown with x'/></testcase>",
    "skipped,teardown-failed" },
  { "<testcase name='a' time='1'><error/></testcase>", "call-failed" },
  { "<testcase name='a' time='1'><skipped type='pytest.xfail'/></testcase>", "xfailed" },
  { "<testcase name='a' time='1'><skipped type='pytest.skip'/></testcase>", "skipped" },
  { "<testcase name='a' time='1'><skipped/></testcase>", "skipped" },
  { "<testcase name='a' time='1'><disabled/></testcase>", "skipped" },
  { "<testcase name='a' time='1' status='disabled'/>", "skipped" },
  { "<testcase name='a' time='1' status='notrun'/>", "skipped" },
  { "<testcase name='a' time='1' status='run'/>", "passed" },
  { "<testcase name='a' time='1'><flakyFailure><failure/></flakyFailure></testcase>", "passed" },
  { "<testcase name='a' time='1'><skipped/><failure/></testcase>", "skipped,call-failed" },
  { "<testcase name='a' time='1'><failure/></testcase><testcase name='a' time='1'/>", "passed,call-failed" },
  { "<testcase name='a' time='1'><failure/></testcase>"
    "<testcase name='a' time='1'><error message='failed on teardown with x'/></testcase>",
    "call-failed,teardown-failed" },
  { "<testcase name='a' time='0'><error message=\"failed on setup with &quot;worker 'gw7' crashed while running "
    "'a'&quot;\"/></testcase>",
    "crashed" },
};

static void
outcomes_are_told_apart (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autoptr (Trace) trace = need_suite (NULL, outcomes[i].cases);
      g_autofree char *outcome = trace ? outcome_dup_text (trace->outcome[0]) : NULL;
      if (g_strcmp0 (outcome, outcomes[i].outcome) != 0)
        FAIL ("%s\n    is %s, expected %s", outcomes[i].cases, outcome, outcomes[i].outcome);
    }
}

#define RUN(NAME, TIME, CHILD) "<testcase name='" NAME "' time='" TIME "'>" CHILD "</testcase>"
#define TEARDOWN "<error message='failed on teardown with x'/>"
#define CRASH(WORKER) "<error message=\"worker '" WORKER "' crashed while running 'a'\"/>"

/* Several testcases of "a": how long it took, and how many runs beyond the first. */
static const struct
{
  const char *cases;
  uint64_t us;
  uint32_t merged;
} doubles[] = {
  { RUN ("a", "2", "<failure/>") RUN ("a", "1", TEARDOWN), 3000000, 0 },
  { RUN ("a", "2", "<failure/>") RUN ("b", "9", "") RUN ("a", "1", TEARDOWN), 3000000, 0 },
  { RUN ("a", "2", "<failure/>") RUN ("a", "4", "<failure/>") RUN ("a", "1", TEARDOWN) RUN ("a", "1", TEARDOWN),
    4000000, 1 }, /* --dist each: two workers fail, then both tear down */
  { RUN ("a", "2", "<failure/>") RUN ("a", "1", TEARDOWN) RUN ("a", "5", TEARDOWN), 4000000, 1 },
  { RUN ("a", "2", "") RUN ("a", "4", ""), 3000000, 1 },
  { RUN ("a", "2", "") RUN ("a", "4", TEARDOWN), 3000000, 1 },
  { RUN ("a", "2", "<failure/>") RUN ("a", "4", ""), 3000000, 1 },
  { RUN ("a", "2", "") RUN ("a", "", "<failure/>"), 2000000, 0 },
  { RUN ("a", "0", CRASH ("gw1")) RUN ("a", "0", CRASH ("gw2")), 0, 0 },
  { RUN ("a", "0", CRASH ("gw1")) RUN ("a", "4", ""), 4000000, 0 },
  { RUN ("a", "4", "") RUN ("a", "0", CRASH ("gw1")), 4000000, 0 },
};

static void
two_testcases_of_one_run_are_one_run (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_autoptr (Trace) trace = need_suite (NULL, doubles[i].cases);
      if (trace && (trace->run_us[0] != doubles[i].us || trace->merged != doubles[i].merged))
        FAIL ("%s\n    took %" G_GUINT64_FORMAT " us, merged %u", doubles[i].cases, trace->run_us[0], trace->merged);
    }
}

static const struct
{
  const char *id;
  int worker; /* -2: no worker is known at all */
} crashes[] = { { "gw0", 0 }, { "gw12", 12 }, { "gw4095", 4095 }, { "gw4096", -2 }, { "gw", -2 }, { "host1", -2 } };

static void
a_crash_names_its_worker (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (crashes); i++)
    {
      g_autofree char *cases = g_strdup_printf (
          RUN ("a", "0", "<error message=\"worker '%s' crashed while running 'a'\"/>") RUN ("b", "1", ""),
          crashes[i].id);
      g_autoptr (Trace) trace = need_suite (NULL, cases);
      if (!trace)
        continue;
      EQUAL_INT (trace->worker ? trace->worker[0] : -2, crashes[i].worker);
      EQUAL_INT (trace->worker ? trace->worker[1] : -1, -1);
    }
}

static void
suites_may_be_nested_at_any_depth (void)
{
  static const char *const expected[] = { "inner::a", "outer::b", "outer::c", "d" };
  g_autoptr (Trace) trace
      = need_trace ("<testsuites><testsuite name='outer'><testsuite name='inner'><properties><property name='x'/>"
                    "</properties><testcase name='a' time='1'/></testsuite><testcase name='b' time='1'/><testsuite>"
                    "<testcase name='c' time='1'/></testsuite></testsuite><testcase name='d' time='1'/></testsuites>");
  if (!trace)
    return;
  EQUAL_INT (trace->suite->tests, G_N_ELEMENTS (expected));
  for (uint32_t test = 0; test < G_N_ELEMENTS (expected); test++)
    {
      g_autofree char *nodeid = dup_name (trace, test);
      EQUAL_TEXT (nodeid, expected[test]);
    }
}

static void
modules_that_were_not_collected_are_dropped (void)
{
  g_autoptr (Trace) trace
      = need_suite ("pytest", "<testcase classname='' name='a.b' time='0'><error message='collection failure'/>"
                              "<error message='collection failure'/></testcase>"
                              "<testcase classname='' name='c.d' time='0'><skipped message='collection skipped'/>"
                              "</testcase><testcase classname='e' name='' time='1'/><testcase time='1'/>"
                              "<testcase classname='test_f' name='g' time='1'><error message='collection failure'/>"
                              "</testcase>");
  if (!trace)
    return;
  EQUAL_INT (trace->suite->tests, 1);
  EQUAL_INT (trace->dropped, 4);
  EQUAL_INT (trace->warnings->len, 4);
}

static void
what_may_precede_the_first_element_does (void)
{
  static const char *const texts[] = {
    "<testsuite><testcase name='a' time='1'/></testsuite>",
    "\xef\xbb\xbf<testsuite><testcase name='a' time='1'/></testsuite>",
    "\r\n \t<testsuite><testcase name='a' time='1'/></testsuite>\n\n",
    "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<!-- <html> -->\n<?pi?><!DOCTYPE testsuites>\n"
    "<testsuites><testsuite><testcase name='a' time='1'/></testsuite></testsuites>",
    "<!DOCTYPE testsuites SYSTEM 'file:///dev/zero' [<!ENTITY n 'a'>]>"
    "<testsuites><testcase name='&n;' time='1'/></testsuites>",
    "<?xml version='1.0' encoding='us-ascii'?><testsuite><testcase name='a' time='1'/></testsuite>",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Trace) trace = need_trace (texts[i]);
      g_autofree char *nodeid = trace ? dup_name (trace, 0) : NULL;
      EQUAL_TEXT (nodeid, "a");
    }
}

static void
latin_1_becomes_utf_8 (void)
{
  g_autoptr (Trace) trace = need_trace ("<?xml version='1.0' encoding='iso-8859-1'?>"
                                        "<testsuite><testcase name='\xe9' time='1'/></testsuite>");
  g_autofree char *nodeid = trace ? dup_name (trace, 0) : NULL;
  EQUAL_TEXT (nodeid, "é");
}

static const struct
{
  const char *text, *refusal;
} bad[] = {
  { "<suites/>", "t.xml:1:1: its outermost element is <suites>, not <testsuites>" },
  { "<!-- -->\n  <html><testsuite/></html>", "t.xml:2:3: its outermost element is <html>, not <testsuites>" },
  { "<testsuites/>", "t.xml: holds no test" },
  { "<testsuite><testcase name='a'/></testsuite>", "t.xml: none of its 1 tests has a time" },
  { "<testsuite>\n<testcase name='a' time='1'/>", "t.xml:2:30: the XML ends too early: no element found" },
  { "<testsuite>\n<testcase name='a' time='<1>'/></testsuite>",
    "t.xml:2:26: cannot be read as XML: not well-formed (invalid token)" },
  { "<testsuite><testcase name='a' time='1'></testsuite>", "t.xml:1:42: cannot be read as XML: mismatched tag" },
  { "<testsuite><testcase name='\xff' time='1'/></testsuite>",
    "t.xml:1:28: cannot be read as XML: not well-formed (invalid token)" },
  { "<?xml version='1.0' encoding='windows-1252'?><testsuite/>",
    "t.xml:1:1: the encoding \"windows-1252\" is not supported; save it as UTF-8" },
  { "<testsuite><testcase name='&x;' time='1'/></testsuite>", "t.xml:1:12: cannot be read as XML: undefined entity" },
};

static void
bad_files_are_refused_with_the_place (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *refusal = NULL;
      g_autoptr (Trace) trace = read_text (bad[i].text, &refusal);
      CU_ASSERT_PTR_NULL (trace);
      EQUAL_TEXT (refusal, bad[i].refusal);
    }
}

static void
too_many_elements_or_entities_are_refused (void)
{
  GString *deep = g_string_new (NULL), *many = g_string_new ("<!DOCTYPE testsuite [");
  for (unsigned i = 0; i < 1001; i++)
    g_string_append (deep, "<testsuite>");
  for (unsigned i = 0; i < 65; i++)
    g_string_append_printf (many, "\n<!ENTITY e%u 'x'>", i);
  g_string_append (many, "]><testsuite/>");
  g_autofree char *deep_refusal = NULL, *many_refusal = NULL;
  CU_ASSERT_PTR_NULL (read_text (deep->str, &deep_refusal));
  EQUAL_TEXT (deep_refusal, "t.xml:1:11001: more than 1000 elements inside each other");
  CU_ASSERT_PTR_NULL (read_text (many->str, &many_refusal));
  CU_ASSERT (many_refusal && g_str_has_suffix (many_refusal, ": declares more than 64 entities"));
  g_string_free (deep, TRUE);
  g_string_free (many, TRUE);
}

CU_TestInfo tests_of_junit[] = {
  { "nodeids_are_recovered", nodeids_are_recovered },
  { "only_a_file_makes_a_nodeid_certain", only_a_file_makes_a_nodeid_certain },
  { "modules_below_the_current_directory_are_found", modules_below_the_current_directory_are_found },
  { "times_are_read_however_they_are_written", times_are_read_however_they_are_written },
  { "outcomes_are_told_apart", outcomes_are_told_apart },
  { "two_testcases_of_one_run_are_one_run", two_testcases_of_one_run_are_one_run },
  { "a_crash_names_its_worker", a_crash_names_its_worker },
  { "suites_may_be_nested_at_any_depth", suites_may_be_nested_at_any_depth },
  { "modules_that_were_not_collected_are_dropped", modules_that_were_not_collected_are_dropped },
  { "what_may_precede_the_first_element_does", what_may_precede_the_first_element_does },
  { "latin_1_becomes_utf_8", latin_1_becomes_utf_8 },
  { "bad_files_are_refused_with_the_place", bad_files_are_refused_with_the_place },
  { "too_many_elements_or_entities_are_refused", too_many_elements_or_entities_are_refused },
  CU_TEST_INFO_NULL,
};
