"""Reads the files of a run back with NumPy, h5py, PyArrow and pandas and compares them.

    python interop_read.py FOLDER

Every check prints one line. A file that the run did not write is named as absent; if none of
them is there, or a check fails, the exit code is 1.
"""

import hashlib
import json
import sys
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

KEYS = ["mfn.preset", "mfn.preset_sha256", "mfn.version", "mfn.seed", "mfn.rng", "mfn.model"]


class Checks:
    """Counts checks and prints each."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, holds, what):
        """One line: does it hold?"""
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {what}")


def same(left, right):
    """True if two arrays have the same shape, type and bits."""
    return (
        left.shape == right.shape
        and left.dtype == right.dtype
        and np.ascontiguousarray(left).tobytes() == np.ascontiguousarray(right).tobytes()
    )


def check_provenance(checks, name, entries):
    """The six entries are text and the digest is that of the preset."""
    checks.check(all(type(entries.get(key)) is str for key in KEYS), f"{name}: provenance is str")
    digest = hashlib.sha256(entries.get("mfn.preset", "").encode()).hexdigest()
    checks.check(digest == entries.get("mfn.preset_sha256"), f"{name}: preset has its SHA-256")


def check_npy(checks, path, n_axes):
    """One array, also readable as a memory map."""
    array = np.load(path, allow_pickle=False)
    mapped = np.load(path, mmap_mode="r")
    what = f"{path.name}: {array.dtype} {array.shape}"
    checks.check(array.ndim == n_axes and array.dtype in (np.float32, np.float64), what)
    checks.check(array.flags.c_contiguous and same(array, np.asarray(mapped)), f"{path.name}: memory map")
    return array


def check_npz(checks, path, provenances):
    """Named fields and their provenance."""
    with np.load(path, allow_pickle=False) as archive:
        fields = {name: archive[name] for name in archive.files if not name.startswith("mfn.")}
        entries = {key: str(archive[key]) for key in KEYS}
    shapes = {name: f"{field.dtype} {field.shape}" for name, field in fields.items()}
    whole = bool(fields) and all(field.ndim == 2 for field in fields.values())
    checks.check(whole, f"{path.name}: {shapes}")
    check_provenance(checks, path.name, entries)
    provenances[path.name] = entries
    return fields


def check_h5(checks, path, provenances):
    """Axes, attributes, and the last frame of every species."""
    with h5py.File(path, "r") as file:
        attributes = dict(file.attrs)
        entries = {key: attributes.get(key) for key in KEYS}
        check_provenance(checks, path.name, entries)
        provenances[path.name] = entries
        texts = [value for value in attributes.values() if isinstance(value, (str, bytes))]
        checks.check(all(type(text) is str for text in texts), f"{path.name}: {len(texts)} attributes are str")
        flags = [name for name, value in attributes.items() if isinstance(value, np.bool_)]
        numbers = {name: value.dtype.name for name, value in attributes.items() if isinstance(value, np.number)}
        checks.check(not {"int8", "uint8"} & set(numbers.values()), f"{path.name}: flags are numpy.bool_: {flags}")
        shape = (int(attributes["rows"]), int(attributes["cols"]))
        checks.check((file["y"].size, file["x"].size) == shape, f"{path.name}: x and y have the grid's sides")
        last = {name: file["last"][name][...] for name in file["last"]}
        checks.check(bool(last) and all(field.shape == shape for field in last.values()), f"{path.name}: last/{list(last)} {shape}")
        for name, field in file["last"].items():
            labels = (field.attrs["unit"], field.attrs["description"])
            checks.check(all(type(label) is str for label in labels), f"{path.name}: {name} in {labels[0]}")
        for name, frames in file.get("fields", {}).items():
            n_frames = file["time"].size
            what = f"{path.name}: fields/{name} {frames.dtype} {frames.shape} {frames.compression} {frames.chunks}"
            checks.check(frames.shape == (n_frames, *shape) and frames.compression == "gzip", what)
            checks.check(frames.chunks[0] == 1 and frames.shuffle, f"{path.name}: {name} is cut by frames")
        stacks = {name: frames[...] for name, frames in file.get("fields", {}).items()}
    return last, stacks


def check_parquet(checks, path, provenances):
    """Units beside each column, provenance in the schema and in the file."""
    table = pq.read_table(path)
    decode = lambda pairs: {key.decode(): value.decode() for key, value in (pairs or {}).items()}
    entries = decode(table.schema.metadata)
    check_provenance(checks, f"{path.name} (schema)", entries)
    file_metadata = pq.read_metadata(path)
    check_provenance(checks, f"{path.name} (file)", decode(file_metadata.metadata))
    provenances[path.name] = {key: entries.get(key) for key in KEYS}
    units = {field.name: decode(field.metadata).get("unit") for field in table.schema}
    floats = [field.name for field in table.schema if str(field.type) == "double"]
    checks.check(all(units[name] is not None for name in floats), f"{path.name}: units of {len(floats)} float columns")
    column = file_metadata.row_group(0).column(0)
    checks.check(column.compression == "ZSTD", f"{path.name}: {column.compression}, {file_metadata.created_by}")
    checks.check(table.num_rows > 0, f"{path.name}: {table.num_rows} rows × {table.num_columns} columns")
    return table


def check_csv(checks, path, table):
    """The same rows as the Parquet file, to the last bit."""
    # A seed may exceed 64 bits, so it is text in every format.
    frame = pd.read_csv(path, comment="#", dtype={"name": str, "seed": str})
    checks.check(len(frame) > 0, f"{path.name}: {frame.shape[0]} rows × {frame.shape[1]} columns")
    if table is None:
        return
    checks.check(list(frame.columns) == table.column_names, f"{path.name}: columns of the Parquet file")
    for name in table.column_names:
        expected, found = table[name].to_pandas(), frame[name]
        if expected.dtype.kind == "f":
            # Null and NaN are both NaN here; every other value must have the same bits.
            numbers = expected.notna().to_numpy()
            left, right = (column.to_numpy(np.float64) for column in (found, expected))
            alike = np.array_equal(found.notna(), numbers) and same(left[numbers], right[numbers])
        else:
            alike = list(found) == list(expected)
        checks.check(alike, f"{path.name}: {name} equals the Parquet column")


def main(folder):
    """Reads what is there; the exit code."""
    checks, provenances = Checks(), {}
    present = lambda name: folder / name if (folder / name).exists() else print(f"absent {name}")
    fields, last, stacks, table, field, history = {}, {}, {}, None, None, None
    if path := present("field.npy"):
        field = check_npy(checks, path, 2)
    if path := present("history.npy"):
        history = check_npy(checks, path, 3)
    if path := present("fields.npz"):
        fields = check_npz(checks, path, provenances)
    if path := present("run.h5"):
        last, stacks = check_h5(checks, path, provenances)
    if path := present("features.parquet"):
        table = check_parquet(checks, path, provenances)
    if path := present("features.csv"):
        check_csv(checks, path, table)
    for name in sorted(fields.keys() & last.keys()):
        checks.check(same(fields[name], last[name]), f"{name}: fields.npz equals run.h5")
    for name in sorted({**fields, **last}):
        if (single := folder / f"{name}.npy").exists():
            wanted = fields.get(name, last.get(name))
            checks.check(same(np.load(single), wanted), f"{name}: {name}.npy equals the others")
    for kind, array, others in [
        ("field.npy", field, {**last, **fields}),
        ("history.npy", history, stacks),
    ]:
        if array is not None and others:
            twins = [name for name, other in others.items() if same(array, other)]
            checks.check(bool(twins), f"{kind} equals the species {twins}")
    texts = {json.dumps(entries, sort_keys=True) for entries in provenances.values()}
    if provenances:
        checks.check(len(texts) == 1, f"provenance is the same in {sorted(provenances)}")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 0 if checks.passed and not checks.failed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
