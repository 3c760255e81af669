"""Inputs for byzfl.py: honest updates, each attack of byzfl, and values that break programs."""

import numpy as np

# Clients, Byzantine ones among them, coordinates.
SHAPES = [(7, 1, 5), (9, 2, 1), (10, 2, 100), (11, 3, 1000), (13, 4, 50), (20, 4, 2000),
          (40, 9, 10000)]

# The least and the largest that mfn takes as a number of each precision.
TINY = {"float32": 1e-45, "float64": 5e-324}


def honest(n, d, precision, seed):
    """Gaussian updates around an offset."""
    random = np.random.default_rng([seed, n, d])
    offset = random.normal(size=d)
    return (random.normal(size=(n, d)) + offset).astype(precision)


def attacks(byzfl, f):
    """byzfl's attacks; the two that search do so against its trimmed mean after NNM."""
    search = {"agg": byzfl.rules.TrMean(f), "pre_agg_list": [byzfl.before.NNM(f)], "f": f}
    of = byzfl.attacks
    return {
        "flip": of.SignFlipping(),
        "ipm": of.InnerProductManipulation(2.0),
        "o-ipm": of.Optimal_InnerProductManipulation(**search),
        "alie": of.ALittleIsEnough(1.5),
        "o-alie": of.Optimal_ALittleIsEnough(**search),
        "mimic": of.Mimic(1),
        "gauss": of.Gaussian(0.0, 10.0),
        "infinite": of.Inf(),
    }


def cases(byzfl, shape, precision):
    """Names and updates; the attackers are the last f clients."""
    n, f, d = shape
    rows = honest(n, d, precision, 1)
    yield "none", rows
    for name, attack in attacks(byzfl, f).items():
        np.random.seed(7)
        vector = np.asarray(attack(rows[: n - f].copy()))
        made = rows.copy()
        # A little apart, for mfn rejects updates that are equal in every bit.
        for k in range(f):
            made[n - 1 - k] = vector * (1 + 1e-3 * (k + (name == "mimic")))
        yield name, made
    made = rows.copy()
    made[n - f:] = rows[: n - f].mean(axis=0) + 1.5 * rows[: n - f].std(axis=0, ddof=1)
    yield "copies", made
    one = d // 2
    large = 1e38 if precision == "float32" else 1e100
    for name, value in [("nan", np.nan), ("+inf", np.inf), ("-inf", -np.inf),
                        ("denorm", TINY[precision]), ("huge", large)]:
        made = rows.copy()
        made[n - 1, one] = value
        yield name, made
    made = rows.copy()
    made[n - 1] *= 1e6 if precision == "float32" else 1e12
    yield "norm", made
    # One coordinate too many: such updates are a list, not a matrix.
    yield "length", [*rows[: n - 1], np.append(rows[n - 1], rows[0, 0])]
    # Differences of 1e-4 on weights of 10: |x|² + |y|² - 2xy has no digit left of them.
    random = np.random.default_rng([2, n, d])
    yield "close", (10.0 + 1e-3 * random.normal(size=(n, d))).astype(precision)
