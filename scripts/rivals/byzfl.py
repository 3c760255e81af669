#!/usr/bin/env python3
"""Compares `mfn federate` with the Python package byzfl on the same updates.

    scripts/rivals/byzfl.py MFN [RULE...]

Needs byzfl (pip install --no-deps byzfl), numpy and scipy; without them it says so and does
nothing. Every rule that both have runs on several (n, f, d), in float32 and float64, honest, with
each attack of byzfl and with values that break programs; then the attacks themselves: some
minutes. The table shows in how many runs the two agree as they are, and per rule and case the
largest relative difference |mfn - byzfl| / |byzfl|. Where it is above 1e-6 a reason must be shown
to hold: mfn equals what byzfl gives on the same updates without that fault, or one of equally good
answers; the difference shown is to that. Exit code 1 if a difference stays unexplained.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile
import warnings

import byzfl_load

LIMIT = 1e-6
REASONS = {
    "r": "mfn rejects updates (NaN, Inf, length, copies): equal to byzfl without them",
    "n": "mfn refuses, for more updates are rejected than the rule withstands",
    "s": "byzfl sums or overflows in float32: equal to byzfl on the same numbers in float64",
    "t": "several answers are equally good (subsets, neighbours, scores): equal to one of them",
    "i": "too many neighbours are equally far to try all choices: within what they can give",
    "p": "buckets are drawn at random: equal to byzfl with one of the permutations",
    "l": "byzfl's CAF measures against clients it has removed: equal with those left out",
    "0": "byzfl's CAF gives nothing for f = 0: equal to the mean",
    "d": "byzfl has no such variant: equal to its definition in NumPy",
}


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    byzfl = byzfl_load.load()
    if byzfl is None:
        print("byzfl: skipped: needs byzfl, numpy and scipy (pip install --no-deps byzfl)")
        return 0
    import byzfl_cases
    import byzfl_rules

    warnings.simplefilter("ignore")
    mfn, wanted = sys.argv[1], sys.argv[2:]
    rules = [rule for rule in byzfl_rules.table(byzfl) if not wanted or rule.options[-1] in wanted
             or rule.name.split(" (")[0] in wanted]
    results = Results()
    with tempfile.TemporaryDirectory() as folder:
        for shape, precision in itertools.product(byzfl_cases.SHAPES, ("float32", "float64")):
            n, f, d = shape
            for case, rows in byzfl_cases.cases(byzfl, shape, precision):
                for rule in rules:
                    if rule.fits(n, f):
                        where = f"n = {n}, f = {f}, d = {d}, {precision}"
                        compare(results, (rule, case, where), rows, (mfn, f, folder))
            if not wanted:
                compare_attacks(results, byzfl, shape, precision, (mfn, folder))
    print(f"byzfl {byzfl.version}: largest |mfn - byzfl| / |byzfl| of {results.runs} runs; letters "
          "are reasons, below")
    results.print()
    return 1 if results.failures else 0


class Results:
    """What is printed at the end."""

    def __init__(self):
        self.cells, self.words, self.failures, self.runs = {}, {}, [], 0
        self.direct = {}

    def note(self, key, apart, letter, word=""):
        cell = self.cells.setdefault(key, [0.0, set()])
        cell[0] = max(cell[0], apart)
        cell[1].update(letter)
        self.runs += 1
        direct = self.direct.setdefault(key[0], [0, 0])
        direct[0] += not letter
        direct[1] += 1
        if word:
            self.words.setdefault((word, key[0]), {})[key[1]] = None

    def print(self):
        self.print_table([rule for rule, _ in self.cells if rule != "attack"])
        self.print_table([rule for rule, _ in self.cells if rule == "attack"])
        used = set().union(*(letters for _, letters in self.cells.values()))
        for letter, reason in REASONS.items():
            if letter in used:
                print(f"  {letter}  {reason}")
        self.print_words()
        print(f"{len(self.failures)} differences without a reason")
        for failure in self.failures:
            print(f"  DIFF {failure}")

    def print_table(self, rules):
        cases = dict.fromkeys(case for rule, case in self.cells if rule in rules)
        if cases:
            line = f"{'':25}{'as it is':10}" + "".join(f"{case:10}" for case in cases)
            print(line.rstrip())
        for rule in dict.fromkeys(rules):
            direct = "{}/{}".format(*self.direct[rule])
            line = f"{rule:25}{direct:10}"
            print((line + "".join(f"{self.cell(rule, case):10}" for case in cases)).rstrip())

    def print_words(self):
        """What byzfl does instead, rules that do the same in the same cases on one line."""
        together = {}
        for (word, rule), cases in self.words.items():
            together.setdefault((word, ", ".join(cases)), []).append(rule)
        if together:
            print("what byzfl does there:")
        for (word, cases), rules in sorted(together.items()):
            print(f"  {word} ({cases}): {', '.join(rules)}")

    def cell(self, rule, case):
        if (rule, case) not in self.cells:
            return "-"
        apart, letters = self.cells[rule, case]
        number = "0" if apart == 0 else f"{apart:.0e}"
        return "refused" if letters == {"n"} else f"{number} {''.join(sorted(letters))}".rstrip()


def compare(results, what, rows, with_):
    """One rule on one input."""
    rule, case, where = what
    mfn, f, folder = with_
    f = rule.claim(f)
    kept = rule.kept(rows)
    left = f - (len(rows) - len(kept))
    done, command, ours = aggregate(mfn, rule, rows, f, folder)
    found, word = called(rule.theirs, rows, f) if rule.theirs else (None, "")
    key = (rule.name, case)
    if left < 0:
        results.note(key, 0.0, "n", word)
        if done.returncode != 1:
            results.failures.append(f"{rule.name} x {case}, {where}: exit {done.returncode}, not 1")
        return
    if ours is None:
        results.note(key, float("inf"), "!")
        error = f"exit {done.returncode}: {done.stderr.strip()}"
        results.failures.append(f"{rule.name} x {case}, {where}: {error}")
        return
    apart = difference(ours, found, usual_size(rows))
    if apart <= LIMIT:
        results.note(key, apart, "")
        return
    apart, letter = reason(rule, [rows[client] for client in kept], left, ours)
    results.note(key, apart, letter, word)
    if letter == "?":
        text = f"{rule.name} x {case}, {where}: {apart:.2e} {word}: {' '.join(command)}"
        results.failures.append(text)


def reason(rule, clean, f, ours):
    """The least difference to an answer that is right, and the reason why it is not byzfl's."""
    import numpy as np

    clean = np.array(clean)
    nearest, size = (float("inf"), "?"), usual_size(clean)
    for letter, answer in answers(rule, clean, f):
        if letter == "i":  # the least and the largest that may come out
            answer = np.clip(ours, *answer)
        apart = difference(ours, answer, size)
        if apart <= LIMIT:
            return apart, letter
        nearest = min(nearest, (apart, "?"))
    return nearest


def answers(rule, clean, f):
    if rule.theirs:
        yield "r", called(rule.theirs, clean, f)[0]
        yield "s", called(rule.theirs, clean.astype(float), f)[0]
    for other in rule.others:
        yield from other(clean, f)


def called(function, rows, f):
    """What byzfl gives, and a word on it if that is no answer."""
    import numpy as np

    try:
        found = function([row.copy() for row in rows], f)
    except byzfl_load.Endless:
        return None, f"does not end within {byzfl_load.STEPS} steps"
    except Exception as error:
        return None, f"raises {type(error).__name__}"
    if found is None:
        return None, "gives None"
    if np.isfinite(found).all():
        return found, ""
    bad = [row for row in rows if not np.isfinite(row).all()]
    if len(found) > 1 and any(np.array_equal(found, row, equal_nan=True) for row in bad):
        return found, "gives the attacker's update"
    share = "all" if not np.isfinite(found).any() else "some"
    return found, f"gives {share} coordinates not finite"


def difference(ours, theirs, size=0.0):
    """|ours - theirs| / |theirs|; of `size`, what a result may be, 1e-9 count at least."""
    import numpy as np

    if theirs is None or not np.isfinite(theirs).all() or theirs.shape != ours.shape:
        return float("inf")
    ours, theirs = ours.astype(float), theirs.astype(float)
    if np.array_equal(ours, theirs):
        return 0.0
    scale = max(np.abs(theirs).max(), np.abs(ours).max())  # squares of 1e100 and more are fine
    length = max(np.linalg.norm(theirs / scale), 1e-9 * size / scale)
    return float(np.linalg.norm((ours - theirs) / scale) / length) if length else float("inf")


def usual_size(rows):
    """The median length of the updates that are finite."""
    import numpy as np

    fine = [row.astype(float) for row in rows if np.isfinite(row).all()]
    return float(np.median([np.linalg.norm(row) for row in fine])) if fine else 0.0


def aggregate(mfn, rule, rows, f, folder):
    """Runs mfn: the process, its command, and the aggregate if there is one."""
    import numpy as np

    source, out = os.path.join(folder, "updates.npy"), os.path.join(folder, "out.npy")
    if isinstance(rows, np.ndarray):
        np.save(source, rows)
        sources = ["--input", source]
    else:
        sources = [os.path.join(folder, f"{client:04}.npy") for client in range(len(rows))]
        for path, row in zip(sources, rows):
            np.save(path, row)
    if os.path.exists(out):
        os.remove(out)
    options = [*rule.options, "--byzantine", str(f), "--out", out, "--json"]
    command = [mfn, "federate", "aggregate", *options, *sources]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return done, command, None
    json.loads(done.stdout)
    return done, command, np.load(out).reshape(-1)


def compare_attacks(results, byzfl, shape, precision, with_):
    """What the attackers send, by both."""
    import byzfl_cases
    import numpy as np

    mfn, folder = with_
    n, f, d = shape
    honest = byzfl_cases.honest(n - f, d, precision, 3)
    source, out = os.path.join(folder, "honest.npy"), os.path.join(folder, "sent.npy")
    np.save(source, honest)
    of = byzfl.attacks
    search = of.Optimal_ALittleIsEnough(agg=byzfl.rules.Median(), pre_agg_list=[], f=f)
    pairs = [("flip", [], of.SignFlipping()), ("alie", [], of.ALittleIsEnough()),
             ("ipm", [], of.InnerProductManipulation()), ("mimic", ["--copy", "1"], of.Mimic(1)),
             ("infinite", [], of.Inf()), ("o-alie", ["--rule", "median"], search)]
    long = {"flip": "sign-flip", "infinite": "infinity", "o-alie": "alie-optimised"}
    for name, options, attack in pairs:
        kind = long.get(name, name)
        command = [mfn, "federate", "attack", source, "--kind", kind, *options, "--byzantine",
                   str(f), "--only", "--out", out, "--json"]
        done = subprocess.run(command, capture_output=True, text=True)
        key, where = ("attack", name), f"n = {n}, f = {f}, d = {d}, {precision}"
        if done.returncode != 0:
            results.note(key, float("inf"), "!")
            results.failures.append(f"attack {name}, {where}: {done.stderr.strip()}")
            continue
        sent, wanted = np.load(out), np.asarray(attack(honest.copy()))
        infinite = np.array_equal(sent, np.broadcast_to(wanted, sent.shape))
        apart = 0.0 if infinite else max(difference(row, wanted) for row in sent)
        letter = ""
        if apart > LIMIT:
            exact = np.asarray(attack(honest.astype(float)))
            apart, letter = max(difference(row, exact) for row in sent), "s"
        results.note(key, apart, letter)
        if apart > LIMIT:
            results.failures.append(f"attack {name}, {where}: {apart:.2e}")


if __name__ == "__main__":
    sys.exit(main())
