#!/bin/sh
# The quick part of .ci/run, for use before a commit: format, lints, house rules, unit tests.
set -eu

cd "$(dirname "$0")/.."
cargo fmt --check
cargo fmt --check --manifest-path fuzz/Cargo.toml
cargo clippy --locked --all-targets --quiet -- -D warnings
cargo test --locked --quiet --lib --test tidy --test docs
