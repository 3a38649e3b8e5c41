#!/bin/sh
# The layout rule holds. tests/rooms.tsv says which room may include which; tests/project/layout.py has the other rules.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
library=$PWD/libisosim.a
layout=$top/tests/project/layout.py

if ! have python3; then
  skip "the layout: there is no python3"
  finish
fi
for what in $(python3 "$layout" --list); do
  check "$(python3 "$layout" --say "$what")" python3 "$layout" "$what" "$top"
done

if [ -e "$library" ] && have nm; then
  check "$(python3 "$layout" --say objects)" python3 "$layout" objects "$top" "$library"
else
  skip "circles of objects: there is no libisosim.a, or no nm"
fi
finish
