#!/bin/sh
# Sets up everything and runs all tests: the README's second command.
#
#   scripts/test.sh [ARGUMENTS OF cargo test]
set -eu

cd "$(dirname "$0")/.."
if ! command -v cargo >/dev/null 2>&1; then
    echo "test: cargo is missing: install Rust from https://rustup.rs" >&2
    exit 2
fi
# Some crates compile C (zstd).
if ! command -v cc >/dev/null 2>&1; then
    echo "test: a C compiler is missing: on Debian, apt-get install gcc libc6-dev" >&2
    exit 2
fi
if [ $# -gt 0 ]; then
    exec cargo test --locked "$@"
fi
# With age's format, which the program is built without unless somebody asks for it.
cargo test --locked --features age
# The checks with numbers want optimised code.
cargo run --locked --release --quiet -- validate --progress none
