#!/bin/sh
# isosim verify: good runs pass, each property is seen to break where a violation is planted, and what cannot be judged
# is said. The real runs need a /usr/bin/python3 with pytest-xdist, as Debian's python3-pytest-xdist installs it.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
mkdir "$scratch/suite" && cd "$scratch/suite" || exit 2
recordings=$top/tests/recordings
set_pytest_up

# The promised properties that are broken, on one line.
broken () {
  sed -n 's/^\([a-z-]*\) *promised *broken, .*/\1/p' "$scratch/out" | tr '\n' ' ' | sed 's/ $//'
}

# NAME… - exactly these are broken.
breaks () {
  ends_with 1 && [ "$(broken)" = "$*" ] && prints 'a promise was broken'
}

keeps_all () {
  ends_with 0 && [ -z "$(broken)" ] && prints 'what was promised and is told was kept'
}

# --- good runs ---

for name in alone coordinated crash each load loadfile loadgroup loadscope maxfail maxfail-3.5; do
  run verify "$recordings/$name.trace"
  check "$name.trace keeps what was promised" keeps_all
  check "$name.trace: silent" is_silent
done
run verify "$recordings/coordinated.trace"
check "isoscope: all 17 properties are judged" [ "$(grep -c '  promised  kept$' "$scratch/out")" -eq 16 ]
check "  none is untold" sh -c '! grep -q "not told" "$1"' - "$scratch/out"
run verify "$recordings/loadscope.trace"
check "loadscope promises scope" grep -q -x 'scope  *promised  kept' "$scratch/out"
check "  and isolation is told" grep -q '^isolation   *\(not \)\{0,1\}kept' "$scratch/out"
run verify --dist loadscope "$recordings/load.trace"
check "load does not keep what loadscope promises" breaks scope
check "  a sentence with test, workers and time" \
  prints 'test_small.py::TestB::test_odd[a b] on gw0 started after 1.61 s, though gw1 had its scope'
run verify "$recordings/maxfail.trace"
check "-x: what did not run is not lost" prints 'the run was stopped early: what did not run is not lost'
run verify "$recordings/killed.trace"
check "a run that was killed has no end" breaks hang
check "  what can be told is told" \
  prints 'the last that is known of it was after 1.26 s; 2 workers had not ended, the first is gw0'
check "  and what cannot" prints 'not told: the recording has no end'

# --- planted violations ---

# WHAT FILE SED-SCRIPT PROPERTIES SENTENCE - the recording, edited, breaks these, and only these.
planted () {
  sed -e "$3" "$recordings/$2.trace" >run.trace
  check "$1: something was planted" sh -c '! cmp -s "$1" run.trace' - "$recordings/$2.trace"
  run verify run.trace
  # shellcheck disable=SC2086
  check "  $4" breaks $4
  check "  the sentence" prints "$5"
}

planted 'a test that runs twice' loadscope '/^#worker gw1 exit/i #run gw1 0 1285000 1 1 1 5 passed' 'once scope' \
  'test_small.py::TestA::test_one on gw1 started again, after 1.29 s'
planted 'a test that never runs' loadscope '/^#run gw1 6 /d' lost \
  'test_small.py::TestB::test_fails was lost: it neither completed nor was reported crashed'
planted 'a test that one worker never runs' each '/^#run gw1 6 /d' lost \
  'test_small.py::TestB::test_fails was lost on gw1: it never ran there'
planted 'a run without an end' load '/^#end /d' hang 'the run hung or was killed: the last that is known of it was after'
planted 'an internal error' load 's/^\(#message [0-9]* [0-9]* from gw1\) workerfinished$/\1 internal_error\n&/' error \
  'gw1 reported an internal error of pytest, after'
planted 'an internal error of the controller' load 's/^#end \([0-9]*\) .*/#end \1 3/' error \
  'pytest ended by an internal error (exit status 3)'
planted 'tests behind the shutdown' loadscope \
  's/^#message 1283851 to gw1 shutdown/&\n#message 1283852 to gw1 run 2/' alive \
  'gw1 was sent run after 1.28 s, when it had been sent shutdown or had ended'
planted 'the wrong test is blamed' crash 's/^#reported gw0 706880 1$/#reported gw0 706880 0/' 'lost blame' \
  'the death of gw0 was blamed on test_crash.py::test_before after 707 ms, which it did not run then'
planted 'a death that is not reported' crash '/^#reported /d' 'lost reported' \
  'gw0 died running test_crash.py::test_dies, and by 707 ms no crash was reported'
planted 'a worker that never ends' loadscope '/^#worker gw1 exit /d' drain 'the session has ended, and gw1 has not'
check "  and that is warned of" warns 'run.trace: gw1 never ended'
planted 'a scope on two workers' loadscope 's/^#run gw0 9 .*/#run gw1 9 1259800 1 - 1 5 skipped/' scope \
  'test_small.py::test_skipped on gw1 started after 1.26 s, though gw0 had its scope'
planted 'a scope that is interrupted' loadscope \
  's/^#run gw0 1 \(.*\)/#run gw0 7 \1/; s/^#run gw0 7 1255055/#run gw0 1 1255055/' scope 'when gw0 had run another scope in between'
planted 'two scopes at once' coordinated 's/^#run gw0 4 106000 10200/#run gw0 4 103000 13200/' isolation \
  't.py::TestA::test_4 on gw1 ran beside t.py::TestB::test_1 on gw0, after 103 ms'
planted 'a test alone, and a fence too many' coordinated \
  's/^#test 7 t.py::TestB::/#test 7 t.py::TestC::/; s/^\(#coordinated gw1 teardown\) 160200 /\1 170200 /' \
  'isolation two-tests fence-limit' 't.py::TestB::test_3 on gw1 was lent as one fence too many, after 71.4 ms'
check "  two-tests" prints 't.py::TestB::test_3 on gw1 was the only test of its scope there'
planted 'a set-up that runs twice' coordinated \
  's/^#run gw1 2 /#coordinated gw1 setup 41000 8000 database t.py::TestA\n&/' setup-once \
  'the set-up of database for t.py::TestA ran twice: on gw0 after 40.0 ms, and on gw1 after 41.0 ms'
planted 'a set-up that never was' coordinated '/^#coordinated gw0 setup 40000 /d' setup-once \
  'database for t.py::TestA was torn down, and never set up'
planted 'a tear-down that runs twice' coordinated \
  's/^#message 105000 .*/#coordinated gw0 teardown 104500 100 database t.py::TestA\n&/' teardown-once \
  'the tear-down of database for t.py::TestA ran twice: on gw1 after 94.2 ms, and on gw0 after 105 ms'
planted 'a tear-down that never was' coordinated '/^#coordinated gw1 teardown 160200 /d' teardown-once \
  'database for t.py::TestB was set up, and never torn down'
planted 'a test before the set-up has ended' coordinated \
  's/^#run gw1 2 41000 9700 /#run gw1 2 41000 700 /' setup-first \
  't.py::TestA::test_3 began on gw1 after 41.7 ms, and the set-up of database for t.py::TestA ended on gw0 after 50.0 ms'
planted 'a tear-down that begins too early' coordinated \
  's/^#coordinated gw1 teardown 94200 /#coordinated gw0 teardown 92100 /' \
  teardown-last \
  't.py::TestA::test_4 ended on gw1 after 94.1 ms, and the tear-down of database for t.py::TestA began on gw0 after 92.1 ms'
planted 'two scopes set up at once' coordinated \
  's/^#coordinated gw0 setup 106000 /#coordinated gw0 setup 100000 /' scopes-apart \
  'the set-up of database for t.py::TestB began on gw0 after 100 ms, and database for t.py::TestA was torn down by 104 ms'

# --- what is no violation ---

# Runs of one test in a row, within one run of xdist's, are a plug-in's.
sed 's/^#run gw1 4 \([0-9]*\) .*/#run gw1 4 \1 1 1 1 - call-failed\n&/' "$recordings/loadscope.trace" >run.trace
run verify run.trace
check "a rerun by a plug-in is no second run" keeps_all
sed 's/^#dist .*/#dist own/; s/^#scheduler .*/#scheduler OwnScheduling/' "$recordings/load.trace" >run.trace
run verify run.trace
check "a scheduler of one's own promises what all do" keeps_all
check "  and that is said" prints 'promises are those of every session'

# --- for programs ---

run verify --format json "$recordings/killed.trace"
check "JSON" "$python" -c '
import json, sys
found = json.load(open(sys.argv[1]))
by_name = {each["name"]: each for each in found["properties"]}
assert found["broken"] and found["scheduler"] == "loadscope" and found["workers"] == 2
assert by_name["hang"]["promised"] and by_name["hang"]["holds"] is False and by_name["hang"]["count"] == 1
assert by_name["lost"]["holds"] is None and not by_name["lost"]["judged"]
assert by_name["scope"]["holds"] and by_name["scope"]["example"] is None
' "$scratch/out"

# --- a reportlog ---

# NODEID INDEX WORKER START DURATION - set-up and call, of the same duration
report () {
  for phase in setup call; do
    printf '{"$report_type": "TestReport", "nodeid": "%s", "when": "%s", "outcome": "passed", ' "$1" $phase
    printf '"item_index": %s, "worker_id": "%s", "start": %s, "duration": %s}\n' "$2" "$3" "$4" "$5"
  done
}

reports () {
  printf '{"pytest_version": "8.0", "$report_type": "SessionStart"}\n'
  report t.py::TestA::test_1 0 gw0 100.0 0.5
  report t.py::TestA::test_2 1 gw0 101.5 0.5
  report t.py::TestB::test_1 2 "$1" "$2" 0.5
  report t.py::TestB::test_2 3 gw1 104.5 0.5
}

reports gw1 103.0 >log.jsonl
run verify --dist loadscope log.jsonl
check "a reportlog: kept" keeps_all
check "  isolation too" grep -q -x 'isolation  *kept' "$scratch/out"
reports gw0 103.0 >log.jsonl
run verify --dist loadscope log.jsonl
check "  a scope on two workers" breaks scope
reports gw1 102.0 >log.jsonl
run verify --dist isoscope log.jsonl
check "  a test beside another scope's" breaks isolation
reports gw0 103.0 | sed 's/"start": [0-9.]*, //' >log.jsonl
run verify --dist loadscope log.jsonl
check "  without starts: the worker tells" breaks scope
check "  the sentence" prints 't.py::TestB::test_2 ran on gw1, and t.py::TestB::test_1, of its scope, on gw0'
check "  isolation is not told" prints 'not told: the file does not tell when tests began'
reports gw1 103.0 | sed '2,3{p;p}' >log.jsonl
run verify log.jsonl
check "  a test that runs twice" breaks once

# --- what cannot be judged ---

refused_by=verify

refused 'verify takes one recording or reportlog, RUN'
refused 'verify takes one recording or reportlog, RUN' a b
refused 'nowhere.trace: there is no such file' nowhere.trace
refused '--dist lood: no such scheduler; did you mean load?' --dist lood "$recordings/load.trace"
refused '--format tsv: expected text or json' --format tsv "$recordings/load.trace"
durations=$samples/localstack.test_durations
refused "$durations: the file does not tell on which worker a test ran" "$durations"
grep -v '^#run ' "$recordings/load.trace" >run.trace
refused 'run.trace: no test ran: there is nothing to judge' run.trace
grep -v '^#isosim-trace' "$recordings/load.trace" | cat "$recordings/loadscope.trace" - >run.trace
refused 'run.trace:' run.trace
sed '/^#tests/,$d' "$recordings/loadscope.trace" >run.trace
grep '^#\(worker\|run\) ' "$recordings/load.trace" >>run.trace
refused 'run.trace:95:1: gw0 has this behind it already: two runs are mixed' run.trace
sed 's/^#run gw0 1 1254338 /#run gw0 1 1000 /' "$recordings/loadscope.trace" >run.trace
run verify run.trace
check "a clock that goes backwards: a sentence" warns 'time goes back by'
check "  and the rest is judged" keeps_all

# --- real runs ---

if ! have_xdist; then
  skip "real runs: /usr/bin/python3 has no pytest-xdist"
  finish
fi
"$python" -c 'import pytest, xdist; print("pytest", pytest.__version__, "pytest-xdist", xdist.__version__)'
: >pytest.ini
for file in a b; do
  cat >test_$file.py <<'END'
import time
import isosim_recorder
import pytest

@pytest.fixture(scope="class")
def database(request):
    with isosim_recorder.coordinated(request.config, "setup", "database", request.node.nodeid):
        time.sleep(0.01)
    yield
    with isosim_recorder.coordinated(request.config, "teardown", "database", request.node.nodeid):
        time.sleep(0.01)
class TestA:
    @pytest.mark.parametrize("x", range(5))
    def test_a(self, x, database):
        time.sleep(0.005 * x)
@pytest.mark.xdist_group("shared")
class TestB:
    @pytest.mark.parametrize("x", range(6))
    def test_b(self, x):
        time.sleep(0.005)
END
done
cat >test_dies.py <<'END'
import os

def test_before():
    pass
def test_dies():
    os._exit(1)
def test_after():
    pass
END

# OPTION… - records into run.trace, and verifies it.
record () {
  "$python" -m pytest -q -p no:cacheprovider -p isosim_recorder --isosim-trace run.trace "$@" >log 2>&1 || :
  run verify run.trace
}

for dist in load loadscope loadfile loadgroup each; do
  record -n 3 --dist $dist test_a.py test_b.py
  check "a real run of $dist keeps what was promised" keeps_all
done
record -n 2 --dist loadscope test_a.py test_b.py
check "coordinated set-up and tear-down are recorded" \
  [ "$(grep -c '^#coordinated gw[01] \(setup\|teardown\) ' run.trace)" -eq 4 ]
check "  and kept" grep -q -x 'setup-once  *kept' "$scratch/out"
check "  all five are judged" \
  [ "$(grep -c '^\(setup\|teardown\|scopes\)-[a-z]*  *\(not \)\{0,1\}kept' "$scratch/out")" -eq 5 ]
record -n 3 --dist load test_a.py
check "under load nobody coordinates: the set-up runs more than once" grep -q '^setup-once  *not kept' "$scratch/out"
check "  which load does not promise" ends_with 0
record -n 1 --dist load test_dies.py
check "a death under load: reported, for the right test" keeps_all
check "  it is recorded" grep -q '^#reported gw0 [0-9]* 1$' run.trace
record -n 1 --dist loadscope --max-worker-restart 1 test_dies.py
check "a death under loadscope: the test starts again (pytest-xdist issue 932)" breaks once lost
check "  the sentence" prints 'test_dies.py::test_dies on gw1 started again'
finish
