#!/bin/sh
# isosim conform: every command of real runs is the model's too, a wrong model is caught, and what cannot be compared is
# refused. The real runs need a /usr/bin/python3 with pytest-xdist 3.1.0, as Debian 12 has it.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
mkdir "$scratch/suite" && cd "$scratch/suite" || exit 2
recordings=$top/tests/recordings
set_pytest_up

# --- recordings that are kept ---

for name in crash each killed load loadfile loadgroup loadscope maxfail maxfail-3.5 uses; do
  run conform "$recordings/$name.trace"
  check "$name.trace: every command is equal" ends_with 0
  commands=$(sed -n 's/ of .* commands equal$//p' "$scratch/out")
  check "$name.trace: and there are some" prints "$commands of $commands commands equal"
done

run conform --dist worksteal "$recordings/load.trace"
check "load is not worksteal" ends_with 1
check "  none is equal" prints '0 of 10 commands equal'
check "  the real side" grep -q -x '  real  *run 0 1 to gw0' "$scratch/out"
check "  the model's side" grep -q -x '  model  *run 0 1 2 3 4 to gw0' "$scratch/out"
check "  what it answers" grep -q -x '  answering  *1.60 s  collectionfinish from gw1' "$scratch/out"
check "  what came before" grep -q -x '  before  *1.23 s  workerready from gw0' "$scratch/out"
run conform --xdist-version 3.8 "$recordings/loadscope.trace"
check "3.8 takes the largest scope first" ends_with 1
check "  3.1.0 did not" grep -q -x '  real  *run 0 1 to gw0' "$scratch/out"
check "  3.8 would have" grep -q -x '  model  *run 2 3 4 5 6 to gw0' "$scratch/out"
run conform --xdist-version 3.3 "$recordings/maxfail-3.5.trace"
check "3.3 left its loop at --maxfail, 3.5 does not" prints "the model's session is over, and the real one goes on"
check "  which is a difference" ends_with 1
run conform --format json --dist worksteal "$recordings/load.trace"
check "the difference as JSON" ends_with 1
check "  it is JSON" "$python" -c '
import json, sys
found = json.load(open(sys.argv[1]))
assert found["commands"] == 10 and found["equal"] == 0 and found["conforms"] is False
assert found["difference"]["real"] == {"what": "run", "worker": 0, "indices": [0, 1]}
assert found["difference"]["answering"]["at_us"] == 1604905
assert [message["what"] for message in found["difference"]["before"]] == ["workerready", "collectionfinish", "workerready"]
' "$scratch/out"
run conform --format json "$recordings/load.trace"
check "  and so is a run without one" "$python" -c '
import json, sys
found = json.load(open(sys.argv[1]))
assert found["equal"] == found["commands"] == 10 and found["conforms"] and found["difference"] is None
' "$scratch/out"

# FILE SED-SCRIPT - run.trace is the recording, edited.
edit () {
  sed -e "$2" "$recordings/$1.trace" >run.trace
  ! cmp -s "$recordings/$1.trace" run.trace || echo "nothing was edited: $2" >&2
}

# Each kind of command, changed.
edit load 's/ to gw1 run 2 3$/ to gw1 run 2/'
run conform run.trace
check "a run with fewer tests is caught" ends_with 1
check "  after the one before" prints '1 of 10 commands equal'
edit load '/ to gw1 run 2 3$/d'
run conform run.trace
check "a command that was not sent is caught" ends_with 1
edit load '/ to gw0 shutdown$/d'
run conform run.trace
check "a shutdown that was not sent is caught" ends_with 1
check "  no command" grep -q -x '  real  *no command' "$scratch/out"
edit load 's/ to gw1 run 2 3$/ to gw1 steal 2 3/'
run conform run.trace
check "another command is caught" grep -q -x '  real  *steal 2 3 to gw1' "$scratch/out"
edit load 's/^#xdist 3.1.0$/#xdist 3.11.2/'
run conform run.trace
check "a newer release is compared with the newest" prints 'isosim knows releases up to 3.8, and takes 3.11.2 for one'
check "  whose load is the same" ends_with 0

refused_by=conform

refused 'conform takes one recording, RUN'
refused 'conform takes one recording, RUN' a b
refused 'nowhere.trace: there is no such file' nowhere.trace
refused "$recordings/alone.trace: this run was without pytest-xdist" "$recordings/alone.trace"
refused "$samples/dvc.trace: this is no recording" "$samples/dvc.trace"
refused '--dist lood: no such scheduler; did you mean load?' --dist lood "$recordings/load.trace"
refused '--xdist-version 2.5: expected 3.1 to 3.8' --xdist-version 2.5 "$recordings/load.trace"
refused '--format tsv: expected text or json' --format tsv "$recordings/load.trace"
refused "$recordings/load.trace: isoscope shuffles: say with which --seed" --dist isoscope "$recordings/load.trace"
edit load 's/^#scheduler .*/#scheduler OwnScheduling/'
refused 'run.trace: the scheduler was OwnScheduling, of which isosim has no model' run.trace
edit load 's/^#dist .*/#dist own/'
refused 'run.trace: isosim has no model of --dist own' run.trace
edit load 's/^#xdist .*/#xdist 2.5.0/'
refused 'run.trace: isosim knows nothing of pytest-xdist 2.5.0' run.trace
edit load '/^#workers /d'
refused 'run.trace: it does not say how many workers were started' run.trace
edit load 's/^#message .* from gw1 workerready$/&\n&/'
refused 'run.trace:32:1: gw1 has sent workerready already: two runs are mixed' run.trace
edit load '/^#message .* from gw1 workerready$/d'
refused 'run.trace: gw1 sends collectionfinish at 1.60 s, which cannot be there: two runs are mixed' run.trace
edit load 's/^\(#message .* from gw1\) workerfinished$/&\n\1 failure/'
refused 'run.trace: gw1 sends failure at' run.trace
edit load 's/ from gw1 complete 2 / from gw1 complete 0 /'
refused 'run.trace: gw1 sends complete 0, which it was not sent: two runs are mixed' run.trace
grep -v '^#isosim-trace' "$recordings/load.trace" | cat "$recordings/loadscope.trace" - >run.trace
run conform run.trace
check "two recordings in one file" refuses 'run.trace:'

# --- real runs ---

if ! have_xdist; then
  skip "real runs: /usr/bin/python3 has no pytest-xdist"
  finish
fi
"$python" -c 'import pytest, xdist; print("pytest", pytest.__version__, "pytest-xdist", xdist.__version__)'
: >pytest.ini
cat >suite.py <<'END'
import time
import pytest

def sleeps(x):
    time.sleep(0.11 if x % 13 == 5 else 0.002 * (x % 5))
END
# Scopes of 1 to 12 tests, not in falling order; groups across files.
for file in a b c; do
  cat >test_$file.py <<'END'
import pytest
from suite import sleeps

@pytest.mark.parametrize("x", range(3))
def test_plain(x):
    sleeps(x)
class TestSmall:
    def test_one(self):
        sleeps(1)
@pytest.mark.xdist_group("shared")
class TestGroup:
    @pytest.mark.parametrize("x", range(4))
    def test_group(self, x):
        sleeps(x)
class TestLarge:
    @pytest.mark.parametrize("x", range(12))
    def test_large(self, x):
        sleeps(x)
END
done
cat >test_dies.py <<'END'
import os
import pytest
from suite import sleeps

@pytest.mark.parametrize("x", range(14))
def test_dies(x):
    sleeps(x)
    if x in (3, 9):
        os._exit(1)
@pytest.mark.parametrize("x", range(6))
def test_lives(x):
    sleeps(x)
END
cat >test_fails.py <<'END'
import pytest
from suite import sleeps

@pytest.mark.parametrize("x", range(20))
def test_fails(x):
    sleeps(1)
    assert x % 7
END
cat >conftest.py <<'END'
import os

def pytest_collection_modifyitems(items):
    if os.environ.get("DIFFERS") and os.environ["PYTEST_XDIST_WORKER"] == "gw1":
        items.reverse()
END

# FILE OPTION… - records into FILE.
record_into () {
  file=$1
  shift
  "$python" -m pytest -q -p no:cacheprovider -p isosim_recorder --isosim-trace "$file" "$@" >"$file.log" 2>&1 || :
}

record () {
  record_into run.trace "$@"
}

# LEAST [FILE] - every command of FILE, or run.trace, is equal, and there are so many at the least.
all_equal () {
  run conform "${2:-run.trace}"
  cat "$scratch/out"
  ends_with 0 || return 1
  commands=$(sed -n 's/ of .* commands equal$//p' "$scratch/out")
  prints "$commands of $commands commands equal" && [ "$commands" -ge "$1" ]
}

# What was counted, for the log of the test.
say_equal () {
  sed -n 's/^.* equal$/  &/p' "$scratch/out"
}

# DIST WORKERS…; records runs beside each other and compares each with the model.
conforms_with () {
  dist=$1
  shift
  for workers; do
    record_into "$workers.trace" -n "$workers" --dist "$dist" test_a.py test_b.py test_c.py &
  done
  wait
  for workers; do
    check "$dist, $workers workers: every command equal" all_equal "$workers" "$workers.trace"
    say_equal
  done
}
for dist in load loadscope loadfile loadgroup; do
  if at_length; then
    conforms_with $dist 1 2 4 8
  else
    conforms_with $dist 2
  fi
done
record -n 2 --dist loadscope test_a.py test_b.py
run conform --xdist-version 3.8 run.trace
check "loadscope of 3.8 is not that of 3.1.0" ends_with 1
for wrong in load worksteal loadfile loadgroup isoscope; do
  run conform --dist $wrong --seed 1 run.trace
  check "loadscope is not $wrong" ends_with 1
done
record -n 3 --dist each test_a.py
check "each: every command equal" all_equal 6
for dist in load loadscope; do
  record -n 2 --dist $dist test_dies.py
  check "$dist: workers died" grep -q ' errordown$' run.trace
  check "$dist, deaths: every command equal" all_equal 4
  say_equal
  record -n 2 --dist $dist --max-worker-restart 1 test_dies.py
  check "$dist, deaths beyond the limit: every command equal" all_equal 4
done
record -n 2 --maxfail 2 test_fails.py
check "--maxfail: every command equal" all_equal 4
echo 'import nothing_of_that_name' >test_broken.py
record -n 2 --maxfail 2 test_a.py test_broken.py
check "a file that no worker can collect: every command equal" all_equal 2
record -n 2 --maxfail 2 --continue-on-collection-errors test_a.py test_broken.py
check "  and with --continue-on-collection-errors" all_equal 4
DIFFERS=1
export DIFFERS
record -n 2 test_a.py
unset DIFFERS
check "workers that collect differently are sent nothing but their shutdown" all_equal 2
check "  one each" prints '2 of 2 commands equal'
finish
