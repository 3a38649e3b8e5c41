#!/usr/bin/env python3
"""Prints what isosim must find in each file of a folder of real data. The answer is kept as tests/data.tsv.

    scripts/data_table.py FOLDER > tests/data.tsv

The script uses nothing of isosim: json and xml.etree parse the files, and times are exact decimals. The rules are those
of traces/suite/trace.h and traces/suite/builder.h:

- A time is rounded to the nearest microsecond, phase by phase.
- A test that ran several times gets the mean of its runs, phase by phase.
- A time that is negative or exceeds a billion seconds counts as 0.
"""

import gzip
import json
import os
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

HEAD = """\
# What isosim must find in each file of a collection of real data; made by scripts/data_table.py, which uses nothing of
# isosim, and checked by tests/unit/formats/test_data.c. "refused" is the message behind the file's name.
#
# Reports of one run differ where their formats do:
# - JUnit XML has three decimals a test (0.5 ms either way), xunit2 loses a dot in a folder's name, record_xml_attribute
#   may rename a test, and characters that XML has not become "#x1F"; serial-legacy-call has the calls' time alone;
# - pytest-json-report has the last run of a test that ran twice (dup-args, n2-each, the crashes of n2-crash-loadscope),
#   pytest-split the sum of its runs, pytest-reportlog and JUnit XML each run; isosim takes the mean;
# - pytest-split rounds nothing, so that its sums and those of three rounded phases differ by a microsecond a test;
# - JUnit XML alone lists modules that could not be collected ("dropped").
"""

LONGEST = Decimal(1_000_000_000)

NO_TRACE = ": not a trace of any kind that isosim knows ('isosim list formats' names them)"

# Files that are no trace, a broken one, or one without times: the message after the file's name.
REFUSED = {
    "README.md": NO_TRACE,
    "history/localstack__localstack/VERSIONS.tsv": NO_TRACE,
    "junit/wild/enrico-no-cases-but-tests.xml": ": holds no test",
    "junit/wild/enrico-non-junit.xml": ":2:1: its outermost element is <suites>, not <testsuites>",
    "junit/wild/enrico-xml_non-xml.xml": NO_TRACE,
    "junit/wild/mikepenz-corrupt-junit_e2e-tests_corrupt_target_sf-reports_TEST-test.CorruptTest.xml":
        ":18:26: the XML ends too early: unclosed CDATA section",
    "junit/wild/mikepenz-issues_testDisabled.xml": ": none of its 22 tests has a time",
    "junit/wild/mikepenz-junit-web-test_expectedRetries.xml":
        ":9:59: cannot be read as XML: not well-formed (invalid token)",
    "junit/wild/mikepenz-xunit_report_fl_on_f.xml": ": none of its 4 tests has a time",
    "presets.json": NO_TRACE,
}


class Tally:
    """Sums up what a file says of each test. A run maps a phase to microseconds."""

    def __init__(self):
        self.runs = defaultdict(list)
        self.dropped = 0
        self.mended = 0

    def microseconds(self, seconds):
        if not seconds.is_finite() or seconds < 0 or seconds > LONGEST:
            self.mended += 1
            return 0
        return int((seconds * 1_000_000).to_integral_value(ROUND_HALF_UP))

    def add(self, test, phase, seconds, new=True):
        if new or not self.runs[test]:
            self.runs[test].append(defaultdict(int))
        self.runs[test][-1][phase] += self.microseconds(seconds)

    def total(self):
        total = 0
        for runs in self.runs.values():
            for phase in {phase for run in runs for phase in run}:
                total += (2 * sum(run[phase] for run in runs) + len(runs)) // (2 * len(runs))
        return total

    def row(self):
        merged = sum(max(0, len(runs) - 1) for runs in self.runs.values())
        untimed = sum(not runs for runs in self.runs.values())
        return (len(self.runs), self.total(), merged, self.dropped, self.mended, untimed)


def load_json(text, **options):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, **options)


def durations(text):
    tally = Tally()
    for test, seconds in load_json(text, object_pairs_hook=list):
        tally.add(test, "whole", seconds)
    return tally


def reportlog(text):
    """A set-up begins a run. A worker that died has left only the time of the set-up."""
    tally = Tally()
    last = {}  # (test, worker) → the run in progress; under --dist each, workers overlap
    for record in map(load_json, text.splitlines()):
        if record.get("$report_type") != "TestReport" or record["when"] == "???":
            continue
        key = record["nodeid"], record.get("worker_id")
        if record["when"] == "setup":
            last[key] = defaultdict(int)
            tally.runs[record["nodeid"]].append(last[key])
        last[key][record["when"]] += tally.microseconds(record["duration"])
    return tally


def jsonreport(text):
    tally = Tally()
    for test in load_json(text)["tests"]:
        for number, phase in enumerate(p for p in ("setup", "call", "teardown") if p in test):
            tally.add(test["nodeid"], phase, test[phase]["duration"], new=number == 0)
    return tally


def table(text):
    tally = Tally()
    head, *lines = text.splitlines()
    for line in lines:
        row = dict(zip(head.split("\t"), line.split("\t")))
        for phase in "setup", "call", "teardown":
            tally.add(row["nodeid"], phase, Decimal(row[phase] or 0), new=phase == "setup")
    return tally


def seconds_of(case):
    text = case.get("time", "").strip()
    if "," in text and "." in text:
        text = text.replace(",", "")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def kind_of(case):
    """Returns the kind of a case. The reader must tell apart modules, crashes, and tear-downs that belong to the
    failure before them."""
    messages = [child.get("message", "") for child in case if child.tag in ("failure", "error", "skipped")]
    tags = {child.tag for child in case if child.tag in ("failure", "error", "skipped")}
    if case.get("classname") == "" and any(message.startswith("collection ") for message in messages):
        return "module"
    if any("' crashed while running" in message for message in messages):
        return "crash"
    if tags == {"error"} and all(message.startswith("failed on teardown") for message in messages):
        return "teardown"
    return "failure" if tags == {"failure"} else "other"


def junit(text):
    """The key of a test is its class and name in the file. Nodeids are not reconstructed here."""
    tally = Tally()
    root = ElementTree.fromstring(text)
    suite_of = {case: suite.get("name") for suite in root.iter("testsuite") for case in suite}
    failures, crashes = defaultdict(int), []
    for case in root.iter("testcase"):
        kind = kind_of(case)
        test = case.get("classname") or suite_of.get(case), case.get("name")
        if kind == "module" or not test[1]:
            tally.dropped += 1
            continue
        tally.runs[test]  # registers the test, even without a time
        continued = kind == "teardown" and failures[test] > 0
        failures[test] += {"failure": 1, "teardown": -continued}.get(kind, 0)
        if kind == "crash":
            crashes.append((test, case))
        elif seconds_of(case) is not None:
            tally.add(test, "whole", seconds_of(case), new=not continued)
    for test, case in crashes:
        if not tally.runs[test]:
            tally.add(test, "whole", seconds_of(case))
    return tally


PARSERS = {"durations": durations, "history": durations, "junit": junit, "reportlog": reportlog,
           "jsonreport": jsonreport, "runs": table}


def contents(path):
    with open(path, "rb") as file:
        data = file.read()
    return gzip.decompress(data) if path.endswith(".gz") else data


def row_of(folder, path):
    if path in REFUSED:
        return "\t".join([path, "-", "-", "-", "-", "-", "-", REFUSED[path]])
    text = contents(os.path.join(folder, path)).decode()
    tally = PARSERS[path.split("/")[0]](text)
    return "\t".join([path, *map(str, tally.row()), "-"])


def main():
    folder = sys.argv[1]
    paths = sorted(os.path.relpath(os.path.join(where, name), folder)
                   for where, _, names in os.walk(folder) for name in names)
    print(HEAD, end="")
    print("file\ttests\ttotal_us\tmerged\tdropped\tmended\tuntimed\trefused")
    for path in paths:
        print(row_of(folder, path))


if __name__ == "__main__":
    main()
