#!/bin/sh
# --help, the manual page and the completions know the same long options, and the same schedulers.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

long_options () {
  grep -o -e '--[a-z][a-z-]*' | sort -u
}

# Of a command, whose --help no list has.
own_options () {
  long_options | grep -v -x -e --help
}

# WHOSE; help, manual, bash, zsh and fish hold a list each
agree () {
  for place in manual bash zsh fish; do
    check "$place: the options of $1, and no other" diff -u help $place
  done
}

"$isosim" --help >run-help
cp run-help every-help

# COMMAND
known () {
  check "--help names isosim $1" grep -q "^  isosim $1 " run-help
  "$isosim" "$1" --help >>every-help
}

# COMMAND FISH OPTION HEADING; a command with options of its own. FISH is its condition in fish's completion, OPTION one
# that --help must name, and HEADING begins its place in the manual, which goes to the next command or section.
# Zsh and fish keep the options in a function and behind the condition, bash in a list before an empty line.
known_with_options () {
  known "$1"
  "$isosim" "$1" --help | grep '^  -' | own_options >help
  sed -n -E "/^\\.$4/,/^\\.(It Cm|Sh) /{ /^\\.It Fl /s/ Fl -/ --/gp; }" "$top/docs/isosim.1" | own_options >manual
  sed -n "/^_isosim_$1_options=/,/^\$/p" "$top/scripts/completions/isosim" | own_options >bash
  sed -n "/^_isosim_$1 ()/,/^}/p" "$top/scripts/completions/_isosim" | own_options >zsh
  sed -n "s/^complete .* __isosim_$2 .*-l \\([a-z-]*\\).*/--\\1/p" "$top/scripts/completions/isosim.fish" |
    own_options >fish

  check "$1 --help names its options" grep -q -x -e "$3" help
  agree "$1 --help"
}

known_with_options check checks --crash-states 'Sh CHECKING'
known_with_options compare compares --max-regress 'Sh COMPARING'
known_with_options conform conforms --xdist-version 'It Cm conform'
known convert
known_with_options fuzz fuzzes --suites 'It Cm fuzz'
known_with_options generate generates --preset 'It Cm generate'
known list
known_with_options merge merges --chart-cost 'It Cm merge'
known_with_options plan plans --export-json 'Sh PLANNING'
known_with_options predict predicts --against 'It Cm predict'
known_with_options review reviews --max-regress 'It Cm review'
known_with_options verify verifies --dist 'It Cm verify'

# --- all commands together, and run ---

long_options <every-help >help

# In mdoc an option is Fl -name; each has an item of its own.
sed -n 's/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It ' | long_options >manual

# A completion names an option by its two dashes, fish's behind -l.
long_options <"$top/scripts/completions/isosim" >bash
long_options <"$top/scripts/completions/_isosim" >zsh
sed -n 's/^complete .* -l \([a-z-]*\).*/--\1/p' "$top/scripts/completions/isosim.fish" | long_options >fish

check "--help names the main options" sh -c 'grep -q -x -e --trace help && grep -q -x -e --version help'
agree --help

# What can be listed.
for what in formats presets properties schedulers; do
  run list "$what"
  check "list $what" ends_with 0
  check "the manual has list $what" grep -q -e "^\.It Cm list .*$what" "$top/docs/isosim.1"
done

# The properties that can be asked for, as docs/checking.md has them in its table.
sed -n '/^## What is checked/,/^- /s/^| `\([a-z-]*\)` .*/\1/p' "$top/docs/checking.md" >properties
check "docs/checking.md has a table of properties" grep -q -x hang properties
while IFS= read -r name; do
  run check --dist isoscope -n 1 --suite a1 --property "$name"
  check "check --property $name is known" ends_with 0
  for place in docs/isosim.1 scripts/completions/isosim scripts/completions/_isosim scripts/completions/isosim.fish; do
    check "$place: $name" grep -q -w -e "$name" "$top/$place"
  done
done <properties

for name in $("$isosim" list schedulers | sed 's/ .*//'); do
  check "the manual has a section for $name" grep -q -E "^\.Ss (.* )?$name(,| |\$)" "$top/docs/isosim.1"
done
finish
