#!/bin/sh
# isosim check --emit-pytest: what it writes and refuses, and that real runs of pytest-xdist break what they should.
#
# The real runs need a /usr/bin/python3 with pytest-xdist, as Debian's python3-pytest-xdist installs it. One case is
# drawn from a seed, which is printed: ISOSIM_EMIT_SEED sets another.
# shellcheck source=../command/lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
helper=$top/tests/project/emit_run.py
seed=${ISOSIM_EMIT_SEED:-3}
set_pytest_up

# FOLDER OPTION… - a project that was written.
emit () {
  folder=$1
  shift
  run check "$@" --emit-pytest "$folder"
  check "check $*: a project is written" written "$folder"
}

written () {
  ends_with 1 && is_silent && [ -s "$1/README.md" ] && [ -s "$1/pytest.ini" ] && [ -s "$1/test_a.py" ]
}

is_absent () {
  [ ! -e "$1" ]
}

nothing_left () {
  ! ls -d .isosim-* ./*/.isosim-* 2>/dev/null
}

# --- what is written ---

emit hang --dist loadscope -n 1 --suite a1b1 --crashes 1
cp out answer
printf '%s\n' README.md conftest.py pytest.ini test_a.py test_b.py >names
check "no more than these files" sh -c 'ls -A hang | diff - names'
check "conftest.py names property, scheduler and workers" \
  grep -q "^# 'hang' under --dist loadscope with -n 1;" hang/conftest.py
check "pytest.ini has the options" grep -q -x 'addopts = -n 1 --dist loadscope .*' hang/pytest.ini
check "README.md has what to type" grep -q '^    timeout [0-9]* python3 -m pytest$' hang/README.md
check "README.md has the schedule" grep -q 'gw0 dies, running test_a.py::test_a1 ' hang/README.md
run check --dist loadscope -n 1 --suite a1b1 --crashes 1
check "the answer says where the project is" grep -q -x 'As a pytest project: hang/README.md' answer
grep -v '^As a pytest project: ' answer >without
check "and is the same without it, otherwise" cmp out without
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --save hang.json
run check --replay hang.json --emit-pytest kept
check "a schedule that was kept gives the same project" diff -r hang kept
emit again --dist loadscope -n 1 --suite a1b1 --crashes 1
check "twice the same" diff -r hang again
mkdir empty
emit empty --dist loadscope -n 1 --suite a1b1 --crashes 1
check "an empty folder is filled" diff -r hang empty
mkdir inside
cd inside || exit 2
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest .
cd ..
check "the folder one stands in is filled" diff -r hang inside
emit slashes// --dist loadscope -n 1 --suite a1b1 --crashes 1
check "slashes at the end do not matter" diff -r hang slashes
emit several --dist loadscope -n 2 --suite a1b1 --crashes 2 --continue
check "--continue: the first property of the answer" grep -q "^# 'once' under" several/conftest.py
emit restarts --dist load -n 2 --suite a4 --crashes 1 --max-worker-restart 0
check "pytest.ini has --max-worker-restart" grep -q -e ' --max-worker-restart 0 ' restarts/pytest.ini
emit group --dist loadgroup -n 1 --suite a2b1 --crashes 1
check "loadgroup: a file has its group" grep -q -x 'pytestmark = pytest.mark.xdist_group("b")' group/test_b.py
emit many --dist loadfile -n 1 --trace "$golden/loadfile-000.jsonl" --crashes 1 --max-states 100000 --property once
check "README.md tells that scopes are taken by size" grep -q 'releases before 3.5 do not' many/README.md

# Names that are no plain functions, of scopes that take turns.
{
  printf 'nodeid\tseconds\n'
  printf '%s\t1\n' "t/x.py::TestC::test_p[\"a'b\\]" 'u.py::test_q[# coding: rot13]' 'u.py::TestD::test_r[ü-{x}]' \
    "t/x.py::TestC::test_p[%s\"\"\"]" 'u.py::test_s[a::b]' 'u.py::test_q[@c]'
} >odd.tsv
emit odd --dist loadscope -n 2 --trace odd.tsv --crashes 1 --property once
check "each test says which it plays" grep -r -F -q '# u.py::TestD::test_r[ü-{x}]' odd
check "scopes that take turns are put in order" grep -q 'order.index(item.name)' odd/conftest.py
check "and only they" sh -c '! grep -q order.index hang/conftest.py'

if have python3; then
  cat >compiles.py <<'PY'
import ast, sys, tokenize
for path in sys.argv[1:]:
    with tokenize.open(path) as source:
        tree = ast.parse(source.read(), path)
    assert source.encoding == 'utf-8', (path, source.encoding)
    names = [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]
    assert names and all(name.isidentifier() for name in names), (path, names)
    assert max(len(line) for line in open(path, encoding='utf-8')) <= 121, path
PY
  for project in hang several restarts group many odd; do
    check "$project: Python reads its files" python3 compiles.py "$project"/*.py
  done
else
  skip "what is written is Python: there is no python3"
fi

# --- what is not ---

run check --dist worksteal -n 1 --suite a1b1 --emit-pytest holds
check "what holds writes nothing" ends_with 0
check "  no folder either" is_absent holds
run check --dist load -n 2 --suite a3b2 --max-states 100 --emit-pytest limit
check "a limit that came first writes nothing" ends_with 3
check "  no folder either" is_absent limit

mkdir full
echo mine >full/file
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest full
check "a folder that is not empty is refused" refuses '--emit-pytest: full is there already, and not empty'
check "  and left as it was" sh -c '[ "$(ls full)" = file ] && [ "$(cat full/file)" = mine ]'
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest full/file
check "a file is refused" refuses '--emit-pytest: full/file is there already, and is no folder to write into'
ln -s nowhere dangling
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest dangling
check "a link to nothing is refused" refuses '--emit-pytest: dangling is there already, and is no folder'
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest ''
check "no name is refused" refuses "--emit-pytest: cannot write ''"
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest no/where
check "a folder in no folder is refused" refuses '--emit-pytest: cannot write no/where: No such file or directory'
for name in isoscope loadscope-fixed; do
  run check --dist $name -n 1 --suite a1b1 --crashes 1 --emit-pytest unreleased
  check "$name is refused" refuses "--emit-pytest unreleased: no release of pytest-xdist has $name"
done

# Behind the answer, which may have taken long.
told () {
  ends_with 2 && prints ': violated; ' && [ "$(wc -l <err)" -eq 1 ] && grep -q -e "^isosim: --emit-pytest late: $1" err
}
run check --dist load -n 2 --suite a4 --crashes 1 --property next --emit-pytest late
check "a property that shows inside only is refused" told "no run of pytest shows 'next'"
check "  and nothing is written" is_absent late
run check --dist worksteal -n 2 --suite a5 --crashes 1 --crash-states all --property two-tests --emit-pytest late
check "a schedule that cannot be followed is refused" told "'two-tests' needs a command or an item that is taken late"
check "  and nothing is written" is_absent late
check "no temporary folder is left" nothing_left

# --- real runs ---

# PROPERTY FOLDER; once more if the machine was too busy for it.
shows () {
  "$python" "$helper" run "$1" "$2" || "$python" "$helper" run "$1" "$2"
}

# PROPERTY FOLDER SENTENCE
shows_not () {
  ! "$python" "$helper" run "$1" "$2" >said-not && grep -q -x "$1: $3" said-not
}

real () {
  check "  real pytest: '$1' is broken, as foretold" shows "$1" "$folder"
}

if have_xdist; then
  "$python" -c 'import pytest, xdist; print("pytest", pytest.__version__, "pytest-xdist", xdist.__version__)'
  folder=hang
  real hang
  sed -n '/^1 gw0 is up/,/^  that was/p' "$top/docs/checking.md" >steps
  check "  the log is the one in docs/checking.md" diff steps hang/steps.log
  cp -R again survives
  sed 's/"dies in test_a1"/"ends test_a1"/; /"gw1"/d' again/conftest.py >survives/conftest.py
  check "  but not when nobody dies" shows_not hang survives "it ended with status 0"
  folder=odd
  real once
  emit error --dist loadscope -n 2 --suite a1b1 --crashes 2 --property error
  real error
  emit held --dist load -n 1 --suite a1 --crashes 1 --crash-states all --property error
  check "  the controller is held back" grep -q '"controller", "handles collectionfinish of gw0"' held/conftest.py
  real error
  read -r property workers suite <<CASE
$("$python" "$helper" draw "$seed")
CASE
  echo "seed $seed: isosim check --dist loadscope -n $workers --suite $suite --crashes 2 --property $property"
  emit drawn --dist loadscope -n "$workers" --suite "$suite" --crashes 2 --property "$property"
  real "$property"
else
  skip "real runs: /usr/bin/python3 has no pytest-xdist"
fi
finish
