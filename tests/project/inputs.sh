#!/bin/sh
# tests/project/inputs.sh DATA - makes the small files that tests/project/command_lines.txt names as inputs/NAME.
#
# It writes them into the current folder. DATA is a tree of isosim: examples and headers are taken from it. isosim
# itself is not run. ISOSIM_PYTHON is a Python that has pytest-xdist.
set -eu
data=${1:?}

# --- suites ---

printf 'nodeid\tseconds\na.py::x\t1\na.py::y\t2\nb.py::z\t4\n' >one.tsv
printf 'nodeid\tseconds\na.py::x\t1.2\na.py::new\t3\na.py::y\t1.8\nb.py::z\t4.2\n' >two.tsv
printf 'nodeid\tseconds\nc.py::other\t1\n' >three.tsv
printf 'nodeid\tseconds\nt.py::test_x\t0.5\nt.py::test_y\t2\nu.py::test_z\t1\n' >small.tsv
printf 'nodeid\tseconds\nt.py::A::x\t1\nt.py::B::x\t1\nt.py::A::y\t1\n' >woven.tsv
printf 'nodeid\tseconds\nt.py::1@a\t1\nt.py::2@a\t1\nt.py::3@b\t1\nt.py::4@c\t1\n' >groups.tsv
printf '#isosim-trace 1\nrun_us\tgroup\tnodeid\n1\tg\tx.py::t\n1\tg\ty.py::t\n1\th\tz.py::t\n' >groups.trace
printf 'nodeid\tseconds\nt.py::test\t1\nu.py::test\t1\n' >twins.tsv
printf 'nodeid\tseconds\nt.py::a\t1\nt.py::a@g\t1\nt.py::b\t1\n' >grouped.tsv
printf 'nodeid\tseconds\nt.py::c[a::b]\t1\nt.py::c[b::b]\t1\nt.py::c[c::b]\t1\nt.py::c[d::b]\t1\n' >cut.tsv
printf 'nodeid\tseconds\toutcome\nt.py::a\t1\tpassed\nt.py::b\t1\tcrashed\nt.py::c\t1\tpassed\n' >crashed.tsv
printf 'nodeid\tseconds\toutcome\nt.py::a\t1\tfailed\n' >failed.tsv
printf 't.py::b%d\t1\tpassed\n' 1 2 3 4 5 6 7 8 9 >>failed.tsv
printf 'nodeid\tseconds\ntests/unit/test_of_a_long_name.py::test_with_a_long_name\t1\n' >long.tsv
printf 'nodeid\tseconds\ntest_é.py::test_ü\t1\ntest_é.py::✓ 😀\t2\n' >accents.tsv
printf 'nodeid,seconds\n"a.py::x[1,2]",0.5\n"a.py::y ""q""",1.5\nb.py::z,-3\nb.py::z,1e10\nb.py::z,2\n' >quoted.csv
printf 'nodeid\tsetup\tcall\tteardown\tworker\toutcome\na::b\t1\t2\t3\tgw0\tpassed\na::c\t1\t2\t3\tgw1\tskipped\n' \
  >phases.tsv
cat >odd.json <<'END'
{
 "a.py::test[tab\there]": 0.1, "a.py::test[new\nline]": 0.2, "a.py::test[return\rhere]": 0.3, "#isosim-trace 1": 0.4,
 "# not a comment": 0.5, "a.py::test[100%]": 0.6, "a.py::test[%09]": 0.7, "a.py::test[\"quoted\" 'too']": 0.8,
 "a.py::test[back\\slash]": 0.9, " a.py::test[blanks at both ends] ": 1.0, "a.py::test[\u0001\u007f]": 1.2,
 "a.py::test[ünïcode ✓ 😀]@a_group": 1.1, "a.py::test[,;|`$(false)]": 1.4, "-": 1.5, "nodeid": 1.6
}
END
cat >two.jsonl <<'END'
{"scheduler":"load","workers":1,"tests":[["a.py::a1",1000],["a.py::a2",2000]]}
END
sed 's/"load"/"exec:sh bad.sh"/' two.jsonl >sly.jsonl
sed 's/"load"/"py:mine:It"/' two.jsonl >sly-class.jsonl
sed 's/"load"/".\/my.so"/' two.jsonl >sly-plugin.jsonl
{
  printf '{"workers":1,"tests":[["a.py::t0",1000],["a.py::t1",1000],["a.py::t2",1000],["a.py::t3",1000]],'
  printf '"maxfail":2,"failures":{"1":2}}\n'
} >stop.json
{
  printf '{"scheduler":"isoscope","workers":2,"tests":[["b.py::t0",0],["b.py::t1",0],["b.py::t2",0],["c.py::t3",0],'
  printf '["d.py::t4",0],["a.py::t5",0],["e.py::t6",0],["e.py::t7",0],["f.py::t8",0],["b.py::t9",0]],'
  printf '"seed":9,"crash":{"5":1}}\n'
} >late.jsonl
gzip -n -c "$data/tests/golden/load-000.jsonl" >packed
cat >timing.json <<'END'
{"schema": 1, "run": {"start": 1700000000.0}, "workers": [{"start": 1, "ready": 1.5, "collected": 2}, {"start": 1}],
 "tests": [{"nodeid": "b", "worker": "gw1", "attempt": 0, "outcome": "error", "start": 0.5, "stop": 1,
  "phases": {"setup": [0.5, 1, 0.25], "call": null}}, {"nodeid": "a", "worker": "main", "outcome": "error",
  "start": 0.75, "phases": {"setup": [0, 1, 1], "call": [1, 3, 2], "teardown": [3, 4, 1]}},
  {"nodeid": "c", "worker": "gw1", "outcome": "crashed", "start": 3, "phases": {}}, {"outcome": "passed"}]}
END
cat >mixed.test_durations <<'END'
{"b": null, "a": "2.5", "c": [1], "d": "soon", "": 1, "e": -1, "f": 1e999, "g": 1, "g": 3, "h\u0000i": 2}
END
printf '[["a", 1], ["b"], 3, [4, 5], ["c", 2]]\n' >pairs.json
report='"$report_type": "TestReport"'
cat >log.jsonl <<END
{"pytest_version": "8", "\$report_type": "SessionStart"}
{"nodeid": "b", "when": "setup", "duration": 0.2, "outcome": "skipped", "start": 9.5, "item_index": 1, $report}
{"nodeid": "a", "when": "setup", "duration": 0.5, "outcome": "failed", "item_index": 0, "worker_id": "gw0", $report}
{"nodeid": "c", "when": "call", "duration": 1, "outcome": "skipped", "wasxfail": "", $report}
{"nodeid": "d", "when": "call", "duration": 1, "outcome": "passed", "wasxfail": "", $report}
{"nodeid": "e", "when": "???", "duration": 0, "outcome": "failed", $report}
{"nodeid": "a", "when": tear
{"when": "call", "duration": 1, $report}
{"nodeid": "a", "when": "teardo
END

# NODEID INDEX WORKER START - set-up and call
report () {
  for phase in setup call; do
    printf '{%s, "nodeid": "%s", "when": "%s", "outcome": "passed", ' "$report" "$1" $phase
    printf '"item_index": %s, "worker_id": "%s", "start": %s, "duration": 0.5}\n' "$2" "$3" "$4"
  done
}
{
  printf '{"pytest_version": "8.0", "$report_type": "SessionStart"}\n'
  report t.py::TestA::test_1 0 gw0 100.0
  report t.py::TestA::test_2 1 gw0 101.5
  report t.py::TestB::test_1 2 gw0 102.0
  report t.py::TestB::test_2 3 gw1 104.5
} >beside.jsonl
sed 's/"start": [0-9.]*, //' beside.jsonl >without-starts.jsonl
sed '2,3{p;p}' beside.jsonl >repeated.jsonl
{
  printf '<testsuites><testsuite name="pytest">\n'
  n=0
  while read -r attributes; do
    n=$((n + 1))
    printf '<testcase %s time="%d"/>\n' "$attributes" $n
  done <<'END'
classname='a.test_b.TestC.TestD' name='test_e[1.5::f]' file='a/test_b.py'
classname='a.test_b.TestC' name='x' file='a\test_b.py'
classname='tests.test_b.TestC' name='x' file='/home/me/tests/test_b.py'
classname='a.test_b.TestC' name='x2' file='../usr/lib/mock/mock.py'
classname='app.checks.C' name='x' file='/home/me/myapp/checks.py'
classname='a.b_test.TestC' name='x'
classname='test_a.test_b@g' name='2@z'
classname='app.tests.TestC.TestD' name='x'
classname='TestC' name='x'
classname='a.b' name='a.b.f'
classname='src.a.b' name='a.b'
classname='docs.index.rst' name='index.rst'
classname='inputs.checks.Suite' name='x'
classname='inputs.deep.specs.Suite.Inner' name='x'
classname='inputs.gone..Suite' name='x'
classname='com.example.Foo' name='works'
classname='' name='x &lt;1&gt;'
END
  printf '</testsuite><testsuite name="mine">\n'
  for seconds in 0.051 ' .5 ' 1.4e-05 1,024.12 1,024,000 1.024,12 0,5 1,024 +2 -1 0x1 nan inf 1,2,3 '' soon; do
    n=$((n + 1))
    printf '<testcase classname="t.test_times" name="test_%d" time="%s"/>\n' $n "$seconds"
  done
  printf '<testcase classname="inputs.checks.Suite" name="y" time="1"><failure/></testcase>\n'
  printf '<testcase classname="inputs.deep.specs" name="z" time="1"><error message="worker gw1 crashed"/></testcase>\n'
  printf '</testsuite></testsuites>\n'
} >junit.xml
mkdir deep
: >checks.py
: >deep/specs.py
mkdir empty full a-folder-with-quite-a-long-name-so-that-lines-wrap
: >full/file
cp small.tsv a-folder-with-quite-a-long-name-so-that-lines-wrap

# --- results, for isosim compare ---

# NAME WORKERS VERDICT WALL_US…
result () {
  printf '{ "isosim_result": 1, "tests": 4, "rows": ['
  between=''
  while [ $# -ge 4 ]; do
    printf '%s\n{ "name": "%s", "workers": %s, "verdict": "%s", "wall_us": %s }' "$between" "$1" "$2" "$3" "$4"
    between=,
    shift 4
  done
  printf '] }\n'
}

result load 1 ok 1000000 load 2 ok 1000000 load 4 ok 1000000 worksteal 2 ok 1000000 loadscope 2 ok 1000000 >old.json
result load 1 ok 1050000 load 2 ok 1050001 load 4 ok 900000 worksteal 2 hang 500000 loadfile 2 ok 1 >new.json
result loadgroup 3 ok 1 >other.json
many='' slow=''
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  many="$many load $n ok ${n}000"
  slow="$slow load $n ok $((n + n % 7))000"
done
# shellcheck disable=SC2086 # four words a row
result $many >many.json
# shellcheck disable=SC2086
result $slow >slow.json
mkdir bad-results
result >bad-results/empty.json
result load 1 ok -1 >bad-results/negative.json
result load 1 ok 1e99 >bad-results/huge.json
result load 1 ok 1 load 1 ok 2 >bad-results/twice.json
result load 0 ok 1 >bad-results/workers.json
result load 1.5 ok 1 >bad-results/workers-fraction.json
result load 1 bad 1 >bad-results/verdict.json
printf '{ "isosim_result": 2, "rows": [] }\n' >bad-results/version.json
printf '{ "isosim_result": "1", "rows": [] }\n' >bad-results/version-text.json
printf '{}\n' >bad-results/nothing.json
printf '[1, 2]\n' >bad-results/list.json
printf '{ "rows": 1 }\n' >bad-results/rows.json
printf '{ "rows": [1] }\n' >bad-results/row.json
printf '{ "rows": [{ "name": "a\\nb" }] }\n' >bad-results/name.json
printf '{ "schedulers": [] }\n' >bad-results/schedulers.json
cat >kept.json <<'END'
{ "workers": 2, "schedulers": [{ "name": "load", "verdict": "ok", "wall_us": 9, "properties": [
  { "name": "once", "promised": true, "holds": true }, { "name": "scope", "promised": false, "holds": false }] }] }
END
sed 's/"promised": true, "holds": true/"promised": true, "holds": false/' kept.json >broke.json

# --- programs ---

# Plays the lines of a file as answers.
cat >play.sh <<'END'
n=0
while IFS= read -r line; do
  n=$((n + 1))
  sed -n "${n}p" "$1"
done
END
hello='{"isosim":1,"name":"played"}'
{
  printf '%s\n' "$hello" '{}' '{"line":0,"answers":[{"nodes":[0]}]}' \
    '{"line":1,"answers":[{"collection_is_completed":true}]}' \
    '{"line":2,"answers":[{"do":[["run",0,[0,1]],["shutdown",0]],"tests_finished":true}]}' \
    '{"line":3,"answers":[{}]}' '{"line":4,"answers":[{}]}' '{"line":5,"answers":[{"nodes":[]}]}'
} >well

# Of the first call: a file each.
mkdir answers greetings
while IFS='	' read -r name line; do
  printf '%s\n' "$hello" '{}' "$line" >"answers/$name"
done <<'END'
and-more	{"line":0,"answers":[{}]} and more
beyond	{"line":0,"answers":[{"do":[["run",0,[2]]]}]}
empty	
error	{"line":0,"answers":[{"error":"KeyError: 'gw0'"}]}
error-of-lines	{"line":0,"answers":[{"error":"no\r\nnode\u0007"}]}
finished-no	{"line":0,"answers":[{"tests_finished":"no"}]}
fraction	{"line":0,"answers":[{"nodes":[0.5]}]}
list	[1]
more-than-there-are	{"line":0,"answers":[{"do":[["run",0,[0,1,0]]]}]}
negative	{"line":0,"answers":[{"do":[["run",0,[-1]]]}]}
no-answer	{"line":0,"answers":[]}
no-answers	{"line":0}
no-indices	{"line":0,"answers":[{"do":[["run",0]]}]}
no-line	{"answers":[{}]}
no-node	{"line":0,"answers":[{"do":[["run",1,[0]]]}]}
node-twice	{"line":0,"answers":[{"nodes":[0,0]}]}
nonsense	nonsense
number	{"line":0,"answers":[7]}
other-line	{"line":1,"answers":[{}]}
shuffle	{"line":0,"shuffle":2}
two-answers	{"line":0,"answers":[{},{}]}
walk	{"line":0,"answers":[{"do":[["walk",0,[1]]]}]}
END
printf '%s\n' '{"isosim":1,"shuffles":true}' '{}' '{"line":0,"shuffle":3}' >answers/order-of-more
printf '%s\n' '{"isosim":1,"shuffles":true}' '{}' '{"line":0,"shuffle":2}' '{"line":0,"shuffle":2}' >answers/order-twice
printf '%s\n' "$hello" '{"error":"TypeError: it cannot be made"}' >answers/not-made
while IFS='	' read -r name line; do
  printf '%s\n' "$line" >"greetings/$name"
done <<'END'
error	{"isosim":1,"error":"no\ninit\tof\u001b[31mred\u009b1m\u007f"}
like	{"isosim":1,"like":"lode"}
like-red	{"isosim":1,"like":"lo\u001b[1mad"}
no-version	{"name":"me"}
nonsense	nonsense
promises	{"isosim":1,"promises":["peace"]}
version	{"isosim":2}
END

# In place of gnuplot: one that complains, and one that draws nothing.
mkdir fails silent
printf '%s\n' '#!/bin/sh' 'echo "line 3: no such terminal" >&2' 'exit 1' >fails/gnuplot
printf '%s\n' '#!/bin/sh' 'cat >/dev/null' >silent/gnuplot
chmod +x fails/gnuplot silent/gnuplot

# Behaves up to the first call, and then does as it is told.
cat >bad.sh <<END
read -r line; echo '$hello'
read -r line; echo '{}'
read -r line
eval "\$1"
END

# The example of the protocol's page, and others that are made of it.
sed -n '/^```python$/,/^```$/p' "$data/docs/scheduler-protocol.md" | sed '/^```/d' >dealer.py
sed 's/s\["held"\]\[node\].remove(asked\["index"\])/deeds += [["run", asked["node"], [asked["index"]]]]/
  s/, \["shutdown", int(node)\]//' dealer.py >again.py
sed 's/\[asked\["index"\]\]\]\]/[asked["index"]] * 2]]/' again.py >twice.py
sed 's/deeds += give/1\/0 and/' dealer.py >divides.py

# --- classes of pytest-xdist ---

mkdir -p tree/src patched/src without-execnet
cp -R "$("$ISOSIM_PYTHON" -c 'import os, xdist; print(os.path.dirname(xdist.__file__))')" tree/src/xdist
find tree -name __pycache__ -exec rm -rf {} +
cp -R tree/src/xdist patched/src/xdist
sed 's/self.workqueue.update(workload)/pass/' tree/src/xdist/scheduler/loadscope.py \
  >patched/src/xdist/scheduler/loadscope.py
printf 'raise ImportError("cut", name="execnet")\n' >without-execnet/execnet.py
cat >odd.py <<'END'
import os
import random
from random import sample

from xdist.scheduler.load import LoadScheduling
from xdist.scheduler.loadfile import LoadFileScheduling


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
        self.kept = os.open


class Marks(LoadScheduling):
    def add_node(self, node):
        node.mark = 1


class Leaves(LoadScheduling):
    def add_node(self, node):
        raise SystemExit(4)


class Dies(LoadScheduling):
    def schedule(self):
        os._exit(7)


class Planted(LoadFileScheduling):
    def remove_node(self, node):
        crashed = super().remove_node(node)
        if len(self.nodes) > 1:
            self.workqueue.clear()
        return crashed
END

# --- plug-ins: the example of their page, compiled with the headers of DATA ---

awk '/^## / { optional = /what may be renamed/ } /^```/ { inside = !inside && $0 == "```c"; next }
  inside && !optional' \
  "$data/docs/writing-a-scheduler.md" >roundrobin.c
awk '/^  while \(pending->len\)/ { getline; next } { print }' roundrobin.c >forgetful.c
sed 's/ISOSIM_ABI,/ISOSIM_ABI + 1,/' roundrobin.c >newer.c
printf 'int nothing;\n' >nothing.c
mkdir isosim
for name in model nodes places plugin queue suite_view; do
  find "$data/models" "$data/traces" -name "$name.h" -exec cp {} isosim \;
done
for name in roundrobin forgetful newer nothing; do
  # shellcheck disable=SC2046
  cc -w -shared -fPIC $(pkg-config --cflags glib-2.0) -I. -o $name.so $name.c
done
