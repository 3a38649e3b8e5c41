#include "check.h"

CU_TestInfo input_tests[] = {
  CU_TEST_INFO_NULL,
};
