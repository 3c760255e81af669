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

# shellcheck source=scripts/venv.sh
. "$here/venv.sh"
venv "$venv" "$packages"
[ "$strict" = 1 ] && exec "$venv/bin/python" "$here/interop_dataset.py" --require "$1"
exec "$venv/bin/python" "$here/interop_dataset.py" "$1"
