#!/bin/sh
# isosim check, as a user types it: verdicts and exit statuses, what is refused, JSON, and suites from files.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

counts () {
  [ "$(grep -c -e "$1" out)" -eq "$2" ]
}

# --- the examples of docs/checking.md: STATUS, what the answer says, options ---

while IFS='|' read -r expected said options; do
  # shellcheck disable=SC2086
  run check $options
  check "check $options: $said" answers "$expected" "$said"
done <<'CASES'
1|^violated: hang, in 17 steps|--dist loadscope --workers 1 --suite a1b1 --crashes 1
0|: holds; |--dist isoscope --workers 3 --suite a4b2c1
1|^violated: next, in 21 steps|--dist load --workers 2 --suite a4 --crashes 1 --property next
0|: holds; |--dist load --workers 2 --suite a4 --crashes 1
0|: holds; |--dist worksteal -n 2 --suite a4 --crashes 1
0|: holds; |--dist loadscope-fixed --workers 2 --suite a3b2 --crashes 1
0|: holds; |--dist isoscope-fixed --workers 2 --suite a3b2 --crashes 1
1|^violated: blame, in 10 steps|--dist isoscope-fixed -n 2 --suite a2b2 --crashes 1 --crash-states all
1|^violated: error, |--dist isoscope -n 1 --suite a1 --crashes 1
1|^violated: once, |--dist isoscope -n 1 --suite a1 --crashes 1 --name-supplied
1|^violated: lost, in 27 steps|--dist load -n 2 --suite a4 --crashes 1 --max-worker-restart 0
1|^violated: isolation, |--dist load -n 2 --suite a2b2 --property isolation
0|: holds; |--dist load -n 2 --suite a4 --depends a1:a4
1|^violated: hang, in 25 steps|--dist load -n 2 --suite a4 --depends a1:a4 --crashes 1
1|^violated: lost, in 30 steps|--dist loadscope -n 1 --suite a2 --killer a1 --max-worker-restart 2 --property lost
0|: holds; |--dist load -n 1 --suite a2 --killer a1
1|^violated: error, in 20 steps|--dist worksteal -n 2 --suite a4 --crashes 1 --crash-states collecting
0|: holds; |--dist worksteal -n 2 --suite a4 --crashes 1 --crash-states starting
0|: holds; |--dist loadscope-fixed -n 2 --suite a3b2 --crashes 1 --crash-states starting,collecting,running,exiting
1|  gw0 dies, idle|--dist load -n 1 --suite a1 --crashes 1 --crash-states exiting,idle
0|: holds; |--dist load -n 2 --suite a2b2 --property once,lost,hang
3|: inconclusive; .*: the limit came first$|--dist isoscope -n 3 --suite a4b2c1 --max-states 100
CASES

# --- a schedule as text ---

run check --dist loadscope -n 1 --suite a1b1 --crashes 1
check "a column a worker, the replacement's too, as wide as what they hold" has_line ' *gw0      gw1'
check "as many numbered lines as steps" counts '^ *[0-9][0-9]*  ' 17
check "what runs stands in brackets" has_line '   9  gw0 begins a.py::a1  *\[1\] 2 <'
check "who died is gone" has_line '  10  gw0 dies, running a.py::a1  *gone'
check "the last step leaves a worker with one test" has_line '  17  gw1 takes an item  *gone  *1'
check "below it, what is broken" has_line 'gw1 waits with a.py::a1, and nobody tells it what follows'
check "and how to see it again" has_line 'To keep it: --save FILE; to see it again: isosim check --replay FILE'
check "no line ends in blanks" counts ' $' 0
cp out before
run check --dist loadscope -n 1 --suite a1b1 --crashes 1
check "twice the same" cmp out before
run check -n 1 --crashes=1 --suite=b1a1 --dist=loadscope
check "the suite is in the order in which it is written" prints "gw0 begins b.py::b1"

printf 'nodeid\tseconds\ntests/unit/test_of_a_long_name.py::test_with_a_long_name\t1\n' >long.tsv
run check --dist loadscope -n 1 --trace long.tsv --crashes 1
check "a sentence that is long has its room" \
  grep -q '  gw0 begins tests/unit/test_of_a_long_name.py::test_with_a_long_name  *  \[1\] \.$' out
check "  and so has the column's name" grep -q '^ \{75,\}gw0  ' out

# --- several ---

run check --dist loadscope -n 2 --suite a1b1 --crashes 2 --continue
for name in once error reported; do
  check "--continue tells of $name" has_line "violated: $name, in [0-9]* steps, the shortest schedule:"
done
check "--continue: to each a sentence" has_line 'KeyError: gw[0-9] has no registered collection'
check "--continue tells of nothing else" counts '^violated: ' 3
check "--continue looks at everything" counts 'not all looked at' 0
run check --dist loadscope -n 2 --suite a1b1 --crashes 2
check "without it, of one" counts '^violated: ' 1
check "of those that are broken first, the first" has_line "violated: once, in 24 steps, the shortest schedule:"
run check --dist loadscope -n 2 --suite a1b1 --crashes 2 --property reported,error
check "and so of those that were asked" has_line "violated: reported, in 24 steps, the shortest schedule:"

# --- what is free: a killer, replacements that collect in another order ---

run check --dist loadscope -n 1 --suite a2 --killer a1 --property lost
check "--killer: each replacement is given it, until the restarts are used up" counts ' dies, running a.py::a1 ' 5
run check --dist loadscope -n 1 --suite a2 --killer a1 --property lost --max-worker-restart 1 --crashes 0
check "--killer does not use up --crashes" counts ' dies, running a.py::a1 ' 2
run check --dist load -n 1 --suite a2 --killer '#2' --crashes 1 --property next --continue
check "--killer: a test by its number" ends_with 0

# What each scheduler does when a replacement collects in another order (and isoscope when it finds its name).
while IFS='|' read -r dist names said; do
  run check --dist "$dist" -n 2 --suite a2b1 --crashes 1 --collect-differs --name-supplied --continue
  check "--collect-differs, $dist: $names" \
    [ "$(sed -n "s/^violated: \([a-z-]*\), .*/\1/p" out | paste -s -d ' ' -)" = "$names" ]
  check "  $said" grep -q -e "$said" out
done <<'CASES'
load|once lost|^a test starts after it completed or was reported crashed
worksteal|once lost|^[ab].py::[ab][12] neither completed nor was reported crashed
loadscope|error|^KeyError: gw[0-9] has no registered collection
loadfile|error|^KeyError: gw[0-9] has no registered collection
loadgroup|error|^KeyError: gw[0-9] has no registered collection
each|error|^KeyError: gw[0-9] has no collection
isoscope-fixed||: holds;
CASES
run check --dist load -n 2 --suite a2b1 --crashes 1 --crash-states starting --collect-differs
check "where the first collections differ nothing is dealt" answers 1 "^violated: lost, in 18 steps"

# --- how it searches: the same answer ---

# OPTION…; only what was found: properties, steps, verdict
found () {
  run check --continue "$@"
  sed -n -e 's/, the shortest schedule:$//p' -e 's/^\([a-z-]*, [0-9]* workers\{0,1\}, .*: [a-z]*\); .*/\1/p' out
}

# WORD…: the options of a search
same_found () {
  found "$@" >all
  for reductions in none workers tests steps workers,steps; do
    found "$@" --reduce "$reductions" >some
    diff all some || return 1
  done
}

# One file, and in it tests of one class stand on both sides of another's.
printf 'nodeid\tseconds\nt.py::A::x\t1\nt.py::B::x\t1\nt.py::A::y\t1\n' >woven.tsv

while read -r options; do
  # shellcheck disable=SC2086
  check "--reduce: verdict and steps are the same: $options" same_found $options
done <<'CASES'
--dist load -n 2 --suite a4 --crashes 1 --crash-states all
--dist load -n 2 --suite a4 --crashes 1 --property next,hang,isolation
--dist load -n 2 --suite a3 --depends a1:a3 --crashes 1
--dist worksteal -n 2 --suite a4 --crashes 1 --crash-states waiting,collecting
--dist loadscope -n 2 --suite a2b1 --crashes 2
--dist loadgroup -n 2 --suite a2b1 --killer a2 --max-worker-restart 3
--dist loadgroup -n 2 --suite a3 --killer a2 --max-worker-restart 1
--dist loadscope-fixed -n 1 --suite a3 --killer a2 --max-worker-restart 2
--dist loadfile -n 2 --trace woven.tsv --crashes 1
--dist isoscope -n 2 --suite a2b2 --crashes 1 --name-supplied --property once,hang,error,next,scope,teardown-once
--dist isoscope-fixed -n 2 --suite a2b2 --crashes 1 --crash-states exiting,idle
--dist each -n 2 --suite a2 --crashes 1
--dist load -n 2 --suite a3 --crashes 1 --collect-differs
CASES
run check --dist load -n 2 --suite a4 --crashes 1 --reduce none
cp out unreduced
run check --dist load -n 2 --suite a4 --crashes 1
check "with reductions there are fewer states" [ "$(sed 's/.*: holds; \(.*\) states.*/\1/; s/,//' out)" -lt \
  "$(sed 's/.*: holds; \(.*\) states.*/\1/; s/,//' unreduced)" ]

for options in '--dist load -n 2 --suite a5 --crashes 1 --crash-states all' \
  '--dist loadscope -n 3 --suite a2b1c1 --crashes 2 --continue' '--dist isoscope -n 3 --suite a4b3c2'; do
  # shellcheck disable=SC2086
  run check $options --jobs 1
  cp out one
  for way in '--jobs 4' -j3 --exact '--exact --jobs 2'; do
    # shellcheck disable=SC2086
    run check $options $way
    check "$way: the same bytes: $options" cmp out one
  done
done
check "an answer is not empty" [ -s one ]

run check --dist load -n 4 --suite a10 --crashes 2 --crash-states all --time-limit 0.001
check "--time-limit: it came first" answers 3 ': inconclusive; .*: the limit came first$'

# --- schedules that are kept ---

run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --save hang.json --log hang.jsonl
cp out found
check "--save: how to see it again" has_line 'Again: isosim check --replay hang.json'
check "--log: what was decided" grep -q -x -F '{"t":15,"ev":"run","w":1,"tests":[0]}' hang.jsonl
check "--log: the verdict is that of the property" [ "$(tail -n 1 hang.jsonl)" = \
  '{"t":17,"ev":"end","verdict":"hang","makespan":17,"completed":0,"crashed":[0],"busy":[1,0]}' ]
run check --replay hang.json --log again.jsonl
check "--replay: what was broken still is" answers 1 '^gw1 waits with a.py::a1, and nobody tells it what follows$'
check "--replay: says what it broke" has_line "loadscope, a schedule that violated 'hang':"
check "--replay: the same schedule" sh -c 'sed -n "/^  /p" found >a && sed -n "/^  /p" out >b && cmp a b && [ -s a ]'
check "--replay: the same log" cmp hang.jsonl again.jsonl
run_on hang.json check --replay -
check "--replay -: standard input" ends_with 1
run check --replay hang.json --log -
check "--log -: standard output holds nothing else" cmp out hang.jsonl
check "--log -: the answer goes to standard error" warns "loadscope, a schedule that violated 'hang':"
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --log -
check "--log - of a search" cmp out hang.jsonl
run check --dist load -n 1 --suite a1 --save nothing.json --log nothing.jsonl
check "nothing is kept where nothing is broken" [ ! -e nothing.json ] && [ ! -e nothing.jsonl ]

# Everything that a schedule depends on is in the file.
while read -r options; do
  rm -f kept.json kept.jsonl
  # shellcheck disable=SC2086
  run check $options --save kept.json --log kept.jsonl
  sed -n '/^  /p' out >found
  run check --replay kept.json --log again.jsonl
  check "kept, and broken again: $options" ends_with 1
  check "  by the same steps" sh -c 'grep "^  " out | cmp - found && cmp kept.jsonl again.jsonl && [ -s found ]'
done <<'CASES'
--dist load -n 2 --suite a4 --depends a1:a4 --crashes 1
--dist loadscope -n 1 --suite a2b1 --killer a1 --max-worker-restart 2 --property hang
--dist load -n 2 --suite a2b1 --crashes 1 --collect-differs
--dist load -n 2 --suite a6 --maxschedchunk 1 --crashes 1 --property next
--dist loadscope -n 1 --suite a1b2 --crashes 1 --no-loadscope-reorder
--dist isoscope -n 2 --suite a2b1 --crashes 1 --name-supplied --property teardown-once
--dist worksteal -n 2 --suite a4 --crashes 1 --crash-states collecting
--dist loadgroup -n 1 --suite a1b1 --crashes 1
--dist loadscope -n 2 --suite a1b1 --crashes 2 --property reported
CASES
printf '#isosim-trace 1\nrun_us\tgroup\tnodeid\n1\tg\tx.py::t\n1\tg\ty.py::t\n1\th\tz.py::t\n' >groups.trace
run check --dist loadgroup -n 1 --trace groups.trace --crashes 1 --save kept.json
check "groups that a file tells are kept" grep -q -F '["x.py::t@g", "y.py::t@g", "z.py::t@h"]' kept.json
run check --replay kept.json
check "  and make the same scopes" ends_with 1

# SED-COMMAND; the schedule that was kept, changed
changed () {
  sed "$1" hang.json >changed.json
  run check --replay changed.json
}

changed 's/"hang"/"lost"/'
check "a schedule that breaks something else only" answers 0 "^'lost' is not violated at its end$"
changed 's/"hang"/"livelock"/'
check "a livelock is believed" ends_with 1
changed 's/"die gw0"/"end gw0"/'
check "a step that cannot be taken" answers 3 '^step 12 cannot be taken: the scheduler goes another way$'
check "  and those before it are shown" counts '^ *[0-9][0-9]*  ' 11
changed 's/"crashes":	"1"/"crashes":	"0"/'
check "a death that is one too many" answers 3 '^step 10 cannot be taken: '
changed 's/loadscope/loadscope-fixed/'
check "a scheduler that does better" answers 0 "^'hang' is not violated at its end$"
run check --replay changed.json --log -
check "  the log's verdict is not that of the property" grep -q '"verdict":"ok"' out
changed 's/^}/, "later": 1 }/'
check "members that are not known are passed over" ends_with 1

# BEGINNING SED-COMMAND
refused_changed () {
  changed "$2"
  check "a schedule file: $2" refuses "changed.json:$1"
}

refused_changed ' this is no schedule of isosim check, version 1' 's/"isosim_schedule":	1/"isosim_schedule":	2/'
refused_changed ' this is no schedule of isosim check, version 1' 's/isosim_schedule/schedule/'
refused_changed " step 10 is none that isosim knows: dies gw0" 's/"die gw0"/"dies gw0"/'
refused_changed " step 10 is none that isosim knows: die" 's/"die gw0"/"die"/'
refused_changed " step 10 is none that isosim knows: die gw256" 's/"die gw0"/"die gw256"/'
refused_changed " step 10 is none that isosim knows: die gw0 1" 's/"die gw0"/"die gw0 1"/'
refused_changed " step 10 is none that isosim knows: end gw0 2" 's/"die gw0"/"end gw0 2"/'
refused_changed " step 10 is none that isosim knows: no text" 's/"die gw0"/10/'
refused_changed " 'steps' is no list, or too long" 's/"steps"/"stops"/'
refused_changed " 'tests' is no list" 's/"tests"/"test"/'
refused_changed " there are no tests" 's/"tests":.*/"tests": [],/'
refused_changed " a test has no name, or too long a name" 's/"b.py::b1"/""/'
refused_changed " a test has no name, or too long a name" 's/"b.py::b1"/2/'
refused_changed " test 2, a.py::a1, is there twice" 's/"b.py::b1"/"a.py::a1"/'
refused_changed " 'property' names none that isosim knows" 's/"hang"/"hangs"/'
refused_changed " --property setup-once: loadscope promises nothing of it" 's/"hang"/"setup-once"/'
refused_changed " --dist lod: no such scheduler; did you mean load?" 's/loadscope/lod/'
refused_changed " which scheduler? Say --dist NAME" 's/"dist"/"scheduler"/'
refused_changed " how many workers? Say --workers N" 's/"workers"/"nodes"/'
refused_changed " 'workers' is no text of one line" 's/"workers":	"1"/"workers":	1/'
refused_changed " 'crashes' is no text of one line" 's/"crashes":	"1"/"crashes":	"\\n1"/'
refused_changed " 'name-supplied' is neither true nor false" 's/"crashes":	"1"/"name-supplied":	"yes"/'
refused_changed " --crashes 17: expected a whole number from 0 to 16" 's/"crashes":	"1"/"crashes":	"17"/'
refused_changed " --killer: there is no test '#3' (the first is a.py::a1)" 's/"crashes":	"1"/"killer":	"#3"/'
refused_changed "3:2: expected a member's name in double quotes" 's/"property"/property/'

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
    assert list(each) == ['property', 'steps', 'detail', 'schedule'], list(each)
    assert each['detail'] and type(each['detail']) is str
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
  # Counted by hand in tests/unit/search/test_search.c.
  json 0 holds complete '' 'answer["states"] == 17 and answer["depth"] == 13' --dist worksteal -n 1 --suite a1 \
    --reduce none
  json 1 violated partial hang 'violations[0]["steps"] == 17' --dist loadscope -n 1 --suite a1b1 --crashes 1
  json 1 violated partial hang 'violations[0]["schedule"][9] == "gw0 dies, running a.py::a1"' \
    --dist loadscope -n 1 --suite a1b1 --crashes 1
  json 1 violated complete 'once error reported' 'True' --dist loadscope -n 2 --suite a1b1 --crashes 2 --continue
  json 1 violated partial hang 'violations[0]["detail"] == "gw1 waits with a.py::a1, and nobody tells it what follows"' \
    --dist loadscope -n 1 --suite a1b1 --crashes 1
  # The limit is looked at after each level.
  json 3 inconclusive partial '' '100 < answer["states"] < 200' --dist isoscope -n 3 --suite a4b2c1 --max-states 100
  run check --replay hang.json --format json
  check "check --replay --format json" ends_with 1
  check "  its fields" python3 -c "
import json
answer = json.load(open('out', encoding='utf-8'))
assert list(answer) == ['verdict', 'property', 'detail', 'schedule'], list(answer)
assert answer['verdict'] == 'violated' and answer['property'] == 'hang' and len(answer['schedule']) == 17, answer
assert answer['detail'] == 'gw1 waits with a.py::a1, and nobody tells it what follows', answer"
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
check "--trace: its tests are counted" counts '^loadscope, 1 worker, 3 tests, up to 1 death: ' 1
run check --dist worksteal -n 2 --trace small.tsv
check "--trace: and it may hold" answers 0 ': holds; '
run_on small.tsv check --dist worksteal -n 2 --trace -
check "--trace -: standard input" answers 0 ': holds; '
run check --dist load -n 2 --trace "$golden/load-000.jsonl" --max-states 1000
check "--trace: a scenario's tests" answers 3 '^load, 2 workers, 13 tests: inconclusive; '

# --- what is refused: BEGINNING WORD… ---

refused_by=check

refused 'which scheduler? Say --dist NAME'
refused 'which scheduler? Say --dist NAME' --suite a1 -n 1
refused 'which suite? Say --suite SHAPE, as a4b2c1, or --trace FILE' --dist load -n 1
refused '--suite and --trace: one of them, not both' --dist load -n 1 --suite a1 --trace small.tsv
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
for value in asleep running,asleep 'running,' all,idle none ''; do
  refused "--crash-states $value: expected all or some of starting, collecting, idle, waiting, running, exiting" \
    --dist load --suite a1 -n 1 --crash-states "$value"
done
for value in names steps,names 'steps,' none,steps ''; do
  refused "--reduce $value: expected all, none or some of workers, tests, steps" --dist load --suite a1 -n 1 \
    --reduce "$value"
done
for value in 0 0.0009 -1 1000001 1e7 nan 1s ''; do
  refused "--time-limit $value: expected seconds, from 0.001 to 1000000" --dist load --suite a1 -n 1 \
    --time-limit="$value"
done
for value in 0 65 auto; do
  refused "--jobs $value: expected a whole number from 1 to 64" --dist load --suite a1 -n 1 --jobs $value
done
for value in 0 -1 many; do
  refused "--maxschedchunk $value: expected a whole number from 1 to " --dist load --suite a1 -n 1 --maxschedchunk=$value
done
refused "--killer: there is no test 'b1' (the first is a.py::a1)" --dist load --suite a2 -n 1 --killer a1,b1
refused "--killer: there is no test '#3' (the first is a.py::a1)" --dist load --suite a2 -n 1 --killer '#3'
refused "--killer: there is no test '' (the first is a.py::a1)" --dist load --suite a2 -n 1 --killer a1,
refused '--killer: which test?' --dist load --suite a2 -n 1 --killer ''
printf 'nodeid\tseconds\nt.py::test\t1\nu.py::test\t1\n' >twins.tsv
refused "--killer: there is more than one test 'test' (the first is t.py::test)" --dist load -n 1 --trace twins.tsv \
  --killer test
run check --dist load -n 1 --trace twins.tsv --killer u.py::test
check "--killer: a nodeid" ends_with 0
refused '7 workers and 28 replacements are too many to check; the most are 32 (see --max-worker-restart)' --dist load \
  -n 7 --suite a1 --killer a1
refused '--depends a1: expected A:B, two tests' --dist load --suite a3 -n 1 --depends a1,a2
refused '--depends a2: expected A:B, two tests' --dist load --suite a3 -n 1 --depends a1:a3,a2
refused '--depends: expected A:B, two tests' --dist load --suite a3 -n 1 --depends ''
refused "--depends: there is no test 'a4' (the first is a.py::a1)" --dist load --suite a3 -n 1 --depends a1:a4
refused '--depends: a1 can wait for one other test, not for itself' --dist load --suite a3 -n 1 --depends a1:a1
refused '--depends: a1 can wait for one other test, not for two' --dist load --suite a3 -n 1 --depends a1:a2,a1:a3
refused 'nowhere: there is no such file' --replay nowhere
refused '.: is a directory; name a file in it' --replay .
refused 'small.tsv:1:1: expected a value' --replay small.tsv
refused 'hang.json: its scheduler is loadscope, not load' --replay hang.json --dist load
refused '--replay: the file says what is checked; --property cannot stand beside it' --replay hang.json --property once
refused '--replay: the file says what is checked; --save cannot stand beside it' --replay hang.json --save again.json
refused '--save -: expected the name of a file; only --log can go to standard output' --dist load --suite a1 -n 1 --save -
refused 'there: both --save and --log name it' --dist load --suite a1 -n 1 --save there --log there
refused 'cannot write no/where.json: ' --dist loadscope -n 1 --suite a1b1 --crashes 1 --save no/where.json
refused 'cannot write no/where.jsonl: ' --dist loadscope -n 1 --suite a1b1 --crashes 1 --log no/where.jsonl
refused '--property nope: no such property (docs/checking.md names them)' --dist load --suite a1 -n 1 --property nope
refused '--property nope: no such property' --dist load --suite a1 -n 1 --property once,nope
refused '--property : no such property' --dist load --suite a1 -n 1 --property once,
refused '--format tsv: expected text or json' --dist load --suite a1 -n 1 --format tsv
refused '--suite a61: a61 has more tests than the 60 that can be checked' --dist load -n 1 --suite a61
refused '--suite a2a2: a stands there twice' --dist load -n 1 --suite a2a2
refused '--crash-states all: nobody dies; say --crashes C, too' --dist load -n 1 --suite a1 --crash-states all
refused '--emit-pytest q: that is not possible with --certify' --certify --dist load -n 1 --tests 1 --emit-pytest q
refused "hang.json: both --log and --replay name it" --replay hang.json --log hang.json
refused "small.tsv: both --save and --trace name it" --dist load -n 1 --trace small.tsv --save small.tsv
for value in '' x 4 a a0 a1b A1 1a aa1 a+1 a-1 'a 1' a1,b1; do
  refused "--suite $value: expected scopes by letter with their numbers of tests, as in a4b2c1" --dist load -n 1 \
    --suite "$value"
done
refused '61 tests are too many to check; the most are 60' --dist load -n 1 --suite a1b60
refused 'a shuffle of these scopes has too many orders to check; the most are 40320' --dist isoscope -n 1 \
  --suite a1b2c3d4e5f6g7h8i9
refused '2793 tests are too many to check; the most are 60' --dist load -n 2 --trace "$samples/dvc.trace"
refused 'nowhere: there is no such file' --dist load -n 1 --trace nowhere
refused "check: 'a1' is not an option" --dist load -n 1 a1
refused 'Unknown option --bogus' --bogus
refused 'Missing argument for --dist' --dist

refused 'a shuffle of these scopes has too many orders to check; the most are 40320' --dist isoscope -n 1 --suite a14 \
  --killer a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13,a14
run check --dist worksteal -n 1 --suite a1b2c3d4e5f6g7h8i9 --max-states 1000
check "only schedulers that shuffle have a limit of orders" ends_with 3
run check --dist isoscope -n 1 --suite a1b1c1d1e1f1g1h1i1
check "scopes of one size are alike: they have one order" ends_with 0
if [ -e /dev/full ]; then
  status=0
  "$isosim" check --dist load -n 1 --suite a1 >/dev/full 2>err || status=$?
  check "a full disk is told" sh -c '[ "$0" -eq 2 ] && grep -q "^isosim: standard output: " err' "$status"
else
  skip "a full disk: there is no /dev/full"
fi
finish
