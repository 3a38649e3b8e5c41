#!/bin/sh
# isosim plan --part and isosim merge: that parts give, to the byte, what one process gives; which parts are refused;
# and the recipes of docs/planning.md.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2

cp "$samples/dvc.trace" "$samples/libcst.xml" .
printf 'nodeid\tseconds\na.py::x\t1\na.py::y\t2\nb.py::z\t4\n' >one.tsv
printf 'nodeid\tseconds\na.py::x\t1.2\na.py::new\t3\na.py::y\t1.8\nb.py::z\t4.2\n' >two.tsv

# --- parts give what one process gives ---

# N WORD…: writes the N parts of isosim plan WORD… to part-1 and so on; false if one is refused, or not silent.
make_parts () {
  parts=$1
  shift
  rm -f part-*
  for part in $(seq "$parts"); do
    run plan "$@" --part "$part/$parts" --out "part-$part"
    [ "$status" -eq 0 ] && [ ! -s out ] || return 1
  done
}

# All that merge writes of the parts, in an order that is not theirs, is what plan wrote.
merges_to_the_same () {
  # shellcheck disable=SC2046 # one word a part
  run merge $(find . -name 'part-*' | sort -r) --export-json merged.json --export-markdown merged.md \
    --export-csv merged.csv --chart merged.txt --chart-cost merged-cost.txt
  [ "$status" -eq 0 ] || return 1
  cmp out whole.out && cmp err whole.err || return 1
  for kind in .json .md .csv .txt -cost.txt; do
    cmp "merged$kind" "whole$kind" || return 1
  done
}

# NUMBERS WORD…: isosim plan WORD… in each of these NUMBERS of parts.
same_in_parts () {
  numbers=$1
  shift
  run plan "$@" --export-json whole.json --export-markdown whole.md --export-csv whole.csv --chart whole.txt \
    --chart-cost whole-cost.txt
  cp out whole.out
  cp err whole.err
  check "plan $*" ends_with 0
  for number in $numbers; do
    check "  has $number parts" make_parts "$number" "$@"
    check "  and they give the same" merges_to_the_same
  done
}

same_in_parts '1 2 3 7' --trace dvc.trace --workers 1..6 --runs 0
same_in_parts '1 2 3 7 100' --trace dvc.trace --workers 2,8 --runs 10 --seed 3
same_in_parts '2 3' --trace libcst.xml --workers 1..16/5 --runs 6 --dist all,isoscope-fixed --noise 0.3 \
  --cost 0.008/min --bill-by 1m --startup 20s
same_in_parts '3 7' --trace dvc.trace --workers 1..12/3 --runs 5 --target 6m --machine 4:0.016/min
same_in_parts '2 100' --trace one.tsv --trace two.tsv --workers 1,2 --dist load,worksteal
same_in_parts '3' --trace two.tsv --workers 2 --dist load
same_in_parts '2' --trace dvc.trace --workers 4 --runs 3 --dist loadscope --noise 0

"$isosim" generate --preset unit --tests 30000 large.trace
same_in_parts '2' --trace large.trace --workers 4,8 --dist load,loadscope --runs 5
check "a part is small: it holds a time for each cell, and little more" [ "$(wc -c <part-1)" -lt 1500 ]

run plan --trace dvc.trace --workers 2,8 --runs 10 --seed 3 --export-json whole.json
cp out whole.out
make_parts 3 --trace dvc.trace --workers 2,8 --runs 10 --seed 3
for jobs in 1 2 4; do
  run plan --trace dvc.trace --workers 2,8 --runs 10 --seed 3 --part 2/3 --out other --jobs $jobs
  check "the same part with $jobs threads" cmp part-2 other
done
run plan --trace dvc.trace --workers 2,8 --runs 10 --seed 3 --part 2/3
check "a part to standard output" cmp out part-2
run plan --trace dvc.trace --workers 2,8 --runs 10 --seed 3 --part 2/3 --out -
check "by its name, too" cmp out part-2
gzip -k part-1
run_on part-2 merge part-3 - part-1.gz --export-json -
check "parts may be packed, and one may be standard input" cmp out whole.json
check "the text is then on standard error" cmp err whole.out
if make_german; then
  LOCPATH=$scratch/locales LC_ALL=de_DE.UTF-8 "$isosim" plan --trace dvc.trace --workers 2,8 --runs 10 --seed 3 --part 2/3 >out
  check "the same part in another locale" cmp out part-2
else
  skip "another locale: there is no localedef"
fi
if have gnuplot; then
  "$isosim" plan --trace dvc.trace --workers 2,8 --runs 10 --seed 3 --chart whole.svg >out
  run merge part-1 part-2 part-3 --chart merged.svg
  check "a picture is the same" cmp merged.svg whole.svg
else
  skip "a picture: there is no gnuplot"
fi

# How many times the rows of a part hold: ten runs of twelve rows are 40 for each of three parts.
times_of () {
  sed -n '/^"rows"/,/^"work_us"/s/^"ok *//p' "$1" | tr ' ' '\n' | grep -c '^[0-9]'
}
for part in 1 2 3; do
  check "part $part of 3 is a third of the work" [ "$(times_of part-$part)" -eq 40 ]
done

# --- numbers of parts that are refused ---

refused () {
  beginning=$1
  shift
  run "$@"
  check "isosim $(echo "$*" | sed "s|$top/||g")" refuses "$beginning"
}

for share in 0/4 5/4 a/b 4 2/0 -1/4 1/4/2 1.5/4 '' / 1/100001 99999999999999999999/99999999999999999999; do
  refused "--part $share: expected the number of a part and the number of parts, from 1/1 to" plan --trace one.tsv --workers 2 --part "$share"
done
refused '--precision 1%: a part cannot tell when' plan --trace one.tsv --workers 2 --part 1/2 --precision 1%
for option in --export-json --export-markdown --export-csv --chart --chart-cost; do
  refused "$option: with --part only the part is written; give $option to isosim merge" plan --trace one.tsv --workers 2 --part 1/2 \
    $option file.txt
done
refused '--out part: only a part is written there' plan --trace one.tsv --workers 2 --out part
refused 'standard input: isosim merge must read it again' plan --trace - --workers 2 --part 1/2
mkfifo pipe
refused 'pipe: isosim merge must read it again' plan --trace pipe --workers 2 --part 1/2
cp one.tsv "$(printf 'a\377b')"
refused "a?b: a part can only hold a name" plan --trace "$(printf 'a\377b')" --workers 2 --part 1/2
cp one.tsv before
ln -s one.tsv link.tsv
for out in one.tsv ./one.tsv "$PWD/one.tsv" link.tsv; do
  refused 'one.tsv: both --out and --trace name it' plan --trace two.tsv --trace one.tsv --workers 2 --part 1/2 --out "$out"
done
for option in --export-json --export-markdown --export-csv; do
  refused "one.tsv: both $option and --trace name it" plan --trace one.tsv --workers 2 $option ./one.tsv
done
cp one.tsv one.txt
for option in --chart --chart-cost; do
  refused "one.txt: both $option and --trace name it" plan --trace one.txt --workers 2 $option ./one.txt
done
check "a trace is not overwritten" sh -c 'cmp one.tsv before && cmp one.txt before'
rm link.tsv
refused 'nowhere: there is no such file' plan --trace nowhere --workers 2 --part 1/2
refused '.: is a directory' plan --trace . --workers 2 --part 1/2
refused 'cannot write missing/part: No such file or directory' plan --trace one.tsv --workers 2 --runs 0 --part 1/2 --out missing/part

# --- parts that are refused ---

make_parts 4 --trace one.tsv --workers 1,2 --runs 3
rm -f merged.json
merge () {
  beginning=$1
  shift
  refused "$beginning" merge "$@" --export-json merged.json
}
merge 'merge what? Name the parts'
cp part-3 before
refused 'part-3: both --export-json and the list of parts name it' merge part-1 part-2 part-3 part-4 --export-json ./part-3
refused 'part-3: both --export-csv and the list of parts name it' merge part-1 part-2 part-3 part-4 --export-csv part-3
cp part-3 part.txt
refused 'part.txt: both --chart and the list of parts name it' merge part-1 part-2 part.txt part-4 --chart part.txt
rm part.txt
check "a part is not overwritten" cmp part-3 before
cp one.tsv before
refused "one.tsv: both --export-markdown and the parts' --trace name it" merge part-1 part-2 part-3 part-4 \
  --export-markdown ./one.tsv
check "nor is their trace" cmp one.tsv before
merge 'nowhere: there is no such file' nowhere
merge 'part 3 of 4 is missing' part-1 part-2 part-4
merge 'parts 1,3,4 of 4 are missing' part-2
merge 'part-2: part 2 of 4 is there twice; part-2 is it, too' part-1 part-2 part-3 part-4 part-2
cp part-2 again
merge 'again: part 2 of 4 is there twice; part-2 is it, too' part-1 part-2 part-3 part-4 again
run plan --trace one.tsv --workers 1,2 --runs 3 --part 1/3 --out other
merge 'other: it is one of 3 parts, and part-1 one of 4' part-1 other
# WHAT IT SAYS, WORD…: a part of another plan
other_plan () {
  said_of_it=$1
  shift
  run plan "$@" --part 4/4 --out other
  merge "other: it is of another plan than part-1: $said_of_it" part-1 part-2 part-3 other
}
other_plan '--seed 2 here, no --seed there' --trace one.tsv --workers 1,2 --runs 3 --seed 2
other_plan '--workers 1..3 here, --workers 1,2 there' --trace one.tsv --workers 1..3 --runs 3
other_plan 'no --runs here, --runs 3 there' --trace one.tsv --workers 1,2
other_plan '--dist load here, no --dist there' --trace one.tsv --workers 1,2 --runs 3 --dist load
other_plan '--target 5m here, no --target there' --trace one.tsv --workers 1,2 --runs 3 --target 5m
other_plan '--trace two.tsv here, --trace one.tsv there' --trace two.tsv --workers 1,2 --runs 3
other_plan '--trace two.tsv here, no --trace there' --trace one.tsv --trace two.tsv --workers 1,2 --runs 3
# The same numbers, typed differently, are the same plan; and --shard is the old name of --part.
run plan --trace one.tsv --workers 1..2 --runs 3 --seed 1 --shard 4/4 --out other
check "a part by its old option" cmp part-4 other
run merge part-1 part-2 part-3 other
check "the same plan in other words is merged" ends_with 0
refused '--part and --shard are the same option' plan --trace one.tsv --workers 2 --part 1/2 --shard 1/2
cp one.tsv kept.tsv
echo 'c.py::w	1' >>one.tsv
run plan --trace one.tsv --workers 1,2 --runs 3 --part 4/4 --out other
merge 'other: its one.tsv was another file than that of part-1' part-1 part-2 part-3 other
merge 'part-1: its one.tsv has changed since it was made' part-1 part-2 part-3 part-4
rm one.tsv
merge 'part-1: one.tsv: there is no such file' part-1 part-2 part-3 part-4
cp kept.tsv one.tsv
run merge part-1 part-2 part-3 part-4
check "with the trace that was there, they are merged" ends_with 0

merge 'one.tsv:1:1: expected a value' one.tsv
merge 'whole.json: this is not a part that isosim plan --part wrote' whole.json
for bytes in 1 100 300 "$(($(wc -c <part-4) - 3))"; do
  head -c "$bytes" part-4 >changed
  run merge part-1 part-2 part-3 changed
  check "a part of which $bytes bytes are left" refuses 'changed:'
done
# SENTENCE BEGINNING SED…: part 4, changed, as changed; its seal is what it was.
damaged () {
  sed "$2" part-4 >changed
  check "there is something to change: $2" sh -c '! cmp -s part-4 changed'
  merge "$1" part-1 part-2 part-3 changed
}
damaged 'changed: isosim 0.0.1 made it, and this is' 's/"isosim":"[^"]*"/"isosim":"0.0.1"/'
damaged 'changed: this is not a part' 's/"isosim_part":2/"isosim_part":3/'
damaged 'changed: it is damaged' 's/"part":4/"part":3/'
damaged 'changed: it is damaged' '/^"ok/s/[1-9]/0/'
damaged 'changed: it is damaged' 's/"sha256":"\([0-9a-f]*\)"}$/"sha256":"0\1"}/'
damaged 'changed: it is damaged' '$s/$/ /'

# PART SED…: as forged, changed and sealed anew; what a program, or a person, might write.
forge () {
  sed "$2" "$1" | sed '$d' >begun
  truncate -s -2 begun # up to where the seal begins
  printf '%s,\n"sha256":"%s"}\n' "$(cat begun)" "$(sha256sum <begun | cut -c 1-64)" >forged
}

forged () {
  forge part-4 "$2"
  check "there is something to change: $2" sh -c '! cmp -s part-4 forged'
  merge "$1" part-1 part-2 part-3 forged
}
forged 'forged: '"'part' is not the number" 's/"part":4/"part":5/'
forged 'forged: '"'part' is not the number" 's/"part":4/"part":"4"/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"workers":\[1,2\]/"workers":12/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"workers":\[1,2\]/"workers":[2,1]/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"workers":\[1,2\]/"workers":[1,1.5]/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"runs":3/"runs":-3/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"seed":"1"/"seed":"x"/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"path":"one.tsv"/"path":""/'
forged 'forged: '"'plan' is not as isosim writes it" 's/"traces":/"trace":/'
forged 'forged: '"'rows' is not a list of 12 entries" 's/"rows":/"row":/'
forged 'forged: '"'rows' is not a list of 12 entries" '/^"rows"/a "ok",'
forged 'forged: '"'rows', number 1: it is not what" 's/^"ok",/"ok 1",/;t'
forged 'forged: '"'rows', number" 's/^"ok \([0-9]*\)"/"ok 99999999999999999999"/'
forged 'forged: '"'rows', number" 's/^"ok \([0-9]*\)"/"ok 400000000000000001"/'
forged 'forged: '"'rows', number" 's/^"ok \([0-9]*\)"/"ok -\1"/'
forged 'forged: '"'rows', number" 's/^"ok \([0-9]*\)"/"ok 0x1"/'
forged 'forged: '"'rows', number" 's/^"ok \([0-9]*\)"/"fine \1"/'
forged 'forged: '"'rows', number" 's/^"ok \([0-9]*\)"/7/'
forged 'forged: '"'bounds', number" '/^"bounds"/,$s/^"\( [0-9]* \)[0-9]* /"\1 10 /'
forged 'forged: '"'bounds', number" '/^"bounds"/,$s/ [01]"/ 2"/'
forged 'forged: '"'work_us', number 1" '/^"work_us"/,/]/s/^""/" 1"/'
check "and nothing was written" [ ! -e merged.json ]

# What no sample of ours does: no row ends well.
make_parts 1 --trace one.tsv --workers 1,2 --runs 2 --dist load
forge part-1 's/^"ok /"hang /'
run merge forged
check "rows that hang are shown, and none is taken" sh -c '[ "$0" -eq 0 ] && ! grep "Take pytest" out' "$status"

make_parts 4 --trace one.tsv --workers 1,2 --runs 3
# Parts that would have a program run, or read what they like.
forge part-4 's/"runs":3/&,"schedulers":["exec:touch ran"]/; s|"part":4,|"part":1,|; s|"parts":4|"parts":1|'
merge 'forged: its scheduler is exec:touch ran, a program; say --dist yourself' forged
check "the program was not run" [ ! -e ran ]
merge '--dist load: the plan of forged has --dist exec:touch ran' forged --dist load
cp forged before
forge before 's/exec:touch ran/load/; s/one.tsv/-/'
merge 'forged: standard input: isosim merge must read it again' forged

make_parts 2 --trace one.tsv --workers 1,2 --runs 3 --dist load
run merge part-1 part-2
cp out merged.out
run merge part-1 part-2 --dist load
check "the plan's own --dist changes nothing" cmp out merged.out
merge '--dist each: the plan of part-1 has --dist load' part-1 part-2 --dist each

make_parts 2 --trace one.tsv --workers 1,2 --runs 3 --target 1s
merge '--target: no choice meets 1.00 s' part-1 part-2
run plan --trace one.tsv --workers 1,2 --runs 3 --target 1s
mv err said-by-plan
run merge part-1 part-2
check "which is what plan says" cmp err said-by-plan

# --- Ctrl-C ---

if have python3; then
  echo "of last week" >kept
  cp kept before
  interrupted_at '\] [1-9][0-9]* of ' plan --trace dvc.trace --workers 1..64 --runs 40000 --part 1/2 --out kept
  check "Ctrl-C ends a part with 130" ends_with 130
  check "in a sentence" warns 'interrupted: no part is written'
  check "and without a part" cmp kept before
  check "nor one on standard output" [ ! -s out ]
else
  skip "Ctrl-C: there is no python3"
fi

# --- the recipes of docs/planning.md ---

"$isosim" generate --preset unit --tests 40 ci.trace
mkdir programs
ln -s "$isosim" programs/isosim
PATH=$PWD/programs:$PATH
awk '/^## / { inside = $0 == "## Several machines" } inside && /^```/ { block = !block; n += block; next }
  inside && block { print > ("recipe-" n) }' "$top/docs/planning.md"
check "there are three recipes" [ "$(cat recipe-? | grep -c '^isosim merge\|^parallel\|^#SBATCH --array')" -eq 4 ]
plan_of () {
  sed -n 's/.*isosim plan \(--trace ci.trace .*\) --jobs .*/\1/p' "$1"
}
# shellcheck disable=SC2046 # its words
run plan $(plan_of recipe-1) --export-json whole.json
check "the first recipe's plan in one process" ends_with 0
check "the second's is the same" [ "$(plan_of recipe-1)" = "$(plan_of recipe-2)" ]
cp out whole.out

# RECIPE…, run one after the other in a shell: what they write is what one process writes.
gives_the_same () {
  for recipe; do
    sh -e "$recipe" >>out 2>>err || return 1
  done
  cmp plan.json whole.json && cmp out whole.out && cmp err /dev/null
}
if have parallel; then
  rm -f part-* plan.json out err
  check "GNU Parallel and merge" gives_the_same recipe-1
else
  skip "GNU Parallel: there is none"
fi

# As Slurm runs it: once for each task of the array.
array=$(sed -n 's/^#SBATCH --array=1-\([0-9]*\)$/\1/p' recipe-2)
export SLURM_ARRAY_TASK_COUNT="$array" SLURM_CPUS_PER_TASK=2
rm -f part-* plan.json out err
for task in $(seq "$array"); do
  SLURM_ARRAY_TASK_ID=$task sh -e recipe-2 >>out 2>>err || fail "task $task of the array"
done
check "the array has written $array parts" [ "$(find . -name 'part-*.json' | wc -l)" -eq "$array" ]
check "and merge gives the same" gives_the_same recipe-3
finish
