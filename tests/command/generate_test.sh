#!/bin/sh
# isosim generate: where it writes, that nothing but its options decides, and that the rest of isosim reads it.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

# --- where it writes ---

run generate --preset web-db --tests 300
check "to standard output without a name" prints '#tests 300'
check "and without a word" is_silent
check "in order of collection" prints '#order collection'
cp out first
run generate --preset web-db --tests 300 -
check "to standard output by a dash" cmp out first
run generate --preset web-db --tests 300 named.trace
check "to a file" cmp named.trace first
check "and then nothing to standard output" [ ! -s out ]
run generate --preset web-db --tests 300 -- -dashed
check "to a name that begins with a dash, behind --" cmp ./-dashed first

# --- what decides ---

run generate --tests=300 --seed 1 --preset=web-db
check "the same options, in any order, write the same bytes; the seed is 1 unless given" cmp out first
differs () {
  [ "$status" -eq 0 ] && ! cmp -s out first
}
run generate --preset web-db --tests 300 --seed 2
check "another seed, other bytes" differs
run generate --preset web-db --tests 300 --seed 9223372036854775807
check "the largest seed" differs
run generate --preset web-db --tests 300 --seed 0
check "the smallest seed" differs
run generate --preset web-fast --tests 300
check "another preset, other bytes" differs
run generate --preset web-db --tests 300 --scopes 7
check "another number of scopes, other bytes" differs
has_scopes () {
  [ "$(sed -n 's/^[0-9]*	\(.*\)::[^:]*$/\1/p' out | sort -u | wc -l)" -eq "$1" ]
}
check "the number of scopes is the one that was asked for" has_scopes 7
run generate --preset small-lib
check "as many tests as the preset's suite has" prints '#tests 79'
if make_german; then
  "$isosim" list -v presets >plain
  export LOCPATH="$scratch/locales" LC_ALL=de_DE.UTF-8
  run generate --preset web-db --tests 300
  "$isosim" list -v presets >german
  unset LOCPATH
  export LC_ALL=C.UTF-8
  check "the same in locale de_DE" cmp out first
  check "the presets' figures too" cmp plain german
else
  skip "a synthetic suite in a German locale: there is none to be made"
fi

# --- who reads it ---

check "a convert of it is the same" sh -c '"$0" convert first - | cmp - first' "$isosim"
run --trace first -n 4 --dist load,loadscope,worksteal
check "it simulates" ends_with 0
check "as many tests as asked" prints '300 tests'
run list presets
check "13 presets" [ "$(wc -l <out)" -eq 13 ]
sed 's/ .*//' out >presets
while IFS= read -r preset; do
  run generate --preset "$preset" --tests 1
  check "$preset: one test" prints '#tests 1'
done <presets
run list -v presets
check "list -v presets: the suite's number of tests" prints '2,839 tests, 2.93 scopes a module'
check "list -v presets: its times" prints 'times 333 µs, 594 µs, 647 µs, 806 µs, 19.7 ms, 700 ms, 1.30 s, 2.17 s'

finish
