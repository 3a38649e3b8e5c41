#!/usr/bin/env python3
"""Makes golden scenarios larger than the oracle's: hundreds to thousands of tests, up to 64 workers.

    PYTHONPATH=XDIST/src:EXECNET/src /usr/bin/python3 scripts/make_large_golden.py DRIVE.PY OUT SCHEDULER...

DRIVE.PY is the oracle's driver. It runs the real classes that PYTHONPATH finds. OUT gets one gzipped golden file per
scenario. Scenarios depend only on a fixed seed.
"""
import gzip
import importlib.util
import io
import json
import pathlib
import random
import sys

SIZES = [("wide", 150, 48, False), ("deep", 1500, 7, False), ("busy", 2500, 64, False), ("crash", 600, 24, True)]


def nodeid(rng, module, cls, i):
    name = f"tests/pkg{module % 7}/test_m{module}.py::" + (f"TestC{cls}::" if cls % 3 else "") + f"test_{i}"
    return name + rng.choice(["", "", "", f"[{i}]", "[a::b]", "[x@y]", f"[{i}]@g{i % 11}", f"@g{i % 5}"])


def suite(rng, tests):
    out, names, module = [], set(), 0
    while len(out) < tests:
        cls, size = rng.randrange(9), 1 + int(rng.expovariate(1 / rng.choice([1, 4, 30])))
        base = rng.lognormvariate(9, 1.5)
        for i in range(min(size, tests - len(out))):
            name = nodeid(rng, module, cls, i)
            if name not in names:
                names.add(name)
                out.append([name, rng.choice([0, 1000, int(base), int(base * rng.lognormvariate(0, 1)), 99999, 100000])])
        module += 1
    return out


def scenario(scheduler, name, tests, workers, crashes):
    rng = random.Random(f"{scheduler} {name}")
    made = {"scheduler": scheduler, "workers": workers, "tests": suite(rng, tests)}
    if scheduler == "each":
        made["tests"], made["workers"] = made["tests"][:120], min(workers, 12)
    if scheduler == "isoscope":
        made.update(seed=rng.randrange(2**48), patched=True)
    if scheduler == "load" and name == "busy":
        made["maxschedchunk"] = 3
    if scheduler.startswith("loads") and name == "deep":
        made["loadscopereorder"] = False
    if crashes:
        picked = rng.sample(range(len(made["tests"])), 5)
        made["crash"] = {str(i): rng.choice([1, 1, 2]) for i in picked}
        made["max_worker_restart"] = 40
    return made


def main():
    spec = importlib.util.spec_from_file_location("drive", sys.argv[1])
    drive = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drive)
    for scheduler in sys.argv[3:]:
        for name, tests, workers, crashes in SIZES:
            made = scenario(scheduler, name, tests, workers, crashes)
            log = io.StringIO()
            verdict = drive.Drive(made, log).run()
            text = json.dumps(made, separators=(",", ":")) + "\n" + log.getvalue()
            path = pathlib.Path(sys.argv[2]) / f"large-{scheduler}-{name}.jsonl.gz"
            path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
            print(path.name, len(made["tests"]), made["workers"], verdict)


main()
