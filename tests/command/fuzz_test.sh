#!/bin/sh
# isosim fuzz: models against the classes of pytest-xdist, planted differences, the smallest scenario, refusals.
#
# The classes need a Python with pytest and pytest-xdist 3.1, as Debian's python3-pytest-xdist has it: ISOSIM_PYTHON, or
# /usr/bin/python3.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
export ISOSIM_XDIST_HOST="$top/scripts/isosim-xdist-host" ISOSIM_HOST_SECONDS=100
export PYTHONDONTWRITEBYTECODE=1 TMPDIR="$scratch/tmp"
mkdir tmp
python=${ISOSIM_PYTHON:-/usr/bin/python3}

# MEMBER of the last run's JSON, a number
member () {
  sed -n "s/^\t*\"$1\":\t*\([0-9]*\),*$/\1/p" "$scratch/out" | head -n 1
}

at_least () {
  [ "$(member "$1")" -ge "$2" ]
}

# --- in C ---

for dist in load loadscope loadfile loadgroup worksteal isoscope each; do
  run fuzz --dist $dist --against $dist --suites 200
  check "$dist decides as $dist" ends_with 0
  check "$dist: and that is said" prints ': no difference'
done
run fuzz --dist loadscope --against loadscope-fixed --save found.json
check "loadscope and its twin differ" ends_with 1
check "it is said which suite" prints ' shows it, of '
check "the smallest: one test that kills its worker" prints 'shrunk to 1 test on 1 worker, with a'
check "what both did before" prints 'both, after 6 events: at 0 µs gw1 is ready'
check "what the one did" prints 'loadscope: at 0 µs gw1 is sent 1 test: a.py::t0'
check "what the other did" prints 'loadscope-fixed: at 0 µs gw1 is told to shut down'
check "the scenario" prints '{"scheduler":"loadscope-fixed","workers":1,"tests":[["a.py::t0",0]],"crash":{"0":1}}'
check "no line is longer than 80 columns, but for the scenario" sh -c '! grep -v "^{" "$0" | grep -E "^.{81}"' "$scratch/out"
check "the scenario is kept" cmp -s found.json - <<'END'
{"scheduler":"loadscope-fixed","workers":1,"tests":[["a.py::t0",0]],"crash":{"0":1}}
END
run --trace found.json --dist loadscope --log -
check "what it shows is there again: the test starts twice" [ "$(grep -c '"ev":"start"' "$scratch/out")" = 2 ]
run fuzz --dist load --against load --suites 5 --save none.json
check "without a difference nothing is kept" [ ! -e none.json ]

run fuzz --dist load --against worksteal --format json
check "as JSON" ends_with 1
check "it has the scenario" prints '"scenario":'
check "and both sides" prints '"against":'

# The same whatever the threads.
for jobs in 1 2 5; do
  run fuzz --dist isoscope --against isoscope-fixed --name-supplied --seed 3 --format json --jobs $jobs
  cp "$scratch/out" jobs-$jobs
  run fuzz --dist load --against load --seed 3 --jobs $jobs
  cp "$scratch/out" equal-$jobs
done
check "two threads find what one finds" cmp jobs-1 jobs-2
check "so do five" cmp jobs-1 jobs-5
check "and tell the same of what they tried" cmp equal-1 equal-2
check "as do five" cmp equal-1 equal-5

run fuzz --dist load --against load --suites 3000 --format json
check "a tenth at the least has crashes" at_least crashes 300
check "a tenth stops early" at_least early_stops 300
check "each number of workers comes" sh -c 'for n in 1 2 3 4 5 6 7 8; do grep -q "\"$n\":" "$0" || exit 1; done' "$scratch/out"
check "suites of 50 tests or more" at_least '50 or more' 100
for name in classes '\\"::\\" in brackets' '\\"@\\"' 'beyond ASCII' blanks; do
  check "a tenth has nodeids with $name" at_least "$name" 300
done
for verdict in ok stopped lost; do
  check "runs that end as $verdict" at_least $verdict 20
done

run fuzz --dist load --against load --maxschedchunk any --tests 40..60 --workers 3 --suites 50
check "ranges: so many tests" prints '10-49: '
check "ranges: so many workers" prints 'workers   3: 100 %'
run fuzz --dist load --against load --time-limit 1
check "for a time" ends_with 0

# Scenarios with an early stop: what fuzz writes, the reader reads.
cat >stop.json <<'END'
{"workers":1,"tests":[["a.py::t0",1000],["a.py::t1",1000],["a.py::t2",1000],["a.py::t3",1000]],"maxfail":2,"failures":{"1":2}}
END
run --trace stop.json --dist load --format json
check "a scenario's failures stop it" prints '"verdict":	"stopped"'
run --trace stop.json --dist load --format json --maxfail 3
check "the command line's limit goes before" prints '"verdict":	"ok"'

# --- the classes of pytest-xdist ---

if "$python" -c 'import sys, xdist; sys.exit(not xdist.__version__.startswith("3.1."))' 2>said; then
  export ISOSIM_PYTHON="$python"
  for dist in load loadscope loadfile loadgroup; do
    run fuzz --dist xdist:$dist --against $dist --no-loadscope-reorder --suites "$([ -n "${ISOSIM_QUICK:-}" ] && echo 300 || echo 3000)" --format json
    check "$dist decides as the class of pytest-xdist 3.1" ends_with 0
    [ -n "${ISOSIM_QUICK:-}" ] || check "$dist: over 100,000 events ($(member events))" at_least events 100000
    check "$dist: in runs that end well and in others" at_least lost 1
  done
  run fuzz --dist xdist:loadscope --against loadscope
  check "without --no-loadscope-reorder 3.1 differs: it does not reorder" ends_with 1
  check "which takes three tests in two scopes to show" prints 'shrunk to 3 tests on 1 worker:'

  # One changed line: the tests of a worker that died are not given to others.
  cat >planted.py <<'END'
from xdist.scheduler.loadfile import LoadFileScheduling


class Planted(LoadFileScheduling):
    def remove_node(self, node):
        crashed = super().remove_node(node)
        if len(self.nodes) > 1:
            self.workqueue.clear()
        return crashed
END
  PYTHONPATH=. run fuzz --dist py:planted:Planted --against xdist:loadfile
  check "a planted difference is found" ends_with 1
  check "and made small" sh -c 'grep -q "shrunk to [1-5] tests on [23] workers" "$0"' "$scratch/out"
  check "its scenario has a crash, and no scheduler that could run a program" sh -c 'grep -q "^{\"workers\".*\"crash\":" "$0"' "$scratch/out"

  # A class that is not the same twice, a program that ends, a death that is blamed on another test.
  cat >odd.py <<'END'
import os
from xdist.scheduler.load import LoadScheduling

sent = 0


class Once(LoadScheduling):
    def _send_tests(self, node, num):
        global sent
        sent += 1
        super()._send_tests(node, num + 1 if sent == 98 else num)


class Ends(LoadScheduling):
    def schedule(self):
        if len(self.collection or next(iter(self.node2collection.values()))) > 20:
            os._exit(7)
        super().schedule()


class Blames(LoadScheduling):
    def remove_node(self, node):
        crashed = super().remove_node(node)
        return crashed and self.collection[0]
END
  PYTHONPATH=. run fuzz --dist load --against py:odd:Once --jobs 1
  check "a difference that comes but once is found" ends_with 1
  check "and it is said that it does not come again" prints 'Tried again, it does not: '
  PYTHONPATH=. run fuzz --dist load --against py:odd:Ends
  check "a program that ends is a difference" ends_with 1
  check "and told as what it is, of the suite as it was drawn" sh -c 'grep -q "^A program does not work any more: py:odd:Ends ended with" "$0" && ! grep -q shrunk "$0"' "$scratch/out"
  PYTHONPATH=. run fuzz --dist load --against py:odd:Blames
  check "a death that is blamed on another test is a difference" prints 'reported as crashed: '

  mkdir -p tree/src
  cp -r "$("$python" -c 'import os, xdist; print(os.path.dirname(xdist.__file__))')" tree/src/xdist
  run fuzz --dist xdist:load --xdist-path tree --against xdist:load --suites 20
  check "a copy of the tree decides alike" ends_with 0
  check "and the two are told apart" prints 'xdist:load of tree against xdist:load'
  sed 's/len(self.nodes)/len(self.nodes) + 1/' tree/src/xdist/scheduler/load.py >load.py
  cp load.py tree/src/xdist/scheduler/load.py
  run fuzz --dist xdist:load --against-path tree --against xdist:load
  check "a changed copy does not" ends_with 1
  check "whose side is told" prints 'xdist:load of tree: at '
  run fuzz --dist xdist:load --against load --against-path tree
  check "a path for nobody" refuses '--against-path: only xdist:NAME and py:MODULE:CLASS look there'
else
  skip "no pytest-xdist 3.1 for $python"
fi

# --- refusals ---

run fuzz
check "no scheduler" refuses 'which two schedulers? Say --dist A --against B'
run fuzz --dist load
check "one scheduler" refuses 'which is the other scheduler? Say --dist A --against B'
run fuzz --dist lod --against load
check "an unknown one" refuses '--dist lod: no such scheduler; did you mean load?'
run fuzz --dist load --against load --suites 0
check "no suites" refuses '--suites 0: expected a whole number from 1 to'
run fuzz --dist load --against load --tests 5..2
check "a range backwards" refuses '--tests 5..2: '
run fuzz --dist load --against load --workers 0
check "no workers" refuses '--workers 0: '
run fuzz --dist load --against load --time-limit soon
check "no time" refuses '--time-limit soon: expected a whole number from 1 to'
run fuzz --dist load --against load --maxschedchunk some
check "no chunk" refuses '--maxschedchunk some: expected a whole number from 1 to'
run fuzz --dist load --against load --format tsv
check "no format" refuses '--format tsv: expected text or json'
run fuzz --dist load --against load suite.trace
check "a file" refuses "fuzz takes options only, not 'suite.trace'"
run fuzz --dist 'exec:sh -c "read a; echo {\\\"isosim\\\":1}; read b"' --against 'exec:sh -c "read a; echo {\\\"isosim\\\":1}; read b"' --suites 3
check "two programs that do not work are not called alike" ends_with 2
check "and it is said why" warns 'ended'

finish
