#include "builder.h"
