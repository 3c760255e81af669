#!/usr/bin/env python3
"""MFN v4.1's field engine in NumPy, the rival of `mfn simulate` with kind = "mfn-v4".

    pip install numpy==2.4.6
    python scripts/rivals/numpy_mfn_v4.py --size 64 --steps 100 --seed 42 --repeat 20

Written from v4.1's description as a NumPy user would write it; it computes the same bits as v4.1
and as mfn, which the sha256 of the final field shows. Only the simulation is timed, not the start
of the interpreter. Prints one JSON object.
"""

import argparse
import hashlib
import json
import os
import statistics
import sys
import time

# NumPy's elementwise loops use one thread; these keep a BLAS from waking others.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

POTENTIAL_MIN, POTENTIAL_MAX = -0.095, 0.040  # V


def laplacian_periodic(v):
    north, south = np.roll(v, 1, axis=0), np.roll(v, -1, axis=0)
    west, east = np.roll(v, 1, axis=1), np.roll(v, -1, axis=1)
    return north + south + west + east - 4.0 * v


def laplacian_neumann(v):
    p = np.pad(v, 1, mode="edge")
    return p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:] - 4.0 * v


def laplacian_dirichlet(v):
    p = np.pad(v, 1)
    # v4.1 adds south before north and east before west here; the last bit depends on it.
    return p[2:, 1:-1] + p[:-2, 1:-1] + p[1:-1, 2:] + p[1:-1, :-2] - 4.0 * v


LAPLACIANS = {
    "periodic": laplacian_periodic,
    "neumann": laplacian_neumann,
    "dirichlet": laplacian_dirichlet,
}


def simulate(p):
    """Runs one simulation; returns the final fields V, a, h and the counters."""
    rng = np.random.default_rng(p.seed)
    shape = (p.size, p.size)
    laplacian = LAPLACIANS[p.boundary]
    v = rng.normal(-0.07, 0.005, shape)
    a = rng.uniform(0.0, 0.1, shape)
    h = rng.uniform(0.0, 0.1, shape)
    counters = {"growth_events": 0, "turing_activations": 0, "clamping_events": 0}
    for _ in range(p.steps):
        if rng.random() < p.spike_probability:
            i, j = rng.integers(0, p.size), rng.integers(0, p.size)
            v[i, j] += rng.normal(0.02, 0.005)
            counters["growth_events"] += 1
        v = v + p.alpha * laplacian(v)
        if p.turing:
            da = p.d_activator * laplacian(a) + p.r_activator * (a * (1.0 - a) - h)
            dh = p.d_inhibitor * laplacian(h) + p.r_inhibitor * (a - h)
            a, h = a + da, h + dh
            active = a > p.turing_threshold
            counters["turing_activations"] += int(np.count_nonzero(active))
            v[active] += 0.005
            a, h = np.clip(a, 0.0, 1.0), np.clip(h, 0.0, 1.0)
        if p.jitter:
            v = v + rng.normal(0.0, np.sqrt(p.jitter_var), shape)
        clamped = np.clip(v, POTENTIAL_MIN, POTENTIAL_MAX)
        counters["clamping_events"] += int(np.count_nonzero(clamped != v))
        v = clamped
        if not all(np.isfinite(field).all() for field in (v, a, h)):
            raise FloatingPointError("a field is not finite")
    return (v, a, h), counters


def parse(argv):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--size", type=int, default=64, help="cells a side")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--repeat", type=int, default=20, help="timed runs, after one untimed")
    parser.add_argument("--boundary", choices=LAPLACIANS, default="periodic")
    parser.add_argument("--alpha", type=float, default=0.18)
    parser.add_argument("--d-activator", type=float, default=0.1)
    parser.add_argument("--d-inhibitor", type=float, default=0.05)
    parser.add_argument("--r-activator", type=float, default=0.01)
    parser.add_argument("--r-inhibitor", type=float, default=0.02)
    parser.add_argument("--turing", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--turing-threshold", type=float, default=0.75)
    parser.add_argument("--spike-probability", type=float, default=0.25)
    parser.add_argument("--jitter", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument("--jitter-var", type=float, default=0.0005)
    return parser.parse_args(argv)


def sha256(field):
    return hashlib.sha256(np.ascontiguousarray(field, "<f8").tobytes()).hexdigest()


def main(argv):
    p = parse(argv)
    (field, _, _), counters = simulate(p)  # warms caches and gives the answer
    wall, cpu = [], []
    for _ in range(p.repeat):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        simulate(p)
        wall.append(time.perf_counter() - wall_start)
        cpu.append(time.process_time() - cpu_start)
    report = {
        "seconds_per_run": statistics.median(wall) if wall else None,
        "cpu_seconds_per_run": statistics.median(cpu) if cpu else None,
        "runs": p.repeat,
        "sha256": sha256(field),
        **counters,
        "numpy": np.__version__,
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1:])
