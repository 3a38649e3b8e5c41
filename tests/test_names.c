#include "check.h"

CU_TestInfo names_tests[] = {
  CU_TEST_INFO_NULL,
};
