#!/bin/sh
# Schedulers in other processes: programs that speak docs/scheduler-protocol.md, well and badly, and the classes of
# pytest-xdist itself.
#
# The latter need a Python with pytest and pytest-xdist 3.1, as Debian's python3-pytest-xdist has it: ISOSIM_PYTHON, or
# /usr/bin/python3.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
export ISOSIM_XDIST_HOST="$top/scripts/isosim-xdist-host" ISOSIM_HOST_SECONDS=20
export PYTHONDONTWRITEBYTECODE=1 TMPDIR="$scratch/tmp"
mkdir tmp
python=${ISOSIM_PYTHON:-/usr/bin/python3}

cat >two.jsonl <<'END'
{"scheduler":"load","workers":1,"tests":[["a.py::a1",1000],["a.py::a2",2000]]}
END

# --- programs that answer line by line from a file ---

cat >play.sh <<'END'
n=0
while IFS= read -r line; do
  n=$((n + 1))
  sed -n "${n}p" "$1"
done
END

hello='{"isosim":1,"name":"played"}'
listed='{"nodes":[0]}'
collected='{"collection_is_completed":true}'

# Plays LINE… as the answers to greeting, opening, and calls 0, 1, …
play () {
  printf '%s\n' "$@" >answers
  run --trace two.jsonl --dist 'exec:sh play.sh answers'
}

# A simulation that ended with the verdict error and a sentence that holds the words; nothing on standard error.
errs () {
  ends_with 1 && prints ' error' && is_silent || return 1
  tr -s ' \n' '  ' <"$scratch/out" | grep -F -q -- "exec:sh play.sh answers, error: the session ended by an error after 0 µs ($1"
}

play "$hello" '{}' "{\"line\":0,\"answers\":[$listed]}" "{\"line\":1,\"answers\":[$collected]}" \
  '{"line":2,"answers":[{"do":[["run",0,[0,1]],["shutdown",0]],"tests_finished":true}]}' \
  '{"line":3,"answers":[{}]}' '{"line":4,"answers":[{}]}' '{"line":5,"answers":[{"nodes":[]}]}'
check "a program that answers well: its tests run" ends_with 0
check "and take their time" prints '3.00 ms'
check "nothing is left of it" [ -z "$(ls tmp)" ]

# What a program says is one line, and nothing that a terminal obeys: ESC [ 3 1 m is red, U+009B begins the same.
is_plain () {
  ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]\|\302\233')" "$@"
}
printf '\033[31m\n' >red
is_red () {
  ! is_plain red
}
check "what is not plain is told apart" is_red
play '{"isosim":1,"error":"no\ninit\tof\u001b[31mred\u009b1m\u007f"}'
check "a refusal of several lines" refuses '--dist exec:sh play.sh answers: no init of?[31mred?1m?'
check "  is plain" is_plain err
play "$hello" '{"error":"no\ninit\u001b[31m"}'
check "an error of several lines" errs 'no init?[31m'
check "  is plain" is_plain out
play "$hello" '{}' '{"line":0,"answers":[{"error":"no\r\nnode\u0007"}]}'
check "one of a call" errs 'no node?'
check "  is plain" is_plain out
play "$hello" '{}' "$(printf '\033[31m {"line":0}\tno')"
check "a line that is no answer" errs 'exec:sh play.sh answers answered with no answer, but with: ?[31m {"line":0} no'
check "  is plain" is_plain out
rm -f tmp/*
run --trace two.jsonl --dist "exec:sh -c 'printf \"one\\033[31m\\n\" >&2; exit 3'"
check "the last words" warns 'ended with status 3 before it answered; its standard error is kept in '
check "  are plain" sh -c 'grep -q "and ends: one?\[31m" err'
check "  in one line" is_plain err
rm -f tmp/*
play '{"isosim":1,"like":"lo\u001b[1mad"}'
check "what it is like" refuses '--dist exec:sh play.sh answers: its program says that it is like lo?[1mad,'

# A program whose every answer sends so much.
cat >flood.sh <<'END'
n=0
flood=$(yes '["run",0,[0]]' | head -n 100000 | paste -s -d , -)
while IFS= read -r line; do
  case $n in
    0) echo '{"isosim":1,"name":"flood"}' ;;
    1) echo "$1" ;;
    2) printf '{"line":0,"answers":[{"state":"a","nodes":[0],"collection_is_completed":true}]}\n' ;;
    *) printf '{"line":%s,"answers":[{"state":"%s","do":[%s]}]}\n' $((n - 2)) $n "$flood" ;;
  esac
  n=$((n + 1))
done
END
if have timeout && have paste; then
  status=0
  timeout 60 "$isosim" --trace two.jsonl --dist 'exec:sh flood.sh {}' --max-worker-restart 0 >out 2>err || status=$?
  check "a program that sends without end" ends_with 1
  tr -s ' \n' '  ' <out >told
  check "is told of" grep -F -q 'flood.sh {} sent more than 1000600 commands and indices, the limit for 2 tests and 1 node' told
else
  skip "a program that sends without end: there is no timeout, or no paste"
fi

# What is answered to the first call, the sentence.
while IFS='	' read -r line sentence; do
  play "$hello" '{}' "$line"
  check "answer $line: $sentence" errs "$sentence"
done <<'END'
nonsense	exec:sh play.sh answers answered with no answer, but with: nonsense
	exec:sh play.sh answers answered with no answer, but with:
[1]	exec:sh play.sh answers answered with no answer, but with: [1]
{"line":0,"answers":[{}]} and more	exec:sh play.sh answers answered with no answer, but with: {"line":0
{"line":1,"answers":[{}]}	exec:sh play.sh answers answered with no answer to the line that was asked, but with: {"line":1
{"answers":[{}]}	exec:sh play.sh answers answered with no answer to the line that was asked
{"line":0}	exec:sh play.sh answers answered with no answers, but with: {"line":0}
{"line":0,"answers":[]}	exec:sh play.sh answers answered with no list of as many answers as there were calls
{"line":0,"answers":[{},{}]}	exec:sh play.sh answers answered with no list of as many answers as there were calls
{"line":0,"answers":[7]}	exec:sh play.sh answers answered with no answer that the protocol knows
{"line":0,"answers":[{"nodes":[0.5]}]}	exec:sh play.sh answers answered with no answer that the protocol knows
{"line":0,"answers":[{"tests_finished":"no"}]}	exec:sh play.sh answers answered with no answer that the protocol knows
{"line":0,"answers":[{"do":[["walk",0,[1]]]}]}	exec:sh play.sh answers answered with no answer that the protocol knows
{"line":0,"answers":[{"do":[["run",0]]}]}	exec:sh play.sh answers answered with no answer that the protocol knows
{"line":0,"answers":[{"do":[["run",0,[-1]]]}]}	exec:sh play.sh answers answered with no answer that the protocol knows
{"line":0,"answers":[{"do":[["run",0,[2]]]}]}	IndexError: there is no test 2 for gw0
{"line":0,"answers":[{"do":[["run",0,[0,1,0]]]}]}	ValueError: more tests sent to gw0 than there are
{"line":0,"answers":[{"do":[["run",1,[0]]]}]}	exec:sh play.sh answers answered with gw1, and there is no such node
{"line":0,"answers":[{"nodes":[0,0]}]}	exec:sh play.sh answers answered with gw0, and there is no such node
{"line":0,"answers":[{"error":"KeyError: 'gw0'"}]}	KeyError: 'gw0'
{"line":0,"shuffle":2}	exec:sh play.sh answers asked for an order, and its greeting did not say that it shuffles
END

play "$hello" '{"error":"TypeError: it cannot be made"}'
check "a scheduler that cannot be made" errs 'TypeError: it cannot be made'
play '{"isosim":1,"shuffles":true}' '{}' '{"line":0,"shuffle":3}'
check "an order of more than there is" errs 'exec:sh play.sh answers asked for an order of other things than all tests'
play '{"isosim":1,"shuffles":true}' '{}' '{"line":0,"shuffle":2}' '{"line":0,"shuffle":2}'
check "an order, twice" errs 'exec:sh play.sh answers asked for an order twice in a call'
check "nothing is left of any" [ -z "$(ls tmp)" ]

# --- greetings: what the first line says is a refusal ---

while IFS='	' read -r line sentence; do
  play "$line"
  check "greeting $line: $sentence" refuses "--dist exec:sh play.sh answers: $sentence"
done <<'END'
nonsense	exec:sh play.sh answers answered with no greeting, but with: nonsense
{"isosim":2}	exec:sh play.sh answers speaks version 2 of the protocol, not 1, and wrote nothing to its standard error
{"name":"me"}	exec:sh play.sh answers answered with no greeting, but with: {"name":"me"}
{"isosim":1,"promises":["peace"]}	exec:sh play.sh answers answered with no greeting that the protocol knows
{"isosim":1,"like":"lode"}	its program says that it is like lode, which isosim does not know
{"isosim":1,"error":"no sun today"}	no sun today
END

# --- programs that end, or do not ---

# A program that behaves up to the first call, and then does what is told.
turn_bad () {
  cat >bad.sh <<END
read -r line; echo '$hello'
read -r line; echo '{}'
read -r line
$1
END
  run --trace two.jsonl --dist 'exec:sh bad.sh'
}

says () {
  ends_with 1 && prints ' error' || return 1
  tr -s ' \n' '  ' <"$scratch/out" | grep -E -q -- "ended by an error after 0 µs \(exec:sh bad.sh $1"
}

turn_bad 'exit 3'
check "a program that ends" says 'ended with status 3 before it answered, and wrote nothing to its standard error'
# shellcheck disable=SC2016 # the program's own process
turn_bad 'kill -9 $$'
check "one that is killed" says 'was ended by signal 9 \(.*\) before it answered, and wrote nothing'
turn_bad 'exec 1>&- 0<&-; sleep 60'
check "one that closes its output" says 'closed its standard output before it answered, and wrote nothing'
export ISOSIM_HOST_SECONDS=0.3
turn_bad 'sleep 60'
check "one that is silent" says 'gave no answer in 0.3 s, and wrote nothing'
turn_bad 'while :; do printf x; sleep 0.05; done'
check "one that never comes to the end of its line" says 'gave no answer in 0.3 s, and wrote nothing'
export ISOSIM_HOST_SECONDS=20
turn_bad 'printf "one\nto be kept\n\n" >&2; exit 1'
check "what it wrote is told" \
  says 'ended with status 1 before it answered; its standard error is kept in .*/isosim-host-.* and ends: to be kept'
check "and kept" sh -c 'printf "one\nto be kept\n\n" | cmp - tmp/isosim-host-*'
rm -f tmp/*
turn_bad "echo a word >&2; printf '%s\n{}\n' '{\"line\":0,\"answers\":[{}]}'; read -r line"
check "one that says more than it was asked" says 'said more than it was asked; its standard error is kept in'
rm -f tmp/*
printf '%s\n' 'echo a word of warning >&2' >warn.sh
cat play.sh >>warn.sh
printf '%s\n' "$hello" '{}' '{"line":0,"answers":[{"error":"enough"}]}' >answers
run --trace two.jsonl --dist 'exec:sh warn.sh answers'
check "without trouble its standard error is passed on" sh -c 'echo a word of warning | cmp - err && [ -z "$(ls tmp)" ]'

run --trace two.jsonl --dist 'exec:./not-there'
check "a program that is not there" refuses '--dist exec:./not-there: '
run --trace two.jsonl --dist "exec:a 'b"
check "no command" refuses "--dist exec:a 'b: no command: "
run --trace two.jsonl --dist exec:
check "an empty command" refuses '--dist exec:: no command: '

# --- the program that docs/scheduler-protocol.md shows ---

if have python3; then
  sed -n '/^```python$/,/^```$/p' "$top/docs/scheduler-protocol.md" | sed '/^```/d' >dealer.py
  run --trace "$golden/load-000.jsonl" --dist 'exec:python3 dealer.py'
  check "the example runs" ends_with 0
  run check --dist 'exec:python3 dealer.py' --suite a3b2 -n 2 --crashes 1
  check "and holds after deaths of running workers" ends_with 0
  run check --dist 'exec:python3 dealer.py' --suite a1 -n 1 --crashes 1 --crash-states idle
  check "but not of idle ones" sh -c 'grep -q "^OSError: cannot send" out'
  sed 's/s\["held"\]\[node\].remove(asked\["index"\])/deeds += [["run", asked["node"], [asked["index"]]]]/
    s/, \["shutdown", int(node)\]//' dealer.py >again.py
  check "there is something to change in it" sh -c '! cmp -s dealer.py again.py'
  run --trace two.jsonl --dist 'exec:python3 again.py'
  check "a scheduler that sends a test for ever" sh -c 'grep -q livelock out'
  run check --dist 'exec:python3 again.py' --suite a2 -n 1 --property livelock
  check "and in a search, where it comes back to the same states" sh -c "grep -q \"^'livelock' can be\" out"
  sed 's/\[asked\["index"\]\]\]\]/[asked["index"]] * 2]]/' again.py >twice.py
  run check --dist 'exec:python3 twice.py' --suite a2 -n 1 --property error --time-limit 20
  check "one that sends more and more" prints 'the scheduler sends more than can be kept: tests again and again'
  sed 's/deeds += \[\["run"/s["n"] = s.get("n", 0) + 1; &/' again.py >counts.py
  run check --dist 'exec:python3 counts.py' --suite a2 -n 1 --property error
  check "one that never comes back to a state: no answer" ends_with 3
  sed 's/hashlib.sha256(.*).hexdigest()/str(len(states))/' dealer.py >forgets.py
  run check --dist 'exec:python3 forgets.py' --suite a2 -n 1 --jobs 1 --max-states 1000
  check "states whose names are none: an answer comes all the same" sh -c 'tail -n 2 out | grep -q states'
  sed 's/json.dumps(s)/json.dumps([s, __import__("os").getpid()])/' dealer.py >other.py
  run check --dist 'exec:python3 other.py' --suite a3b2 -n 2 --jobs 2
  check "processes that name one state otherwise" prints 'other.py began in state '
  rm -f tmp/*
  run check --dist "exec:python3 -c \"import sys; exec(open('dealer.py').read().replace('deeds += give', '1/0 and'))\"" \
    --suite a2 -n 1
  check "a program that ends in a search" prints 'ends: ZeroDivisionError: division by zero'
  check "is a property broken" sh -c "grep -q \"^violated: error, in 4 steps\" out"
  rm -f tmp/*
else
  skip "the example of docs/scheduler-protocol.md: there is no python3"
fi

# --- a file does not start a program by itself ---

sed 's/"load"/"exec:sh bad.sh"/' two.jsonl >sly.jsonl
run --trace sly.jsonl
check "a scenario that names a program" refuses 'sly.jsonl: its scheduler is exec:sh bad.sh, a program; say --dist'
run check --dist loadscope -n 1 --suite a1b1 --crashes 1 --save kept.json
sed 's/"loadscope"/"exec:sh bad.sh"/' kept.json >sly.json
run check --replay sly.json
check "so for a schedule" refuses 'sly.json: its scheduler is exec:sh bad.sh, a program; say --dist'

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
  run plan --trace two.jsonl -n 1,2 --runs 3 --dist xdist:load "$@" --shard "$part/2" --out "part-$part"
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
run plan --trace two.jsonl -n 1 --runs 3 --dist xdist:load --xdist-path "$(printf 'tr\377ee')" --shard 1/2
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
