"""Loads the rules of the Python package `byzfl` without torch, for byzfl.py and byzfl_time.py.

The package's own `__init__` imports torch, torchvision, seaborn and matplotlib, which its rules
need for tensors alone. Here its aggregators and attacks are imported past it, with a `torch` that
has nothing but an empty class Tensor, so that NumPy arrays take the NumPy path of its own code.
"""

import contextlib
import importlib
import importlib.metadata
import sys
import types

STEPS = 200  # power iterations after which CAF is said not to end


class Endless(Exception):
    """CAF has not ended."""


def load():
    """The package's aggregators, pre-aggregators and attacks, and its version; None without it."""
    try:
        found = importlib.metadata.distribution("byzfl")
        importlib.import_module("scipy.spatial")
    except ImportError:
        return None
    torch = types.ModuleType("torch")
    torch.Tensor = type("Tensor", (), {})
    torch.__path__ = []
    torch.linalg = types.ModuleType("torch.linalg")
    sys.modules.update({"torch": torch, "torch.linalg": torch.linalg})
    # A module of this name without a body: the scripts beside this file would be found as well.
    package = types.ModuleType("byzfl")
    package.__path__ = [str(found.locate_file("byzfl"))]
    sys.modules["byzfl"] = package
    names = ("aggregators.aggregators", "aggregators.preaggregators", "attacks.attacks")
    rules, before, attacks = (importlib.import_module("byzfl." + name) for name in names)
    return types.SimpleNamespace(rules=rules, before=before, attacks=attacks, version=found.version)


@contextlib.contextmanager
def exact_eigenvectors():
    """Starts byzfl's single power step at the dominant eigenvector, which the step then keeps.

    CAF and SMEA take one step from a random vector, so two calls differ by 10 % and more. Gives
    an object that counts the steps, and those in which CAF's largest deviation is that of a client
    whose weight is 0 already.
    """
    import numpy as np

    seen = types.SimpleNamespace(steps=0, removed=0)
    random = np.random.randn

    def eigenvector(size):
        caller = sys._getframe(1).f_locals
        rows = np.asarray(caller["diffs"], dtype=float)
        weights = caller.get("c", np.ones(len(rows)))
        if not np.isfinite(rows).all():
            return random(size)
        scaled = rows * np.sqrt(np.maximum(weights, 0.0))[:, None]
        vector = scaled.T @ np.linalg.eigh(scaled @ scaled.T)[1][:, -1]
        seen.steps += 1
        seen.removed += "c" in caller and weights[np.argmax((rows @ vector) ** 2)] == 0.0
        if "c" in caller and seen.steps > STEPS:
            raise Endless
        return vector

    np.random.randn = eigenvector
    try:
        yield seen
    finally:
        np.random.randn = random
