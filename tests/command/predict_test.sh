#!/bin/sh
# isosim predict, and isosim --trace with a recording.
#
# Three parts. What is predicted of recordings that were kept (tests/recordings/sleeping) must not change for the worse:
# there the limits of docs/predicting.md are hard, because a file has no bad day. Then real runs, made here and now: their
# figures are printed beside the limits, and a run fails only when it is grossly off, because the machine may be busy
# with other things meanwhile. Last what is said of input that cannot be predicted.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
mkdir "$scratch/suite" && cd "$scratch/suite" || exit 2
kept=$top/tests/recordings/sleeping
set_pytest_up

# The number of the last run's JSON whose line has this name, within "error" (as a part of one).
error_of () {
  sed -n '/"error":/,$p' "$scratch/out" | sed -n "s/.*\"$1\":[[:space:]]*\\([-0-9.e]*\\),*\$/\\1/p"
}

# NAME LIMIT - the error is no number, or beyond so many percent.
within () {
  error=$(error_of "$1")
  echo "error of $1: $error, limit $2 %"
  awk -v error="$error" -v limit="$2" 'BEGIN { exit error == "" || error * 100 > limit || error * 100 < -limit }'
}

percent () {
  awk -v error="$(error_of "$1")" 'BEGIN { printf "%+.2f %%", error * 100 }'
}

# --- recordings that were kept ---

for dist in load loadscope; do
  for n in 2 4 8; do
    run predict "$kept/$dist-$n.trace" --format json
    check "$dist, $n workers: from its own durations within 1 %" within wall 1
    check "$dist, $n workers: the whole run within 10 %" within whole 10
    echo "  $(percent wall), the whole run $(percent whole)"
    for from in 2 4 8; do
      [ $from -ne $n ] || continue
      run predict "$kept/$dist-$from.trace" --against "$kept/$dist-$n.trace" --format json
      check "$dist, $n workers: from a run with $from within 3 %" within wall 3
      check "$dist, $n workers: the whole run from one with $from within 10 %" within whole 10
      echo "  $(percent wall), the whole run $(percent whole)"
    done
  done
done
run predict "$kept/load-4.trace" --against "$kept/loadscope-4.trace" --format json
check "loadscope from load, 4 workers: within 3 %" within wall 3

# The number of set-ups is told without noise.
setups_equal () {
  [ "$(grep -c '"setups"' "$scratch/out")" -eq 2 ] && [ "$(grep '"setups"' "$scratch/out" | sort -u | wc -l)" -eq 1 ]
}
run predict "$kept/loadscope-2.trace" --against "$kept/loadscope-8.trace" --format json
check "set-ups at 8 workers are told from a run with 2" setups_equal
cp "$scratch/out" once
run predict "$kept/loadscope-2.trace" --against "$kept/loadscope-8.trace" --format json
check "the same answer twice" cmp once "$scratch/out"

# In the suite that is below one test of a module asks for the session's fixture. Which one that is, these tell.
told=$top/tests/recordings/uses
sed '/^#uses /d' "$told/loadscope-4.trace" >guessed.trace
run predict "$told/loadscope-4.trace" --against "$told/loadscope-2.trace" --format json
check "from 4 workers to 2, uses told: within 3 %" within wall 3
check "  and the set-ups are those that were recorded" setups_equal
run predict guessed.trace --against "$told/loadscope-2.trace" --format json
check "  not told: it guesses, and set-ups are other" [ "$(grep '"setups"' "$scratch/out" | sort -u | wc -l)" -eq 2 ]

run predict "$kept/loadscope-4.trace"
check "as text: it ends well" ends_with 0
check "  what is predicted" prints '--dist loadscope, 4 workers, 192 tests; pytest-xdist 3.1.0; 2 cores'
check "  and where it comes from" prints 'predicted from the costs and durations of the run itself'
check "  silent" is_silent
run_on "$kept/load-2.trace" predict - --against "$kept/load-4.trace"
check "from standard input" prints 'predicted from the costs and durations of standard input'
for recorded in "$top"/tests/recordings/*.trace; do
  run predict "$recorded"
  check "${recorded##*/}: predicted, with both times" prints 'first start to last end'
done

# --- isosim --trace ---

run --trace "$kept/load-2.trace" --workers 16
check "a table of costs" prints 'scheduler   whole run  start-up    tests  set-ups  overhead  waiting      end'
check "no line is wider than 80 columns" sh -c "! grep -E '^.{81}' '$scratch/out'"
run --trace "$kept/load-2.trace" --workers 16 --dist load --format tsv
check "TSV: as many fields as names, none unknown" awk -F'\t' '
  NR == 1 { n = NF } NR == 2 { ok = NF == n && $(NF - 1) > 0 && $16 == $17 + $5 + $18 } END { exit !ok }' "$scratch/out"
cp "$scratch/out" plain
run --trace "$kept/load-2.trace" --workers 16 --dist load --format tsv --ramp 2
check "--ramp: 16 workers, 2 s apart, start no earlier than 30 s" awk -F'\t' 'END { exit !($17 > 30000000) }' "$scratch/out"
run --trace "$kept/load-2.trace" --workers 16 --dist load --format tsv --cores 16
check "--cores 16: they start sooner" awk -F'\t' '
  FNR == 2 { start[++n] = $17 } END { exit !(start[2] < start[1] / 2) }' plain "$scratch/out"
run --trace "$kept/load-2.trace" --workers 2 --dist load --log -
check "--log counts from the beginning" awk -F'[:,]' '/"ev":"start"/ { exit !($2 > 0) }' "$scratch/out"
run --trace "$samples/dvc.trace" -n 4 --format json
check "without a recording: no costs" prints '"costs":	null'
run --trace "$samples/dvc.trace" -n 4 --dist load
check "  and the report says so" prints 'only tests take time: a recording would tell what the rest costs'
cp "$scratch/out" plain
run --trace "$samples/dvc.trace" -n 4 --dist load --ramp 1.5
check "--ramp without a recording: start-up is 4.50 s" prints '4.50 s'
check "  and the wall time what it was" sh -c "[ \"\$(awk '\$1 == \"load\" { print \$2, \$3; exit }' plain)\" = \
  \"\$(awk '\$1 == \"load\" { print \$2, \$3; exit }' '$scratch/out')\" ]"

# --- real runs of networkx and jsonschema, of which only tables were kept ---

# Only their tests take time then, 4 to 22 ms on the average, and one to four milliseconds a test are other things: so the
# real wall is the longer one. All of them where ISOSIM_DATA is.
folder=${ISOSIM_DATA:-$top/tests/data}/runs
column_of () {
  awk -F'\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i } END { print $at }' "$scratch/out"
}
real_wall_of () {
  awk -F'\t' '/^#/ { next } !n++ { for (i = 1; i <= NF; i++) c[$i] = i; next }
    { end = $c["start_us"] + $c["setup_us"] + $c["call_us"] + $c["teardown_us"]; if (end > last) last = end }
    END { print last }' "$1"
}
for table in "$folder"/*-n[0-9]-*.tsv*; do
  name=${table##*/} name=${name%%.tsv*}
  dist=${name##*-} n=${name%-*} n=${n##*-n}
  run verify "$table" --dist "$dist"
  check "$name: what $dist promises was kept" ends_with 0
  run convert "$table" table.trace
  real=$(real_wall_of table.trace)
  run --trace "$table" -n "$n" --dist "$dist" --format tsv
  wall=$(column_of wall_us)
  check "$name: the tests alone take 65 to 101 % of the real wall" awk -v wall="$wall" -v real="$real" '
    BEGIN { exit !(real > 0 && wall > 0.65 * real && wall < 1.01 * real) }'
  awk -v wall="$wall" -v real="$real" \
    'BEGIN { printf "  simulated %.2f s, really %.2f s: %+.1f %%\n", wall / 1e6, real / 1e6, (wall / real - 1) * 100 }'
done

# --- what cannot be predicted ---

head='#isosim-trace 1\n#recording 1\n#test 0 a\n#collection 0 0\n#worker gw0 collected 5 0\n#end 9 0\n'
# shellcheck disable=SC2059
printf "$head" >no-run.trace
# shellcheck disable=SC2059
printf "$head#run gw0 0 6 1 1 1 - passed\n" >no-dist.trace
# shellcheck disable=SC2059
printf "$head#dist own\n#run gw0 0 6 1 1 1 - passed\n" >own.trace
# shellcheck disable=SC2059
printf "$head#dist load\n#run gw0 0 6 1 1 1 - passed\n" >other.trace
cut_refusal () {
  run predict "$@"
  refuses "$wanted"
}
wanted="$samples/dvc.trace: not a recording (scripts/isosim_recorder.py writes one)"
check "no recording" cut_refusal "$samples/dvc.trace"
check "OTHER is none" cut_refusal "$kept/load-2.trace" --against "$samples/dvc.trace"
wanted='no-run.trace: no test ran in this recording'
check "no test ran" cut_refusal no-run.trace
wanted='no-dist.trace: the recording does not say --dist'
check "no --dist" cut_refusal no-dist.trace
wanted='own.trace: recorded with --dist own, which isosim does not model'
check "a scheduler of one's own" cut_refusal own.trace
wanted="other.trace: none of the tests to predict ran in this recording"
check "other tests" cut_refusal other.trace --against "$kept/load-2.trace"
wanted='predict takes one file, RUN, a recording'
check "no file" cut_refusal
check "two files" cut_refusal other.trace other.trace
wanted='--format tsv: expected text or json'
check "a format that it has not" cut_refusal other.trace --format tsv
wanted='--against -: standard input is RUN already'
check "standard input twice" cut_refusal - --against -
for word in x -1 1e7 nan ''; do
  run --trace "$kept/load-2.trace" -n 2 --ramp "$word"
  check "--ramp '$word'" refuses "--ramp $word: expected seconds, from 0 to 1000000"
done

# --- real runs ---

if ! have_xdist; then
  skip "real runs: /usr/bin/python3 has no pytest-xdist"
  finish
fi
: >pytest.ini
cat >conftest.py <<'END'
import time
import pytest

@pytest.fixture(scope="session")
def server():
    time.sleep(0.1)
    yield
    time.sleep(0.05)

@pytest.fixture(scope="module", autouse=True)
def tables():
    time.sleep(0.05)
    yield
    time.sleep(0.02)
END
for module in a b c d; do
  cat >test_$module.py <<'END'
import time
import pytest

class TestA:
    @pytest.fixture(scope="class", autouse=True)
    def database(self):
        time.sleep(0.03)
        yield

    @pytest.mark.parametrize("n", range(12))
    def test_a(self, n):
        time.sleep(0.03 + n * 0.006)

@pytest.mark.parametrize("n", range(12))
def test_b(n, request):
    if n == 7:
        request.getfixturevalue("server")
    time.sleep(0.09 - n * 0.005)
END
done
# How far off a prediction is depends on what else the machine does. make check-real holds the limits.
close_to () {
  if at_length; then
    within "$@"
  else
    ends_with 0
  fi
}
record_for_prediction () {
  "$python" -m pytest -q -p no:cacheprovider -p isosim_recorder --isosim-trace "$1-$2.trace" -n "$2" --dist "$1" >log 2>&1
  check "$1, $2 workers: recorded" grep -q '^96 passed' log
}
# DIST FROM N; predicts the recording with N workers from that with FROM workers, which may be the same.
predict_from () {
  if [ "$2" -eq "$3" ]; then
    run predict "$1-$3.trace" --format json
    check "$1, $3 workers, own durations: not grossly off" close_to wall 10
    wanted=1
  else
    run predict "$1-$2.trace" --against "$1-$3.trace" --format json
    check "$1, $3 workers, from $2: not grossly off" close_to wall 35
    wanted=3
  fi
  echo "  first start to last end $(percent wall) (wanted: $wanted %), the whole run $(percent whole) (10 %)"
}
if at_length; then
  for dist in load loadscope; do
    for n in 2 4 8; do
      record_for_prediction $dist $n
    done
    for n in 2 4 8; do
      for from in 2 4 8; do
        predict_from $dist "$from" $n
      done
    done
  done
else
  record_for_prediction load 2
  record_for_prediction load 4
  predict_from load 2 2
  predict_from load 2 4
fi
finish
