#!/bin/sh
# Encrypts a Parquet file by Parquet's own rules and reads it with PyArrow, given the keys.
#
#   scripts/interop_sealed.sh [--require] MFN
#
# MFN is the program. PyArrow goes into a virtual environment of its own,
# target/interop-sealed-venv (INTEROP_SEALED_VENV); when it cannot be made the check is skipped,
# which is said, with exit code 0, or 1 with --require.
set -eu

strict=0
[ "${1:-}" = --require ] && { strict=1; shift; }
if [ $# -ne 1 ] || [ ! -x "$1" ]; then
    echo "usage: scripts/interop_sealed.sh [--require] MFN" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
venv=${INTEROP_SEALED_VENV:-$here/../target/interop-sealed-venv}

skip() {
    echo "interop_sealed: skipped: $1"
    exit "$strict"
}

# shellcheck source=scripts/venv.sh
. "$here/venv.sh"
venv "$venv" "pyarrow==26.0.1"
exec "$venv/bin/python" "$here/interop_sealed.py" "$1"
