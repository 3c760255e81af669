"""Opens a finished dataset, unchanged, with the programs that people use for datasets.

    python interop_dataset.py [--require] DIR

One line a program: "ok NAME VERSION …", "FAILED NAME VERSION: …" or "skipped NAME: why". All
readers of the primary table must agree with PyArrow in every value. The exit code is 1 if one
failed; with --require a skip is a failure, but for layouts that DIR does not have.
"""

import hashlib
import importlib.metadata
import io
import json
import os
import sys
import tempfile
from pathlib import Path

CACHE = tempfile.TemporaryDirectory(prefix="interop-dataset-")
os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HOME=CACHE.name)

# mlcroissant makes a Python object of every value.
MAX_RECORDS = 20_000
PROFILES = ["ro-crate-1.1", "process-run-crate-0.5"]
CONTEXT = "https://w3id.org/ro/crate/1.1/context"


class Absent(Exception):
    """The dataset has nothing for this program."""


def require(holds, what):
    """Stops a check that does not hold."""
    if not holds:
        raise ValueError(what)


def is_text(column):
    """Whether a column of pandas holds texts, as str or bytes."""
    present = column.dropna()
    return len(present) > 0 and isinstance(present.iloc[0], (str, bytes))


def compare(frame, folder):
    """Every value of a table against PyArrow's; a null equals a NaN."""
    import numpy as np
    import pyarrow.parquet as pq

    wanted = pq.read_table(folder / "data").slice(0, len(frame)).to_pandas()
    require(len(frame) == len(wanted), f"{len(frame)} rows, and PyArrow has {len(wanted)}")
    require(list(frame) == list(wanted), f"columns {list(frame)}, and PyArrow has {list(wanted)}")
    for name in wanted:
        texts = is_text(wanted[name])
        require(is_text(frame[name]) == texts, f"column {name!r} has another type than PyArrow's")
        if texts:
            decode = lambda text: text.decode() if isinstance(text, bytes) else text
            same = list(map(decode, frame[name])) == list(wanted[name])
        else:
            found, right = (table[name].astype("float64").to_numpy() for table in (frame, wanted))
            same = np.array_equal(found, right, equal_nan=True)
        require(same, f"column {name!r} differs from PyArrow's")
    return f"{len(frame)} rows, {len(wanted.columns)} columns, every value"


def manifest(folder):
    """Every SHA-256 and the digest of the data, computed again."""
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    lines, data = [], ("data/", "fields/", "the-well/", "pdebench/", "failures.parquet")
    for file in found["files"]:
        path = folder / file["path"]
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        found_and_wanted = [(path.stat().st_size, digest), (file["bytes"], file["sha256"])]
        require(len(set(found_and_wanted)) == 1, f"{file['path']} differs")
        if file["path"].startswith(data):
            lines.append(f"{digest}  {file['path']}\n")
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    require(digest == found["dataset_sha256"], "dataset_sha256 is not that of the files")
    listed = {file["path"] for file in found["files"]} | {"manifest.json", "environment.json"}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    require(present <= listed, f"not in the manifest: {sorted(present - listed)[:3]}")
    return f"{len(found['files'])} files, data {digest[:16]}…"


def pyarrow(folder):
    """The parts as one dataset, with the units of the columns and the rows of the manifest."""
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    counts = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    dataset = ds.dataset(folder / "data", format="parquet")
    require(dataset.count_rows() == counts["rows"], f"{counts['rows']} rows in the manifest")
    failures = pq.read_table(folder / "failures.parquet").num_rows
    require(failures == counts["failures"], f"{counts['failures']} failures in the manifest")
    plain = [field.name for field in dataset.schema if b"unit" not in (field.metadata or {})]
    require(not plain, f"columns without metadata `unit`: {plain}")
    number = dataset.schema.names[0]  # run, or sim_id in the schemas of v4.1
    runs = dataset.to_table(columns=[number])[number].to_pylist()
    require(runs == sorted(set(runs)), "runs are not in order")
    return f"{compare(dataset.to_table().to_pandas(), folder)}; {len(dataset.schema)} units"


def pandas(folder):
    """`read_parquet` of the folder."""
    import pandas as pd

    return compare(pd.read_parquet(folder / "data"), folder)


def duckdb(folder):
    """SQL over the parts."""
    import duckdb as db

    parts = f"{folder}/data/*.parquet".replace("'", "''")
    return compare(db.sql(f"SELECT * FROM '{parts}' ORDER BY 1").df(), folder)


def polars(folder):
    """A lazy scan of the parts."""
    import polars as pl

    table = pl.scan_parquet(folder / "data" / "*.parquet").collect()
    return compare(table.to_arrow().to_pandas(), folder)


def datasets(folder):
    """`load_dataset(DIR)`, which checks types and rows against the header of README.md."""
    import datasets as hf
    import pyarrow.dataset as ds

    hf.disable_progress_bars()
    loaded = hf.load_dataset(str(folder), cache_dir=CACHE.name)
    require(list(loaded) == ["train"], f"splits {list(loaded)}")
    card = hf.load_dataset_builder(str(folder), cache_dir=CACHE.name).info
    require(card.splits["train"].num_examples == loaded["train"].num_rows, "rows of README.md")
    require(card.features == loaded["train"].features, "features of README.md")
    files = ds.dataset(folder / "data", format="parquet").schema.remove_metadata()
    read = loaded["train"].features.arrow_schema.remove_metadata()
    require(read.types == files.types, f"types {read.types}, and the files have {files.types}")
    return compare(loaded["train"].to_pandas(), folder)


def h5py(folder):
    """Every HDF5 file, every data set read once."""
    import h5py as h5

    paths = sorted([*folder.rglob("*.h5"), *folder.rglob("*.hdf5")])
    if not paths:
        raise Absent("no HDF5 file")
    arrays = []
    read = lambda _, item: arrays.append(item[()]) if isinstance(item, h5.Dataset) else None
    for path in paths:
        with h5.File(path, "r") as file:
            file.visititems(read)
    return f"{len(paths)} files, {len(arrays)} data sets"


def pdebench(folder):
    """The steps of PDEBench's loader: sorted keys, `data` of each, the grid of group 0023."""
    paths = sorted(folder.glob("pdebench/*"))
    if not paths:
        raise Absent("no folder pdebench")
    import h5py as h5

    shapes = set()
    for path in paths:
        require(path.suffix == ".h5", f"{path.name}: the loader wants the ending .h5")
        with h5.File(path, "r") as file:
            keys = sorted(file)
            require("0023" in keys, f"{len(keys)} samples: the loader takes the grid of the 24th")
            shapes |= {file[key]["data"].shape for key in keys}
            sides = tuple(file["0023"]["grid"][axis].size for axis in "txy")
        require({shape[:3] for shape in shapes} == {sides}, f"data {shapes}, grid {sides}")
    return f"{len(keys)} samples of {shapes.pop()}"


def the_well(folder):
    """`WellDataset` over each split, first sample read."""
    roots = sorted(path.parent for path in folder.glob("the-well/*/data"))
    if not roots:
        raise Absent("no folder the-well")
    from the_well.data import WellDataset

    lengths = {}
    for root in roots:
        for split in sorted(path.name for path in (root / "data").iterdir()):
            samples = WellDataset(path=str(root), well_split_name=split)
            require(len(samples) > 0 and "input_fields" in samples[0], f"{root.name}/{split}")
            lengths[split] = len(samples)
    return f"{len(roots)} sets, samples {lengths}"


def mlcroissant(folder):
    """What `mlcroissant validate` checks, then the records of both record sets."""
    import itertools

    import mlcroissant as mlc
    import pandas as pd

    dataset = mlc.Dataset(jsonld=str(folder / "croissant.json"))
    records = itertools.islice(dataset.records("runs"), MAX_RECORDS)
    names = {field.id: field.name for field in dataset.metadata.record_sets[0].fields}
    frame = pd.DataFrame(list(records), columns=list(names)).rename(columns=names)
    failures = sum(1 for _ in dataset.records("failures"))
    warnings = len(dataset.metadata.ctx.issues.warnings)
    return f"{compare(frame, folder)}; {failures} failures; {warnings} warnings"


def seed_cache(cache):
    """Puts RO-Crate's context, from the package rocrate, into the validator's cache."""
    import requests
    import requests_cache
    import rocrate
    import urllib3

    content = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
    require(json.loads(content)["@id"] == CONTEXT, "this rocrate has another context: take 0.14.0")

    class Local(requests.adapters.HTTPAdapter):
        """Answers every request with the context."""

        def send(self, request, **_):
            raw = urllib3.HTTPResponse(
                body=io.BytesIO(content),
                headers={"Content-Type": "application/ld+json"},
                status=200,
                preload_content=False,
                request_url=request.url,
            )
            return self.build_response(request, raw)

    with requests_cache.CachedSession(cache, backend="sqlite", expire_after=-1) as session:
        session.mount("https://w3id.org/", Local())
        session.get(CONTEXT)


def rocrate_validator(folder):
    """Both profiles at the severity REQUIRED, without the network."""
    from rocrate_validator import models, services

    cache = str(Path(CACHE.name) / "ro-crate")
    seed_cache(cache)
    for profile in PROFILES:
        settings = services.ValidationSettings(
            rocrate_uri=str(folder),
            profile_identifier=profile,
            requirement_severity=models.Severity.REQUIRED,
            offline=True,
            cache_path=cache,
        )
        result = services.validate(settings)
        issues = [issue.message for issue in result.get_issues(models.Severity.REQUIRED)]
        require(result.passed(), f"{profile}: {issues[:3]}")
        require(not issues, f"{profile}: {issues[:3]}")
    return ", ".join(PROFILES)


# The name of the package, and what opens the dataset with it.
CONSUMERS = [
    (None, manifest),
    ("pyarrow", pyarrow),
    ("pandas", pandas),
    ("duckdb", duckdb),
    ("polars", polars),
    ("datasets", datasets),
    ("h5py", h5py),
    ("mlcroissant", mlcroissant),
    ("roc-validator", rocrate_validator),
    ("h5py", pdebench),
    ("the_well", the_well),
]


def run(package, open_with, folder, strict):
    """Prints the line of one program; whether it may pass."""
    name, version = open_with.__name__, ""
    try:
        if package:
            version = f" {importlib.metadata.version(package)}"
        print(f"ok {name}{version} {open_with(folder)}")
    except Absent as why:
        print(f"skipped {name}: {why}")
    except (importlib.metadata.PackageNotFoundError, ModuleNotFoundError) as why:
        print(f"skipped {name}: {why}")
        return not strict
    except Exception as why:  # whatever a program raises is its verdict
        print(f"FAILED {name}{version}: {type(why).__name__}: {why}")
        return False
    return True


def main(arguments):
    """Every program in turn; the exit code."""
    strict = "--require" in arguments
    folders = [argument for argument in arguments if argument != "--require"]
    if len(folders) != 1 or not (Path(folders[0]) / "manifest.json").is_file():
        print("usage: interop_dataset.py [--require] DIR (with DIR/manifest.json)", file=sys.stderr)
        return 2
    folder = Path(folders[0]).resolve()
    passed = [run(package, open_with, folder, strict) for package, open_with in CONSUMERS]
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
