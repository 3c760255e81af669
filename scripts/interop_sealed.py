"""Parquet's own encryption between mfn and PyArrow, in both directions.

    python scripts/interop_sealed.py MFN
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

MFN = str(Path(sys.argv[1]).resolve())


class Keys(pe.KmsClient):
    """Gives the key of a name: `footer`, or a column's."""

    def __init__(self, keys):
        super().__init__()
        self.keys = keys

    def wrap_key(self, key_bytes, master_key_identifier):
        raise NotImplementedError

    def unwrap_key(self, wrapped_key, master_key_identifier):
        return self.keys[master_key_identifier]


def with_column_keys(keys):
    """What PyArrow needs to read a file whose columns have keys of their own."""
    factory = pe.CryptoFactory(lambda configuration: Keys(keys))
    connection, configuration = pe.KmsConnectionConfig(), pe.DecryptionConfiguration()
    return factory.file_decryption_properties(connection, configuration)


def mfn(folder, *words, code=0):
    found = subprocess.run([MFN, "encrypt", *words], cwd=folder, capture_output=True, text=True)
    assert found.returncode == code, (words, found.returncode, found.stderr)
    return found.stderr


def refuses(read):
    try:
        read()
    except (OSError, ValueError, KeyError, pa.ArrowException):
        return
    raise AssertionError("a wrong key reads it")


def main():
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        table = pa.table(
            {
                "run": pa.array(range(10_000), pa.int64()),
                "V_mean": pa.array([n * 0.25 - 70 for n in range(10_000)], pa.float64()),
                "name": [f"run {n}" for n in range(10_000)],
            }
        )
        pq.write_table(table, at / "t.parquet", row_group_size=4_000, compression="zstd")
        for name in ["data.key", "column.key", "other.key"]:
            mfn(at, "keygen", "--kind", "raw", "--out", name)
        key = (at / "data.key").read_bytes()
        column = (at / "column.key").read_bytes()
        other = (at / "other.key").read_bytes()
        way = ["--parquet-modular", "--key-file", "data.key"]

        mfn(at, "seal", "t.parquet", *way, "--out", "uniform.parquet")
        refuses(lambda: pq.read_table(at / "uniform.parquet"))
        refuses(lambda: pq.read_table(
            at / "uniform.parquet", decryption_properties=pe.create_decryption_properties(other)))
        found = pq.read_table(
            at / "uniform.parquet", decryption_properties=pe.create_decryption_properties(key))
        assert found.equals(table)
        print("uniform: PyArrow reads what mfn encrypted")

        mfn(at, "seal", "t.parquet", *way, "--column-key", "V_mean=column.key",
            "--out", "columns.parquet")
        keys = {"footer": key, "V_mean": column}
        found = pq.read_table(
            at / "columns.parquet", decryption_properties=with_column_keys(keys))
        assert found.equals(table)
        # Without the column's key the other columns can be read, and that one cannot.
        some = {"footer": key, "V_mean": other}
        found = pq.read_table(
            at / "columns.parquet", columns=["run", "name"],
            decryption_properties=with_column_keys(some))
        assert found.equals(table.select(["run", "name"]))
        refuses(lambda: pq.read_table(
            at / "columns.parquet", columns=["V_mean"],
            decryption_properties=with_column_keys(some)))
        content = (at / "columns.parquet").read_bytes()
        assert b"V_mean" not in content.replace(b'"V_mean"', b"") and b"run 77" not in content
        print("column keys: PyArrow reads what mfn encrypted")

        (at / "set" / "data").mkdir(parents=True)
        for part in range(3):
            rows = table.slice(part * 4_000, 4_000)
            pq.write_table(rows, at / "set" / "data" / f"part-{part:06}.parquet")
        (at / "set" / "README.md").write_text("left out")
        mfn(at, "seal", "set", *way, "--out", "encrypted")
        found = pq.read_table(
            at / "encrypted" / "data", decryption_properties=pe.create_decryption_properties(key))
        assert found.equals(table) and not (at / "encrypted" / "README.md").exists()
        print("folder: PyArrow reads what mfn encrypted")

        mfn(at, "seal", "t.parquet", *way, "--context", "table-7", "--out", "bound.parquet")
        bound = pe.create_decryption_properties(key, aad_prefix=b"table-7")
        assert pq.read_table(at / "bound.parquet", decryption_properties=bound).equals(table)
        refuses(lambda: pq.read_table(
            at / "bound.parquet", decryption_properties=pe.create_decryption_properties(key)))
        print("context: PyArrow reads it with the prefix alone")

        properties = pe.create_encryption_properties(key)
        pq.write_table(
            table, at / "theirs.parquet", compression="zstd", encryption_properties=properties)
        mfn(at, "open", "theirs.parquet", *way, "--out", "opened.parquet")
        assert pq.read_table(at / "opened.parquet").equals(table)
        print("uniform: mfn reads what PyArrow encrypted")

        mfn(at, "open", "columns.parquet", *way, "--column-key", "V_mean=column.key",
            "--out", "again.parquet")
        assert pq.read_table(at / "again.parquet").equals(table)
        wrong = ["--parquet-modular", "--key-file", "other.key"]
        told = mfn(at, "open", "uniform.parquet", *wrong, "--out", "x", code=1)
        assert "not authentic" in told and not (at / "x").exists()
        mfn(at, "open", "t.parquet", *way, "--out", "x", code=4)
        print("wrong keys and plain files are refused")


main()
