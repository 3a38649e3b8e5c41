#!/bin/sh
# What isosim check can find: for each property a program with one changed line that breaks it, and only it
# (tests/project/broken.tsv). ISOSIM_COMPILE and ISOSIM_LIBS are how this build folder compiles and links; make check sets them.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
table=$top/tests/project/broken.tsv
build=$PWD
tab=$(printf '\t')
compiler=${ISOSIM_COMPILE:-}
if ! have "${compiler%% *}" || [ ! -e "$build/libisosim.a" ] || [ ! -e "$build/sim/commands/main.o" ]; then
  skip "one-line changes: there is no compiler, or no build folder"
  finish
fi
cd "$scratch" || exit 2

# --- suites that --suite cannot tell: scopes that are woven, classes of one file, groups of one file ---

# NODEID… on standard input
suite () {
  { printf 'nodeid\tseconds\n' && sed "s/\$/${tab}1/"; } >"$1"
}

printf '%s\n' a.py::1 a.py::2 b.py::1 b.py::2 a.py::3 a.py::4 b.py::3 b.py::4 | suite woven.tsv
printf '%s\n' t.py::A::1 t.py::A::2 t.py::B::1 t.py::B::2 | suite classes.tsv
printf '%s\n' t.py::1@a t.py::2@a t.py::3@a t.py::4@b t.py::5@c | suite groups.tsv

# --- properties: those that docs/checking.md defines, and of them those that can be asked of a scheduler ---

awk -F '`' '/^## / { on = /What is checked/ } on && /^[|] `/ { print $2 }' "$top/docs/checking.md" >properties

# DIST; names joined by commas, in a file of its name
askable () {
  [ -s "asked-$1" ] && return
  while read -r property; do
    run check --dist "$1" -n 1 --suite a1 --property "$property"
    [ "$status" -eq 2 ] || echo "$property"
  done <properties | paste -s -d , - >"asked-$1"
}

# What the last run broke: names, sorted, joined by commas; - for nothing.
broken () {
  found=$(sed -n 's/.*"property":[[:blank:]]*"\([^"]*\)".*/\1/p' out | sort | paste -s -d , -)
  echo "${found:--}"
}

# NAMES NAMES; both lists as one, in the form of broken
together () {
  names=$(printf '%s,%s\n' "$1" "$2" | tr , '\n' | grep -v -x -e - | sort | paste -s -d , -)
  echo "${names:--}"
}

# PROGRAM NAMES OPTION…; with those options it breaks exactly these, and every state was looked at
breaks_only () {
  program=$1 expected=$2
  shift 2
  kept=$isosim
  isosim=$program
  # A changed line may make a scheduler look at the numbers of tests, which reductions take for names.
  run check --continue --reduce none --format json "$@"
  isosim=$kept
  got=$(broken)
  [ "$got" = "$expected" ] || echo "broken: $got; expected: $expected"
  ends_with "$([ "$expected" = - ] && echo 0 || echo 1)" && is_silent && prints '"complete":	true' &&
    [ "$got" = "$expected" ]
}

while IFS=$tab read -r breaks anyway options slip file was is; do
  case $breaks in '#'*) continue ;; esac
  dist=${options#--dist }
  dist=${dist%% *}
  askable "$dist"
  echo "${breaks%%,*}" >>tried
  check "$breaks: one line of $file is changed: $slip" change "$file"
  check "  and it compiles" build_changed "$file"
  # shellcheck disable=SC2086
  check "  $options: as it stands it breaks $anyway" \
    breaks_only "$isosim" "$(together - "$anyway")" --property "$(cat "asked-$dist")" $options
  # shellcheck disable=SC2086
  check "  and changed, $breaks, nothing else" \
    breaks_only "$scratch/changed" "$(together "$breaks" "$anyway")" --property "$(cat "asked-$dist")" $options
done <"$table"

check "isoscope is asked for every property" [ "$(cat asked-isoscope)" = "$(paste -s -d , properties)" ]
check "load is asked for all but fences and fixtures" [ "$(cat asked-load)" = \
  "$(grep -v -e fence -e setup -e teardown -e apart properties | paste -s -d , -)" ]
sort -u tried >tried-sorted
sort properties >properties-sorted
check "every property has its line" diff properties-sorted tried-sorted
finish
