#!/usr/bin/env python3
"""Times `mfn federate aggregate` beside the Python package byzfl, on one core and the same file.

    scripts/rivals/byzfl_time.py MFN [REPEATS]

Needs byzfl (pip install --no-deps byzfl), numpy and scipy; without them it says so and does
nothing. byzfl runs in process on an array in memory, and only its call is timed. mfn runs as a
process; from its time that of the same rule on one coordinate is taken off, so what is left holds
the reading of the file, the verdicts and the writing of the result. Runs alternate; the least
wall time of each counts, and beside it the ratio of the processor times.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import subprocess
import sys
import tempfile
import time
import warnings

import byzfl_load

# Name in the table, n, f, d.
CASES = [
    ("krum (byzfl)", 50, 10, 100_000), ("krum (byzfl)", 100, 20, 100_000),
    ("multi-krum (byzfl)", 100, 20, 100_000),
    ("mean", 100, 20, 100_000), ("mean", 10, 2, 1_000_000),
    ("median", 10, 2, 1_000_000), ("median", 100, 20, 100_000),
    ("trimmed-mean", 10, 2, 1_000_000), ("trimmed-mean", 100, 20, 100_000),
    ("meamed", 10, 2, 1_000_000), ("meamed", 100, 20, 100_000),
    ("geometric-median", 100, 20, 100_000), ("centered-clipping", 100, 20, 100_000),
    ("monna", 100, 20, 100_000), ("mda", 12, 3, 100_000), ("caf", 20, 4, 100_000),
    ("smea", 12, 3, 100_000), ("nnm + median", 50, 10, 100_000),
    ("arc + median", 50, 10, 100_000),
]


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    byzfl = byzfl_load.load()
    if byzfl is None:
        print("byzfl: skipped: needs byzfl, numpy and scipy (pip install --no-deps byzfl)")
        return 0
    import byzfl_rules

    warnings.simplefilter("ignore")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    mfn, repeats = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rules = {rule.name: rule for rule in byzfl_rules.table(byzfl)}
    # As the package has them, from a random vector: no time goes into eigenvectors.
    rules["caf"].theirs = lambda rows, f: byzfl.rules.CAF(f)(rows)
    rules["smea"].theirs = lambda rows, f: byzfl.rules.SMEA(f)(rows)
    print(f"byzfl {byzfl.version}, float32, one core, least of {repeats} runs, seconds")
    print(f"{'rule':22}{'n':>5}{'f':>4}{'d':>9}{'byzfl':>10}{'mfn':>10}{'its start':>10}"
          f"{'net':>10}{'byzfl / net':>13}{'processor':>11}")
    for name, n, f, d in CASES:
        with tempfile.TemporaryDirectory() as folder:
            row(mfn, rules[name], (n, f, d), folder, repeats)
    return 0


def row(mfn, rule, shape, folder, repeats):
    """One line of the table."""
    import numpy as np

    n, f, d = shape
    rows = (np.random.default_rng(1).normal(size=(n, d)) + 1.0).astype(np.float32)
    full, short = os.path.join(folder, "full.npy"), os.path.join(folder, "short.npy")
    np.save(full, rows)
    np.save(short, rows[:, :1])
    options = [*rule.options, "--byzantine", str(rule.claim(f)), "--threads", "1", "--json",
               "--out", os.path.join(folder, "out.npy")]
    command = [mfn, "federate", "aggregate", *options, "--input"]
    theirs, ours, start = [], [], []
    for _ in range(repeats):
        given = rows.copy()
        begin = time.perf_counter(), time.process_time()
        rule.theirs(given, f)
        theirs.append((time.perf_counter() - begin[0], time.process_time() - begin[1]))
        ours.append(process([*command, full]))
        start.append(process([*command, short]))
    wall, processor = (tuple(min(pair[kind] for pair in times) for times in (theirs, ours, start))
                       for kind in (0, 1))
    net = wall[1] - wall[2]
    print(f"{rule.name:22}{n:5}{f:4}{d:9}{wall[0]:10.4f}{wall[1]:10.4f}{wall[2]:10.4f}{net:10.4f}"
          f"{ratio(wall):>13}{ratio(processor):>11}", flush=True)


def ratio(times):
    """byzfl's time over that of mfn without its start; nothing where that is too small to tell."""
    net = times[1] - times[2]
    return f"{times[0] / net:.1f}" if net > 1e-3 else "-"


def process(command):
    """Wall and processor time of a process in s."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            errors.seek(0)
            raise SystemExit(f"{' '.join(command)}: {errors.read().decode().strip()}")
        out.seek(0)
        json.loads(out.read())
    return seconds, usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
