#!/usr/bin/env python3
"""layout.py WHAT TOP - checks the source tree TOP against a layout rule; prints one line for each violation.

layout.py objects TOP LIBRARY  checks the objects of a library
layout.py --list               prints every WHAT but objects
layout.py --say WHAT           prints the rule as a sentence

Exit status 1: something violates the rule.
"""

import os
import re
import subprocess
import sys

FILES_MAX = 25
LINES_MAX = 500
LONG_FILES = {
    "scripts/isosim_recorder.py",  # people copy it as one file
    "scripts/isosim-xdist-host",
    "traces/recording/recording_read.c",
    "traces/suite/builder.c",
}

SENTENCES = {
    "includes": "no include points upward, and each names its room",
    "sizes": f"no room has more than {FILES_MAX} files",
    "names": "no two files have one name",
    "headers": "no headers include each other in a circle",
    "readmes": "each room has a README.md",
    "lists": "lists in Makefile.am are sorted",
    "lengths": f"no C, shell or Python file has more than {LINES_MAX} lines",
    "tests": "each unit test lies in the folder of its room and is listed in suites.h",
    "objects": "no objects of libisosim.a need each other in a circle",
}


class House:
    """The table of rooms, and every C file with the files that it includes."""

    def __init__(self, top):
        self.top = top
        self.may = {}  # room: the rooms that it may include
        self.circles = []  # (set of object names, reason): circles of objects that the table allows
        self.broken_table = []
        for line in open(os.path.join(top, "tests/rooms.tsv"), encoding="utf-8"):
            if line.startswith("#") or not line.strip():
                continue
            room, _, rest = line.rstrip("\n").partition("\t")
            if room == "circle":
                objects, _, reason = rest.partition("\t")
                self.circles.append((set(objects.split()), reason))
                continue
            for other in rest.split():
                if other not in self.may:
                    self.broken_table.append(f"{room} may include {other}, which does not stand above it in the table")
            self.may[room] = {room, *rest.split()}
        self.files = []
        for part in ("models", "sim", "traces"):
            for folder, _, names in os.walk(os.path.join(top, part)):
                self.files += [os.path.relpath(os.path.join(folder, n), top) for n in names if n[-2:] in (".c", ".h")]
        self.files.sort()
        self.at = {os.path.basename(f): f for f in self.files if f.endswith(".h")}

    def includes(self, file):
        text = open(os.path.join(self.top, file), encoding="utf-8").read()
        return re.findall(r'^#include "([^"]+)"', text, re.M)


def includes(house):
    wrong = list(house.broken_table)
    for file in house.files:
        room = os.path.dirname(file)
        if room not in house.may:
            wrong.append(f"{file}: its folder is no room of the table")
            continue
        for name in house.includes(file):
            target = house.at.get(os.path.basename(name))
            if not target:
                continue
            named = target if target.startswith("models/") else target.split("/", 1)[1]
            installed = room == "models" and name == os.path.basename(name)
            if name != named and not installed:
                wrong.append(f'{file}: "{name}" does not name its room: "{named}"')
            if os.path.dirname(target) not in house.may[room]:
                wrong.append(f"{file}: {room} may not include {target}")
    return wrong


def sizes(house):
    count = {}
    for file in house.files:
        count[os.path.dirname(file)] = count.get(os.path.dirname(file), 0) + 1
    return [f"{room}: {n} files" for room, n in count.items() if n > FILES_MAX]


def names(house):
    seen, wrong = {}, []
    for file in house.files:
        other = seen.setdefault(os.path.basename(file), file)
        if other != file:
            wrong.append(f"{file}: {other} has that name, too")
    return wrong


def circles(needs):
    """The strongly connected components of more than one node (Tarjan)."""
    index, low, stack, on, found = {}, {}, [], set(), []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        on.add(node)
        for other in needs[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in on:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            members = []
            while True:
                members.append(stack.pop())
                on.discard(members[-1])
                if members[-1] == node:
                    break
            if len(members) > 1:
                found.append(sorted(members))

    sys.setrecursionlimit(10000)
    for node in needs:
        if node not in index:
            visit(node)
    return found


def headers(house):
    needs = {
        file: [house.at[os.path.basename(n)] for n in house.includes(file) if os.path.basename(n) in house.at]
        for file in house.files
        if file.endswith(".h")
    }
    return ["a circle of headers: " + ", ".join(c) for c in circles(needs)]


def readmes(house):
    return [f"{r}: no README.md" for r in house.may if not os.path.exists(os.path.join(house.top, r, "README.md"))]


def lists(house):
    wrong, last = [], None
    for number, line in enumerate(open(os.path.join(house.top, "Makefile.am"), encoding="utf-8"), 1):
        item = re.match(r"\t([a-z][\w./-]*)( \\)?$", line)
        if item and last and item.group(1) < last:
            wrong.append(f"Makefile.am:{number}: {item.group(1)} stands after {last}")
        last = item.group(1) if item else None
    return wrong


def lengths(house):
    wrong = []
    for part in ("models", "scripts", "sim", "tests", "traces"):
        for folder, _, names in os.walk(os.path.join(house.top, part)):
            for name in names:
                path = os.path.join(folder, name)
                shown = os.path.relpath(path, house.top)
                if os.path.splitext(name)[1] not in (".c", ".h", ".sh", ".py", "") or shown in LONG_FILES:
                    continue
                with open(path, "rb") as file:
                    lines = file.read().count(b"\n")
                if lines > LINES_MAX and (os.path.splitext(name)[1] or part == "scripts"):
                    wrong.append(f"{shown}: {lines} lines")
    return wrong


def tests(house):
    top = os.path.join(house.top, "tests/unit")
    with open(os.path.join(top, "suites.h"), encoding="utf-8") as file:
        listed = re.findall(r"^SUITE \((\w+), (?:FAST|SLOW)\)$", file.read(), re.M)
    rooms = {room.split("/")[-1] for room in house.may}
    wrong, found = [], set()
    for folder, _, names in os.walk(top):
        room = os.path.relpath(folder, top)
        if room not in rooms | {"."}:
            wrong.append(f"tests/unit/{room}: no room has that name")
        for name in names:
            test = re.match(r"test_(\w+)\.c$", name)
            if test and test.group(1) not in listed:
                wrong.append(f"tests/unit/{room}/{name}: not listed in tests/unit/suites.h")
            found.update(test.groups() if test else [])
    return wrong + [f"tests/unit/suites.h: there is no test_{name}.c" for name in listed if name not in found]


def objects(house, library):
    """Circles of objects, but those that a line of the table allows: "circle", the objects, the reason."""
    text = subprocess.run(["nm", "-A", library], capture_output=True, text=True, check=True).stdout
    defines, wants = {}, {}
    for line in text.splitlines():
        member = re.match(r".*:([\w.-]+\.o):\s*[0-9a-f]*\s+(\w) (\S+)$", line)
        if not member:
            continue
        name, kind, symbol = member.groups()
        wants.setdefault(name, set())
        if kind == "U":
            wants[name].add(symbol)
        elif kind in "TDBRC":
            defines[symbol] = name
    needs = {n: {defines[s] for s in symbols if s in defines} - {n} for n, symbols in wants.items()}
    allowed = [members for members, _ in house.circles]
    return ["a circle of objects: " + " ".join(c) for c in circles(needs) if set(c) not in allowed]


def main():
    if sys.argv[1] == "--list":
        print("\n".join(what for what in SENTENCES if what != "objects"))
        return 0
    if sys.argv[1] == "--say":
        print(SENTENCES[sys.argv[2]])
        return 0
    house = House(sys.argv[2])
    wrong = globals()[sys.argv[1]](house, *sys.argv[3:])
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
