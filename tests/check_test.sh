#!/bin/sh
# isosim check, as a user types it: verdicts and exit statuses, what is refused, JSON, and suites from files.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/lib.sh"
cd "$scratch" || exit 2

has_line () {
  grep -x -q -e "$1" out
}

counts () {
  [ "$(grep -c -e "$1" out)" -eq "$2" ]
}

# Ends with status $1, prints a line that matches $2, and nothing on standard error.
answers () {
  ends_with "$1" && is_silent && grep -q -e "$2" out
}

# --- the examples of docs/checking.md: STATUS, what the answer says, options ---

while IFS='|' read -r expected said options; do
  # shellcheck disable=SC2086
  run check $options
  check "check $options: $said" answers "$expected" "$said"
done <<'CASES'
1|^'hang' can be broken, in 17 steps|--dist loadscope --workers 1 --suite a1b1 --crashes 1
0|: holds; |--dist isoscope --workers 3 --suite a4b2c1
1|^'next' can be broken, in 21 steps|--dist load --workers 2 --suite a4 --crashes 1 --property next
0|: holds; |--dist load --workers 2 --suite a4 --crashes 1
0|: holds; |--dist worksteal -n 2 --suite a4 --crashes 1
0|: holds; |--dist loadscope-fixed --workers 2 --suite a3b2 --crashes 1
0|: holds; |--dist isoscope-fixed --workers 2 --suite a3b2 --crashes 1
1|^'blame' can be broken, in 10 steps|--dist isoscope-fixed -n 2 --suite a2b2 --crashes 1 --crash-states all
1|^'error' can be broken, |--dist isoscope -n 1 --suite a1 --crashes 1
1|^'once' can be broken, |--dist isoscope -n 1 --suite a1 --crashes 1 --name-supplied
1|^'lost' can be broken, in 27 steps|--dist load -n 2 --suite a4 --crashes 1 --max-worker-restart 0
1|^'isolation' can be broken, |--dist load -n 2 --suite a2b2 --property isolation
0|: holds; |--dist load -n 2 --suite a2b2 --property once,lost,hang
3|: inconclusive; .*: the limit came first$|--dist isoscope -n 3 --suite a4b2c1 --max-states 100
CASES

# --- a schedule as text ---

run check --dist loadscope -n 1 --suite a1b1 --crashes 1
check "a column a worker, the replacement's too" has_line ' *gw0  *gw1'
check "as many numbered lines as steps" counts '^ *[0-9][0-9]*  ' 17
check "what runs stands in brackets" has_line '   9  gw0 begins a.py::a1  *\[1\] 2 <'
check "who died is gone" has_line '  10  gw0 dies, running a.py::a1  *gone'
check "the last step leaves a worker with one test" has_line '  17  gw1 takes an item  *gone  *1'
check "no line ends in blanks" counts ' $' 0
cp out before
run check --dist loadscope -n 1 --suite a1b1 --crashes 1
check "twice the same" cmp out before
run check -n 1 --crashes=1 --suite=b1a1 --dist=loadscope
check "the suite is in the order in which it is written" prints "gw0 begins b.py::b1"

# --- several ---

run check --dist loadscope -n 2 --suite a1b1 --crashes 2 --continue
for name in once error reported; do
  check "--continue tells of $name" has_line "'$name' can be broken, in [0-9]* steps at the least:"
done
check "--continue tells of nothing else" counts ' can be broken, ' 3
check "--continue looks at everything" counts 'not all looked at' 0
run check --dist loadscope -n 2 --suite a1b1 --crashes 2
check "without it, of one" counts ' can be broken, ' 1

# --- JSON ---

cat >answer.py <<'PY'
import json, sys
verdict, complete, names = sys.argv[1:4]
answer = json.load(open('out', encoding='utf-8'))
assert list(answer) == ['verdict', 'complete', 'states', 'transitions', 'depth', 'violations'], list(answer)
assert answer['verdict'] == verdict and answer['complete'] is (complete == 'complete'), answer
assert all(type(answer[name]) is int and answer[name] > 0 for name in ('states', 'transitions', 'depth'))
assert [each['property'] for each in answer['violations']] == names.split(), names
for each in answer['violations']:
    assert list(each) == ['property', 'steps', 'schedule'], list(each)
    assert each['steps'] == len(each['schedule']) and all(type(step) is str for step in each['schedule'])
assert eval(sys.argv[4], {'answer': answer, 'violations': answer['violations']}), answer
PY

# STATUS VERDICT complete|partial NAMES WHAT-ELSE OPTION…
json () {
  expected=$1 verdict=$2 complete=$3 names=$4 also=$5
  shift 5
  run check --format json "$@"
  check "check --format json $*: $verdict" ends_with "$expected"
  check "  its fields, and $also" python3 answer.py "$verdict" "$complete" "$names" "$also"
}

if have python3; then
  # Counted by hand in tests/test_search.c.
  json 0 holds complete '' 'answer["states"] == 17' --dist worksteal -n 1 --suite a1
  json 1 violated partial hang 'violations[0]["steps"] == 17' --dist loadscope -n 1 --suite a1b1 --crashes 1
  json 1 violated partial hang 'violations[0]["schedule"][9] == "gw0 dies, running a.py::a1"' \
    --dist loadscope -n 1 --suite a1b1 --crashes 1
  json 1 violated complete 'once error reported' 'True' --dist loadscope -n 2 --suite a1b1 --crashes 2 --continue
  json 3 inconclusive partial '' '100 < answer["states"] < 120' --dist isoscope -n 3 --suite a4b2c1 --max-states 100
else
  skip "JSON: there is no python3"
fi

# --- suites ---

run check --dist loadgroup -n 1 --suite a1b1 --crashes 1
check "loadgroup: tests have groups" prints 'gw0 begins a.py::a1@a'
run check --dist loadgroup -n 2 --suite a2b2 --property scope
check "loadgroup: a group stays on one worker" answers 0 ': holds; '
run check --dist load -n 2 --suite a2b2 --property scope
check "load: a test without a group is a scope of its own" ends_with 0

printf 'nodeid\tseconds\nt.py::test_x\t0.5\nt.py::test_y\t2\nu.py::test_z\t1\n' >small.tsv
run check --dist loadscope -n 1 --trace small.tsv --crashes 1
check "--trace: the nodeids of a file" answers 1 'gw0 begins t.py::test_x'
check "--trace: its tests are counted" counts '^loadscope, 1 worker, 3 tests: ' 1
run check --dist worksteal -n 2 --trace small.tsv
check "--trace: and it may hold" answers 0 ': holds; '
run_on small.tsv check --dist worksteal -n 2 --trace -
check "--trace -: standard input" answers 0 ': holds; '
run check --dist load -n 2 --trace "$golden/load-000.jsonl" --max-states 1000
check "--trace: a scenario's tests" answers 3 '^load, 2 workers, 13 tests: inconclusive; '

# --- what is refused: BEGINNING WORD… ---

refused () {
  beginning=$1
  shift
  run check "$@"
  check "isosim check $(echo "$*" | sed "s|$top/||g")" refuses "$beginning"
}

refused 'which scheduler? Say --dist NAME'
refused 'which scheduler? Say --dist NAME' --suite a1 -n 1
refused 'which suite? Say --suite SHAPE, as a4b2c1, or --trace FILE' --dist load -n 1
refused 'which suite? Say --suite SHAPE' --dist load -n 1 --suite a1 --trace small.tsv
refused 'how many workers? Say --workers N' --dist load --suite a1
refused '--dist lod: no such scheduler; did you mean load?' --dist lod --suite a1 -n 1
refused "--dist all: no such scheduler ('isosim list schedulers' names them)" --dist all --suite a1 -n 1
refused '--dist load,each: no such scheduler' --dist load,each --suite a1 -n 1
for value in 0 17 -1 auto 2x 1.5 99999999999999999999; do
  refused "--workers $value: expected a whole number from 1 to 16" --dist load --suite a1 --workers=$value
done
for value in -1 17 x; do
  refused "--crashes $value: expected a whole number from 0 to 16" --dist load --suite a1 -n 1 --crashes=$value
done
for value in 0 2000000001 many; do
  refused "--max-states $value: expected a whole number from 1 to 2000000000" --dist load --suite a1 -n 1 \
    --max-states $value
done
for value in -1 1000001 none; do
  refused "--max-worker-restart $value: expected a whole number from 0 to 1000000" --dist load --suite a1 -n 1 \
    --max-worker-restart=$value
done
for value in idle running,idle ''; do
  refused "--crash-states $value: expected running or all" --dist load --suite a1 -n 1 --crash-states "$value"
done
refused '--property nope: no such property (docs/checking.md names them)' --dist load --suite a1 -n 1 --property nope
refused '--property nope: no such property' --dist load --suite a1 -n 1 --property once,nope
refused '--property : no such property' --dist load --suite a1 -n 1 --property once,
refused '--format tsv: expected text or json' --dist load --suite a1 -n 1 --format tsv
for value in '' x 4 a a0 a61 a1b A1 1a a1a2 aa1 a+1 a-1 'a 1' a1,b1; do
  refused "--suite $value: expected scopes by letter with their numbers of tests, as in a4b2c1" --dist load -n 1 \
    --suite "$value"
done
refused '61 tests are too many to check; the most are 60' --dist load -n 1 --suite a1b60
refused '9 scopes have too many orders to check; the most are 8' --dist isoscope -n 1 --suite a1b1c1d1e1f1g1h1i1
refused '2793 tests are too many to check; the most are 60' --dist load -n 2 --trace "$samples/dvc.trace"
refused 'nowhere: there is no such file' --dist load -n 1 --trace nowhere
refused "check: 'a1' is not an option" --dist load -n 1 a1
refused 'Unknown option --bogus' --bogus
refused 'Missing argument for --dist' --dist
for option in --killer --collect-differs --depends --certify --save --replay --log --jobs --time-limit \
  --exact; do
  refused "Unknown option $option" --dist load -n 1 --suite a1 $option x
done

run check --dist worksteal -n 1 --suite a1b1c1d1e1f1g1h1i1
check "only schedulers that shuffle have a limit of scopes" ends_with 0
if [ -e /dev/full ]; then
  status=0
  "$isosim" check --dist load -n 1 --suite a1 >/dev/full 2>err || status=$?
  check "a full disk is told" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
else
  skip "a full disk: there is no /dev/full"
fi
finish
