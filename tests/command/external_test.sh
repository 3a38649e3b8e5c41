#!/bin/sh
# Schedulers in other processes: programs that speak docs/scheduler-protocol.md, well and badly.
# shellcheck source=lib.sh
. "${ISOSIM_SRCDIR:-.}/tests/command/lib.sh"
cd "$scratch" || exit 2
export ISOSIM_XDIST_HOST="$top/scripts/isosim-xdist-host" ISOSIM_HOST_SECONDS=100
export PYTHONDONTWRITEBYTECODE=1 TMPDIR="$scratch/tmp"
mkdir tmp

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
  timeout 500 "$isosim" --trace two.jsonl --dist 'exec:sh flood.sh {}' --max-worker-restart 0 >out 2>err || status=$?
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
export ISOSIM_HOST_SECONDS=1.5
turn_bad 'sleep 60'
check "one that is silent" says 'gave no answer in 1.5 s, and wrote nothing'
turn_bad 'while :; do printf x; sleep 0.05; done'
check "one that never comes to the end of its line" says 'gave no answer in 1.5 s, and wrote nothing'
export ISOSIM_HOST_SECONDS=100
turn_bad 'printf "one\nto be kept\n\n" >&2; exit 1'
check "what it wrote is told" \
  says 'ended with status 1 before it answered; its standard error is kept in .*/isosim-host-.* and ends: to be kept'
check "and kept" sh -c 'printf "one\nto be kept\n\n" | cmp - tmp/isosim-host-*'
rm -f tmp/*
# shellcheck disable=SC2016 # the program's own folder
turn_bad 'echo word >&2; rmdir "$TMPDIR"; exit 1'
check "a temporary folder that is gone is told" says 'ended with status 1 before it answered; its standard error is not kept \(.*\) and ends: word'
mkdir -p tmp
# In a namespace with a small temporary folder; not everywhere may one be made.
# shellcheck disable=SC2016 # the same
full='mount -t tmpfs -o size=16k none "$TMPDIR" && exec "$@"'
if unshare -rm sh -c "$full" sh true 2>err; then
  # shellcheck disable=SC2016
  turn_bad 'echo word >&2; head -c 65536 /dev/zero >"$TMPDIR/fill" 2>&-; exit 1'
  status=0
  unshare -rm sh -c "$full" sh "$isosim" --trace two.jsonl --dist 'exec:sh bad.sh' >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
  check "a full disk is told" says 'ended with status 1 before it answered; its standard error is not kept \(.*/isosim-host-.*: No space left on device\) and ends: word'
fi
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
  check "and in a search, where it comes back to the same states" sh -c "grep -q \"^violated: livelock, \" out"
  sed 's/\[asked\["index"\]\]\]\]/[asked["index"]] * 2]]/' again.py >twice.py
  run check --dist 'exec:python3 twice.py' --suite a2 -n 1 --property error --time-limit 500
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

check "nothing is left in the temporary folder" [ -z "$(ls tmp)" ]
finish
