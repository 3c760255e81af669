#!/bin/sh
# Reads the files of a run back with NumPy, h5py, PyArrow and pandas.
#
#   scripts/interop.sh FOLDER
#
# FOLDER is what `mfn simulate --out` wrote. The libraries go into a virtual environment of their
# own, target/interop-venv; when it cannot be made the check is skipped, which is said, with exit
# code 0.
set -eu

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "usage: scripts/interop.sh FOLDER" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
venv=${INTEROP_VENV:-$here/../target/interop-venv}
packages="numpy==2.4.6 h5py==3.16.0 pyarrow==26.0.1 pandas==3.1.1"

skip() {
    echo "interop: skipped: $1"
    exit 0
}

# shellcheck source=scripts/venv.sh
. "$here/venv.sh"
venv "$venv" "$packages"
exec "$venv/bin/python" "$here/interop_read.py" "$1"
