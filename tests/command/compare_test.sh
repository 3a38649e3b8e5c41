#!/bin/sh
# isosim compare: of two result files, and of two schedulers, what got worse.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
trace=$samples/dvc.trace

# NAME WORKERS VERDICT WALL_US… as a result file
result () {
  printf '{ "isosim_result": 1, "tests": 4, "rows": ['
  between=''
  while [ $# -ge 4 ]; do
    printf '%s\n{ "name": "%s", "workers": %s, "verdict": "%s", "wall_us": %s }' "$between" "$1" "$2" "$3" "$4"
    between=,
    shift 4
  done
  printf '] }\n'
}

lines () {
  [ "$(grep -c -e "$1" out)" -eq "$2" ]
}

# The rows of the table as "subject workers", the words of the last column left out.
rows () {
  sed -n '/ratio$/,/^$/p' out | sed 1d | awk 'NF { print $1, $2 }'
}

# --- two files ---

result load 1 ok 1000000 load 2 ok 1000000 load 4 ok 1000000 worksteal 2 ok 1000000 loadscope 2 ok 1000000 >old.json
result load 1 ok 1050000 load 2 ok 1050001 load 4 ok 900000 worksteal 2 hang 500000 loadfile 2 ok 1 >new.json

run compare old.json old.json
check "a result beside itself holds" ends_with 0
check "and is the same everywhere" prints '0 of 5 cases got slower by more than 5 %; median ratio 1.000'
check "nothing stands on standard error" is_silent

run compare old.json new.json
check "what got slower ends with 1" ends_with 1
check "counts and median" prints '1 of 4 cases got worse, and 1 slower by more than 5 %; median ratio 1.050'
check "the worst first: a verdict, then what is slower" [ "$(rows)" = "worksteal 2
load 2
load 1
load 4" ]
check "a verdict in place of a time" sh -c "grep -q 'worksteal .* 1.00 s *hang *-  worse' out"
check "5 % are not more than 5 %" sh -c "grep -q 'load  *1 .*1.05 s *1.050\$' out"
check "a microsecond more is" sh -c "grep -q 'load  *2 .*1.05 s *1.050  slower\$' out"
check "what got faster" sh -c "grep -q 'load  *4 .*900 ms *0.900  faster\$' out"
check "what only the old one has is counted and named" prints '1 case is in old.json alone: loadscope on 2'
check "what only the new one has" prints '1 case is in new.json alone: loadfile on 2'
check "80 columns at the most" sh -c '! grep -E "^.{81}" out'
cp out first

run compare old.json new.json --max-regress 5.01%
check "a larger share is kept by what was slower" prints '1 of 4 cases got worse, none slower by more than 5.01 %'
check "and what got a worse verdict still counts" ends_with 1
run compare new.json old.json
check "the other way round, two are better" sh -c "grep -q 'worksteal .* hang *1.00 s *-  better\$' out"
check "of which one took longer before" ends_with 1
run compare new.json old.json --max-regress 20%
check "within 20 %, all holds" ends_with 0
run_on old.json compare - new.json
check "standard input as one of them" prints 'old: standard input'
gzip -k old.json
run compare old.json.gz new.json
check "packed by gzip" prints '1 of 4 cases got worse'

run compare old.json new.json --format json
check "JSON ends with 1 too" ends_with 1
check "and counts" sh -c "grep -q '\"worse\":.*1,' out && grep -q '\"slower\":.*1,' out && grep -q '\"compared\":.*4,' out"
if have python3; then
  cat >look.py <<'END'
import json
report = json.load(open("out"))
cases = [(case["name"], case["workers"], case["change"], case["ratio"]) for case in report["cases"]]
assert cases[0] == ("worksteal", 2, "worse", None), cases
assert cases[1][:3] == ("load", 2, "slower") and abs(cases[1][3] - 1.050001) < 1e-9, cases
assert report["only_old"] == [{"name": "loadscope", "workers": 2}] and len(report["only_new"]) == 1
assert report["max_regress"] == 0.05 and report["median_ratio"] == 1.05
assert report["cases"][0]["new"] == {"verdict": "hang", "broken": False, "wall_us": 500000}
END
  check "JSON has each case" python3 look.py
else
  skip "JSON has each case: there is no python3"
fi

# --- files that isosim wrote ---

run plan --trace "$trace" --workers 2,4 --runs 0 --export-json plan.json
"$isosim" --trace "$trace" --workers 4 --seed 1 --format json >run.json
run compare plan.json run.json
check "a plan and a single run agree where both have a case" ends_with 0
check "each of them, and to the microsecond" lines '  1.000$' 6
check "each is in the run alone" prints '1 case is in run.json alone: each on 4'
run plan --trace "$trace" --workers 2,4 --runs 20 --seed 2 --export-json drawn.json
run compare plan.json drawn.json
check "what the two differ in is said" prints 'they differ in runs: 0 in plan.json, 20 in drawn.json'
check "the seed too" prints 'they differ in seed: 1 in plan.json, 2 in drawn.json'

printf 'nodeid\tseconds\na.py::x\t1\na.py::y\t2\nb.py::z\t4\n' >small.tsv
"$isosim" --trace small.tsv --workers 2 --dist loadscope --format json >fine.json
"$isosim" --trace small.tsv --workers 2 --dist loadscope --crash b.py::z:always --max-worker-restart 1 --format json \
  >dies.json
run compare fine.json dies.json
check "a run that no longer ends well is worse" prints '1 of 1 case got worse'
check "and ends with 1" ends_with 1
printf '%s' '{ "workers": 2, "schedulers": [{ "name": "load", "verdict": "ok", "wall_us": 9, "properties": [
  { "name": "once", "promised": true, "holds": true }, { "name": "scope", "promised": false, "holds": false }] }] }' \
  >kept.json
sed 's/"promised": true, "holds": true/"promised": true, "holds": false/' kept.json >broke.json
run compare kept.json broke.json
check "a promise that broke is worse" sh -c "grep -q 'load .* 9 µs *broken  1.000  worse\$' out"
run compare kept.json kept.json
check "what was not promised may break" ends_with 0

# --- two schedulers ---

run compare --dist load,worksteal --trace "$trace" --trace small.tsv --workers 2,4 --format json
cp out both.json
check "two schedulers on two suites at two numbers of workers" sh -c "grep -q '\"compared\":.*4,' out"
run plan --trace "$trace" --workers 4 --runs 0 --dist load,worksteal --export-csv rows.csv
for name in load worksteal; do
  wall=$(sed -n "s/^$name,4,ok,\([0-9]*\),.*/\1/p" rows.csv)
  check "$name takes what isosim plan says" grep -q "\"wall_us\":[^0-9]*$wall\$" both.json
done
run compare --dist load --dist worksteal --trace "$trace" --trace small.tsv --workers 2,4 --format json --jobs 3
check "--dist twice, and three threads: the same" cmp out both.json
run compare --dist load,worksteal --trace "$trace" -n4
check "worksteal is faster" ends_with 0
check "and that is said" lines 'faster$' 1
run compare --dist worksteal,load --trace "$trace" -n4
check "load is slower" ends_with 1
check "old and new are named" prints 'new: --dist load'
run compare --dist isoscope,isoscope --trace "$trace" --workers 2,4 --runs 5
check "one scheduler beside itself sees the same draws" prints '0 of 2 cases got slower by more than 5 %; median ratio 1.000'
check "and in each case" lines '  1.000$' 2
cp out first
run compare --dist isoscope,isoscope --trace "$trace" --workers 2,4 --runs 5 --seed 2
check "another seed, other draws" sh -c '! cmp -s out first'
check "a name that is too long loses its beginning" sh -c \
  'mkdir -p a-folder-with-quite-a-long-name && cp small.tsv a-folder-with-quite-a-long-name/'
run compare --dist load,load --trace a-folder-with-quite-a-long-name/small.tsv -n 2
check "so that a line fits" prints '…with-quite-a-long-name/small.tsv'

# --- Ctrl-C ---

if have python3; then
  "$isosim" generate --preset unit --tests 100000 big.trace
  # The bar is drawn for the second suite: the first takes a few milliseconds.
  interrupted_at '(?s)(\] [0-9]+ of 512.*?){5}' compare --dist load,worksteal --trace small.tsv --trace big.trace \
    --workers 1..256 --format json
  check "Ctrl-C ends it with 130" ends_with 130
  check "the suite that was done is shown" sh -c "grep -q '\"compared\":.*256,' out && grep -q '\"interrupted\":.*true' out"
  interrupted_at '\] [0-9]+ of ' compare --dist load,worksteal --trace big.trace --workers 1..256
  check "with none done, too" ends_with 130
  check "and that is said" warns 'isosim: interrupted before any suite was done'
else
  skip "Ctrl-C: there is no python3"
fi

# --- GitHub ---

run compare old.json new.json
cp out plain
GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$PWD/summary.md
export GITHUB_ACTIONS GITHUB_STEP_SUMMARY
echo 'of an earlier step' >summary.md
run compare old.json new.json
check "an annotation for each that got worse" lines '^::error title=isosim compare::' 2
check "with the case and its times" prints '::error title=isosim compare::worksteal on 2 workers: 1.00 s before, hang now'
check "% is escaped" prints '::load on 2 workers: 1.00 s before, 1.05 s now (5.0 %25 longer)'
check "a warning for what only one has" prints '::warning title=isosim compare::1 case is in old.json alone: loadscope on 2'
check "before them what is always printed" sh -c 'head -n "$(wc -l <plain)" out | cmp - plain'
check "the summary is added to" [ "$(head -n 1 summary.md)" = 'of an earlier step' ]
check "with a table" grep -q -F '| worksteal | 2 | 1.00 s | hang | - | **worse** |' summary.md
check "and the counts" grep -q '^1 of 4 cases got worse, and 1 slower by more than 5 %; median ratio 1.050$' summary.md
run compare old.json new.json --format json
check "JSON is not mixed with annotations" lines '^::' 0
check "which then stand on standard error" warns '::error title=isosim compare::'
check "the summary has both" [ "$(grep -c '^### isosim compare' summary.md)" -eq 2 ]
run compare old.json old.json
check "where nothing got worse there are none" lines '^::' 0
GITHUB_ACTIONS=false run compare old.json new.json
check "elsewhere there are none" lines '^::' 0
result a 1 ok 1 b 1 ok 1 c 1 ok 1 d 1 ok 1 e 1 ok 1 f 1 ok 1 g 1 ok 1 h 1 ok 1 i 1 ok 1 j 1 ok 1 'k|*' 1 ok 1 >many.json
sed 's/"wall_us": 1/"wall_us": 2/' many.json >slow.json
run compare many.json slow.json
check "of many, ten annotations" lines '^::error' 10
check "the last one counts the rest" prints '::and 2 more cases got worse'
check "markdown takes nothing of a name for its own" grep -q -F '| k\|\* | 1 | 1 µs | 2 µs | 2.000 | **slower** |' summary.md
GITHUB_STEP_SUMMARY=missing/summary.md
run compare old.json new.json
check "a summary that cannot be written is refused, before anything is printed" refuses \
  'cannot write missing/summary.md: No such file or directory'
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY

# --- what it refuses ---

refused_by=compare

refused_file () {
  printf '%s\n' "$2" >bad.json
  refused "bad.json$1" old.json bad.json
}

refused 'compare what? Two result files'
refused 'compare what? Two result files' old.json
refused 'compare what? Two result files' old.json new.json old.json
refused 'standard input can be one of the two files' - -
refused 'nowhere.json: there is no such file' old.json nowhere.json
refused '--max-regress 5: expected a share' old.json new.json --max-regress 5
refused '--max-regress x%: expected a share' old.json new.json --max-regress x%
refused '--max-regress -1%: expected a share' old.json new.json --max-regress -1%
refused '--max-regress %: expected a share' old.json new.json --max-regress %
refused '--max-regress 5.%: expected a share' old.json new.json --max-regress 5.%
refused '--max-regress 0.001%: expected a share' old.json new.json --max-regress 0.001%
refused '--max-regress 1000.01%: expected a share' old.json new.json --max-regress 1000.01%
refused '--max-regress 99999999999999999999999%: expected' old.json new.json --max-regress 99999999999999999999999%
refused '--format tsv: expected text or json' old.json new.json --format tsv
refused '--trace: of which two schedulers?' --trace "$trace"
refused '--jobs: of which two schedulers?' old.json new.json --jobs 2
refused '--dist load: expected two schedulers' --dist load --trace "$trace" -n 2
refused '--dist load,worksteal,each: expected two' --dist load,worksteal --dist each --trace "$trace" -n 2
refused '--dist lod: no such scheduler; did you mean load?' --dist load,lod --trace "$trace" -n 2
refused '--dist each: it runs every test on every worker' --dist load,each --trace "$trace" -n 2
refused '--dist compares two schedulers, not files' --dist load,worksteal old.json new.json
refused 'which suite? Say --trace FILE' --dist load,worksteal -n 2
refused 'how many workers? Say --workers 8' --dist load,worksteal --trace "$trace"
refused '--workers 0: expected numbers' --dist load,worksteal --trace "$trace" --workers 0
refused "--trace $trace: it is given twice" --dist load,worksteal --trace "$trace" --trace "$trace" -n 2
refused '--runs x: expected a whole number' --dist load,worksteal --trace "$trace" -n 2 --runs x
refused '--runs 100000: more than 16777216 simulations' --dist load,worksteal --trace "$trace" -n 1..100 --runs 100000

result each 2 ok 1 >other.json
refused 'old.json and other.json have no case in common' old.json other.json
result >empty.json
refused 'empty.json and old.json have no case in common' empty.json old.json
refused_file ':1:1: expected a value, but there is none' ''
refused_file ':1:10: expected a value, but the document ends here' '{ "rows": '
refused_file ': this is no result of isosim plan' '{}'
refused_file ': this is no result of isosim plan' '[1, 2]'
refused_file ': this is no result of isosim plan' '{ "rows": 1 }'
refused_file ': this is no result of isosim plan' '{ "schedulers": [] }'
refused_file ': it is a result of another version' '{ "isosim_result": 2, "rows": [] }'
refused_file ': it is a result of another version' '{ "isosim_result": "1", "rows": [] }'
refused_file ": rows, number 1: 'name' is not the name" '{ "rows": [1] }'
refused_file ": rows, number 1: 'name' is not the name" '{ "rows": [{ "name": "a\nb" }] }'
refused_file ": rows, number 1: 'workers' is no number of workers" '{ "rows": [{ "name": "load", "workers": 0 }] }'
refused_file ": rows, number 1: 'workers' is no number" '{ "rows": [{ "name": "load", "workers": 1.5 }] }'
refused_file ": rows, number 1: 'verdict' is none" '{ "rows": [{ "name": "load", "workers": 1, "verdict": "bad" }] }'
refused_file ": rows, number 1: 'wall_us' is no whole number" "$(result load 1 ok -1)"
refused_file ": rows, number 1: 'wall_us' is no whole number" "$(result load 1 ok 1e99)"
refused_file ": rows, number 2: it is there twice" "$(result load 1 ok 1 load 1 ok 2)"
refused "$trace:1:1: expected a value" "$trace" old.json

finish
