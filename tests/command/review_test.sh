#!/bin/sh
# isosim review: models, trees of pytest-xdist with and without a planted defect, the comment, refusals.
#
# The trees need a Python with pytest and pytest-xdist 3.1, as Debian's python3-pytest-xdist has it: ISOSIM_PYTHON, or
# /usr/bin/python3.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
export ISOSIM_XDIST_HOST="$top/scripts/isosim-xdist-host" ISOSIM_HOST_SECONDS=100 ISOSIM_SAMPLES="$samples"
export PYTHONDONTWRITEBYTECODE=1 TMPDIR="$scratch/tmp"
mkdir tmp
python=${ISOSIM_PYTHON:-/usr/bin/python3}
ln -s "$samples/dvc.trace" "$samples/libcst.xml" .
one="--traces dvc.trace --workers 4 --suites 100"

fits () {
  ! grep -v '^    isosim check ' "$scratch/out" | grep -E '^.{81}'
}

# Each command that the last run told shows what it promises.
commands_show () {
  grep '^    isosim check ' "$scratch/out" | sed "s|^ *isosim|\"$isosim\"|" >commands
  [ -s commands ] || return 1
  while IFS= read -r command; do
    shown=0
    eval "$command" </dev/null >shown 2>&1 || shown=$?
    [ "$shown" -eq 1 ] || { echo "$command: status $shown"; return 1; }
  done <commands
}

# What the last run says beside its table, a line each; but not of times, which vary.
said () {
  awk '/^[^ -]/ { if (item != "") print item; item = "" } /^- / { if (item != "") print item; item = "" }
    /^- / || (item != "" && /^  /) { item = item $0 } END { if (item != "") print item }' "$scratch/out" |
    tr -s ' ' | grep -v 'its own time a test'
}

# Whether it says so.
says () {
  said | grep -F -q -- "$1"
}

# --- in C ---

run review --base loadscope --head loadscope
check "a scheduler beside itself: nothing is worse" ends_with 0
check "it decides alike" grep -q '^loadscope  *alike  *1\.000 ' "$scratch/out"
check "what both break is told" prints 'once, hang, error, blame'
check "nothing else is said" [ -z "$(said)" ]
check "the suites are the three samples" prints 'on 3 traces with 2, 8 workers'
check "it fits 80 columns" fits

# shellcheck disable=SC2086
run review --base loadscope --head loadscope-fixed $one
check "a mended one: nothing is worse" ends_with 0
check "and what is mended is told" says "'hang' cannot be broken any more"
check "in the table, too" prints '-once, -hang, -error'

# shellcheck disable=SC2086
run review --base loadscope-fixed --head loadscope $one
check "the other way round it is worse" ends_with 1
check "what is new is marked" prints '+once, +hang, +error'
said >answer
check "and how to see it is told" says 'isosim check --dist loadscope -n 1 --suite a1b1 --crashes 1 --property hang'
check "each of them shows it" commands_show
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --property hang
check "which shows it" ends_with 1
check "in as many steps" prints "violated: hang, in $(sed -n "s/.*'hang' can be broken now[^:]*, in \([0-9]*\) steps.*/\1/p" answer) steps"

run review --base worksteal --head loadscope --traces dvc.trace libcst.xml --workers 4,16
check "several traces, and numbers of workers" prints 'on 2 traces with 4, 16 workers'
check "where it is slower is told" says 'libcst.xml on '
check "and counts" ends_with 1
run review --base worksteal --head loadscope --traces libcst.xml --max-regress 1000%
check "not if that is allowed" sh -c '! grep -q "longer" "$0"' "$scratch/out"

# shellcheck disable=SC2086
run review --base load --head worksteal $one --export-markdown comment.md
check "a comment is written beside the text" prints 'worksteal'
check "it has a table" grep -q '^| worksteal | differ | ' comment.md
check "its own time" grep -q '^| worksteal | head | ' comment.md
sed -n 's/^\({.*}\)$/\1/p' comment.md >scenario.json
run --trace scenario.json --dist load --log -
cp "$scratch/out" load.log
run --trace scenario.json --dist worksteal --log -
check "and a scenario that shows the difference" sh -c '[ -s "$0" ] && ! cmp -s "$0" "$1"' load.log "$scratch/out"
# shellcheck disable=SC2086
run review --base load --head load $one --export-markdown -
check "the comment alone on standard output" grep -q '^### isosim review' "$scratch/out"
check "without the text" sh -c '! grep -q "^scheduler " "$0"' "$scratch/out"

# What is found does not depend on the threads, but for times.
for jobs in 1 3; do
  # shellcheck disable=SC2086
  run review --base isoscope --head isoscope-fixed $one --jobs $jobs
  said >jobs-$jobs
done
check "three threads find what one finds" cmp jobs-1 jobs-3

# --- trees of pytest-xdist ---

if "$python" -c 'import sys, xdist; sys.exit(not xdist.__version__.startswith("3.1."))' 2>said; then
  export ISOSIM_PYTHON="$python"
  mkdir -p base/src head/src
  cp -r "$("$python" -c 'import os, xdist; print(os.path.dirname(xdist.__file__))')" base/src/xdist
  cp -r base/src/xdist head/src/xdist

  names="load loadscope loadfile loadgroup"
  [ -z "${ISOSIM_QUICK:-}" ] || names=loadscope
  # shellcheck disable=SC2086
  run review --base base --head base ${ISOSIM_QUICK:+--dist loadscope} $one
  check "a tree beside itself: clean" ends_with 0
  for dist in $names; do
    check "$dist decides alike" grep -q "^$dist  *alike  *1\.000 " "$scratch/out"
  done
  check "nothing else is said" [ -z "$(said)" ]
  check "it fits 80 columns" fits
  check "releases and trees are told" prints 'head: pytest-xdist'

  # A planted defect: what a dead worker leaves is thrown away.
  sed 's/self.workqueue.update(workload)/pass/' base/src/xdist/scheduler/loadscope.py >head/src/xdist/scheduler/loadscope.py
  check "the defect is planted" sh -c '! cmp -s base/src/xdist/scheduler/loadscope.py head/src/xdist/scheduler/loadscope.py'
  # shellcheck disable=SC2086
  run review --base xdist --head head --dist load,loadscope $one
  check "a planted defect is found" ends_with 1
  check "by name" says "loadscope: 'lost' can be broken now"
  check "the other scheduler is as it was" grep -q '^load  *alike' "$scratch/out"
  said >answer
  check "with the command that shows it" grep -q -- '--dist xdist:loadscope --xdist-path head -n [12] --suite [ab0-9]* --crashes 1 --property lost' answer
  check "and it does" commands_show
  check "a run that ends worse is told, too" says 'a run ends worse: lost where base has '

  # Groups are in the suites of loadgroup, and in no other's.
  sed 's/return nodeid.split("@").*/return nodeid/' base/src/xdist/scheduler/loadgroup.py >head/src/xdist/scheduler/loadgroup.py
  # shellcheck disable=SC2086
  run review --base base --head head --dist loadgroup $one
  check "a group that is torn is found" says "loadgroup: 'scope' can be broken now"
  check "and the command shows it" commands_show
  cp base/src/xdist/scheduler/loadgroup.py head/src/xdist/scheduler/loadgroup.py

  # A program that dies says nothing of schedulers.
  printf 'import os\nfrom xdist.scheduler.load import LoadScheduling\n\n\nclass Dies(LoadScheduling):\n    def schedule(self):\n        os._exit(7)\n' >dies.py
  # shellcheck disable=SC2086
  PYTHONPATH=. run review --base load --head py:dies:Dies $one
  check "a program that dies is worse" ends_with 1
  check "and told, and nothing else" [ "$(said | cut -c 1-38)" = "- py:dies:Dies: head's program failed:" ]

  # A planted slowness: one scope at a time, whoever else is idle.
  cp base/src/xdist/scheduler/loadscope.py head/src/xdist/scheduler/loadscope.py
  sed -i 's/ *while len(self.assigned_work) > .*/&/; s/\(def _split_scope(self, nodeid):\)/\1\n        return "all"/' head/src/xdist/scheduler/loadscope.py
  # shellcheck disable=SC2086
  run review --base base --head head --dist loadscope $one
  check "a slower tree is worse" ends_with 1
  check "the suite is told" says '- loadscope: dvc.trace on 4 workers: '
  check "as a ratio, too" grep -q '^loadscope  *differ  *[23]\.[0-9]* ' "$scratch/out"

  # A scheduler that is gone, one that is new, a tree that cannot be imported.
  rm head/src/xdist/scheduler/loadgroup.py
  # shellcheck disable=SC2086
  run review --base base --head head --dist load $one
  check "a tree that cannot be imported is refused" refuses '--dist xdist:load: '
  check "and it is said why" warns "No module named 'xdist.scheduler.loadgroup'"
  cp base/src/xdist/scheduler/loadscope.py head/src/xdist/scheduler/
  sed '/loadgroup/d' base/src/xdist/scheduler/__init__.py >head/src/xdist/scheduler/__init__.py
  # shellcheck disable=SC2086
  run review --base base --head head --dist loadgroup,load $one
  check "a scheduler that head lost is worse" ends_with 1
  check "and told" says 'loadgroup: head has it no more: '
  # shellcheck disable=SC2086
  run review --base head --head base --dist loadgroup,load $one
  check "one that is new is not" ends_with 0
  check "and told" says 'loadgroup: only head has it'

  # A patch may add a scheduler of a name that isosim does not know, and an option.
  rm -r head
  mkdir -p head/src
  cp -r base/src/xdist head/src/xdist
  sed 's/class LoadFileScheduling/class NewScheduling/' base/src/xdist/scheduler/loadfile.py >head/src/xdist/scheduler/new.py
  printf '\n\ndef note(config):\n    assert config.option.shiny == 3\n' >>head/src/xdist/scheduler/load.py
  sed -i 's/^\( *\)self.numnodes = .*/&\n\1note(config)/' head/src/xdist/scheduler/load.py
  sed -i 's/^\( *\)group = parser.getgroup("xdist".*/&\n\1group.addoption("--shiny", default=3, type=int)/' head/src/xdist/plugin.py
  run review --base base --head head ${ISOSIM_QUICK:+--dist load,new} --traces dvc.trace --workers 2 --suites 5
  check "an option that a patch adds has its default" grep -q '^load  *alike' "$scratch/out"
  check "which is asked for" grep -q 'note(config)$' head/src/xdist/scheduler/load.py
  check "a scheduler that it adds is told" says '- new: only head has it'

  # shellcheck disable=SC2086
  run review --base loadfile --head base --no-loadscope-reorder $one
  check "a model beside a tree's class of that name" ends_with 0
  check "they decide alike" grep -q '^loadfile  *alike' "$scratch/out"
  run review --base base --head "$scratch/my.so"
  check "which of a tree's, must be said" refuses 'which scheduler of base is compared with '
else
  skip "no pytest-xdist 3.1 for $python"
fi

# --- refusals ---

mkdir empty
run review
check "nothing to review" refuses 'what is reviewed? Say --base DIR --head DIR'
run review --base load
check "no head" refuses 'what is reviewed? Say --base DIR --head DIR'
run review --base nowhere --head load
check "no such thing" refuses '--base nowhere: neither a folder nor a scheduler'
run review --base load --head empty
check "a folder that is no checkout" refuses '--head empty: no checkout of pytest-xdist (there is neither src/xdist nor xdist)'
run review --base load --head load --dist load
check "schedulers twice" refuses '--dist load: base and head are schedulers already'
run review --base load --head load --max-regress 5
check "no share" refuses '--max-regress 5: expected a share from 0% to 1000%'
run review --base load --head load --traces nofile.xml
check "no trace" refuses 'nofile.xml: '
run review --base load --head load --traces dvc.trace dvc.trace
check "a trace twice" refuses "--traces dvc.trace: it stands there twice"
run review --base load --head load dvc.trace
check "a file without --traces" refuses 'review takes files behind --traces only'
ISOSIM_SAMPLES="$scratch/empty" run review --base load --head load
check "no samples" refuses "$scratch/empty/dvc.trace is not there; 'make install' puts it there"
ISOSIM_PYTHON="$scratch/nopython" run review --base xdist --head xdist
check "no Python" refuses '--dist xdist:load: Failed to execute child process'

finish
