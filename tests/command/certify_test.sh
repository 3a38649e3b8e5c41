#!/bin/sh
# isosim check --certify: which suites there are, the table, a result that is kept, gone on with and compared, what is
# refused.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

certify () {
  run check --certify "$@"
}

fits_80_columns () {
  awk 'length > 80 { print; bad = 1 } END { exit bad }' out
}

# --- how many suites: by hand, the partitions of 1 to 7 are 1, 2, 3, 5, 7, 11 and 15, and of 7 there are 64 orders ---

certify --dist loadscope --workers 1 --tests 1..7
check "44 suites of up to 7 tests" answers 0 '^loadscope: 44 of 44 cases hold; '
certify --dist isoscope --workers 1 --tests 7
check "15 suites of 7 tests" answers 0 '^isoscope: 15 of 15 cases hold; '
certify --dist loadscope --workers 1 --tests 7 --no-loadscope-reorder
check "64 suites of 7 tests where their order counts" answers 0 '^loadscope: 64 of 64 cases hold; '
certify --dist load --workers 1 --tests 1..7
check "1 suite a size where scopes are not looked at" answers 0 '^load: 7 of 7 cases hold; '
check "  which the table says" has_line 'load: looks at no scopes: one suite of a size stands for all of that size'
certify --dist load --workers 1 --tests 30
check "  and of more tests than suites with scopes may have" answers 0 '^load: 1 of 1 case holds; '

# --- the table ---

certify --dist load,worksteal --workers 1..2 --tests 1..4 --crashes 0..1
check "load and worksteal hold with one death" answers 0 '^load: 16 of 16 cases hold; '
check "  worksteal too" has_line 'worksteal: 16 of 16 cases hold; [0-9,]* states'
check "  a row for each number of workers and deaths" \
  has_line '      2      1    1\.\.4        4 of 4  *[0-9,]*  holds'
check "  eight in all" sh -c '[ "$(grep -c "holds$" out)" -eq 8 ]'
check "  in 80 columns" fits_80_columns
cp out before
certify --dist load,worksteal,load --workers=1..2 --tests=1..4 --crashes=0..1 --jobs 1
check "twice the same, whatever the threads" cmp out before

# The known defects of the loadscope family: a crashed test is run again (issue 932), and a hang (issue 1327).
certify --dist loadscope --workers 1..2 --tests 1..3 --crashes 0..1
check "loadscope breaks with a death" answers 1 '^loadscope: 12 of 24 cases hold, 12 violated; '
check "  and holds without" has_line '      2      0    1\.\.3        6 of 6  *[0-9,]*  holds'
check "  the smallest suite stands in its row" has_line '      1      1    1\.\.3        0 of 6  *[0-9,]*  once: a1'
check "  once in one test" has_line '  isosim check --dist loadscope --workers 1 --suite a1 --crashes 1'
check "  a hang in two scopes of one" has_line '  isosim check --dist loadscope --workers 1 --suite a1b1 --crashes 1'
check "  in so many steps" grep -q "^loadscope violates 'hang' in 3 cases; the smallest, in 17 steps:" out
check "  in 80 columns" fits_80_columns
sed -n 's/^  isosim //p' out >commands
while IFS= read -r words; do
  # shellcheck disable=SC2086
  run $words
  check "isosim $words breaks something" ends_with 1
done <commands
certify --dist loadscope-fixed --workers 1..2 --tests 1..3 --crashes 0..1
check "its twin holds" answers 0 '^loadscope-fixed: 24 of 24 cases hold; '

certify --dist all --workers 1 --tests 1
for name in load loadscope loadfile loadgroup worksteal isoscope each; do
  check "--dist all: $name" has_line "$name: 1 of 1 case holds; [0-9]* states"
done
check "--dist all: no twins" sh -c '! grep -q fixed out'

certify --dist load,isoscope --workers 2 --tests 3..4 --max-states 40
check "a limit" answers 3 '^load: 0 of 2 cases hold, 2 at a limit; '
check "  stands in the row" has_line '      2      0    3\.\.4        0 of 2  *[0-9,]*  limit: a3'
certify --dist isoscope --workers 1 --tests 1 --crashes 1 --name-supplied --continue
check "--continue: every property" answers 1 "^isoscope violates 'once' in 1 case"
check "  another" grep -q "^isoscope violates 'teardown-once' in 1 case" out

# --- a result that is kept ---

set -- --dist loadscope,load --workers 1..2 --tests 1..3 --crashes 0..1
certify "$@" --result kept.json
check "--result: the same answer" ends_with 1
cp out whole
check "  a case a line" sh -c '[ "$(grep -c "^{\"dist\":" kept.json)" -eq 36 ]'
cp kept.json again.json
certify "$@" --result again.json
check "complete: the same answer" cmp out whole
check "  and the same file" cmp kept.json again.json

# What was kept is believed, and not searched again: a number that no search would find stays.
sed 's/\("suite":"a2","verdict":"holds","states":\)[0-9]*/\14711/' kept.json >again.json
certify "$@" --result again.json
check "  and what is kept is taken over" has_line 'load: 12 of 12 cases hold; 2[0-9],[0-9]* states'

head -n 20 kept.json | sed '$s/,$//' >part.json
echo ']}' >>part.json
certify "$@" --result part.json
check "half a result is gone on with, to the same bytes" cmp part.json kept.json
certify --dist load --workers 2 --tests 1..2 --crashes 1 --result part.json
check "fewer cases than are kept are refused" \
  refuses 'part.json: it was made with --dist loadscope, which is not asked for'
certify --dist load --workers 1 --tests 1..2 --result small.json
certify --dist worksteal,load --workers 1..2 --tests 1..3 --result small.json
certify --dist worksteal,load --workers 1..2 --tests 1..3 --result large.json
check "more cases than are kept are searched" cmp small.json large.json

certify --dist load --workers 2 --tests 2..3 --max-states 50 --result limit.json
check "at a limit" ends_with 3
cp limit.json before.json
certify --dist load --workers 2 --tests 2..3 --max-states 40 --result limit.json
check "a smaller one changes nothing" cmp limit.json before.json
certify --dist load --workers 2 --tests 2..3 --result limit.json
check "a larger one is tried" answers 0 '^load: 2 of 2 cases hold; '
certify --dist load --workers 2 --tests 2..3 --result unlimited.json
check "  to the same bytes as at once" cmp limit.json unlimited.json

# --- and compared ---

certify "$@" --against kept.json
check "--against: what was broken before does not count" ends_with 0
check "  all is the same" has_line '  the same: 36'

# Made to be otherwise: the result of another day.
sed '/"dist":"loadscope","workers":1,"crashes":1,"suite":"a1"/s/"violated","broken":[^]]*\]/"holds"/' \
  kept.json >old.json
certify "$@" --against old.json
check "--against: what held and breaks is told" answers 1 '^  violated now, and not before: 1$'
check "  with both verdicts" has_line "      before: holds; now: 'once' violated in 20 steps"
check "  the others are the same" has_line '  the same: 35'
sed 's/"property":"hang","steps":17/"property":"hang","steps":18/
  s/\("dist":"load","workers":2,"crashes":0,"suite":"a1","verdict":"holds","states":\)[0-9]*/\11/
  /"dist":"load","workers":1,"crashes":0,"suite":"a1"/s/"holds"/"violated","broken":[{"property":"lost","steps":5}]/
  /"dist":"load","workers":1,"crashes":0,"suite":"a2"/s/"holds"/"inconclusive","limits":{"max_states":5,"time_us":0}/
  s/"property":"once","steps":20/"property":"error","steps":20/' kept.json >old.json
certify "$@" --against old.json
check "--against: what does not hold any less is no failure" ends_with 0
check "  longer or shorter schedules" has_line '  violated in more or fewer steps: 2'
check "  numbers of states" has_line '  the same, but for numbers of states: 1'
check "  what was mended" has_line '  violated before, and hold now: 1'
check "  what was at a limit" has_line '  at a limit before, and hold now: 1'
check "  other properties" has_line '  violate another property: 1'
check "  the rest is the same" has_line '  the same: 30'
check "  in 80 columns" fits_80_columns
certify --dist load --workers 2 --tests 1..3 --crashes 1..2 --against kept.json
check "--against: of other ranges" answers 0 '^  not there before: 3$'
check "  what is gone" has_line '  not searched now: 33'
certify "$@" --max-states 100 --against kept.json
check "--against: a limit where there was an answer" answers 3 '^  at a limit now, and not before: [0-9]*$'
certify "$@" --reduce none --against kept.json
check "--against: other reductions, the same verdicts" answers 0 '^  the same, but for numbers of states: '

# --- JSON ---

cat >answer.py <<'PY'
import json
answer = json.load(open('out', encoding='utf-8'))
kept = json.load(open('kept.json', encoding='utf-8'))
assert list(answer) == ['verdict', 'rows', 'broken', 'against'], list(answer)
assert answer['verdict'] == 'violated' and answer['against']['verdict'] == 'holds', answer
rows = answer['rows']
assert len(rows) == 2 * 2 * 2 * 3, len(rows)
figures = ['suites', 'holds', 'violated', 'inconclusive', 'left', 'states', 'transitions']
for row in rows:
    assert list(row)[:11] == ['scheduler', 'workers', 'crashes', 'tests'] + figures, list(row)
    cases = [case for case in kept['cases'] if (case['dist'], case['workers'], case['crashes']) ==
             (row['scheduler'], row['workers'], row['crashes'])
             and sum(map(int, filter(str.isdigit, case['suite']))) == row['tests']]
    assert row['suites'] == len(cases), row
    for name in ('holds', 'violated', 'inconclusive'):
        assert row[name] == sum(case['verdict'] == name for case in cases), row
    for name in ('states', 'transitions'):
        assert row[name] == sum(case[name] for case in cases), row
    assert row['left'] == 0 and ('first_violated' in row) == (row['violated'] > 0), row
first = [row for row in rows if row['crashes'] == 1 and row['tests'] == 1][0]['first_violated']
assert first == {'suite': 'a1', 'property': 'once', 'steps': 20,
                 'command': 'isosim check --dist loadscope --workers 1 --suite a1 --crashes 1'}, first
assert [each['property'] for each in answer['broken']] == ['once', 'hang'], answer['broken']
against = answer['against']
assert (against['same'], against['added'], against['gone']) == (35, 0, 0), against
(change,) = against['changes']
assert change['change'] == 'steps' and change['before']['broken'][0]['steps'] == 18, change
assert change['now'] in kept['cases'], change
PY

if have python3; then
  sed 's/\("workers":1.*"suite":"a1b1".*"property":"hang","steps":\)17/\118/' kept.json >old.json
  certify "$@" --format json --against old.json
  check "--format json: status" ends_with 0
  check "--format json: rows, what is broken, changes" python3 answer.py
else
  skip "JSON: there is no python3"
fi

# --- Ctrl-C, and the bar that shows how far it is ---

cat >interrupt.py <<'PY'
import os, pty, signal, subprocess, sys, time
# isosim, where Ctrl-C is not ignored, with a terminal as standard error: interrupted as soon as FILE holds a case.
master, slave = pty.openpty()
with open('out', 'w') as out:
    child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=out, stderr=slave, restore_signals=True,
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
os.close(slave)
while sys.argv[1] != '-' and child.poll() is None:
    try:
        if '"suite"' in open(sys.argv[1], encoding='utf-8').read():
            break
    except OSError:
        pass
    time.sleep(0.005)
if sys.argv[1] != '-':
    child.send_signal(signal.SIGINT)
said = b''
while True:
    try:
        more = os.read(master, 65536)
    except OSError:
        more = b''
    if not more:
        break
    said += more
open('err', 'wb').write(said)
sys.exit(child.wait())
PY

is_interrupted () {
  [ "$status" -eq 130 ] && grep -q ' not searched$' out && grep -q ' not searched; ' out
}

if have python3; then
  set -- --dist worksteal --workers 1..3 --tests 1..5 --crashes 0..1 --jobs 1
  status=0
  python3 interrupt.py cut.json "$isosim" check --certify "$@" --result cut.json || status=$?
  check "Ctrl-C: status 130, and the table so far" is_interrupted
  check "  what was found is kept" grep -q '"suite":"a1","verdict":"holds"' cut.json
  check "  and not all of it" sh -c '[ "$(grep -c "^{\"dist\":" cut.json)" -lt 30 ]'
  certify "$@" --result cut.json
  check "gone on with: it holds" answers 0 '^worksteal: 30 of 30 cases hold; '
  certify "$@" --result uninterrupted.json
  check "  the result is that of an uninterrupted run, byte for byte" cmp cut.json uninterrupted.json

  # More than can be searched in that time.
  set -- --dist load --workers 5 --tests 30 --crashes 3 --max-states 1000000000 --time-limit 2.5 --jobs 1
  status=0
  python3 interrupt.py - "$isosim" check --certify "$@" || status=$?
  check "what lasts over a second shows a bar on the terminal" \
    grep -q '\[-*\] 0 of 1, [12]\.[0-9]* s: load 5w 3c a30, [0-9,]* states ' err
  certify "$@"
  check "  and none elsewhere" answers 3 '^load: 0 of 1 case holds, 1 at a limit; '
else
  skip "Ctrl-C: there is no python3"
fi

# --- what is refused: BEGINNING WORD… ---

refused_by='check --certify'

refused 'which schedulers? Say --dist NAME[,NAME], or --dist all' --workers 1 --tests 1
refused 'how many workers? Say --workers N or --workers N..M' --dist load --tests 1
refused 'how many tests? Say --tests N or --tests N..M' --dist load --workers 1
refused '--dist lod: no such scheduler; did you mean load?' --dist each,lod --workers 1 --tests 1
for value in 3..1 0..2 0 1..17 1.. ..2 1..2..3 1...2 x '' -1 1,2; do
  refused "--workers $value: expected a number or a range as 1..3, from 1 to 16" --dist load --tests 1 \
    "--workers=$value"
done
for value in 2..1 1..17 -1..0; do
  refused "--crashes $value: expected a number or a range as 1..3, from 0 to 16" --dist load --workers 1 --tests 1 \
    "--crashes=$value"
done
for value in 0 0..3 1..61 4..3; do
  refused "--tests $value: expected a number or a range as 1..3, from 1 to 60" --dist load --workers 1 "--tests=$value"
done
refused '--tests 1..21: under loadscope suites are told apart by their scopes, of at most 20' --dist load,loadscope \
  --workers 1 --tests 1..21
refused 'these are more than 100000 searches: take smaller ranges' --dist loadscope --workers 1..16 --tests 1..20 \
  --crashes 0..16
refused '--property scopes-apart: load promises nothing of it' --dist load --workers 1 --tests 1 \
  --property isolation,scopes-apart
refused '--crash-states dead' --dist load --workers 1 --tests 1 --crash-states dead
for option in --suite --trace --save --replay --log --killer --depends; do
  refused "$option a1: that is not possible with --certify" --dist load --workers 1 --tests 1 $option a1
done
for option in --tests --result --against; do
  run check --dist load --workers 1 --suite a1 $option 1
  check "isosim check $option 1" refuses "$option 1: that is only known with --certify"
done
refused '--result -: a file is needed' --dist load --workers 1 --tests 1 --result -
refused 'cannot write none/such.json' --dist load --workers 1 --tests 1 --result none/such.json
refused 'none.json: there is no such file' --dist load --workers 1 --tests 1 --against none.json

set -- --dist load,loadscope --workers 1..2 --tests 1..3 --crashes 0..1
refused 'kept.json: it was made without --crash-states, and this is asked with --crash-states all' "$@" \
  --crash-states all --result kept.json
refused 'kept.json: it was made without --exact, and this is asked with --exact' "$@" --exact --result kept.json
refused 'kept.json: it was made without --property, and this is asked with --property once,hang' "$@" \
  --property hang,once --against kept.json
refused 'kept.json: it was made with --tests 1..3, more than the 2..5 that are asked for' "$@" --tests 2..5 \
  --result kept.json
refused 'kept.json: it holds none of the cases that are asked for' --dist each --workers 1 --tests 1 --against kept.json
check "a file that is refused stays as it was" sh -c '[ "$(grep -c "^{\"dist\":" kept.json)" -eq 36 ]'

# SENTENCE SED-SCRIPT: a result that is damaged so.
damaged () {
  sed "$2" kept.json >damaged.json
  cmp -s kept.json damaged.json && fail "$2 changes nothing"
  refused "damaged.json: $1" --dist load,loadscope --workers 1..2 --tests 1..3 --crashes 0..1 --result damaged.json
}

damaged 'this is no result of isosim check --certify, version 1' 's/"isosim_certificate":1/"isosim_certificate":2/'
damaged 'this is no result of isosim check --certify, version 1' 's/"isosim_certificate"/"isosim_schedule"/'
damaged "isosim 0.0.1 made it, and this is " 's/^"isosim":"[^"]*"/"isosim":"0.0.1"/'
damaged "'isosim' is missing" '/^"isosim":/d'
damaged "'dist' in 'asked' is no list of schedulers that isosim knows" 's/"dist":"loadscope,load"/"dist":"nope"/'
damaged "'workers', 'crashes' and 'tests' in 'asked' are not all there" 's/"workers":"1..2"/"workers":"2..1"/'
damaged "an option in 'asked' is not as isosim writes it" 's/"tests":"1..3"/&,"exact":1/'
damaged "'cases' is no list, or too long" 's/^"cases"/"case"/'
damaged "case 1: 'dist', 'workers', 'crashes' and 'suite' are none" '5,6s/"workers":1/"workers":3/'
damaged "case 3: 'dist', 'workers', 'crashes' and 'suite' are none" 's/"suite":"a1b1"/"suite":"b1a1"/'
damaged "case 5: its suite is none that is searched with these options" 's/"suite":"a2b1"/"suite":"a1b2"/'
damaged "case 2: it is there twice" '7s/"a2"/"a1"/'
damaged "case 1: 'verdict' is neither" '6s/"holds"/"left"/'
damaged "case 1: 'broken' does not fit the verdict" '6s/"holds"/"violated"/'
damaged "case 7: 'broken' does not fit the verdict" 's/"once","steps":20/"twice","steps":20/'
damaged "case 1: 'limits' do not fit the verdict" '6s/"holds"/"inconclusive"/'
damaged "case 1: 'states', 'transitions' and 'depth' are not all there" '6s/"states":/"states":1.5,"was":/'
head -c 700 kept.json >damaged.json
refused 'damaged.json:10:' --dist load,loadscope --workers 1..2 --tests 1..3 --crashes 0..1 --result damaged.json
refused 'damaged.json:10:' --dist load --workers 1 --tests 1 --against damaged.json
finish
