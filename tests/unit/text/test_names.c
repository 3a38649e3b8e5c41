#include "unit/check.h"

#include "text/names.h"
#include <string.h>

static uint32_t
add (NameTable *table, const char *text)
{
  return name_table_add (table, text, (uint32_t) strlen (text));
}

static void
numbers_are_given_in_order_of_first_appearance (void)
{
  const char *texts[] = { "b", "a", "", "b", "ab", "a", "" };
  const uint32_t want[] = { 0, 1, 2, 0, 3, 1, 2 };
  g_autoptr (NameTable) table = name_table_new (0);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    EQUAL_INT (add (table, texts[i]), want[i]);
  EQUAL_INT (name_table_size (table), 4);
}

static void
texts_that_share_a_beginning_are_told_apart (void)
{
  const char *text = "tests/test_a.py::test_one";
  g_autoptr (NameTable) table = name_table_new (0);
  for (uint32_t len = 0; len <= strlen (text); len++)
    EQUAL_INT (name_table_add (table, text, len), len);
  EQUAL_INT (name_table_add (table, text, 8), 8);
}

static void
zeros_at_the_end_tell_texts_apart (void)
{
  const char zeros[17] = { 0 };
  g_autoptr (NameTable) table = name_table_new (0);
  for (uint32_t len = 0; len <= sizeof zeros; len++)
    EQUAL_INT (name_table_add (table, zeros, len), len);
}

static void
texts_are_pointed_to_not_copied (void)
{
  const char *text = "a text";
  uint32_t len;
  g_autoptr (NameTable) table = name_table_new (1);
  name_table_add (table, text, 6);
  CU_ASSERT_PTR_EQUAL (name_table_text (table, 0, &len), text);
  EQUAL_INT (len, 6);
}

/* With and without knowing how many will come; the second round finds them all again. */
static void
a_table_that_grows_loses_nothing (void)
{
  enum
  {
    MANY = 100000
  };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (NameTable) grown = name_table_new (0), sized = name_table_new (MANY);
  for (unsigned i = 0; i < MANY; i++)
    g_ptr_array_add (texts, g_strdup_printf ("t.py::test[%u]", i * 7919u));
  for (unsigned round = 0; round < 2; round++)
    for (unsigned i = 0; i < MANY; i++)
      {
        EQUAL_INT (add (grown, texts->pdata[i]), i);
        EQUAL_INT (add (sized, texts->pdata[i]), i);
      }
  EQUAL_INT (name_table_size (grown), MANY);
}

CU_TestInfo tests_of_names[] = {
  { "numbers are given in order of first appearance", numbers_are_given_in_order_of_first_appearance },
  { "texts that share a beginning are told apart", texts_that_share_a_beginning_are_told_apart },
  { "zeros at the end tell texts apart", zeros_at_the_end_tell_texts_apart },
  { "texts are pointed to, not copied", texts_are_pointed_to_not_copied },
  { "a table that grows loses nothing", a_table_that_grows_loses_nothing },
  CU_TEST_INFO_NULL,
};
