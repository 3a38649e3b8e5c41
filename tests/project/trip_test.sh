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
ln -s "$top/tests/recordings" recordings
for half in 1 2; do
  run plan --trace samples/dvc.trace -n 2,4 --runs 3 --dist load,loadscope --shard $half/2 --out half-$half
  check "part $half of a plan is written" ends_with 0
done

# A sanitizer makes a build slow, and one row in three is enough of what a quick test tries.
each=1
case ${ISOSIM_QUICK:+quick}$compiler in quick* | *-fsanitize=*) each=3 ;; esac
grep -v '^#' "$table" | awk -v each=$each 'NR % each == 0' >rows

# ROW FILE; changes a copy of the file in a folder of its own, and compiles it there
build_row () {
  mkdir "$1" && cd "$1" || return 1
  scratch=$PWD
  change "$2" && build_changed "$2" >said 2>&1
}

# Builds two rows at a time. The row is told by its number, and a row that fails leaves no program.
build_rows () {
  row=0
  while IFS=$tab read -r slip assertion words file was is; do
    row=$((row + 1))
    build_row "row-$row" "$file" &
    [ $((row % 2)) -eq 1 ] || wait
  done <rows
  wait
}

# ROW; what the compiler said of it, if it did not compile
is_built () {
  cat "$1/said"
  [ -x "$1/changed" ]
}

# ASSERTION; the last run was aborted by it
trips () {
  [ "$status" -eq 134 ] && warns "assertion failed: ($1)"
}

# No row may trip an assert as the code stands. Rows share their commands, so each command runs once.
cut -f 3 rows | sort -u >commands
while read -r words; do
  # shellcheck disable=SC2086
  run $words
  check "no assert stops isosim $words" [ "$status" -lt 4 ]
done <commands

build_rows
kept=$isosim row=0
while IFS=$tab read -r slip assertion words file was is; do
  row=$((row + 1))
  check "one line of $file is changed, and it compiles: $slip" is_built "row-$row"
  isosim=$scratch/row-$row/changed
  # shellcheck disable=SC2086
  run $words
  isosim=$kept
  check "  isosim $words: assertion failed: ($assertion)" trips "$assertion"
done <rows
check "rows are tried" [ "$row" -gt 0 ]
finish
