#!/bin/sh
# --help, the manual page and the completions know the same long options, and the same schedulers.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/lib.sh"
cd "$scratch" || exit 2

long_options () {
  grep -o -e '--[a-z][a-z-]*' | sort -u
}

for command in run convert list; do
  "$isosim" $command --help
done | long_options >help

# In mdoc an option is Fl -name; each has an item of its own.
sed -n 's/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It ' | long_options >manual

# A completion names an option by its two dashes, fish's behind -l.
long_options <"$top/scripts/completions/isosim" >bash
long_options <"$top/scripts/completions/_isosim" >zsh
sed -n 's/^complete .* -l \([a-z-]*\).*/--\1/p' "$top/scripts/completions/isosim.fish" | long_options >fish

check "--help names the main options" sh -c 'grep -q -x -e --trace help && grep -q -x -e --version help'
for place in manual bash zsh fish; do
  check "$place: the options of --help, and no other" diff -u help $place
done

for name in $("$isosim" list schedulers | sed 's/ .*//'); do
  check "the manual has a section for $name" grep -q -E "^\.Ss (.* )?$name(,| |\$)" "$top/docs/isosim.1"
done
finish
