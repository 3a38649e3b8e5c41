#!/bin/sh
# isosim plan: that its rows are those of single runs, whatever the number of threads, what it writes where, Ctrl-C, and
# what it refuses.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

trace=$samples/dvc.trace

# --- rows ---

run plan --trace "$trace" --workers 1..3,16 --runs 0 --seed 7 --export-csv rows.csv --export-json rows.json \
  --export-markdown rows.md
check "plan" ends_with 0
check "without a word on standard error" is_silent
: >single.csv
for n in 1 2 3 16; do
  "$isosim" --trace "$trace" -n $n --seed 7 --dist load,loadscope,loadfile,loadgroup,worksteal,isoscope --format tsv |
    awk -F '\t' 'NR > 1 { print $1 "," $2 "," $4 "," $5 }' >>single.csv
done
awk -F , 'NR > 1 { print $1 "," $2 "," $3 "," $4 }' rows.csv | sort >swept
sort single.csv >single
check "each row of the CSV is the single run, to the microsecond" diff -u single swept
check "the JSON has as many rows" [ "$(grep -c '"verdict"' rows.json)" -eq 24 ]
sed -n '/"recommendation"/q; s/.*"wall_us":[^0-9]*\([0-9]*\).*/\1/p' rows.json >walls.json
awk -F , 'NR > 1 { print $4 }' rows.csv >walls.csv
check "and the same wall times" cmp walls.json walls.csv
check "the markdown has as many rows, and two lines above" [ "$(grep -c '^|' rows.md)" -eq 26 ]

cp rows.json first.json
cp out first
for jobs in 1 2 4; do
  run plan --trace "$trace" --workers 1..3,16 --runs 0 --seed 7 --jobs $jobs --export-json rows.json
  check "the same text with $jobs threads" cmp out first
  check "the same JSON with $jobs threads" cmp rows.json first.json
done

run plan --trace "$trace" --workers 1..64 --runs 0
check "of many numbers of workers some are shown" prints 'numbers of workers are not shown'
run plan --trace "$trace" -n4 --dist worksteal,worksteal
check "one number of workers, one scheduler" prints '1 scheduler, 4 workers'

run plan --trace "$golden/load-000.jsonl" --workers 2 --runs 0
check "of a scenario only the times count, and that is said" prints 'only times count here: no worker dies'

# --- where it goes ---

run plan --trace "$trace" -n 2 --dist load --export-csv -
check "a table to standard output" [ "$(head -n 1 out)" = 'name,workers,verdict,wall_us,total_us,runs,low_us,high_us,p5_us,p95_us,utilization,worker_us,cost,bound_us,choice,frontier' ]
check "then the text to standard error" warns 'workers       load'

# --- charts ---

run plan --trace "$trace" --workers 1..16 --runs 0 --chart -
cp out chart.txt
check "a chart on standard output" prints 'wall time by number of workers'
check "then the text to standard error" warns 'workers       load'
check "the chart alone is on standard output" sh -c '! grep -q "Take pytest" out'
check "its bound and what is recommended are told" prints '. none can beat this   @ take '
check "it takes 80 columns at the most" sh -c '! grep -E "^.{81}" chart.txt && [ "$(wc -l <chart.txt)" -ge 25 ]'
run plan --trace "$trace" --workers 1..16 --runs 0 --jobs 4 --chart same.txt --chart-cost cost.txt
check "a file ending in .txt is the same, with any number of threads" cmp same.txt chart.txt
check "and the text is on standard output" prints 'Take pytest'
check "time and cost in text" grep -q 'capitals: none is faster and cheaper' cost.txt
if have gnuplot; then
  run plan --trace "$trace" --workers 1..16 --runs 10 --cost 0.008/min --target 9m --chart wall.svg --chart-cost cost.svg
  check "two pictures" ends_with 0
  check "gnuplot has nothing to complain of" is_silent
  for picture in wall cost; do
    check "$picture.svg is an SVG" sh -c 'head -n 5 "$0" | grep -q "<svg" && tail -n 2 "$0" | grep -q "</svg>"' $picture.svg
    cp $picture.svg first-$picture.svg
  done
  check "it names the schedulers" grep -q '>isoscope<' wall.svg
  check "and the target" grep -q '>target 9m<' cost.svg
  run plan --trace "$trace" --workers 1..16 --runs 10 --cost 0.008/min --target 9m --chart wall.svg --chart-cost cost.svg
  for picture in wall cost; do
    check "$picture.svg is the same when drawn again" cmp $picture.svg first-$picture.svg
  done
  run plan --trace "$trace" --workers 4 --runs 10 --chart one.png --chart-cost cost.png
  check "one number of workers can be drawn, without a complaint" is_silent
  for picture in one cost; do
    check "$picture.png is a PNG" [ "$(head -c 8 $picture.png | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ]
  done
else
  skip "pictures: there is no gnuplot"
fi
mkdir empty
echo "of last week" >kept.svg
cp kept.svg before
status=0
PATH=$PWD/empty "$isosim" plan --trace "$trace" -n 2 --runs 0 --export-csv unwritten --chart kept.svg >out 2>err || status=$?
check "without gnuplot there is no svg" refuses 'gnuplot is needed to draw kept.svg and is not installed'
check "and then nothing is written" [ ! -e unwritten ]
check "and nothing written over" cmp kept.svg before
status=0
PATH=$PWD/empty "$isosim" plan --trace "$trace" -n 2 --runs 0 --chart text.txt >out 2>err || status=$?
check "text needs no gnuplot" ends_with 0

# --- many runs ---

run plan --trace "$trace" --workers 2,8 --runs 30 --seed 3 --export-json runs.json --export-csv runs.csv
check "drawn runs" prints '30 runs with times drawn around these, sigma 0.100 (assumed'
cp out first
cp runs.json first.json
for jobs in 1 2 4; do
  run plan --trace "$trace" --workers 2,8 --runs 30 --seed 3 --jobs $jobs --export-json runs.json
  check "the same text of many runs with $jobs threads" cmp out first
  check "the same JSON of many runs with $jobs threads" cmp runs.json first.json
done
run plan --trace "$trace" --workers 2,8 --runs 30 --seed 4 --export-json runs.json
check "another seed, other runs" sh -c '! cmp -s runs.json first.json'
run plan --trace "$trace" --workers 2,8 --runs 30 --seed 3 --dist worksteal --export-csv alone.csv
grep '^worksteal' runs.csv | cut -d , -f 4-10 >beside
grep '^worksteal' alone.csv | cut -d , -f 4-10 >alone
check "a scheduler's runs do not depend on which others there are" cmp alone beside
run plan --trace "$trace" --workers 2,8 --runs 30 --noise 0 --dist load --export-csv rows.csv
run plan --trace "$trace" --workers 2,8 --runs 0 --dist load --export-csv zero.csv
check "without noise every run of load is the trace's" [ "$(cut -d , -f 1-5 rows.csv)" = "$(cut -d , -f 1-5 zero.csv)" ]
run plan --trace "$trace" --workers 2,8
check "unless given, as many runs as its size allows" prints '200 runs with times drawn around these'
"$isosim" generate --preset unit --tests 30000 large.trace
run plan --trace large.trace --workers 1..64
check "none where they would take long" prints 'times as they are'

run plan --trace "$trace" --workers 2,8 --dist load,worksteal --precision 1% --export-json runs.json
check "a precision of 1 % is reached" prints 'each mean is known within 0.'
runs=$(sed -n 's/^\t"runs":[^0-9]*\([0-9]*\),$/\1/p' runs.json)
check "after a multiple of ten runs, and fewer than there may be" [ "$((runs % 10))" -eq 0 -a "$runs" -gt 0 -a "$runs" -lt 2000 ]
cp runs.json first.json
run plan --trace "$trace" --workers 2,8 --dist load,worksteal --precision 1% --jobs 4 --export-json runs.json
check "after as many with 4 threads" cmp runs.json first.json
run plan --trace "$trace" --workers 2,8 --dist load,worksteal --runs "$runs" --export-json other.json
check "and they are the same runs as without it" [ "$(sed '/"precision"/d' other.json)" = "$(sed '/"precision"/d' runs.json)" ]
run plan --trace "$trace" --workers 2,8 --dist load --runs 10 --precision 0.01%
check "a precision that is not reached is told" prints 'not within 0.01 %'

# --- several traces ---

printf 'nodeid\tseconds\na.py::x\t1\na.py::y\t2\nb.py::z\t4\n' >one.tsv
printf 'nodeid\tseconds\na.py::x\t1.2\na.py::new\t3\na.py::y\t1.8\nb.py::z\t4.2\n' >two.tsv
printf 'nodeid\tseconds\nc.py::other\t1\n' >three.tsv
run plan --trace one.tsv --trace two.tsv --workers 1,2 --runs 20 --export-json runs.json
check "several traces are one suite" prints '2 traces, 4 tests in all'
check "what only some know is counted and named" prints '1 test that not all of them know, kept; the first is a.py::new'
check "in JSON too" sh -c 'grep -A 1 "\"partly_known_tests\"" runs.json | grep -q a.py::new'
# The three tests that both know: (ln ratio)^2 / 2 for ratios 1.2, 0.9 and 1.05; the median, ÷ 0.4549, its root.
check "sigma is measured" prints 'sigma 0.110 (measured of 3 tests)'

# --- what it recommends ---

run plan --trace "$trace" --workers 1..32 --runs 0 --target 3m --machine 4:0.016/min --bill-by 1m --startup 20s \
  --export-json rows.json --export-csv rows.csv
check "with a target" grep -q 'the cheapest that meets 3m 0s' rows.json
check "and machines" ends_with 0
command=$(sed -n 's/.*"command":[^"]*"\(.*\)",$/\1/p' rows.json)
check "the command line stands in the text" prints "Take $command:"
# Of all rows that take no longer than three minutes with the start-up, none is cheaper than what is recommended; and of
# those that cost no more, none is faster.
property () {
  echo "$command" | sed 's/pytest -n \([0-9]*\) --dist \(.*\)/\2,\1/' >taken
  awk -F , 'NR == FNR { name = $1; n = $2; next }
    $15 == 1 && FNR > 1 { time[++rows] = $5; cost[rows] = $13; if ($1 == name && $2 == n) taken = rows }
    END {
      if (!taken || rows < 32 * 5 || time[taken] > 180e6) exit 1
      for (i = 1; i <= rows; i++)
        if (time[i] <= 180e6 && cost[i] < cost[taken] || cost[i] <= cost[taken] && time[i] < time[taken] * 0.98) exit 1
    }' taken rows.csv
}
check "no choice is as cheap and faster, or meets the target and is cheaper" property
run plan --trace "$trace" --workers 1..32 --runs 0
check "without a price, worker-minutes" prints 'worker-minutes'
check "without a target, the knee" prints 'of the speed-up that 32 give'

# --- Ctrl-C ---

if have python3; then
  "$isosim" generate --preset unit --tests 100000 big.trace
  echo "of last week" >kept.json
  cp kept.json before
  interrupted_at '\] [1-9][0-9]* of ' plan --trace big.trace --workers 1..4096 --export-json kept.json
  check "Ctrl-C ends it with 130" ends_with 130
  check "what is known is shown" prints 'Interrupted: this is what was known by then'
  check "and a result file stays as it was" cmp kept.json before
  # By then each scheduler has had its first run at each number of workers.
  interrupted_at '\] [0-9]{4,} of ' plan --trace "$trace" --workers 1..64 --runs 40000
  check "Ctrl-C among many runs ends it with 130 too" ends_with 130
  check "with a recommendation from the runs that there are" prints 'Take pytest -n '
else
  skip "Ctrl-C: there is no python3"
fi

# --- what it refuses ---

refused_by=plan

refused 'which suite? Say --trace FILE' --workers 2
refused 'which numbers of workers? Say --workers 1..64' --trace "$trace"
refused '--workers 0: expected numbers from 1 to 4096, as 1..64' --trace "$trace" --workers 0
refused '--workers 1..5000: expected numbers from 1 to 4096' --trace "$trace" --workers 1..5000
refused '--workers 1..8/0: expected numbers' --trace "$trace" --workers 1..8/0
refused '--workers : which' --trace "$trace" --workers ''
refused '--workers 2,64..1: 64..1 goes down' --trace "$trace" --workers 2,64..1
refused '--dist nosuch: no such scheduler' --trace "$trace" --workers 2 --dist nosuch
refused '--dist each: it runs every test on every worker' --trace "$trace" --workers 2 --dist each
refused '--seed x: expected a whole number' --trace "$trace" --workers 2 --seed x
refused '--jobs 0: expected a whole number' --trace "$trace" --workers 2 --jobs 0
refused 'nowhere: there is no such file' --trace nowhere --workers 2
refused "plan takes options only, not 'ci.xml'" ci.xml --workers 2
refused 'same: two of --export-json' --trace "$trace" --workers 2 --export-json same --export-csv same
check "and then nothing is written" [ ! -e same ]
refused 'same.txt: two of --export-json' --trace "$trace" --workers 2 --chart same.txt --chart-cost same.txt
refused 'cannot tell what chart c.pdf should be' --trace "$trace" --workers 2 --chart c.pdf
refused 'cannot tell what chart cost should be' --trace "$trace" --workers 2 --chart-cost cost
refused 'cannot write missing/c.txt: No such file or directory' --trace "$trace" --workers 2 --chart missing/c.txt
refused 'cannot write missing/out: No such file or directory' --trace "$trace" --workers 2 --export-json missing/out

refused 'three.tsv: it shares no test with one.tsv' --trace one.tsv --trace three.tsv --workers 2
refused '--runs x: expected a whole number from 0 to 100000' --trace "$trace" --workers 2 --runs x
refused '--runs 100000: more than 16777216 simulations' --trace "$trace" --workers 1..64 --runs 100000
refused '--noise 2: expected auto, or a number from 0 to 1' --trace "$trace" --workers 2 --noise 2
refused '--noise -0.1: expected auto' --trace "$trace" --workers 2 --noise -0.1
refused '--noise lots: expected auto' --trace "$trace" --workers 2 --noise lots
refused '--noise 0x1: expected auto' --trace "$trace" --workers 2 --noise 0x1
refused '--noise 0.1: with --runs 0 no times are drawn' --trace "$trace" --workers 2 --runs 0 --noise 0.1
refused '--precision 1: expected a share' --trace "$trace" --workers 2 --precision 1
refused '--precision 0%: expected a share' --trace "$trace" --workers 2 --precision 0%
refused '--precision x%: expected a share' --trace "$trace" --workers 2 --precision x%
refused '--precision 1%: no times are drawn' --trace "$trace" --workers 2 --runs 0 --precision 1%
refused '--target 10: expected a time with its units' --trace "$trace" --workers 2 --target 10
refused '--target 0s: expected a time of 1s or more' --trace "$trace" --workers 2 --target 0s
refused '--target: no choice meets 1m 0s; the nearest is pytest -n 4 --dist worksteal with 5m 23s' \
  --trace "$trace" --workers 1..4 --runs 0 --target 1m --export-csv same
check "and then nothing is written" [ ! -e same ]
refused '--cost 0.008: a price is for some time: say 0.008/min' --trace "$trace" --workers 2 --cost 0.008
refused '--cost 0.008/day: expected a number' --trace "$trace" --workers 2 --cost 0.008/day
refused '--cost x: expected a number' --trace "$trace" --workers 2 --cost x
refused '--cost and --machine are two ways' --trace "$trace" --workers 2 --cost 1/h --machine 4:1/h
refused '--machine 0.016/min: expected its cores and its price' --trace "$trace" --workers 2 --machine 0.016/min
refused '--machine 0: expected a whole number' --trace "$trace" --workers 2 --machine 0:1/h
refused '--machine 0.016: a price is for some time' --trace "$trace" --workers 2 --machine 4:0.016
refused '--bill-by 1m: there is no price to bill' --trace "$trace" --workers 2 --bill-by 1m
refused '--bill-by 0s: expected a time of 1s or more' --trace "$trace" --workers 2 --bill-by 0s --cost 1/h
refused '--startup 20: expected a time with its units' --trace "$trace" --workers 2 --startup 20

finish
