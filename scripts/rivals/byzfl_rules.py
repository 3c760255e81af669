"""The rules that byzfl.py compares: how both are called, and which other answers are right."""

import itertools

import byzfl_load
import numpy as np
from scipy.spatial.distance import cdist

MOST = 256  # choices among equally good ones that are tried


class Rule:
    """One row of the table."""

    def __init__(self, name, options, theirs=None, others=(), fits=None, claim=None, copies=False):
        self.name, self.options, self.theirs, self.others = name, options, theirs, others
        self.fits = fits or (lambda n, f: True)
        self.claim = claim or (lambda f: f)
        self.copies = copies

    def kept(self, rows):
        """The clients that mfn lets take part: of one length, finite, the first of equal ones."""
        lengths = [len(row) for row in rows]
        usual = max(set(lengths), key=lengths.count)
        seen, kept = set(), []
        for client, row in enumerate(rows):
            fine = len(row) == usual and np.isfinite(row).all()
            if fine and (self.copies or row.tobytes() not in seen):
                seen.add(row.tobytes())
                kept.append(client)
        return kept


def table(byzfl):
    """All rows of the table."""
    rules = byzfl.rules
    smooth = ["--iterations", "3", "--smoothing", "0.1", "--rule", "geometric-median"]
    clip = ["--iterations", "1", "--radius", "100", "--rule", "centered-clipping"]
    none = lambda f: 0
    small = lambda n, f: n <= 13
    return [
        Rule("mean", ["--rule", "mean"], plain(lambda f: rules.Average()), claim=none),
        Rule("median", ["--rule", "median"], plain(lambda f: rules.Median())),
        Rule("trimmed-mean", ["--rule", "trimmed-mean"], plain(rules.TrMean)),
        Rule("meamed", ["--rule", "meamed"], plain(rules.Meamed)),
        Rule("geometric-median", smooth, plain(lambda f: rules.GeometricMedian(0.1, 3))),
        *krums(rules),
        Rule("mda", ["--rule", "mda"], plain(rules.MDA), [tied(diameter)], small),
        Rule("monna", ["--pivot", "0", "--rule", "monna"], plain(lambda f: rules.MoNNA(f, 0))),
        Rule("centered-clipping", clip, plain(lambda f: rules.CenteredClipping(L=1, tau=100.0))),
        Rule("caf", ["--rule", "caf"], exactly(rules.CAF), [live(rules.CAF)]),
        Rule("smea", ["--rule", "smea"], exactly(rules.SMEA), [tied(spread)], small),
        *mixed(byzfl, smooth),
    ]


def krums(rules):
    """Krum and Multi-Krum in three variants."""

    def options(rule, variant):
        return ["--krum-variant", variant, "--rule", rule]

    paper = lambda n, f: n >= 2 * f + 3
    # Above 25 updates v4.1 expands the square, in single precision: noise on close updates.
    exact = lambda n, f: n <= 25
    v4 = lambda many: lambda x, f: krum(x.astype(np.float32), f, 1, len(x) - f - 2 if many else 1)
    return [
        # n - f - 2 others are what byzfl counts for f + 1.
        Rule("krum (blanchard)", options("krum", "blanchard"), plain(lambda f: rules.Krum(f + 1)),
             fits=paper),
        Rule("krum (byzfl)", options("krum", "byzfl"), plain(rules.Krum)),
        Rule("krum (mfn-v4)", options("krum", "mfn-v4"), None, [v4(False)], exact, copies=True),
        Rule("multi-krum (blanchard)", options("multi-krum", "blanchard"), None,
             [lambda x, f: krum(x, f, 2, len(x) - f - 2)], paper),
        Rule("multi-krum (byzfl)", options("multi-krum", "byzfl"), plain(rules.MultiKrum)),
        Rule("multi-krum (mfn-v4)", options("multi-krum", "mfn-v4"), None, [v4(True)],
             lambda n, f: exact(n, f) and paper(n, f), copies=True),
    ]


def mixed(byzfl, smooth):
    """Rules after pre-aggregators."""
    rules, before = byzfl.rules, byzfl.before
    nnm, arc, none = ["--before", "nnm"], ["--before", "arc"], lambda f: 0
    pairs = ["--before", "bucketing", "--bucket-size", "2", "--rule", "median"]
    geometric, median = lambda f: rules.GeometricMedian(0.1, 3), lambda f: rules.Median()

    def clip(c, rule):
        return ["--before", "clipping", "--clip", c, "--rule", rule]

    def one(make):
        return lambda rows, f: [make(f)(rows)]

    def after_nnm(name, options, make, then=None, first=()):
        byzfls = plain(*first, before.NNM, make)
        return Rule(name, options, byzfls, [remixed(then or one(make), *first)])

    trimmed = ["--rule", "trimmed-mean"]
    return [
        after_nnm("nnm + median", [*nnm, "--rule", "median"], median),
        after_nnm("nnm + trimmed-mean", [*nnm, *trimmed], rules.TrMean),
        after_nnm("nnm + krum (byzfl)", [*nnm, "--krum-variant", "byzfl", "--rule", "krum"],
                  rules.Krum, least_krum),
        after_nnm("nnm + geometric-median", [*nnm, *smooth], geometric),
        after_nnm("arc, nnm + trimmed-mean", [*arc, *nnm, *trimmed], rules.TrMean,
                  first=[before.ARC]),
        Rule("arc + median", [*arc, "--rule", "median"], plain(before.ARC, median)),
        Rule("arc + geometric-median", [*arc, *smooth], plain(before.ARC, geometric)),
        Rule("clipping + mean", clip("2", "mean"),
             plain(lambda f: before.Clipping(2.0), lambda f: rules.Average()), claim=none),
        Rule("clipping + trimmed-mean", clip("30", "trimmed-mean"),
             plain(lambda f: before.Clipping(30.0), rules.TrMean)),
        Rule("bucketing + median", pairs, None, [every_bucketing(byzfl, rules.Median())],
             lambda n, f: n <= 8),
    ]


def plain(*makers):
    """byzfl's rule, after pre-aggregators that overwrite what they are given."""

    def run(rows, f):
        for make in makers:
            rows = make(f)(rows)
        return rows

    return run


def exactly(make):
    """A rule of byzfl whose power step starts at the eigenvector."""

    def run(rows, f):
        with byzfl_load.exact_eigenvectors():
            return make(f)(rows)

    return run


def choices(values, count, tolerance):
    """The sets of `count` places of least values; several where the last ones are tied."""
    order = np.argsort(values, kind="stable")
    cut = values[order[count - 1]]
    width = tolerance * abs(cut)
    sure = [place for place in order if values[place] < cut - width]
    tied_ones = [place for place in order if abs(values[place] - cut) <= width]
    for more in itertools.islice(itertools.combinations(tied_ones, count - len(sure)), MOST + 1):
        yield [*sure, *more]


def krum(rows, f, power, count):
    """Krum by its definition, in the precision of the rows: |x - y|^power to n - f - 2 others."""
    distances = np.stack([np.linalg.norm(rows - row, axis=1) for row in rows]) ** power
    scores = np.sort(distances, axis=1)[:, 1: 1 + max(1, len(rows) - f - 2)].sum(axis=1)
    for chosen in choices(scores, count, 1e-5 if rows.dtype == np.float32 else 1e-12):
        yield "d", rows[chosen].astype(float).mean(axis=0)


def remixed(then, *first):
    """NNM in float64 with every choice among neighbours equally far, then a rule."""

    def answers(rows, f):
        rows = plain(*first)(rows.astype(float), f)
        near = [list(choices(row, len(rows) - f, 1e-12)) for row in cdist(rows, rows)]
        if np.prod([float(len(sets)) for sets in near]) > MOST:
            yield from between(rows, near, then, f)
            return
        for chosen in itertools.product(*near):
            for answer in then(np.stack([rows[places].mean(axis=0) for places in chosen]), f):
                yield "t", answer

    return answers


def between(rows, near, then, f):
    """What comes out if the mixed rows with a choice get the least or largest coordinates.

    A rule that never falls where a coordinate of an update rises gives nothing outside.
    """
    if then.__name__ == "least_krum":
        return
    count, ends = len(rows) - f, []
    ordered = np.sort(rows, axis=0)
    for extreme in (ordered[:count].mean(axis=0), ordered[f:].mean(axis=0)):
        mixed = [rows[sets[0]].mean(axis=0) if len(sets) == 1 else extreme for sets in near]
        ends.append(next(iter(then(np.stack(mixed), f))))
    yield "i", ends


def least_krum(rows, f):
    """All rows of the least score: NNM makes rows equal."""
    scores = np.sort(cdist(rows, rows) ** 2, axis=1)[:, 1: len(rows) - f].mean(axis=1)
    return rows[scores <= scores.min() * (1 + 1e-12)]


def tied(score):
    """Means over all subsets of n - f rows whose score is the least, to rounding."""

    def answers(rows, f):
        rows = rows.astype(float)
        measure = score(rows)
        subsets = [list(s) for s in itertools.combinations(range(len(rows)), len(rows) - f)]
        scores = [measure(subset) for subset in subsets]
        for subset, found in zip(subsets, scores):
            if found <= min(scores) * (1 + 1e-12):
                yield "t", rows[subset].mean(axis=0)

    return answers


def diameter(rows):
    between = cdist(rows, rows)
    return lambda subset: between[subset][:, subset].max()


def spread(rows):
    def largest(subset):
        centred = rows[subset] - rows[subset].mean(axis=0)
        return np.linalg.eigvalsh(centred @ centred.T)[-1]

    return largest


def live(make):
    """The filter below where byzfl's own measures against a removed client, or gives nothing."""

    def answers(rows, f):
        with byzfl_load.exact_eigenvectors() as seen:
            try:
                make(f)(rows)
            except byzfl_load.Endless:
                pass
        if seen.removed or f == 0:
            yield from filtered(rows, f)

    return answers


def filtered(rows, f):
    """CAF whose largest deviation is sought among clients that still have weight."""
    rows = rows.astype(float)
    if f == 0:
        yield "0", rows.mean(axis=0)
        return
    weights, best = np.ones(len(rows)), (np.inf, None)
    while weights.sum() > len(rows) - 2 * f:
        mean = weights @ rows / weights.sum()
        apart = rows - mean
        scaled = apart * np.sqrt(weights / weights.sum())[:, None]
        values, vectors = np.linalg.eigh(scaled @ scaled.T)
        if values[-1] < best[0]:
            best = (values[-1], mean)
        far = (apart @ (scaled.T @ vectors[:, -1])) ** 2
        alive = weights > 0
        if not far[alive].max() > 0:
            break
        weights[alive] *= 1 - far[alive] / far[alive].max()
    yield "l", best[1]


def every_bucketing(byzfl, then):
    """byzfl's answers for all different ways to put rows into pairs."""

    def answers(rows, f):
        permutation = np.random.permutation
        for order in pairings(list(range(len(rows)))):
            np.random.permutation = lambda rows, order=order: rows[order]
            try:
                buckets = byzfl.before.Bucketing(2)(rows.astype(float))
            finally:
                np.random.permutation = permutation
            yield "p", then(buckets)

    return answers


def pairings(free):
    """Orders of rows that differ in their pairs; of an odd number the last is alone."""
    if len(free) < 2:
        yield list(free)
        return
    if len(free) % 2:
        for alone in free:
            yield from ([*rest, alone] for rest in pairings([i for i in free if i != alone]))
        return
    for other in free[1:]:
        for rest in pairings([i for i in free[1:] if i != other]):
            yield [free[0], other, *rest]
