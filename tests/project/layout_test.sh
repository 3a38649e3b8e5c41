#!/bin/sh
# The house holds: which room may include which (tests/rooms.tsv), how large a room may get, that each has a README, that
# headers compile alone, that lists in Makefile.am are sorted, and that no objects of libisosim.a need each other.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
build=$PWD

for what in includes sizes names headers readmes lists; do
  check "$(python3 "$top/tests/project/layout.py" --say "$what")" python3 "$top/tests/project/layout.py" "$what" "$top"
done

if [ -e "$build/libisosim.a" ] && have nm; then
  check "no objects of libisosim.a need each other" python3 "$top/tests/project/layout.py" objects "$top" \
    "$build/libisosim.a"
else
  skip "circles of objects: there is no libisosim.a, or no nm"
fi

compiler=${ISOSIM_COMPILE:-}
if have "${compiler%% *}"; then
  (cd "$top" && find sim models traces -name '*.h' | sort) >"$scratch/headers"
  # Each header is compiled by itself; prints those that cannot be.
  compile_alone () {
    alone=0
    while read -r header; do
      (cd "$build" && eval "$ISOSIM_COMPILE -x c -fsyntax-only -Wno-pragma-once-outside-header -Werror \"\$top/\$header\"") </dev/null \
        || { echo "$header does not compile alone"; alone=1; }
    done <"$scratch/headers"
    return $alone
  }
  check "each header compiles alone" compile_alone
else
  skip "headers that compile alone: there is no compiler"
fi
finish
