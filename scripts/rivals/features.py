#!/usr/bin/env python3
"""Compares `mfn features` with SciPy, scikit-image, GUDHI and cc3d on the same fields.

    scripts/rivals/features.py MFN FIELD...

FIELD is an NPY array of two axes or a PNG picture (decoders of JPEG round differently). Needs
numpy, scipy, scikit-image, gudhi and connected-components-3d (PyPI). Counts must be equal; persistence to 1e-9 of the range. Exit code 1
if one differs. The times of labelling and persistence are printed for the reader alone.
"""

import json
import subprocess
import sys
import time

import cc3d
import gudhi
import numpy as np
from scipy import ndimage, stats
from skimage import io, measure


def load(path):
    """The values as mfn takes them: arrays as they are, pictures as Rec. 709 luma in [0, 1]."""
    if path.endswith(".npy"):
        return np.load(path).astype(float)
    picture = io.imread(path)
    top = float(np.iinfo(picture.dtype).max)
    picture = picture / top
    if picture.ndim == 2:
        return picture
    red, green, blue = (picture[..., channel] for channel in range(3))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return np.where((red == green) & (green == blue), red, luma)


def best(function, repeats=5):
    """The result, and the least of some times in ms."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = function()
        times.append(1e3 * (time.perf_counter() - start))
    return result, min(times)


def lifetimes(pairs, scale):
    """Lifetimes of finite pairs."""
    spans = np.array([abs(death - birth) for birth, death in pairs if np.isfinite(death)])
    return np.sort(spans[spans > 1e-12 * scale])


def compare(mfn, path):
    """One field; gives the number of differences."""
    field = load(path)
    command = [mfn, "features", path, "--set-name", "all", "--json", "--scale", "1",
               "--boundary", "neumann"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    value = found["features"]
    mask = field > value["threshold"]
    cross = ndimage.generate_binary_structure(2, 1)
    (_, count), scipy_ms = best(lambda: ndimage.label(mask, cross))
    labels, cc3d_ms = best(lambda: cc3d.connected_components(mask, connectivity=4))
    sizes = np.bincount(labels.ravel())[1:]
    euler = measure.euler_number(mask, connectivity=1)
    span = float(np.ptp(field))

    def persistence():
        complex_ = gudhi.CubicalComplex(vertices=-field)
        return complex_.persistence(homology_coeff_field=2, min_persistence=0.0)

    pairs, gudhi_ms = best(persistence, 1)
    peaks = lifetimes([pair for dimension, pair in pairs if dimension == 0], span)
    basins = lifetimes([pair for dimension, pair in pairs if dimension == 1], span)
    wanted = {
        "value_mean": field.mean(), "value_sd": field.std(),
        "value_skewness": stats.skew(field, axis=None),
        "value_kurtosis": stats.kurtosis(field, axis=None),
        "active_fraction": mask.mean(),
        "cluster_count": count, "cluster_mean_size": sizes.mean(), "cluster_size_sd": sizes.std(),
        "euler_characteristic": euler,
        "peak_persistence": peaks.sum(), "peak_longest": peaks.max(initial=0.0),
        "peak_count": int((peaks > 0.1 * span).sum()),
        "basin_persistence": basins.sum(), "basin_longest": basins.max(initial=0.0),
        "basin_count": int((basins > 0.1 * span).sum()),
    }
    differences = 0
    print(f"{path}: {field.shape[0]} x {field.shape[1]}; labels: SciPy {scipy_ms:.1f} ms, cc3d "
          f"{cc3d_ms:.1f} ms; persistence: GUDHI {gudhi_ms:.0f} ms")
    for name, other in wanted.items():
        own = value[name]
        size = max(abs(other), abs(own or 0.0), 1e-300)
        same = own is not None and abs(own - other) <= 1e-9 * size
        differences += not same
        print(f"  {'ok  ' if same else 'DIFF'} {name:22} {own!r:>24} {float(other)!r:>24}")
    return differences


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    return 1 if sum(compare(sys.argv[1], path) for path in sys.argv[2:]) else 0


if __name__ == "__main__":
    sys.exit(main())
