#!/bin/sh
# isosim convert: what it writes reads as what it read, whatever the nodeids are.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

# FILE: its convert, converted, is the same bytes; and both files simulate alike.
round_trip () {
  "$isosim" convert "$1" once 2>err && "$isosim" convert once twice 2>>err && cmp once twice
}

simulate () {
  "$isosim" --trace "$1" -n 5 --dist load,loadscope,loadgroup,worksteal --format tsv 2>err
}

simulates_alike () {
  simulate "$1" >first && simulate once >second && cmp first second
}

for sample in dvc.trace libcst.xml localstack.test_durations; do
  check "$sample: a convert of a convert is byte-identical" round_trip "$samples/$sample"
  check "$sample: and simulates alike" simulates_alike "$samples/$sample"
done
check "a sample in isosim's own format is its own convert" sh -c '"$0" convert "$1" - | cmp "$1" -' \
  "$isosim" "$samples/dvc.trace"
check "each reader's files: a convert of a convert is byte-identical" sh -c '
  find "$1/tests/data" -type f ! -name "*.md" ! -name "*.tsv" ! -name presets.json -size -40k >files
  while read -r file; do
    "$0" convert "$file" once 2>err || { [ $? -eq 2 ] && continue; echo "$file"; exit 1; }
    "$0" convert once twice 2>>err && cmp once twice || { echo "$file"; exit 1; }
    echo "$file" >>converted
  done <files
  [ "$(wc -l <converted)" -gt 50 ]' "$isosim" "$top"

# --- nodeids that a text format could trip over ---

long=$(awk 'BEGIN { while (i++ < 2539) printf "x" }')
cat >odd.json <<END
{
 "a.py::test[tab\\there]": 0.1,
 "a.py::test[new\\nline]": 0.2,
 "a.py::test[return\\rhere]": 0.3,
 "#isosim-trace 1": 0.4,
 "# not a comment": 0.5,
 "a.py::test[100%]": 0.6,
 "a.py::test[%09]": 0.7,
 "a.py::test[\\"quoted\\" 'too']": 0.8,
 "a.py::test[back\\\\slash]": 0.9,
 " a.py::test[blanks at both ends] ": 1.0,
 "a.py::test[ünïcode ✓ 😀]": 1.1,
 "a.py::test[\\u0001\\u007f]": 1.2,
 "a.py::test[$long]@a_group": 1.3,
 "a.py::test[,;|\`\$(false)]": 1.4,
 "-": 1.5,
 "nodeid": 1.6,
 "run_us\\tnodeid": 1.7
}
END
check "odd nodeids: a convert of a convert is byte-identical" round_trip odd.json
check "odd nodeids: they simulate alike" simulates_alike odd.json
check "a test a line" [ "$(grep -c -v -e '^#isosim-trace' -e '^#tests' -e '^#order' once)" -eq 18 ]
check "a constant number of columns" awk -F '\t' '!/^#(isosim|tests|order)/ { if (n && NF != n) exit 1; n = NF }' once
# A crash in the log names the test's number: every nodeid of the JSON is found again in the convert, under that name.
finds_again () {
  for nodeid in 'a.py::test[100%]' 'a.py::test[%09]' "a.py::test[\"quoted\" 'too']" '# not a comment' '-' \
    "a.py::test[$long]@a_group" "$(printf 'a.py::test[tab\there]')" "$(printf 'a.py::test[new\nline]')" \
    "$(printf 'a.py::test[return\rhere]')" ' a.py::test[blanks at both ends] ' 'a.py::test[back\slash]'; do
    "$isosim" --trace once -n 3 --dist load --crash "$nodeid" --format tsv >out 2>err || [ $? -eq 1 ] \
      || { cat err; return 1; }
    grep -q . out || return 1
  done
}
check "each is found again by its name" finds_again
longest=$(awk -F '\t' '{ n = length($NF); if (n > most) most = n } END { print most }' once)
check "a nodeid of 2,559 characters is kept whole" [ "$longest" -eq 2559 ]

# --- pipes and packed files ---

gzip -c "$samples/dvc.trace" >packed
check "a packed file" sh -c '"$0" convert packed - | cmp - "$1"' "$isosim" "$samples/dvc.trace"
check "standard input to standard output" sh -c '"$0" convert - - <"$1" | cmp - "$1"' "$isosim" "$samples/dvc.trace"
check "a pipe into the main job" sh -c '"$0" convert "$1" - | "$0" --trace - -n 4 --dist load' "$isosim" \
  "$samples/localstack.test_durations"
run convert -- "$samples/dvc.trace" -dashed
check "a name that begins with a dash, behind --" cmp "$samples/dvc.trace" ./-dashed
cp "$samples/dvc.trace" same
run convert same same
check "a file onto itself" cmp same "$samples/dvc.trace"
run convert "$golden/load-037.jsonl" -
check "what of a scenario is lost is said" warns 'only the tests are kept'

finish
