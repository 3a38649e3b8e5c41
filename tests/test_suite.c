#include "check.h"

CU_TestInfo suite_tests_[] = {
  CU_TEST_INFO_NULL,
};
