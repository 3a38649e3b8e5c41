#include "text/trace_error.h"

G_DEFINE_QUARK (isosim - trace - error, trace_error)
