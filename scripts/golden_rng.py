#!/usr/bin/env python3
"""Writes data/golden/rng.json: random streams of NumPy 2.4.6, for tests/golden/rng.rs.

    pip install numpy==2.4.6
    python scripts/golden_rng.py data/golden/rng.json

Every stream starts from a fresh generator of its seed. Floats are 16 hex digits (IEEE-754 bits,
most significant first), raw words hex, integers and seeds decimal strings.
"""

import hashlib
import json
import struct
import sys

import numpy as np

SEEDS = [42, 2**100 + 12345]  # the second needs four words of entropy
SAMPLES = [(5, 3), (5, 5), (10, 1), (16, 16), (100, 20), (1000, 10), (10001, 150), (10001, 300)]
BOUNDS = [(0, 64), (0, 100), (0, 2**40), (0, 3), (0, 2**31 + 3), (0, 2**32), (0, 2**32 + 1)]
BOUNDS += [(-5, 900), (-(2**63), 2**63 - 1), (-(2**63), 2**63)]


def bits(value):
    return struct.pack(">d", float(value)).hex()


def draw(rng, kind):
    """One value of the kind that a stream's name begins with."""
    calls = {
        "random": rng.random,
        "standard_normal": rng.standard_normal,
        "normal_-0.07_0.005": lambda: rng.normal(-0.07, 0.005),
        "normal_0.02_0.005": lambda: rng.normal(0.02, 0.005),
        "normal_0_sqrt0.0005": lambda: rng.normal(0.0, np.sqrt(0.0005)),
        "uniform_0_0.1": lambda: rng.uniform(0.0, 0.1),
        "integers_0_64": lambda: rng.integers(0, 64),
        "integers_0_100": lambda: rng.integers(0, 100),
        "integers_0_2^40": lambda: rng.integers(0, 2**40),
    }
    value = calls[kind]()
    return str(int(value)) if kind.startswith("integers") else bits(value)


def growth_events(rng):
    """The draws of 200 steps of MFN v4.1: a chance, then row, column and height of an event."""
    drawn = []
    for _ in range(200):
        drawn.append(["random", draw(rng, "random")])
        if struct.unpack(">d", bytes.fromhex(drawn[-1][1]))[0] < 0.25:
            kinds = ["integers_0_64", "integers_0_64", "normal_0.02_0.005"]
            drawn += [[kind, draw(rng, kind)] for kind in kinds]
    return drawn


def odd_buffer(rng):
    """Odd numbers of 32-bit draws between 64-bit ones, so that a saved half stays around."""
    kinds = ["random", "normal_-0.07_0.005", "integers_0_2^40", "uniform_0_0.1"]
    order = [kind for i in range(60) for kind in ["integers_0_100"] * (1 + i % 2) + [kinds[i % 4]]]
    return [[kind, draw(rng, kind)] for kind in order]


def sample(rng, n, size):
    result = rng.choice(n, size, replace=False).tolist()
    return {"n": n, "size": size, "result": result, "next_random_hex": bits(rng.random())}


def shuffled(rng, n):
    values = np.arange(n)
    rng.shuffle(values)
    return values.tolist()


def many_normals(rng):
    values = rng.standard_normal(200_000)
    return {
        "sha256_le_f64": hashlib.sha256(values.astype("<f8").tobytes()).hexdigest(),
        "mean_hex": bits(values.mean()),
        "n_abs_gt_3_654": int((abs(values) > 3.654).sum()),
        "last4_hex": [bits(value) for value in values[-4:]],
    }


def spawned(seed, key):
    sequence = np.random.SeedSequence(seed, spawn_key=(key,))
    state = [hex(word) for word in sequence.generate_state(4, np.uint64)]
    rng = np.random.default_rng(sequence)
    return {"key": key, "generate_state_4_u64": state, "random_4": [bits(rng.random()) for _ in "four"]}


def streams(seed):
    fresh = lambda: np.random.default_rng(seed)
    repeat = lambda kind, rng: [draw(rng, kind) for _ in range(64)]
    hexes = lambda words: [hex(word) for word in words]
    sequence, pcg, philox = np.random.SeedSequence(seed), np.random.PCG64(seed), np.random.Philox(seed)
    state = pcg.state["state"]
    normals = np.random.Generator(np.random.Philox(seed)).standard_normal(16)
    found = {
        "seedsequence_generate_state_8_u64": hexes(sequence.generate_state(8, np.uint64)),
        "seedsequence_generate_state_8_u32": hexes(sequence.generate_state(8, np.uint32)),
        "pcg64_initial_state_hex": hex(state["state"]),
        "pcg64_inc_hex": hex(state["inc"]),
        "pcg64_random_raw_64": hexes(pcg.random_raw(64)),
        "philox_key_hex": hexes(philox.state["state"]["key"]),
        "philox_random_raw_64": hexes(philox.random_raw(64)),
        "philox_generator_standard_normal_16": [bits(value) for value in normals],
        "standard_normal_200000": many_normals(fresh()),
        "interleaved_simulate_like_200_steps": growth_events(fresh()),
        "interleaved_odd_32bit_buffer": odd_buffer(fresh()),
        "choice_no_replace": [sample(fresh(), *case) for case in SAMPLES],
        "permutation": {str(n): fresh().permutation(n).tolist() for n in [1, 2, 5, 16, 100]},
        "shuffle_arange": {str(n): shuffled(fresh(), n) for n in [2, 5, 16, 33]},
        "spawned_children": [spawned(seed, key) for key in [0, 1, 2**32 - 1]],
    }
    rng = fresh()
    chosen = [int(rng.choice([32, 64, 128])) for _ in range(32)]
    found["choice_with_replace_from_list_[32,64,128]_32"] = chosen
    for kind in ["random", "standard_normal", "normal_-0.07_0.005", "uniform_0_0.1"]:
        found[f"{kind}_64"] = repeat(kind, fresh())
    for kind in ["normal_0.02_0.005", "normal_0_sqrt0.0005"]:
        found[f"{kind}_64"] = repeat(kind, fresh())
    for low, high in BOUNDS:
        values = fresh().integers(low, high - 1, size=64, endpoint=True)
        found[f"integers_{low}_{high}_64"] = [str(value) for value in values.tolist()]
    return found


def main():
    assert np.__version__ == "2.4.6", np.__version__
    golden = {
        "format": " ".join(__doc__.split("\n\n")[-1].split()),
        "numpy": np.__version__,
        "seeds": [str(seed) for seed in SEEDS],
        "streams": {str(seed): streams(seed) for seed in SEEDS},
    }
    text = json.dumps(golden, separators=(",", ":"))
    for start in ['"streams":', *(f'"{name}":' for name in golden["streams"]["42"])]:
        text = text.replace(start, "\n" + start)  # one stream a line
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(text + "\n")


main()
