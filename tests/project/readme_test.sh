#!/bin/sh
# The examples of README.md and of pages in docs print what stands there. Those of docs/writing-a-scheduler.md are
# tests/project/plugin_test.sh's.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

set_screen_up

for page in docs/checking.md docs/comparing.md docs/planning.md docs/reviewing.md docs/synthetic-suites.md \
  README.md; do
  split_blocks $page
  for block in block-*; do
    [ -e "$block" ] || continue
    check "$page: $(commands_of "$block")" same_screen "$block"
  done
  check "$page: there are examples" [ -e block-1 ]
done
check "the first of README.md names a sample" grep -q '^\$ isosim --trace traces/samples/' block-1
finish
