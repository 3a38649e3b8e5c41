#include "check.h"

CU_TestInfo reader_tests[] = {
  CU_TEST_INFO_NULL,
};
