#!/bin/sh
# What asserts catch: each line of tests/project/tripped.tsv is a one-line slip, and a named assert stops the changed
# program. ISOSIM_COMPILE and ISOSIM_LIBS are how this build folder compiles and links; make check sets them.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
table=$top/tests/project/tripped.tsv
build=$PWD
tab=$(printf '\t')
compiler=${ISOSIM_COMPILE:-}
if ! have "${compiler%% *}" || [ ! -e "$build/libisosim.a" ] || [ ! -e "$build/sim/commands/main.o" ]; then
  skip "slips that asserts catch: there is no compiler, or no build folder"
  finish
fi
cd "$scratch" || exit 2
# shellcheck disable=SC3045 # dash has it, and bash
ulimit -c 0 2>/dev/null || :
ln -s "$samples" samples

# ASSERTION; the last run was aborted by it
trips () {
  [ "$status" -eq 134 ] && warns "assertion failed: ($1)"
}

# No row may trip an assert as the code stands. Rows share their commands, so each command runs once.
grep -v '^#' "$table" | cut -f 3 | sort -u >commands
while read -r words; do
  # shellcheck disable=SC2086
  run $words
  check "no assert stops isosim $words" [ "$status" -lt 4 ]
done <commands

kept=$isosim
while IFS=$tab read -r slip assertion words file was is; do
  case $slip in '#'*) continue ;; esac
  check "one line of $file is changed: $slip" change "$file"
  check "  and it compiles" build_changed "$file"
  isosim=$scratch/changed
  # shellcheck disable=SC2086
  run $words
  isosim=$kept
  check "  isosim $words: assertion failed: ($assertion)" trips "$assertion"
done <"$table"
finish
