#!/bin/sh
# Schedulers in another process that are the classes of pytest-xdist themselves.
#
# They need a Python with pytest and pytest-xdist 3.1, as Debian's python3-pytest-xdist has it: ISOSIM_PYTHON, or
# /usr/bin/python3.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
export ISOSIM_XDIST_HOST="$top/scripts/isosim-xdist-host" ISOSIM_HOST_SECONDS=100
export PYTHONDONTWRITEBYTECODE=1 TMPDIR="$scratch/tmp"
mkdir tmp
python=${ISOSIM_PYTHON:-/usr/bin/python3}

cat >two.jsonl <<'END'
{"scheduler":"load","workers":1,"tests":[["a.py::a1",1000],["a.py::a2",2000]]}
END

# --- classes of pytest-xdist: what is missing ---

ISOSIM_PYTHON=./no-python run --trace two.jsonl --dist xdist:load
check "no Python" refuses '--dist xdist:load: '
check "what to install is said" warns '; install Python 3 (Debian: python3), or name it by ISOSIM_PYTHON'
ISOSIM_XDIST_HOST=./no-host run --trace two.jsonl --dist xdist:load
check "nothing to host it" refuses '--dist xdist:load: ./no-host is not there; '
run --trace two.jsonl --dist load --xdist-path .
check "a path for nobody" refuses '--xdist-path: only xdist:NAME and py:MODULE:CLASS look there'
run check --dist load -n 1 --suite a1 --xdist-path .
check "nor in check" refuses '--xdist-path: only xdist:NAME and py:MODULE:CLASS look there'
if have python3 && python3 -m venv --without-pip bare >said 2>&1; then
  ISOSIM_PYTHON=bare/bin/python3 run --trace two.jsonl --dist xdist:load
  check "no pytest" refuses '--dist xdist:load: '
  check "what to install then" warns ' has no pytest: install it (Debian: python3-pytest), or name another by ISOSIM_PYTHON'
else
  skip "no pytest: python3 makes no environment of its own"
fi

if ! "$python" -c 'import pytest, xdist; assert xdist.__version__.startswith("3.1.")' >said 2>&1; then
  skip "classes of pytest-xdist: $python has no pytest-xdist 3.1"
  finish
fi
export ISOSIM_PYTHON="$python"

run --trace two.jsonl --dist xdist:lode
check "no such scheduler" refuses '--dist xdist:lode: pytest-xdist 3.1'
check "those that there are" warns 'has no scheduler lode; it has each, load, loadfile, loadgroup, loadscope'
mkdir no-tree
run --trace two.jsonl --dist xdist:load --xdist-path no-tree
check "a tree that is none" refuses '--dist xdist:load: --xdist-path no-tree: no pytest-xdist there (looked for'
run --trace two.jsonl --dist py:not.there:It
check "no such module" refuses "--dist py:not.there:It: cannot import not.there: ModuleNotFoundError: No module named 'not'"
run --trace two.jsonl --dist py:json:It
check "no such class" refuses '--dist py:json:It: '
run --trace two.jsonl --dist py:json:JSONDecoder
check "a class that is none" refuses '--dist py:json:JSONDecoder: JSONDecoder is no scheduler: it has no add_node, '
run --trace two.jsonl --dist py:json
check "half a name" refuses '--dist py:json: expected py:MODULE:CLASS'
mkdir -p without-execnet
printf 'raise ImportError("cut", name="execnet")\n' >without-execnet/execnet.py
PYTHONPATH=without-execnet run --trace two.jsonl --dist xdist:load
check "no pytest-xdist" refuses '--dist xdist:load: '
check "what to install for it" warns ' has no pytest-xdist: install it (Debian: python3-pytest-xdist), '

# --- the same decisions as the models in C ---

# FILE… - logs under the class and under the model of the same name, but for the text of an exception.
same_logs () {
  for file; do
    name=$(basename "$file" | sed 's/-.*//')
    "$isosim" --trace "$file" --dist "xdist:$name" --no-loadscope-reorder --log - 2>said >theirs
    "$isosim" --trace "$file" --dist "$name" --no-loadscope-reorder --log - 2>said >ours
    sed 's/"error":.*/"error"}/' theirs >theirs.cut
    sed 's/"error":.*/"error"}/' ours >ours.cut
    [ -s ours ] && cmp ours.cut theirs.cut && continue
    echo "$file"
    return 1
  done
}

# Every third scenario; those of load without maxschedchunk, which 3.1 does not have.
for name in load loadfile loadgroup loadscope; do
  # shellcheck disable=SC2046 # one word a file
  set -- $(grep -L '"maxschedchunk":[0-9]' "$golden/$name"-[0-9]*[0369].jsonl)
  check "$name: $# scenarios are the same line by line" same_logs "$@"
  check "there are deaths among them" sh -c 'cat "$@" | grep -q "\"ev\":\"crash\""' sh "$@"
done

# --- check: the same properties, the same lengths ---

# DIST OPTION… - properties and lengths.
lengths () {
  run check "$@" --continue
  grep -o "^violated: [a-z-]*, in [0-9]* steps" "$scratch/out" >lengths.out
  [ "$status" -le 1 ]
}

same_lengths () {
  name=$1
  shift
  lengths --dist "$name" --no-loadscope-reorder "$@" || return 1
  mv lengths.out lengths.ours
  lengths --dist "xdist:$name" --no-loadscope-reorder "$@" && diff lengths.ours lengths.out
}

check "loadscope, 1 worker, a1" same_lengths loadscope -n 1 --suite a1 --crashes 1
check "a crashed test runs again (issue 932)" prints "violated: once, in 20 steps"
check "loadscope, 1 worker, a1b1" same_lengths loadscope -n 1 --suite a1b1 --crashes 1
check "the replacement waits for ever (issue 1327)" prints "violated: hang, in 17 steps"
check "loadscope, 2 workers, two deaths" same_lengths loadscope -n 2 --suite a1b1 --crashes 2
check "loadfile, deaths in any state" same_lengths loadfile -n 2 --suite a2b1 --crashes 1 --crash-states all
check "loadgroup" same_lengths loadgroup -n 2 --suite a2b1 --crashes 1
check "load" same_lengths load -n 2 --suite a5 --crashes 1
check "load, deaths in any state" same_lengths load -n 2 --suite a3 --crashes 1 --crash-states all
check "each" same_lengths each -n 2 --suite a2 --crashes 1
check "replacements that collect otherwise" same_lengths load -n 2 --suite a3 --crashes 1 --collect-differs
run check --dist xdist:loadscope --no-loadscope-reorder -n 2 --suite a2b2 --crashes 1 --continue --jobs 1
cp out one
run check --dist xdist:loadscope --no-loadscope-reorder -n 2 --suite a2b2 --crashes 1 --continue --jobs 3
check "three processes say the same as one" sh -c "[ -s one ] && cmp out one"
run check --dist xdist:loadscope -n 1 --suite a1b1 --crashes 1 --save kept.json
run check --replay kept.json
check "a schedule is kept and shown" sh -c 'grep -q "^gw1 waits with a.py::a1" out'
run check --dist xdist:loadscope -n 1 --suite a1b1 --crashes 1 --emit-pytest project
check "a project for pytest has pytest-xdist's name of it" grep -q -x 'addopts = -n 1 --dist loadscope .*' project/pytest.ini

# --- a patch: a copy of the tree, without what a build adds, with a defect in it ---

tree=$("$python" -c 'import os, xdist; print(os.path.dirname(xdist.__file__))')
mkdir -p patched/src
cp -R "$tree" patched/src/xdist
chmod -R u+w patched
rm -f patched/src/xdist/_version.py
find patched -name __pycache__ -exec rm -rf {} +
cp -R patched plain
sed 's/self.pending.extend(pending)/self.pending.extend(pending[1:])/' plain/src/xdist/scheduler/load.py \
  >patched/src/xdist/scheduler/load.py
check "there is a line to change" sh -c '! cmp -s plain/src/xdist/scheduler/load.py patched/src/xdist/scheduler/load.py'
run check --dist xdist:load --xdist-path plain -n 2 --suite a4 --crashes 1
check "the copy holds" ends_with 0
run check --dist xdist:load --xdist-path patched -n 2 --suite a4 --crashes 1
check "with the defect it loses a test" sh -c '[ "$1" -eq 1 ] && grep -q "^violated: lost, " out' sh "$status"
run check --dist xdist:load --xdist-path patched/src -n 2 --suite a4 --crashes 1
check "the folder that holds xdist will do" ends_with 1
check "nothing was written into it" sh -c '[ -z "$(find patched plain -name __pycache__)" ]'
cp patched/src/xdist/scheduler/load.py mine.py
run check --dist py:mine:LoadScheduling -n 2 --suite a4 --crashes 1 --save kept.json
check "so for a class of one's own" sh -c '[ "$1" -eq 1 ] && grep -q "^violated: lost, " out' sh "$status"
run check --replay kept.json
check "whose schedule is not shown without --dist" refuses 'kept.json: its scheduler is py:mine:LoadScheduling, a program;'
run check --replay kept.json --dist py:mine:LoadScheduling
check "and is shown with it" ends_with 1

# --- chance, printing, what cannot be saved ---

cat >odd.py <<'END'
import random
from random import sample
from xdist.scheduler.load import LoadScheduling


class Shuffles(LoadScheduling):
    def schedule(self):
        first = self.collection is None
        super().schedule()
        if first:
            print("to standard error")


class Draws(LoadScheduling):
    def schedule(self):
        random.random()


class Samples(LoadScheduling):
    def schedule(self):
        sample([1, 2], 1)


class Keeps(LoadScheduling):
    def schedule(self):
        super().schedule()
        self.kept = lambda: 0


class Marks(LoadScheduling):
    def add_node(self, node):
        node.mark = 1


class Leaves(LoadScheduling):
    def add_node(self, node):
        raise SystemExit(4)
END
run --trace two.jsonl --dist py:odd:Shuffles
check "what a class prints goes to standard error" sh -c '[ "$1" -eq 0 ] && echo to standard error | cmp - err' sh "$status"
# A class, the exit status, the sentence.
while IFS='	' read -r name sentence; do
  run check --dist "py:odd:$name" -n 1 --suite a2
  check "$name: $sentence" prints "$sentence"
done <<'END'
Draws	random.random: isosim decides a shuffle (random.sample of all, random.shuffle), nothing else
Samples	random.sample: isosim decides the order of all, and not which of them
Keeps	its state cannot be saved: 
Marks	AttributeError: 'Node' object has no attribute 'mark'
Leaves	SystemExit: 4
END

# --- a tree of its own, in every command ---

mkdir -p tree/src
cp -r "$("$python" -c 'import os, xdist; print(os.path.dirname(xdist.__file__))')" tree/src/xdist
run plan --trace two.jsonl -n 1,2 --runs 0 --dist xdist:load,load --xdist-path tree
check "plan takes a class of a tree" ends_with 0
check "and names it as pytest does" grep -q 'Take pytest -n [12] --dist load: ' "$scratch/out"
run compare --trace two.jsonl -n 1,2 --dist load,xdist:load --xdist-path tree
check "so does compare" prints '0 of 2 cases got slower'

# --- parts of a plan: of one tree, and one version ---

# PART WORD…
plan_part () {
  part=$1
  shift
  run plan --trace two.jsonl -n 1,2 --runs 3 --dist xdist:load "$@" --part "$part/2" --out "part-$part"
  check "part $part is made: $*" ends_with 0
}

run plan --trace two.jsonl -n 1,2 --runs 3 --dist xdist:load --xdist-path tree
cp out whole.out
plan_part 1 --xdist-path tree
plan_part 2
run merge part-1 part-2 --xdist-path tree
check "a part of another tree" refuses 'part-2: it is of another plan than part-1: no --xdist-path here, --xdist-path tree there'
run merge part-2 part-1
check "  in any order" refuses 'part-1: it is of another plan than part-2: --xdist-path tree here, no --xdist-path there'
plan_part 2 --xdist-path tree/src
run merge part-1 part-2 --xdist-path tree
check "  by another name, too" refuses 'part-2: it is of another plan than part-1: --xdist-path tree/src here,'
plan_part 2 --xdist-path tree
run merge part-1 part-2 --xdist-path tree
check "parts of one tree are merged" ends_with 0
check "  to what one process prints" cmp out whole.out
echo 'open ("imported", "w")' >>tree/src/xdist/__init__.py
run merge part-1 part-2
check "a tree that only a file names" refuses \
  'part-1: its plan has --xdist-path tree; say --xdist-path yourself if that is to be looked into'
check "  is not looked into" [ ! -e imported ]
run merge part-1 part-2 --xdist-path other
check "and no other one is" refuses '--xdist-path other: the plan of part-1 has --xdist-path tree'
run merge part-1 part-2 --xdist-path tree
check "it is where it is said" [ -e imported ]
plan_part 1
plan_part 2
run merge part-1 part-2 --xdist-path tree
check "nor one that no part has" refuses '--xdist-path tree: the plan of part-1 has no --xdist-path'
run plan --trace two.jsonl -n 1 --runs 3 --dist xdist:load --xdist-path "$(printf 'tr\377ee')" --part 1/2
check "a tree that a part cannot name" refuses 'tr?ee: a part can only hold a name that is a line of UTF-8'
plan_part 1 --xdist-path tree
cat >tree/src/xdist/_version.py <<'END'
version = __version__ = "3.1.99"
version_tuple = (3, 1, 99)
END
plan_part 2 --xdist-path tree
run merge part-1 part-2 --xdist-path tree
check "a part of another version" refuses \
  'part-2: it is of another plan than part-1: xdist:load of pytest-xdist 3.1.99 here, xdist:load of pytest-xdist 3.1.'
plan_part 1 --xdist-path tree
sed -i s/99/98/g tree/src/xdist/_version.py
run merge part-1 part-2 --xdist-path tree
check "and parts of a version that is not here" refuses \
  'part-1: it was made with xdist:load of pytest-xdist 3.1.99, and here is xdist:load of pytest-xdist 3.1.98'

check "nothing is left in the temporary folder" [ -z "$(ls tmp)" ]
finish
