#include "check.h"

CU_TestInfo builder_tests_[] = {
  CU_TEST_INFO_NULL,
};
