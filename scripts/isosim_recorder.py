"""A pytest plug-in that records a run, under pytest-xdist or without it, as a trace of isosim's own format.

    pytest -p isosim_recorder --isosim-trace ci.trace -n 4 --dist loadscope

docs/recording.md says how to use it, docs/trace-format.md ("Recordings") what it writes. It needs pytest 7 or later, and
pytest-xdist 3.1 or later if any.

Three parties. Meter measures runs and fixtures where tests run: in each worker, or in the one process that there is. A
worker has no file: what it measured travels in the reports that xdist sends anyway, so that it survives the worker up
to its last report. Journal is the file: lines are gathered and appended in single writes, so that a run that is killed
leaves whole lines. Controller sees what xdist's controller handles and sends, by standing before the methods of the one
session and of each node.
"""

import os
import platform
import re
import sys
import time
from array import array
from contextlib import contextmanager
from functools import partial
from queue import Empty

import pytest

# All times count from here. One wall clock for all processes, and for the controller's own times a clock that no one
# sets back.
WALL = time.time()
TICKS = time.perf_counter()

FLUSH_S = 0.2  # a line waits no longer, unless the process is busy with one message or one test
FLUSH_LINES = 4096

SCOPES = ("class", "module", "package", "session")
_odd = re.compile("[\x00-\x1f\x7f%#]")


def now_us():
    return int((time.perf_counter() - TICKS) * 1e6)


def us_since_start(wall_time):
    return max(0, int((wall_time - WALL) * 1e6))


def us_of(seconds):
    return max(0, int(seconds * 1e6 + 0.5))


def escape(text):
    """As docs/trace-format.md has it; a NUL, which no trace can hold, becomes a word."""
    if text in ("", "-"):
        return text and "%2D"
    text = _odd.sub(lambda odd: "%%%02X" % ord(odd.group()), text.replace("\0", "\\x00"))
    return "%22" + text[1:] if text[0] == '"' else text


# --- the file ---


class Journal:
    """Lines, appended to a file in batches. If the file cannot be written any more, one warning, and no more lines."""

    def __init__(self, path):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
        self.path = path
        self.fd = os.open(path, flags, 0o666)
        self.pid = os.getpid()  # a test may fork, and its child must not write
        self.lines = []
        self.flushed = time.perf_counter()

    def flush(self):
        self.flushed = time.perf_counter()
        count = len(self.lines)  # another thread may add one meanwhile
        data = "".join([line + "\n" for line in self.lines[:count]]).encode("utf-8", "backslashreplace")
        del self.lines[:count]
        if self.fd is None or os.getpid() != self.pid:
            return
        try:
            while data:
                data = data[os.write(self.fd, data) :]
        except OSError as error:
            self.close()
            print(f"isosim_recorder: cannot write {self.path}: {error.strerror}", file=sys.stderr)

    def flush_if_due(self):
        if self.lines and (time.perf_counter() - self.flushed > FLUSH_S or len(self.lines) > FLUSH_LINES):
            self.flush()

    def close(self):
        if self.fd is not None and os.getpid() == self.pid:
            os.close(self.fd)
        self.fd = None


# --- where tests run ---


class SetUp:
    """A fixture of a wider scope that is set up. Its number counts the set-ups of this process."""

    __slots__ = ("number", "name", "failed", "asked")

    def __init__(self, name):
        self.number = None
        self.name = name
        self.failed = False  # also when it skipped: pytest sets it up once, and who uses it fails as well
        self.asked = ()  # what it asked for in its own set-up, by getfixturevalue: who uses it uses these


class Meter:
    """Measures the fixtures of wider scopes, and notes when a run began and which of them it uses. Events wait for the
    next report."""

    def __init__(self):
        self.events = []
        self.set_ups = 0
        self.up = {}  # fixturedef: SetUp
        self.used = None  # the numbers of what the last run used; None before the first
        self.defs = 0  # how many fixtures the run had asked for when that was noted
        self.can_tell = True  # which fixtures a run uses

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        outcome = yield
        when = call.when
        if when != "teardown" and self.can_tell:
            self.note_used(item, when == "setup", call.excinfo)
        if self.events:
            outcome.get_result().isosim = (call.start, self.events)
            self.events = []
        elif when == "setup":
            outcome.get_result().isosim = call.start

    def note_used(self, item, first, failure):
        """What the run has asked for so far. Only what changes from run to run is told. A call adds what it asks for by
        getfixturevalue."""
        defs = fixtures_of(item)
        if defs is None:
            self.can_tell = False
        elif first or len(defs) != self.defs:
            self.defs = len(defs)
            used = self.used_of(defs, failure and getattr(item, "fixturenames", ())) if self.up else []
            if used != self.used:
                self.used = used
                self.events.append(("uses", used))

    def used_of(self, defs, failing):
        """FAILING: the names of all that a test wanted whose set-up failed."""
        numbers, up = set(), self.up
        for name, fixturedef in defs.items():
            known = up.get(fixturedef)
            if known:
                add_used(known, numbers)
            if name in fixturedef.argnames:  # it overrides a fixture of its own name, which it uses
                for known in self.up_by_name(name):
                    add_used(known, numbers)
        for known in up.values() if failing else ():
            if known.failed and known.name in failing:
                add_used(known, numbers)
        return sorted(numbers)

    def up_by_name(self, name):
        return [known for known in self.up.values() if known.name == name]

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef, request):
        scope = fixturedef.scope
        if scope not in SCOPES:
            yield
            return
        name = fixturedef.argname
        if hasattr(request, "param"):
            name = f"{name}[{request.param_index}]"
        base = "" if scope == "session" else request.node.nodeid
        known = SetUp(fixturedef.argname)
        before = set(getattr(request, "_fixture_defs", ()))
        # Finalizers run in reverse: those of the fixtures that use this one, began, its own, ended.
        teardown = []
        fixturedef.addfinalizer(partial(self.teardown_ended, teardown, fixturedef, scope, name, base))
        start, ticks = time.time(), time.perf_counter()
        outcome = yield
        known.number = self.set_ups
        self.set_ups += 1
        self.events.append(("setup", start, time.perf_counter() - ticks, scope, name, base, known.number))
        fixturedef.addfinalizer(partial(self.teardown_began, teardown))
        defs = getattr(request, "_fixture_defs", {})
        known.failed = outcome.excinfo is not None
        known.asked = [self.up[defs[each]] for each in set(defs) - before if defs[each] in self.up]
        self.up[fixturedef] = known

    @staticmethod
    def teardown_began(teardown):
        teardown[:] = (time.time(), time.perf_counter())

    def teardown_ended(self, teardown, fixturedef, scope, name, base):
        self.up.pop(fixturedef, None)
        if teardown:
            start, ticks = teardown
            self.events.append(("teardown", start, time.perf_counter() - ticks, scope, name, base, None))


def fixtures_of(item):
    """The fixtures that a test has asked for so far, also through others and by getfixturevalue: {name: fixturedef}. No
    public name of pytest's tells it; None when this release does not. What is no test of Python's asks for none."""
    request = getattr(item, "_request", None) or getattr(item, "fixture_request", None)  # of doctests before pytest 8
    if request:
        return getattr(request, "_fixture_defs", None)
    return None if hasattr(item, "fixturenames") else {}


def add_used(known, numbers):
    if known.number not in numbers:
        numbers.add(known.number)
        for other in known.asked:
            add_used(other, numbers)


@contextmanager
def coordinated(config, what, name, base):
    """For whoever coordinates fixtures across workers: stands around the "setup" or "teardown" of fixture NAME for BASE
    (a nodeid, "" for the session) that this worker runs for all. Without a recording it does nothing."""
    meter = config.pluginmanager.getplugin("isosim-meter") or config.pluginmanager.getplugin("isosim-recorder")
    start, ticks = time.time(), time.perf_counter()
    yield
    if isinstance(meter, Meter):
        meter.events.append((what, start, time.perf_counter() - ticks, None, name, base, None))


class WorkerMeter(Meter):
    """In a worker of xdist. What is torn down behind the last report goes with the worker's own farewell."""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        session.config.workeroutput["isosim"] = self.events
        self.events = []


# --- what is told of one run of pytest ---

WORDS = (
    "passed",
    "skipped",
    "xfailed",
    "xpassed",
    "setup-failed",
    "call-failed",
    "teardown-failed",
    "crashed",
)
BITS = {word: 1 << i for i, word in enumerate(WORDS)}
CRASHED = BITS["crashed"]


def words_of(bits):
    return ",".join([word for word in WORDS if bits & BITS[word]]) or "-"


class Rows:
    """What the rows at the end say of each test: sums over its runs. In arrays: a suite is large, and each object that
    stays is one more for Python's garbage collector to walk over, in the middle of a test."""

    def __init__(self):
        self.times = tuple(array("q") for _ in range(3))  # sums over the runs that count
        self.counted = array("q")  # how many these are: crashed ones only where there is no other
        self.words = array("q")
        self.finished = array("q")  # 1: there is a run that did not crash
        self.worker = array("q")  # of the first run, -1 when there is none
        self.start = array("q")
        self.first_start = None  # of all runs

    def add_test(self):
        for each in (*self.times, self.counted, self.words, self.finished, self.start):
            each.append(0)
        self.worker.append(-1)

    def add_run(self, test, worker, start, times, bits):
        if self.first_start is None or start < self.first_start:
            self.first_start = start
        if self.worker[test] < 0:
            self.worker[test], self.start[test] = worker, start
        self.words[test] |= bits
        if bits & CRASHED and self.finished[test]:
            return
        if not bits & CRASHED and not self.finished[test]:
            self.finished[test] = 1
            self.counted[test] = 0
            for sums in self.times:
                sums[test] = 0
        self.counted[test] += 1
        for sums, us in zip(self.times, times):
            sums[test] += us or 0

    def fields(self, test):
        """All but the nodeid."""
        if self.worker[test] < 0:
            return "0\t0\t0\t-\t-\t-"
        setup, call, teardown = [sums[test] // self.counted[test] for sums in self.times]
        start = self.start[test] - self.first_start
        return f"{setup}\t{call}\t{teardown}\t{words_of(self.words[test])}\tgw{self.worker[test]}\t{start}"


class Worker:
    """What is known of a worker, and of the run that is under way on it."""

    def __init__(self, number):
        self.number = number
        self.collection = None  # number
        self.tests = ()  # of its collection, by index
        self.arrived = {}  # the times of what came in, written by the thread that receives
        self.ended = False
        self.set_ups = {}  # number by its process: which of its set-up lines it is
        self.current = None  # (nodeid, time) of the test that began last and is not complete
        self.forget_run()

    def forget_run(self):
        self.index = None
        self.start = None
        self.phases = {}
        self.bits = 0  # of words


class Record:
    """Turns what was measured into lines, and keeps what the rows at the end need."""

    def __init__(self, journal):
        self.journal = journal
        self.line = journal.lines.append
        self.tests = {}  # nodeid: number
        self.collections = []  # (nodeids, numbers)
        self.rows = Rows()
        self.words = {}  # bits: text

    def head(self, config, dist, workers, xdist):
        self.line("#isosim-trace 1\n#recording 1")
        self.line(f"#pytest {pytest.__version__}")
        if xdist:
            self.line(f"#xdist {xdist}")
        self.line(f"#python {platform.python_version()}")
        self.line(f"#dist {dist}\n#workers {workers}\n#cores {count_cores()}")
        for name in ("maxschedchunk", "loadscopereorder", "maxfail", "numprocesses"):
            value = getattr(config.option, name, None)
            if isinstance(value, (bool, int)):
                self.line(f"#option {name} {int(value)}")

    def collect(self, worker, ids):
        """The number of this collection, which is written when no worker had it before."""
        for number, (known, _) in enumerate(self.collections):
            if known == ids:
                worker.collection, worker.tests = number, self.collections[number][1]
                return number
        tests = array("q", [self.test(nodeid) for nodeid in ids])
        worker.collection, worker.tests = len(self.collections), tests
        self.collections.append((list(ids), tests))
        self.line(f"#collection {worker.collection} {' '.join(ranges(tests))}".rstrip())
        return worker.collection

    def test(self, nodeid):
        if nodeid not in self.tests:
            self.line(f"#test {len(self.tests)} {escape(nodeid)}")
            self.rows.add_test()
        return self.tests.setdefault(nodeid, len(self.tests))

    def events(self, worker, events):
        for what, *rest in events:
            if what == "uses":
                self.uses(worker, *rest)
            else:
                self.fixture(worker, what, *rest)

    def fixture(self, worker, what, start, seconds, scope, name, base, number):
        if number is not None:
            worker.set_ups[number] = len(worker.set_ups)
        name = escape(name).replace(" ", "%20")
        remark, scope = ("fixture", scope + " ") if scope else ("coordinated", "")
        self.line(
            f"#{remark} gw{worker.number} {what} {us_since_start(start)} {us_of(seconds)} {scope}{name} "
            f"{escape(base) or '-'}"
        )

    def uses(self, worker, numbers):
        """A set-up is told by its line in the file, should a report have been lost."""
        known = [worker.set_ups[number] for number in numbers if number in worker.set_ups]
        self.line(" ".join([f"#uses gw{worker.number}", *ranges(known)]))

    def report(self, worker, index, report):
        """A phase has ended. One of set-up begins a run, also when a plug-in runs a test again."""
        start = report.__dict__.pop("isosim", None)
        if isinstance(start, tuple):
            start, events = start
            self.events(worker, events)
        when = report.when
        if when == "setup":
            if worker.index is not None:
                self.run_ends(worker, None)
            worker.index = index
            worker.start = None if start is None else us_since_start(start)
        worker.phases[when] = us_of(report.duration)
        if when == "call" or report.outcome != "passed":
            worker.bits |= BITS.get(outcome_word(when, report), 0)

    def run_ends(self, worker, whole):
        times = [worker.phases.get(when) for when in ("setup", "call", "teardown")]
        self.run(worker, worker.index, worker.start or 0, times, whole, worker.bits)
        worker.forget_run()

    def run(self, worker, index, start, times, whole, bits):
        if bits not in self.words:
            self.words[bits] = words_of(bits)
        setup, call, teardown = times
        known = f"{start} {setup} {call} {teardown} {whole}".replace("None", "-")
        self.line(f"#run gw{worker.number} {index} {known} {self.words[bits]}")
        self.rows.add_run(worker.tests[index], worker.number, start, times, bits)

    def crash(self, worker, died):
        """The test that a worker was at when it died: the phase that it was in lasted until then."""
        nodeid, began = worker.current
        index = worker.index
        if index is None:
            test = self.tests.get(nodeid)
            index = next((index for index, each in enumerate(worker.tests) if each == test), None)
        if index is None:
            return
        start = int((began - TICKS) * 1e6) if worker.start is None else worker.start
        times = [worker.phases.get(when) for when in ("setup", "call", "teardown")]
        last = 0 if times[0] is None else 1 if times[1] is None and not worker.bits else 2
        if times[last] is None:
            times[last] = max(0, died - start - sum(time or 0 for time in times))
        self.run(worker, index, start, times, None, worker.bits | CRASHED)
        worker.current = None
        worker.forget_run()

    def finish(self, exit_status):
        self.line(f"#end {now_us()} {int(exit_status)}")
        if self.tests:
            self.write_rows()
        self.journal.flush()
        self.journal.close()

    def write_rows(self):
        self.line(f"#tests {len(self.tests)}\n#order collection")
        self.line("setup_us\tcall_us\tteardown_us\toutcome\tworker\tstart_us\tnodeid")
        for nodeid, test in self.tests.items():
            self.line(f"{self.rows.fields(test)}\t{escape(nodeid)}")
            self.journal.flush_if_due()


def outcome_word(when, report):
    """The word that a phase adds, other than a set-up or a tear-down that passed. "rerun", of a plug-in, adds none."""
    outcome = report.outcome
    if outcome == "passed":
        return "xpassed" if hasattr(report, "wasxfail") else "passed"
    if outcome == "skipped":
        return "xfailed" if hasattr(report, "wasxfail") else "skipped"
    return f"{when}-failed" if outcome == "failed" else None


def ranges(numbers):
    """0 1 2 7 6 as 0-2 7 6"""
    words, i = [], 0
    while i < len(numbers):
        first = i
        while i + 1 < len(numbers) and numbers[i + 1] == numbers[i] + 1:
            i += 1
        words.append(str(numbers[i]) if first == i else f"{numbers[first]}-{numbers[i]}")
        i += 1
    return words


def count_cores():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# --- without xdist ---


class Alone(Meter):
    """The one process of a run without xdist: worker gw0."""

    def __init__(self, config, record):
        super().__init__()
        self.record = record
        self.worker = Worker(0)
        self.indices = {}  # item: index
        self.exit_status = 0
        record.head(config, "no", 1, None)
        record.line(f"#worker gw0 start 0\n#worker gw0 ready {now_us()}")

    def pytest_collection_finish(self, session):
        self.indices = {item: index for index, item in enumerate(session.items)}
        number = self.record.collect(self.worker, [item.nodeid for item in session.items])
        self.record.line(f"#worker gw0 collected {now_us()} {number}")
        self.record.journal.flush()

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.index = self.indices.get(item)
        ticks = time.perf_counter()
        yield
        whole = us_of(time.perf_counter() - ticks)
        if self.worker.index is not None:
            self.record.run_ends(self.worker, whole)
        self.record.journal.flush_if_due()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report):
        if self.index is not None:
            self.record.report(self.worker, self.index, report)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus):
        self.record.events(self.worker, self.events)
        self.exit_status = exitstatus

    def pytest_unconfigure(self):
        self.record.line(f"#worker gw0 exit {now_us()}")
        self.record.finish(self.exit_status)


# --- the controller of xdist ---


class Controller:
    """Stands before the methods of xdist's session that handle messages, and of each node, that sends commands."""

    HANDLED = (
        "workerready",
        "collectionfinish",
        "logstart",
        "testreport",
        "collectreport",
        "runtest_protocol_complete",
        "unscheduled",
        "workerfinished",
        "errordown",
        "internal_error",
    )

    ARRIVALS = {"workerready": "ready", "collectionfinish": "collected", "workerfinished": "exit"}

    def __init__(self, config, dsession, record):
        self.config = config
        self.dsession = dsession
        self.record = record
        self.workers = {}  # node: Worker
        self.starts = []  # when each worker's start began, of those that have no node yet
        self.exit_status = 0
        self.busy = 0.0  # seconds for messages since the last line "from"
        self.since = None  # when the controller began with what it is at; None until it asks for the first message
        for name in self.HANDLED:
            handler = getattr(dsession, "worker_" + name, None)
            if handler:
                setattr(dsession, "worker_" + name, partial(getattr(self, name), handler))
        dsession.handle_crashitem = partial(self.crashitem, dsession.handle_crashitem)
        dsession.queue.get = self.get_of(dsession.queue)

    def get_of(self, queue):
        """What the session calls for the next message: time until then was work, and what follows is waiting. It is
        called for every message, and so are the two below: hence no attribute is looked up that need not be."""
        real, journal, clock = queue.get, self.record.journal, time.perf_counter
        lines = journal.lines

        def get(block=True, timeout=None):
            now = clock()
            if self.since is not None:
                self.busy += now - self.since
            if lines:
                if now - journal.flushed > FLUSH_S or len(lines) > FLUSH_LINES:
                    journal.flush()
                else:
                    timeout = FLUSH_S
            try:
                return real(block, timeout)
            except Empty:
                journal.flush()
                raise
            finally:
                self.since = clock()

        return get

    def arrivals_of(self, node, worker):
        """What receives, in a thread of its own. Only the times of what is rare are kept. No tuple: the channel's end."""
        real, rare, arrived = node.process_from_remote, self.ARRIVALS, worker.arrived

        def process_from_remote(event):
            word = rare.get(event[0]) if isinstance(event, tuple) else "died"
            if word:
                arrived.setdefault(word, now_us())
            return real(event)

        return process_from_remote

    def handling(self, worker, words):
        now = time.perf_counter()
        busy = self.busy + now - self.since
        self.busy, self.since = 0.0, now
        self.record.line(f"#message {int((now - TICKS) * 1e6)} {int(busy * 1e6)} from gw{worker.number} {words}")

    def worker_line(self, worker, what, otherwise=None):
        at = worker.arrived.get(what, otherwise)
        if at is not None:
            self.record.line(f"#worker gw{worker.number} {what} {at}")

    # --- workers come ---

    def pytest_xdist_setupnodes(self, config, specs):
        import xdist

        self.record.head(config, config.getoption("dist"), len(specs), xdist.__version__)
        limit = getattr(self.dsession, "_max_worker_restart", None)
        self.record.line(f"#option max_worker_restart {'none' if limit is None else limit}")
        manager = self.dsession.nodemanager
        manager.setup_node = partial(self.setup_node, manager.setup_node)

    def setup_node(self, real, *args, **kwargs):
        self.starts.append(now_us())
        return real(*args, **kwargs)

    def pytest_configure_node(self, node):
        worker = self.workers[node] = Worker(len(self.workers))
        start = self.starts.pop() if self.starts else now_us()
        self.record.line(f"#worker gw{worker.number} start {start}")
        node.sendcommand = partial(self.sendcommand, node.sendcommand, worker)
        node.process_from_remote = self.arrivals_of(node, worker)

    # --- commands ---

    def sendcommand(self, real, worker, name, **kwargs):
        word = {"runtests": "run", "runtests_all": "runall"}.get(name, name)
        indices = "".join([f" {index}" for index in kwargs.get("indices", ())])
        self.record.line(f"#message {now_us()} to gw{worker.number} {word}{indices}")
        return real(name, **kwargs)

    # --- messages, each before xdist handles it ---

    def workerready(self, real, node, **kwargs):
        worker = self.workers[node]
        if worker.number == 0 and self.dsession.sched is not None:
            self.record.line(f"#scheduler {type(self.dsession.sched).__name__}")
        self.worker_line(worker, "ready", now_us())
        self.handling(worker, "workerready")
        real(node=node, **kwargs)

    def collectionfinish(self, real, node, ids):
        worker = self.workers[node]
        number = self.record.collect(worker, ids)
        at = worker.arrived.get("collected", now_us())
        self.record.line(f"#worker gw{worker.number} collected {at} {number}")
        self.handling(worker, f"collectionfinish {number}")
        real(node=node, ids=ids)

    def logstart(self, real, node, nodeid, location):
        self.workers[node].current = (nodeid, time.perf_counter())
        real(node, nodeid, location)

    def testreport(self, real, node, rep):
        worker = self.workers[node]
        self.record.report(worker, getattr(rep, "item_index", worker.index), rep)
        if rep.failed:
            self.handling(worker, "failure")
        real(node, rep)

    def collectreport(self, real, node, rep):
        """Of the same failure on several workers xdist counts the first."""
        counted = self.dsession.countfailures
        real(node=node, rep=rep)
        if self.dsession.countfailures != counted:
            self.handling(self.workers[node], "failure")

    def runtest_protocol_complete(self, real, node, item_index, duration):
        worker = self.workers[node]
        whole = us_of(duration)  # of the wall clock before xdist 3.6: it may go back
        worker.current = None
        if worker.index is not None:
            self.record.run_ends(worker, whole)
        self.handling(worker, f"complete {item_index} {whole}")
        real(node, item_index, duration)

    def unscheduled(self, real, node, indices):
        self.handling(self.workers[node], " ".join(["unscheduled", *map(str, indices)]))
        real(node=node, indices=indices)

    def workerfinished(self, real, node):
        worker = self.workers[node]
        output = node.workeroutput
        self.record.events(worker, output.pop("isosim", ()))
        word = "workerfinished"
        if output.get("exitstatus") == 2:
            word += " interrupted"
        elif output.get("shouldfail") or output.get("shouldstop"):
            word += " stop"
        self.worker_ends(worker, "exit")
        self.handling(worker, word)
        real(node=node)

    def errordown(self, real, node, error):
        worker = self.workers[node]
        died = worker.arrived.get("died", now_us())
        if worker.current:
            self.record.crash(worker, died)
        self.worker_ends(worker, "died")
        self.handling(worker, "errordown")
        real(node=node, error=error)

    def crashitem(self, real, nodeid, worker):
        """Not a message: what the controller makes of one."""
        if worker in self.workers:
            self.record.line(f"#reported gw{self.workers[worker].number} {now_us()} {self.record.test(nodeid)}")
        real(nodeid, worker)

    def internal_error(self, real, node, formatted_error):
        self.handling(self.workers[node], "internal_error")
        real(node=node, formatted_error=formatted_error)

    def worker_ends(self, worker, word, otherwise=None):
        if not worker.ended:
            worker.ended = True
            self.worker_line(worker, word, now_us())

    # --- the end ---

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, exitstatus):
        self.exit_status = exitstatus

    def pytest_unconfigure(self):
        for worker in self.workers.values():
            for word in ("exit", "died"):
                if word in worker.arrived and not worker.ended:
                    self.worker_ends(worker, word)
        self.record.finish(self.exit_status)


# --- the plug-in ---


def pytest_addoption(parser):
    parser.getgroup("isosim").addoption(
        "--isosim-trace",
        metavar="FILE",
        default=None,
        help="record the run into FILE, a trace that isosim reads.",
    )


def is_taken_for_tests(config, path):
    """Before pytest knows the option it looks for pytest.ini beside every word that is a file. As a word of its own our
    file is one, as soon as it is there: workers, which start later, would collect by other rules."""
    here = os.path.join(str(config.invocation_params.dir), "")
    return "--isosim-trace" in config.invocation_params.args and not os.path.abspath(path).startswith(here)


def pytest_configure(config):
    path = config.getoption("isosim_trace")
    if path is None:
        return
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(WorkerMeter(), "isosim-meter")
        return
    if is_taken_for_tests(config, path):
        raise pytest.UsageError(f"write --isosim-trace={path}, as one word: pytest takes two for a path of tests")
    try:
        journal = Journal(os.path.abspath(path))
    except OSError as error:
        raise pytest.UsageError(f"--isosim-trace: cannot write {path}: {error.strerror}")
    config.pluginmanager.register(Starter(journal), "isosim-starter")


class Starter:
    """Waits for the session, because only then it is known whether xdist has one."""

    def __init__(self, journal):
        self.journal = journal

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session):
        config = session.config
        dsession = config.pluginmanager.getplugin("dsession")
        record = Record(self.journal)
        plugin = Controller(config, dsession, record) if dsession else Alone(config, record)
        config.pluginmanager.register(plugin, "isosim-recorder")
