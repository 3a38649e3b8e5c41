#!/usr/bin/python3
"""What tests/project/emit_test.sh needs of Python.

emit_run.py draw SEED            prints PROPERTY WORKERS SUITE: a case that loadscope breaks
emit_run.py run PROPERTY FOLDER  runs the pytest project in FOLDER as its README.md says, and asks whether the run
                                 followed the schedule and shows that the property is broken: exit status 0, or 1 with
                                 what is missing
"""
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

LIMIT = 50  # seconds for a run
QUIET = 4  # seconds in which a run that hangs says nothing


def draw(seed):
    """With two deaths, all of these can be broken. Sizes fall from scope to scope, as releases take scopes in order of
    appearance, and others by size."""
    chance = random.Random(seed)
    prop = chance.choice(["hang", "once", "error"])
    sizes = sorted((chance.randint(1, 3) for _ in range(3 if prop == "hang" else chance.randint(2, 3))), reverse=True)
    workers = chance.randint(1, 2) if prop == "hang" else 2
    print(prop, workers, "".join(f"{scope}{size}" for scope, size in zip("abc", sizes)))


def growth(folder):
    return [path.stat().st_size for path in (folder / "steps.log", folder / "output") if path.exists()]


def wait(process, folder):
    """Whether it came to its end. Not: it was quiet behind the last step, or reached the limit."""
    began = since = time.monotonic()
    seen = []
    while time.monotonic() - began < LIMIT:
        if process.poll() is not None:
            return True
        now = growth(folder)
        if now != seen or "that was the last step" not in (folder / "steps.log").read_text():
            seen, since = now, time.monotonic()
        if time.monotonic() - since > QUIET:
            break
        time.sleep(0.1)
    return False


def run(folder):
    """The exit status, None of a run that did not end; what it printed; and its log, line by line."""
    (folder / "steps.log").write_text("")
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest"], cwd=folder, stdout=output, stderr=output, start_new_session=True
        )
        ended = wait(process, folder)
        if not ended:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    log = (folder / "steps.log").read_text().splitlines()
    return process.returncode if ended else None, (folder / "output").read_text(), log


def tests_in(log, pattern):
    return [match[1] for match in map(re.compile(pattern).search, log) if match]


def hangs(status, output, log, folder):
    """Nothing runs: every start has its end, and is one of a test of the project."""
    if status is not None:
        return f"it ended with status {status}"
    if Counter(tests_in(log, r" starts (\w+)$")) != Counter(tests_in(log, r" (?:ends|dies in) (\w+)$")):
        return "a test still runs"
    return "" if tests_in(log, r" starts (\w+)$") else "no test ran"


def repeats(status, output, log, folder):
    """A test starts again behind its end, or behind the report of its crash."""
    over = set()
    for line in log:
        if match := re.search(r" ends (\w+)$| a crash of .*::(\w+)", line):
            over.add(match[1] or match[2])
        elif (match := re.search(r" starts (\w+)$", line)) and match[1] in over:
            return ""
    return "no test starts again"


def fails(status, output, log, folder):
    """pytest says so, and names the exception that isosim foretold."""
    foretold = re.search(r"^isosim foretells: `(\w+)", (folder / "README.md").read_text(), re.M)
    if status != 3 or "INTERNALERROR>" not in output:
        return f"no internal error, but status {status}"
    return "" if re.search(rf"^INTERNALERROR> {foretold[1]}\b", output, re.M) else f"it is no {foretold[1]}"


def blames(status, output, log, folder):
    ran = tests_in(log, r" starts (\w+)$")
    blamed = tests_in(log, r" a crash of .*::(\w+)")
    return "" if any(test not in ran for test in blamed) else "nobody is blamed wrongly"


def loses(status, output, log, folder):
    """Asked of suites whose tests all are named in their files."""
    tests = {name for path in folder.glob("test_*.py") for name in re.findall(r"def (\w+)", path.read_text())}
    over = tests_in(log, r" ends (\w+)$") + tests_in(log, r" a crash of .*::(\w+)")
    return "it did not end" if status is None else "" if tests - set(over) else "no test is lost"


def keeps_silent(status, output, log, folder):
    died = Counter(tests_in(log, r" dies in (\w+)$"))
    return "" if died - Counter(tests_in(log, r" a crash of .*::(\w+)")) else "every crash is reported"


def mixes(status, output, log, folder):
    """A test starts between start and end of one whose name has another scope's letter."""
    running = []
    for line in log:
        if match := re.search(r"(\w+) starts test_([a-z]+)\d+$", line):
            running.append(match[2])
            if len(set(running)) > 1:
                return ""
        elif match := re.search(r"(\w+) (?:ends|dies in) test_([a-z]+)\d+$", line):
            running.remove(match[2])
    return "no test runs beside one of another scope"


SHOWS = {
    "hang": hangs,
    "once": repeats,
    "error": fails,
    "blame": blames,
    "lost": loses,
    "reported": keeps_silent,
    "isolation": mixes,
}


def missing(prop, folder):
    status, output, log = run(folder)
    if any(line.startswith("!") for line in log) or "  that was the last step" not in log:
        said = "the schedule was not followed"
    else:
        said = SHOWS[prop](status, output, log, folder)
    if said:
        print(f"{prop}: {said}", *log, output[-2000:], sep="\n")
    return bool(said)


if __name__ == "__main__":
    if sys.argv[1] == "draw":
        draw(int(sys.argv[2]))
    else:
        sys.exit(missing(sys.argv[2], Path(sys.argv[3])))
