#!/bin/sh
# Each header compiles alone: whoever includes it needs to include nothing before it. ISOSIM_COMPILE is how this build
# folder compiles; make check sets it.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"

# Compiles headers, ten with each call of the compiler. A compiler that is given several files compiles each by itself.
compile_alone () {
  eval "set -- $ISOSIM_COMPILE"
  xargs -P "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)" -n 10 "$@" -O0 -g0 -x c -fsyntax-only -Werror -Wno-unused-function \
    <"$scratch/headers" 2>"$scratch/errors" && return
  grep -E 'error:' "$scratch/errors" | awk -F: '!seen[$1]++'
  return 1
}

compiler=${ISOSIM_COMPILE:-}
if have "${compiler%% *}"; then
  find "$top/sim" "$top/models" "$top/traces" -name '*.h' | sort >"$scratch/headers"
  check "$(wc -l <"$scratch/headers") headers are found" [ -s "$scratch/headers" ]
  check "each header compiles alone" compile_alone
else
  skip "headers that compile alone: there is no compiler"
fi
finish
