#!/bin/sh
# The command line as a user types it: the table, its other formats, schedulers, workers, the log, the exit status.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

# --- every sample runs, and gives the table ---

# The corrected twins run by name only.
names=$("$isosim" list schedulers | sed "s/ .*//; /-fixed$/d")

table_has_every_scheduler () {
  for name in $names; do
    grep -q "^$name  *[0-9]" "$scratch/out" || { echo "no row for $name"; return 1; }
  done
}

# A letter beyond ASCII counts once, whatever awk there is.
is_narrow () {
  sed 's/[÷µ…]/x/g' out | awk 'length > 80 && !/::/ { print; bad = 1 } END { exit bad }'
}

for sample in "$samples"/*; do
  case $sample in
    *.md | */licences) continue ;;
  esac
  file=${sample##*/}
  run --trace "$sample" --workers 8
  check "$file: ends well" ends_with 0
  check "$file: a row for every scheduler" table_has_every_scheduler
  check "$file: says what to take" prints 'Take --dist '
  check "$file: no line is wider than 80 columns" is_narrow
  check "$file: nothing but warnings on standard error" sh -c '! grep -v "^isosim: warning: " err'
done

run --trace "$samples/localstack.test_durations" -n 16
check "what was read is said: tests, scopes, total" prints '5,143 tests in 475 scopes, 2h 30m 29s in all'
check "what bounds the time is said" prints '16 workers at full speed; nothing can be faster than 9m 24s'

# --- formats for programs ---

if have python3; then
  cat >keys.py <<'END'
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
for key in "tests scopes workers work_us bound_us schedulers".split():
    assert key in report, key
for scheduler in report["schedulers"]:
    for key in "name verdict wall_us busy_us utilization properties".split():
        assert key in scheduler, key
    for found in scheduler["properties"]:
        for key in "name promised holds count example".split():
            assert key in found, key
    for key in "wall_us", "busy_us":
        assert isinstance(scheduler[key], int), key
    assert 0 < scheduler["utilization"] <= 1
assert [s["name"] for s in report["schedulers"]] == sys.argv[2:], "schedulers"
END
  for sample in dvc.trace libcst.xml localstack.test_durations; do
    run --trace "$samples/$sample" -n 7 --format json
    # shellcheck disable=SC2086 # one word a name
    check "$sample: the JSON parses and has its keys" python3 keys.py out $names
  done
  cp "$samples/libcst.xml" "$(printf 'no-utf-8-\377')"
  run --trace "$(printf 'no-utf-8-\377')" -n 4 --dist load --format json
  check "a file's name that is not UTF-8 leaves the JSON valid" python3 keys.py out load
  run --trace "$golden/load-037.jsonl" --format json
  check "a broken promise in JSON" python3 -c 'import json
found = {p["name"]: p for p in json.load(open("out"))["schedulers"][0]["properties"]}
assert found["once"]["promised"] and not found["once"]["holds"] and found["once"]["count"] == 1
assert "test_6_0" in found["once"]["example"]'
else
  skip "the JSON parses: there is no python3"
fi

run --trace "$samples/dvc.trace" -n 7 --format tsv
check "TSV has a constant number of columns" awk -F '\t' 'NR == 1 { n = NF } NF != n || n < 5 { exit 1 }' out
check "TSV has a line a scheduler, and a head" [ "$(wc -l <out)" -eq "$(echo "$names" | wc -l | awk '{ print $1 + 1 }')" ]
run --trace "$samples/dvc.trace" -n 7 --format xml
check "an unknown format is refused" refuses '--format xml: expected text, json or tsv'

# --- schedulers ---

rows () {
  sed -n 's/^\([a-z-]*\)\t.*/\1/p' out | tail -n +2 | tr '\n' ' '
}

run_rows () {
  run --trace "$samples/dvc.trace" -n 4 --format tsv "$@"
}

run_rows --dist load
check "--dist NAME: that one" [ "$(rows)" = "load " ]
run_rows --scheduler worksteal,load
check "--scheduler NAME,NAME: those, in that order" [ "$(rows)" = "worksteal load " ]
run_rows --dist=load,load
check "a scheduler named twice runs once" [ "$(rows)" = "load " ]
for twin in $("$isosim" list schedulers | sed -n "s/\(-fixed\) .*/\1/p"); do
  run_rows --dist "$twin"
  check "$twin runs by name" [ "$(rows)" = "$twin " ]
done
run_rows --dist all
all=$(rows)
run_rows
check "--dist all is the default" [ "$(rows)" = "$all" ]
run_rows --dist lod
check "an unknown scheduler: the nearest is named" refuses '--dist lod: no such scheduler; did you mean load?'
run_rows --dist loadscoep
check "a transposed name: the nearest is named" refuses '--dist loadscoep: no such scheduler; did you mean loadscope?'
run_rows --dist load,xyzzyxyzzy
check "a name like no other" refuses "--dist xyzzyxyzzy: no such scheduler ('isosim list schedulers' names them)"
run_rows --dist load,
check "a comma too many" refuses '--dist'
run_rows --dist ''
check "no name at all" refuses '--dist'

# --- workers ---

run --trace "$samples/dvc.trace" -n 0
check "no workers" refuses '--workers 0: expected a whole number from 1 to 4096'
run --trace "$samples/dvc.trace" -n 5000
check "too many workers" refuses '--workers 5000: expected a whole number from 1 to 4096'
for word in -1 1.5 4x '' 1e1 0x4 ' 4' 99999999999999999999; do
  run --trace "$samples/dvc.trace" -n "$word"
  check "--workers '$word'" refuses "--workers $word: expected a whole number"
done
run --trace "$samples/dvc.trace" -n auto --dist load
check "-n auto takes the machine's processors" ends_with 0
run --trace "$samples/dvc.trace" -n4 --dist load --format tsv
check "-n4 is -n 4" grep -q '^load	4	' out
run --trace "$samples/dvc.trace" -n 4096
check "as many workers as can be" ends_with 0
run --trace "$samples/dvc.trace" -n 1 --dist load,loadscope,worksteal --format tsv
check "one worker: every scheduler takes the sum" [ "$(awk 'NR > 1 { print $5 }' out | sort -u | wc -l)" -eq 1 ]
run --trace "$samples/dvc.trace" -n 8 --cores 2 --dist load
check "more workers than --cores is said" sh -c 'cat out err | grep -q "2 cores"'

# --- the log, and golden files ---

run --trace "$golden/load-000.jsonl" --log -
cp out log
tail -n +2 "$golden/load-000.jsonl" >expected
check "--log - prints what follows a golden file's first line" cmp expected log
check "the table then goes to standard error" grep -q '^load  *[0-9]' err
run --trace "$golden/load-000.jsonl" --log kept.jsonl
check "--log FILE writes the same" cmp expected kept.jsonl
check "the table is then on standard output" prints 'load '
run --trace "$golden/load-000.jsonl" --dist loadscope -n 2 --format tsv
check "the command line counts for more than a scenario" grep -q '^loadscope	2	' out
gzip -c "$golden/load-000.jsonl" >packed
run --trace packed --log -
check "a packed scenario, whatever its name" cmp expected out
run_on "$golden/load-000.jsonl" --trace - --log -
check "a scenario from standard input" cmp expected out
run_on packed --trace - --log -
check "a packed one from standard input" cmp expected out
for option in --log --gantt --perfetto; do
  run --trace "$samples/dvc.trace" -n 4 --dist load,worksteal $option chart.txt
  check "$option with two schedulers" refuses "$option shows the run of one scheduler: say which by --dist NAME"
done
check "and nothing is written" [ ! -e chart.txt ]
run --trace "$samples/dvc.trace" -n 4 --dist load --perfetto -
check "--perfetto - is refused" refuses '--perfetto -: expected the name of a file'
check "and there is no file of that name" [ ! -e ./- ]

# --- exit status ---

run --trace "$golden/load-037.jsonl"
check "a lost test: exit 1" ends_with 1
check "the promise is named, with the test" prints "load broke 'once' 1 time"
run --trace "$golden/load-036.jsonl"
check "all promises kept: exit 0" ends_with 0
run --trace "$samples/dvc.trace" -n 4 --dist load
check "a promise that load does not give breaks nothing" ends_with 0

# --- early stop, crashes, releases ---

run --trace "$samples/libcst.xml" -n 4 --dist load -x
check "-x stops early, and says so" prints 'load, stopped: --maxfail was reached'
check "to stop is no broken promise" ends_with 0
cp out once
run --trace "$samples/libcst.xml" -n 4 --dist load --maxfail 1
check "-x is --maxfail 1" cmp once out
stopped=$top/tests/maxfail/load-n4-maxfail1.trace
for release in 3.3:23 3.4:16 3.5:16 3.6:17 3.8:17; do
  run --trace "$stopped" -n 4 --dist load -x --xdist-version "${release%:*}" --format json
  check "-x under ${release%:*}: ${release#*:} of 24 tests do not run" prints "\"not_run\":	${release#*:},"
done
run --trace "$samples/libcst.xml" -n 4 --dist load --maxfail 1000
check "a --maxfail that is not reached stops nothing" sh -c '! grep -q stopped out'
run --trace "$samples/dvc.trace" -n 4 -x
check "-x needs outcomes" refuses "$samples/dvc.trace: "
victim='tests/func/api/test_artifacts.py::test_artifacts_show[]'
run --trace "$samples/dvc.trace" -n 4 --dist load --crash "$victim"
check "--crash: a worker dies and is replaced, nothing is lost" ends_with 0
run --trace "$samples/dvc.trace" -n 1 --dist loadscope --crash "$victim" --max-worker-restart 0
check "--crash: with no restart the rest is lost" ends_with 1
check "and the verdict is told in a sentence" prints 'loadscope, '
printf 'nodeid\tseconds\ntest_\303\251.py::test_\303\274\t1\n' >accents.tsv
export LC_ALL=C
run --trace accents.tsv -n 1 --dist load --crash "$(printf 'test_\303\251.py::test_\303\274')"
export LC_ALL=C.UTF-8
check "--crash takes a nodeid's bytes as they are, in locale C too" ends_with 0
# Four tests of b are shared out while a replacement is on its way: nobody may be left with one of them.
cat >late.jsonl <<'END'
{"scheduler":"isoscope","workers":2,"tests":[["b.py::t0",0],["b.py::t1",0],["b.py::t2",0],["c.py::t3",0],["d.py::t4",0],["a.py::t5",0],["e.py::t6",0],["e.py::t7",0],["f.py::t8",0],["b.py::t9",0]],"seed":9,"crash":{"5":1}}
END
run --trace late.jsonl --dist isoscope-fixed
check "isoscope-fixed leaves no worker with a single test of a scope" ends_with 0
run --trace "$samples/dvc.trace" -n 4 --xdist-version 3.1 --dist worksteal
check "a release that does not have the scheduler" refuses '--dist worksteal: pytest-xdist 3.1 does not have it'
run --trace "$samples/dvc.trace" -n 4 --xdist-version 2.5
check "a release that is not known" refuses '--xdist-version 2.5: expected 3.1 to 3.8'

# --- the same, whatever surrounds it ---

report () {
  "$isosim" --trace "$samples/dvc.trace" -n 16 --format "$1" --jobs "$2" 2>&1
}

german=no
if make_german; then
  german=yes
else
  skip "output in a German locale: there is none to be made"
fi
for format in text json tsv; do
  report $format 2 >first
  report $format 2 >again
  check "$format: the same twice" cmp first again
  report $format 1 >again
  check "$format: the same on one thread" cmp first again
  report $format 4 >again
  check "$format: the same on four threads" cmp first again
  (LC_ALL=C report $format 2) >again
  check "$format: the same in locale C" cmp first again
  if [ $german = yes ]; then
    (LOCPATH=$scratch/locales LC_ALL=de_DE.UTF-8 report $format 2) >again
    check "$format: the same in locale de_DE" cmp first again
  fi
done
if [ $german = yes ]; then
  "$isosim" convert "$samples/localstack.test_durations" plain.trace
  run --trace "$samples/dvc.trace" -n 16 --dist isoscope --seed 5 --log plain.log
  export LOCPATH="$scratch/locales" LC_ALL=de_DE.UTF-8
  "$isosim" convert "$samples/localstack.test_durations" german.trace
  run --trace "$samples/dvc.trace" -n 16 --dist isoscope --seed 5 --log german.log
  unset LOCPATH
  export LC_ALL=C.UTF-8
  check "times are read and written the same in locale de_DE" cmp plain.trace german.trace
  check "the log is the same in locale de_DE" cmp plain.log german.log
fi
run --trace "$samples/dvc.trace" -n 16 --dist isoscope --format tsv --seed 1
cp out one
run --trace "$samples/dvc.trace" -n 16 --dist isoscope --format tsv --seed 2
check "another seed, another shuffle" sh -c '! cmp -s one out'

# --- what quirks cost, recorded crashes, early stop, releases ---

printf 'nodeid\tseconds\nt.py::a\t1\nt.py::a@g\t1\nt.py::b\t1\n' >grouped.tsv
run --trace grouped.tsv -n 2 --dist loadgroup
check "a nodeid with and without its group is told" prints 'loadgroup: 1 nodeid recorded with and without @group'
printf 'nodeid\tseconds\nt.py::c[a::b]\t1\nt.py::c[b::b]\t1\nt.py::c[c::b]\t1\nt.py::c[d::b]\t1\n' >cut.tsv
run --trace cut.tsv -n 2 --dist isoscope
check "a scope cut inside brackets is told, with the time without" prints "cut at a '::' inside brackets"
run --trace cut.tsv -n 2 --dist load
check "but not under a scheduler without scopes" sh -c '! grep -q brackets out'
printf 'nodeid\tseconds\toutcome\nt.py::a\t1\tpassed\nt.py::b\t1\tcrashed\nt.py::c\t1\tpassed\n' >crashed.tsv
run --trace crashed.tsv -n 2 --dist load
check "a recorded crash is replayed" prints 'killed a worker when this was recorded'
run --trace crashed.tsv -n 2 --dist loadscope
check "and breaks loadscope" ends_with 1
run --trace crashed.tsv -n 2 --dist loadscope --crash none
check "--crash none leaves it out" ends_with 0
{
  printf 'nodeid\tseconds\toutcome\nt.py::a\t1\tfailed\n'
  for i in 1 2 3 4 5 6 7 8 9; do printf 't.py::b%d\t1\tpassed\n' "$i"; done
} >failed.tsv
run --trace failed.tsv -n 2 --dist load -x
check "-x stops, and says what that saves" prints 'load: stopping saves'
check "a stop is a good end" ends_with 0
run --trace failed.tsv -n 2 --xdist-version 3.1
check "release 3.1 has no worksteal" sh -c 'grep -q ^loadscope out && ! grep -q ^worksteal out'

# --- lists ---

for list in schedulers formats properties; do
  run list $list
  check "list $list" ends_with 0
  check "list $list: names and what they mean" awk 'NF < 2 { exit 1 } END { exit NR < 5 }' out
done
run list schedulers -v
check "list schedulers -v: what each follows" prints 'follows LoadScheduling in xdist/scheduler/load.py'
run --version
check "--version" sh -c 'grep -q "^isosim [0-9]" out'
run --help
check "--help" prints '--trace=FILE'

finish
