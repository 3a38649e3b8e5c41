#!/bin/sh
# --help, the manual page and the completions know the same long options, and the same schedulers.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/lib.sh"
cd "$scratch" || exit 2

long_options () {
  grep -o -e '--[a-z][a-z-]*' | sort -u
}

for command in run check compare conform convert generate list plan predict verify; do
  "$isosim" $command --help
done | long_options >help

# In mdoc an option is Fl -name; each has an item of its own.
sed -n 's/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It ' | long_options >manual

# A completion names an option by its two dashes, fish's behind -l.
long_options <"$top/scripts/completions/isosim" >bash
long_options <"$top/scripts/completions/_isosim" >zsh
sed -n 's/^complete .* -l \([a-z-]*\).*/--\1/p' "$top/scripts/completions/isosim.fish" | long_options >fish

check "--help names the main options" sh -c 'grep -q -x -e --trace help && grep -q -x -e --version help'
"$isosim" --help >run-help
for command in check compare conform convert generate list plan predict verify; do
  check "--help names isosim $command" grep -q "^  isosim $command " run-help
done
for place in manual bash zsh fish; do
  check "$place: the options of --help, and no other" diff -u help $place
done

# --- check's own: a section of the manual, and what each completion keeps for it alone ---

"$isosim" check --help | long_options | grep -v -x -e --help >help
sed -n '/^\.Sh CHECKING/,/^\.Sh PLANNING/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It ' | long_options >manual
sed -n '/^_isosim_check_options=/,/"$/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_check ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_checks ' "$top/scripts/completions/isosim.fish" |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "check --help names its options" grep -q -x -e --crash-states help
for place in manual bash zsh fish; do
  check "$place: the options of check --help, and no other" diff -u help $place
done

# --- and generate's ---

"$isosim" generate --help | long_options | grep -v -x -e --help >help
sed -n '/^\.It Cm generate/,/^\.It Cm list/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It --' | long_options >manual
sed -n '/^_isosim_generate_options=/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_generate ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_generates ' "$top/scripts/completions/isosim.fish" |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "generate --help names its options" grep -q -x -e --preset help
for place in manual bash zsh fish; do
  check "$place: the options of generate --help, and no other" diff -u help $place
done

# --- and plan's ---

"$isosim" plan --help | long_options | grep -v -x -e --help >help
sed -n '/^\.Sh PLANNING/,/^\.Sh COMPARING/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It ' | long_options >manual
sed -n '/^_isosim_plan_options=/,/"$/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_plan ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_plans ' "$top/scripts/completions/isosim.fish" |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "plan --help names its options" grep -q -x -e --export-json help
for place in manual bash zsh fish; do
  check "$place: the options of plan --help, and no other" diff -u help $place
done

# --- and compare's ---

"$isosim" compare --help | long_options | grep -v -x -e --help -e --export-json >help
sed -n '/^\.Sh COMPARING/,/^\.Sh OUTPUT FOR/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It ' | long_options >manual
sed -n '/^_isosim_compare_options=/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_compare ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_compares ' "$top/scripts/completions/isosim.fish" |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "compare --help names its options" grep -q -x -e --max-regress help
for place in manual bash zsh fish; do
  check "$place: the options of compare --help, and no other" diff -u help $place
done

# --- and predict's ---

"$isosim" predict --help | long_options | grep -v -x -e --help >help
sed -n '/^\.It Cm predict/,/^\.It Cm verify/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It --' | long_options >manual
sed -n '/^_isosim_predict_options=/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_predict ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_predicts ' "$top/scripts/completions/isosim.fish" |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "predict --help names its options" grep -q -x -e --against help
for place in manual bash zsh fish; do
  check "$place: the options of predict --help, and no other" diff -u help $place
done

# --- and conform's ---

"$isosim" conform --help | long_options | grep -v -x -e --help >help
sed -n '/^\.It Cm conform/,/^\.It Cm convert/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It --' | long_options >manual
sed -n '/^_isosim_conform_options=/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_conform ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_conforms ' "$top/scripts/completions/isosim.fish" | grep -e ' -l ' |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "conform --help names its options" grep -q -x -e --xdist-version help
for place in manual bash zsh fish; do
  check "$place: the options of conform --help, and no other" diff -u help $place
done

# --- and verify's ---

"$isosim" verify --help | long_options | grep -v -x -e --help >help
sed -n '/^\.It Cm verify/,/^\.Sh/s/ Fl -/ --/gp' "$top/docs/isosim.1" | grep '^\.It --' | long_options >manual
sed -n '/^_isosim_verify_options=/p' "$top/scripts/completions/isosim" | long_options | grep -v -x -e --help >bash
sed -n '/^_isosim_verify ()/,/^}/p' "$top/scripts/completions/_isosim" | long_options | grep -v -x -e --help >zsh
grep '^complete .* __isosim_verifies ' "$top/scripts/completions/isosim.fish" | grep -e ' -l ' |
  sed 's/.* -l \([a-z-]*\).*/--\1/' | long_options >fish

check "verify --help names its options" grep -q -x -e --dist help
for place in manual bash zsh fish; do
  check "$place: the options of verify --help, and no other" diff -u help $place
done

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
