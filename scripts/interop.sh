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
exec "$venv/bin/python" "$here/interop_read.py" "$1"
