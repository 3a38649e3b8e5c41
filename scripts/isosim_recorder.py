"""A pytest plug-in that records a run, with or without pytest-xdist, as a trace in isosim's own format.

    pytest -p isosim_recorder --isosim-trace ci.trace -n 4 --dist loadscope

docs/recording.md says how to use it; docs/trace-format.md ("Recordings") says what it writes. It needs pytest 7 or
later. If pytest-xdist is used, it must be 3.1 or later.

There are three parts:

- Meter measures runs and fixtures where tests run: in each worker, or in the single process. A worker has no file. Its
  measurements travel in the reports that xdist sends anyway, so those up to its last report survive its death.
- Journal is the file. It collects lines and appends them in single writes, so a run that is killed leaves whole lines.
- Controller sees what xdist's controller handles and sends. It wraps the methods of the session and of each node.
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

# The origin of all times. All processes share the wall clock. The controller's own times use a clock that cannot be set
# back.
WALL = time.time()
TICKS = time.perf_counter()

FLUSH_S = 0.2  # the longest time that a line waits, unless the process is busy with one message or one test
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
    """Escapes as docs/trace-format.md says. A NUL, which no trace can contain, becomes the text \\x00."""
    if text in ("", "-"):
        return text and "%2D"
    text = _odd.sub(lambda odd: "%%%02X" % ord(odd.group()), text.replace("\0", "\\x00"))
    return "%22" + text[1:] if text[0] == '"' else text


# --- the file ---


class Journal:
    """Appends lines to a file in batches. After a failed write it warns once and writes no more."""

    def __init__(self, path):
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
        self.path = path
        self.fd = os.open(path, flags, 0o666)
        self.pid = os.getpid()  # a test may fork; the child must not write
        self.lines = []
        self.flushed = time.perf_counter()

    def flush(self):
        self.flushed = time.perf_counter()
        count = len(self.lines)  # another thread may add a line meanwhile
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
    """A fixture of a wider scope that is set up. Its number counts the set-ups of this process, from 0."""

    __slots__ = ("number", "name", "failed", "asked")

    def __init__(self, name):
        self.number = None
        self.name = name
        self.failed = False  # or skipped: pytest sets it up once, and every test that uses it then fails or skips too
        self.asked = ()  # the set-ups that it requested by getfixturevalue in its own set-up: its users use these too


class Meter:
    """Measures fixtures of wider scopes. Notes when a run began and which of these fixtures it uses.

    Events wait for the next report."""

    def __init__(self):
        self.events = []
        self.set_ups = 0
        self.up = {}  # fixturedef: SetUp
        self.used = None  # numbers of the set-ups that the last run used; None before the first run
        self.defs = 0  # the number of fixtures that the run had requested when `used` was set
        self.can_tell = True  # whether this release of pytest tells which fixtures a run uses

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
        """Notes the fixtures that the run has requested so far, if they differ from the last ones noted. During its
        call a test can request more by getfixturevalue, so set-up alone does not tell all."""
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
        """Returns the sorted numbers of the set-ups in use. If the test's set-up failed, FAILING has the names of all
        its fixtures; otherwise it is empty."""
        numbers, up = set(), self.up
        for name, fixturedef in defs.items():
            known = up.get(fixturedef)
            if known:
                add_used(known, numbers)
            if name in fixturedef.argnames:  # it overrides a fixture of the same name and uses it
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
        # Finalizers run in reverse order: those of the fixtures that use this one, then teardown_began, then the
        # fixture's own, then teardown_ended.
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
    """Returns {name: fixturedef}: the fixtures that a test has requested so far, also through others and by
    getfixturevalue. pytest has no public name for this, so the result is None if a release stores it elsewhere. An item
    that is no Python test requests none."""
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
    """For code that coordinates fixtures across workers. Wrap it around the "setup" or "teardown" (WHAT) of fixture
    NAME that this worker runs for all. BASE is a nodeid, or "" for the session. Without a recording it does nothing."""
    meter = config.pluginmanager.getplugin("isosim-meter") or config.pluginmanager.getplugin("isosim-recorder")
    start, ticks = time.time(), time.perf_counter()
    yield
    if isinstance(meter, Meter):
        meter.events.append((what, start, time.perf_counter() - ticks, None, name, base, None))


class WorkerMeter(Meter):
    """The Meter of an xdist worker. Tear-downs after the last report travel in the worker's own farewell."""

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        session.config.workeroutput["isosim"] = self.events
        self.events = []


# --- the record of one run of pytest ---

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
    """The sums over the runs of each test, for the rows at the end. They are arrays because Python's garbage collector
    visits every live object, possibly in the middle of a test. A suite is large."""

    def __init__(self):
        self.times = tuple(array("q") for _ in range(3))  # sums over the runs that count
        self.counted = array("q")  # the number of those runs; crashed ones count only if there is no other
        self.words = array("q")
        self.finished = array("q")  # 1 if a run did not crash
        self.worker = array("q")  # of the first run; -1 if there is none
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
        """Returns all fields of the row except the nodeid."""
        if self.worker[test] < 0:
            return "0\t0\t0\t-\t-\t-"
        setup, call, teardown = [sums[test] // self.counted[test] for sums in self.times]
        start = self.start[test] - self.first_start
        return f"{setup}\t{call}\t{teardown}\t{words_of(self.words[test])}\tgw{self.worker[test]}\t{start}"


class Worker:
    """A worker, and the run in progress on it."""

    def __init__(self, number):
        self.number = number
        self.collection = None  # number
        self.tests = ()  # of its collection, by index
        self.arrived = {}  # word: time of arrival, written by the receiving thread
        self.ended = False
        self.set_ups = {}  # number in its process: index among its set-up lines in the file
        self.current = None  # (nodeid, time) of the last test that began, until it is complete
        self.forget_run()

    def forget_run(self):
        self.index = None
        self.start = None
        self.phases = {}
        self.bits = 0  # of words


class Record:
    """Turns measurements into lines, and keeps what the rows at the end need."""

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
        """Returns the number of this collection. Writes the collection if no worker had it before."""
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
        """Names each set-up by the index of its line in the file, because a report may have been lost."""
        known = [worker.set_ups[number] for number in numbers if number in worker.set_ups]
        self.line(" ".join([f"#uses gw{worker.number}", *ranges(known)]))

    def report(self, worker, index, report):
        """Notes that a phase has ended. A set-up begins a new run, also when a plug-in runs a test again."""
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
        """Writes the run in which a worker died. The interrupted phase lasts until the death."""
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
    """Returns the outcome word of a phase, or None for "rerun", which a plug-in sets. Do not call it for a set-up or
    tear-down that passed."""
    outcome = report.outcome
    if outcome == "passed":
        return "xpassed" if hasattr(report, "wasxfail") else "passed"
    if outcome == "skipped":
        return "xfailed" if hasattr(report, "wasxfail") else "skipped"
    return f"{when}-failed" if outcome == "failed" else None


def ranges(numbers):
    """Returns numbers as words with ranges: 0 1 2 7 6 becomes 0-2 7 6."""
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
    """The single process of a run without xdist, recorded as worker gw0."""

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
    """Wraps the methods of xdist's session that handle messages, and the method of each node that sends commands."""

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
        self.starts = []  # start times of workers that have no node yet
        self.exit_status = 0
        self.busy = 0.0  # seconds spent on messages since the last "from" line
        self.since = None  # when the current work began; None until the controller asks for the first message
        for name in self.HANDLED:
            handler = getattr(dsession, "worker_" + name, None)
            if handler:
                setattr(dsession, "worker_" + name, partial(getattr(self, name), handler))
        dsession.handle_crashitem = partial(self.crashitem, dsession.handle_crashitem)
        dsession.queue.get = self.get_of(dsession.queue)

    def get_of(self, queue):
        """Returns a wrapper for what the session calls to get the next message. The time before the call is work; the
        time inside is waiting. The wrapper and the next two functions run for every message, so they avoid attribute
        look-ups."""
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
        """Returns a wrapper for the node's receiver, which runs in its own thread. It keeps only the times of rare
        events. An event that is no tuple is the end of the channel."""
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

    # --- messages, each recorded before xdist handles it ---

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
        """xdist counts only the first of equal failures on several workers, so its counter decides here too."""
        counted = self.dsession.countfailures
        real(node=node, rep=rep)
        if self.dsession.countfailures != counted:
            self.handling(self.workers[node], "failure")

    def runtest_protocol_complete(self, real, node, item_index, duration):
        worker = self.workers[node]
        whole = us_of(duration)  # before xdist 3.6 by the wall clock, which may go back
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
        """Records a crash report. It is no message; the controller makes it while it handles errordown."""
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
    """Whether pytest would take the file for a path of tests. Before pytest knows this option, it searches for
    pytest.ini beside every word that is an existing file. If the option is two words and the file exists, the second
    is such a word. Workers start later, so they would collect by other rules."""
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
    """Waits for the start of the session. Only then it is known whether xdist is in use."""

    def __init__(self, journal):
        self.journal = journal

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session):
        config = session.config
        dsession = config.pluginmanager.getplugin("dsession")
        record = Record(self.journal)
        plugin = Controller(config, dsession, record) if dsession else Alone(config, record)
        config.pluginmanager.register(plugin, "isosim-recorder")
