#!/bin/sh
# Opens a finished dataset, unchanged, with the programs that people use for datasets.
#
#   scripts/interop_dataset.sh [--require] DIR
#
# DIR is what `mfn simulate SWEEP.toml --out DIR` finished. The programs go into a virtual
# environment of their own, target/interop-dataset-venv (INTEROP_DATASET_VENV); when it cannot be
# made the check is skipped, which is said, with exit code 0, or 1 with --require. The package
# the_well, which brings PyTorch, is installed only with INTEROP_WELL=1.
set -eu

strict=0
[ "${1:-}" = --require ] && { strict=1; shift; }
if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "usage: scripts/interop_dataset.sh [--require] DIR" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
venv=${INTEROP_DATASET_VENV:-$here/../target/interop-dataset-venv}
packages="numpy==2.4.6 h5py==3.16.0 pyarrow==26.0.1 pandas==3.1.1 duckdb==2.0.1 polars==2.1.0"
packages="$packages datasets==5.2.0 mlcroissant==1.1.1 roc-validator==0.13.0 rocrate==0.14.0"
[ "${INTEROP_WELL:-0}" = 1 ] && packages="$packages the_well"

skip() {
    echo "interop_dataset: skipped: $1"
    exit "$strict"
}

# The mark holds the list the environment was made with, so a new pin makes a new one.
if [ "$(cat "$venv/mfn-packages" 2>/dev/null || true)" != "$packages" ]; then
    command -v python3 >/dev/null 2>&1 || skip "python3 is not installed"
    rm -rf "$venv"
    mkdir -p "$(dirname "$venv")"
    python3 -m venv "$venv" >/dev/null 2>&1 || skip "python3 -m venv does not work (python3-venv?)"
    # shellcheck disable=SC2086 # the list is split on purpose
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check $packages ||
        skip "the packages cannot be installed: $packages"
    echo "$packages" >"$venv/mfn-packages"
fi
[ "$strict" = 1 ] && exec "$venv/bin/python" "$here/interop_dataset.py" --require "$1"
exec "$venv/bin/python" "$here/interop_dataset.py" "$1"
