#include "check.h"

CU_TestInfo junit_tests[] = {
  CU_TEST_INFO_NULL,
};
