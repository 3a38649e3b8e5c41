#!/bin/sh
# scripts/isosim_recorder.py: real runs of pytest, with pytest-xdist and without, and what isosim reads of their recordings.
#
# They need a /usr/bin/python3 with pytest-xdist, as Debian's python3-pytest-xdist installs it.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
mkdir "$scratch/suite" && cd "$scratch/suite" || exit 2
set_pytest_up

if ! have_xdist; then
  skip "recording: /usr/bin/python3 has no pytest-xdist"
  check "the recorder is there" [ -s "$top/scripts/isosim_recorder.py" ]
  finish
fi
"$python" -c 'import pytest, xdist; print("pytest", pytest.__version__, "pytest-xdist", xdist.__version__)'

: >pytest.ini
cat >test_a.py <<'END'
import time
import pytest

@pytest.fixture(scope="session")
def server():
    yield
    time.sleep(0.002)

@pytest.fixture(scope="module", params=["a b", "c"])
def both(request):
    yield request.param

@pytest.fixture(scope="class")
def database():
    time.sleep(0.02)
    yield
    time.sleep(0.01)

@pytest.fixture(scope="class")
def table(database):
    yield
    time.sleep(0.05)

class TestA:
    def test_one(self, table, server):
        time.sleep(0.03)
    def test_two(self, table):
        pass

class TestB:
    @pytest.mark.parametrize("x", list("abcdef"), ids=["#", "100%", "a b", "-", "a\tb", "ü✓"])
    def test_odd(self, x, database):
        pass
    def test_fails(self):
        assert False

def test_both(both):
    pass
@pytest.mark.xfail
def test_xfails():
    assert False
@pytest.mark.skip
def test_skipped():
    pass
class TestC:
    @pytest.fixture
    def broken(self):
        yield
        assert False
    def test_teardown(self, broken):
        pass
END
tests=14
cat >test_dies.py <<'END'
import os
import time
import pytest

def test_before():
    pass
def test_dies():
    time.sleep(0.05)
    os._exit(1)
@pytest.fixture
def deadly():
    os._exit(1)
def test_dies_early(deadly):
    pass
def test_after():
    pass
END
cat >test_slow.py <<'END'
import os
import signal
import time
import pytest

@pytest.mark.parametrize("x", range(400))
def test_slow(x):
    time.sleep(0.05)
    if x == 60 and os.environ.get("KILLED"):
        os.kill(int(os.environ["KILLED"]) or os.getpid(), signal.SIGKILL)
END

# OPTION… - records test_a.py, or the file named, into run.trace; the status stays that of pytest.
record () {
  pytest_status=0
  "$python" -m pytest -q -p no:cacheprovider -p isosim_recorder --isosim-trace run.trace "$@" >log 2>&1 || pytest_status=$?
}

ended () {
  [ "$pytest_status" -eq "$1" ] || { tail -n 20 log; return 1; }
}

# REGEX TIMES - so many lines of the recording are like that.
has () {
  count=$(grep -c -E -e "$1" run.trace)
  [ "$count" -eq "$2" ] || { echo "$count lines are like $1:"; cat run.trace; return 1; }
}

# Its convert is its own convert, and its rows are the same; so are those made from its runs alone.
reads_well () {
  "$isosim" convert run.trace once 2>err || { cat err; return 1; }
  ! grep . err || return 1
  "$isosim" convert once twice && cmp once twice || return 1
  grep -v '^#' run.trace >rows
  grep -v '^#' once | cmp rows - || return 1
  sed '/^#tests /,$d' run.trace >rowless
  "$isosim" convert rowless made 2>err && cmp once made
}

simulates () {
  run --trace run.trace --workers 2 --dist load --crash none
  ends_with 0 && prints "isosim trace, $1 tests"
}

# Each test's phases are within what was measured around them, and runs of one worker follow one another. Two clocks
# are allowed to differ a little.
times_fit () {
  awk '$1 == "#run" {
    if ($4 < last[$2]) { print "overlaps: " $0; exit bad = 1 }
    last[$2] = $4 + $5 + $6 + $7 - 2000
    if ($8 != "-" && $5 + $6 + $7 > $8 + 1000) { print "does not fit: " $0; exit bad = 1 }
    if (++runs && $4 <= 0) exit bad = 1
  } END { exit bad || !runs }' run.trace
}

# The messages are what a replay needs: a worker completes only what it was sent, each as often as it was sent or less.
messages_fit () {
  awk '$1 == "#message" && $3 == "to" && $5 == "run" { for (i = 6; i <= NF; i++) sent[$4, $i]++; commands++ }
    $1 == "#message" && $4 == "from" && $6 == "complete" && --sent[$5, $7] < 0 { print "never sent: " $0; exit bad = 1 }
    END { exit bad || !commands }' run.trace
}

# --- without xdist ---

record test_a.py
check "alone: recorded" ended 1
check "alone: every test ran once, on gw0" has '^#run gw0 [0-9]+ [0-9]+ [0-9]+ ([0-9]+|-) [0-9]+ [0-9]+ ' $tests
check "alone: it reads well" reads_well
check "alone: isosim simulates it" simulates $tests
check "alone: times fit" times_fit
check "alone: no messages, no xdist" has '^#(message|xdist) ' 0
check "alone: its head" has '^#(recording 1|dist no|workers 1|end [0-9]+ 1|pytest [0-9.]+|order collection)$' 6
check "alone: gw0 started, was ready, collected and ended" has '^#worker gw0 (start|ready|collected|exit) ' 4
check "alone: outcomes" has ' (passed|skipped|xfailed|call-failed|passed,teardown-failed)$' $tests
check "alone: one failed" has '^#run .* call-failed$' 1
check "alone: one failed at its tear-down" has '^#run .* passed,teardown-failed$' 1
check "alone: set-ups and tear-downs" has '^#fixture gw0 (setup|teardown) ' 12
check "alone: a set-up of 20 ms" has '^#fixture gw0 setup [0-9]+ [2-9][0-9]{4} class database test_a.py::TestA$' 1
check "alone: a tear-down of 10 ms, without that of the fixture that uses it" \
  has '^#fixture gw0 teardown [0-9]+ [1-4][0-9]{4} class database test_a.py::TestA$' 1
check "alone: a parametrised fixture" has '^#fixture gw0 setup [0-9]+ [0-9]+ module both\[[01]\] test_a.py$' 2
check "alone: the session's" has '^#fixture gw0 (setup|teardown) [0-9]+ [0-9]+ session server -$' 2
check "alone: odd nodeids" has '^#test [0-9]+ test_a.py::TestB::test_odd\[(%23|100%25|a b|-|a.*b|.*)\]$' 6
check "alone: none is lost" has 'test_odd\[100%25\]$' 2
record -n0 test_a.py
check "-n0: as without xdist" has '^#dist no$' 1
record --collect-only test_a.py
check "--collect-only: tests, and no run" has '^#(test|run) ' $tests

# --- with xdist ---

for dist in load loadscope loadfile loadgroup; do
  record -n 2 --dist $dist test_a.py
  check "$dist: recorded" ended 1
  check "$dist: every test ran once" has '^#run gw[01] ' $tests
  check "$dist: and was completed" has '^#message [0-9]+ [0-9]+ from gw[01] complete [0-9]+ [0-9]+$' $tests
  check "$dist: it reads well" reads_well
  check "$dist: isosim simulates it" simulates $tests
  check "$dist: times fit" times_fit
  check "$dist: messages fit" messages_fit
  check "$dist: its head" has "^#(dist $dist|workers 2|xdist [0-9.]+|end [0-9]+ 1|scheduler [A-Za-z]+)\$" 5
  check "$dist: its options" has '^#option (numprocesses 2|max_worker_restart 8|maxfail 0)$' 3
  check "$dist: both workers went all the way" has '^#worker gw[01] (start|ready|collected|exit) ' 8
  check "$dist: two failures" has '^#message [0-9]+ [0-9]+ from gw[01] failure$' 2
  check "$dist: one collection" has '^#collection ' 1
  check "$dist: set-ups as often as tear-downs" sh -c '
    [ "$(grep -c "^#fixture .* setup " run.trace)" -eq "$(grep -c "^#fixture .* teardown " run.trace)" ]'
done
record -n 2 --dist each test_a.py
check "each: every test ran on both" has '^#run gw[01] ' $((2 * tests))
check "each: and is one row" reads_well
check "each: by one command each" has '^#message [0-9]+ to gw[01] runall$' 2

# Workers that collect other tests than the first.
cat >conftest.py <<'END'
import os
def pytest_collection_modifyitems(items):
    if os.environ.get("DIFFERS") and os.environ["PYTEST_XDIST_WORKER"] == "gw1":
        items.reverse()
END
DIFFERS=1
export DIFFERS
record -n 2 test_dies.py -k 'before or after'
unset DIFFERS
check "two collections" has '^#collection ([01] 0-1|[01] 1 0)$' 2
check "  they read well" reads_well

record -n 2 -x test_a.py
check "-x: it ended early" has '^#(option maxfail 1|end [0-9]+ 2)$' 2
check "-x: a recording all the same" simulates $tests

# --- which tests use a fixture ---

mkdir pack
: >pack/__init__.py
cat >pack/conftest.py <<'END'
import pytest

@pytest.fixture(scope="package")
def shelf():
    yield
END
cat >pack/test_pack.py <<'END'
def test_shelf(shelf):
    pass
def test_no_shelf():
    pass
END
cat >test_uses.py <<'END'
import pytest

@pytest.fixture(scope="session")
def server():
    yield
@pytest.fixture(scope="session")
def network():
    yield
@pytest.fixture(scope="session")
def absent():
    pytest.skip("is not here")
@pytest.fixture(scope="module")
def tables(server, request):
    request.getfixturevalue("network")
    yield
@pytest.fixture(scope="module", params=["a", "b"])
def both(request):
    yield
@pytest.fixture
def rows(tables):
    pass

def test_none():
    pass
def test_tables(tables):
    pass
def test_none_again():
    pass
def test_through_another(rows):
    pass
def test_in_its_call(request):
    request.getfixturevalue("server")
def test_both(both):
    pass
@pytest.mark.skip
def test_skipped(server):
    pass
def test_absent(absent):
    pass
def test_absent_again(absent):
    pass
class TestC:
    @pytest.fixture(scope="class")
    def server(self, server):
        yield
    @pytest.fixture
    def network(self, network):
        yield
    @pytest.fixture(scope="class", autouse=True)
    def clock(self):
        yield
    def test_clock(self):
        pass
    def test_overrides(self, server):
        pass
    def test_overrides_for_itself(self, network):
        pass
END
cat >used.expected <<'END'
pack/test_pack.py::test_no_shelf -
pack/test_pack.py::test_shelf shelf
test_uses.py::TestC::test_clock clock
test_uses.py::TestC::test_overrides clock
test_uses.py::TestC::test_overrides server
test_uses.py::TestC::test_overrides server of test_uses.py::TestC
test_uses.py::TestC::test_overrides_for_itself clock
test_uses.py::TestC::test_overrides_for_itself network
test_uses.py::test_absent absent
test_uses.py::test_absent_again absent
test_uses.py::test_both[a] both[0]
test_uses.py::test_both[b] both[1]
test_uses.py::test_in_its_call server
test_uses.py::test_none -
test_uses.py::test_none_again -
test_uses.py::test_skipped -
test_uses.py::test_tables network
test_uses.py::test_tables server
test_uses.py::test_tables tables
test_uses.py::test_through_another network
test_uses.py::test_through_another server
test_uses.py::test_through_another tables
END

# FILE - a line for each test and fixture that it used. A name that stands for two has its base behind it.
used () {
  awk '
    $1 == "#fixture" && $3 == "setup" { name[$2, set_ups[$2]++] = $7 ($7 == "server" && $8 != "-" ? " of " $8 : "") }
    $1 == "#uses" {
      uses[$2] = ""
      for (i = 3; i <= NF; i++) {
        n = split($i, range, "-")
        for (k = range[1]; k <= range[n]; k++) uses[$2] = uses[$2] "\t" name[$2, k]
      }
    }
    $1 == "#run" { used[$3] = uses[$2] }
    !/^#/ && $NF != "nodeid" {
      n = split(used[tests++], words, "\t")
      if (n < 2) print $NF " -"
      for (i = 2; i <= n; i++) print $NF " " words[i]
    }' "$1" | LC_ALL=C sort
}

uses_told () {
  used "$1" | diff used.expected -
}

# Of tests alone, then on workers that set up what they use in another order.
for options in '' '-n 1' '-n 2 --dist load' '-n 2 --dist loadscope'; do
  # shellcheck disable=SC2086
  record $options test_uses.py pack
  check "uses ${options:-alone}: recorded" ended 0
  check "uses ${options:-alone}: every run tells its fixtures" uses_told run.trace
  check "uses ${options:-alone}: it reads well" reads_well
  check "uses ${options:-alone}: converted, they are the same" uses_told once
done
record -n 1 test_uses.py -k 'none or both'
check "uses: told where they change" has '^#uses gw0( [01])?$' 3
echo 'import isosim_recorder; isosim_recorder.fixtures_of = lambda item: None' >conftest.py
record test_uses.py
check "uses: a pytest that does not tell: none" has '^#(uses .*|end [0-9]+ 0)$' 1
rm -rf conftest.py pack

# --- a worker dies ---

record -n 1 --dist load test_dies.py
check "death: recorded" ended 1
check "death: in the call, which lasted" has '^#run gw[0-9]+ 1 [0-9]+ [0-9]+ ([5-9][0-9]|[1-9][0-9]{2})[0-9]{3} - - crashed$' 1
check "death: in the set-up" has '^#run gw[0-9]+ 2 [0-9]+ [0-9]+ - - - crashed$' 1
check "death: the others ran" has '^#run gw[0-9]+ [03] .* passed$' 2
check "death: two workers died" has '^#worker gw[012] died ' 2
check "death: two messages say so" has '^#message [0-9]+ [0-9]+ from gw[012] errordown$' 2
check "death: reported, each for its test" has '^#reported gw[0-9]+ [0-9]+ [12]$' 2
check "death: it reads well" reads_well
check "death: messages fit" messages_fit
check "death: what runs used is told up to it" has '^#uses gw[0-9]$' 2
run --trace run.trace -n 1 --dist load
check "death: isosim lets them kill again" prints '2 tests killed a worker when this was recorded'

KILLED=0
export KILLED
record -n 2 test_slow.py -k 'slow[5 or slow[6'
check "a worker is killed: readable" simulates 22
check "  and what it was at" has '^#run .* crashed$' 1

# --- the controller is killed ---

# OPTION… - kills the controller when some tests have run.
kill_midway () {
  : >run.trace
  "$python" -m pytest -q -p no:cacheprovider -p isosim_recorder --isosim-trace run.trace test_slow.py "$@" >log 2>&1 &
  victim=$!
  until [ "$(grep -c '^#run ' run.trace)" -ge 20 ]; do
    kill -0 $victim 2>/dev/null || break # it ended by itself
    sleep 0.1
  done
  kill -9 $victim
  wait $victim 2>/dev/null
}

# Rows for all, times for those that ran, and a sentence.
killed_well () {
  run convert run.trace once
  ends_with 0 && warns 'run.trace: the recording has no end: the run was killed' || return 1
  [ "$(grep -c -v '^#' once)" -eq 401 ] || return 1
  ran=$(grep -c "$(printf '\tpassed\tgw')" once)
  echo "$ran tests ran"
  [ "$ran" -ge 20 ] && [ "$ran" -lt 400 ] || return 1
  tail -c 1 run.trace | tr '\n' x | grep -q x
}

unset KILLED
kill_midway
check "killed without xdist: readable, whole lines" killed_well
check "  and simulated" simulates 400
kill_midway -n 2 --dist loadscope
check "killed with xdist: readable, whole lines" killed_well
check "  and simulated" simulates 400
head -c 5000 run.trace >cut.trace
run convert cut.trace once
check "cut within a line: that line is left out" warns 'cut.trace: the last line was cut off, and is left out'

# --- what cannot be ---

record --isosim-trace no/where/run.trace test_a.py
check "a file that cannot be written: pytest's usage error" ended 4
check "  in one sentence" grep -q -x 'ERROR: --isosim-trace: cannot write no/where/run.trace: No such file or directory' log
mkdir outside inside
printf '[pytest]\npython_files = odd_*.py\n' >inside/pytest.ini
printf 'def test_odd():\n    pass\n' >inside/odd_one.py
outside () {
  (cd inside && "$python" -m pytest -q -p no:cacheprovider -p isosim_recorder "$@" -n 2 >../log 2>&1)
}
outside --isosim-trace ../outside/run.trace
check "  in one sentence" grep -q -x \
  'ERROR: write --isosim-trace=../outside/run.trace, as one word: pytest takes two for a path of tests' log
check "  and nothing is written" [ ! -e outside/run.trace ]
for _ in once again; do
  outside --isosim-trace=../outside/run.trace
  check "as one word: workers find pytest.ini, $_" grep -q '^1 passed' log
done
rm -f run.trace
"$python" -m pytest -q -p no:cacheprovider -p isosim_recorder test_dies.py -k after >log 2>&1
check "without --isosim-trace nothing is recorded" sh -c '[ $? -eq 0 ] && ! ls ./*.trace 2>/dev/null | grep run.trace'
finish
