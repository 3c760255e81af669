#!/bin/sh
# Gives every parser of `mfn encrypt` inputs that libFuzzer makes up, and tells how far they got.
#
#   scripts/fuzz.sh [--require] [SECONDS] [TARGET…]
#
# SECONDS (60) is for each target of fuzz/. It needs the nightly compiler and cargo-fuzz; where they
# are missing it is skipped, which is said, with exit code 0, or 1 with --require. What makes a
# target fail stays in fuzz/artifacts. CARGO_BUILD_JOBS bounds the build, which is long at first.
set -eu

strict=0
[ "${1:-}" = --require ] && { strict=1; shift; }
seconds=${1:-60}
[ $# -gt 0 ] && shift
case $seconds in
'' | *[!0-9]*)
    echo "usage: scripts/fuzz.sh [--require] [SECONDS] [TARGET…]" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")/.."

skip() {
    echo "fuzz: skipped: $1"
    exit "$strict"
}

cargo +nightly --version >/dev/null 2>&1 ||
    skip "the nightly compiler is missing: rustup toolchain install nightly"
cargo fuzz --version >/dev/null 2>&1 ||
    skip "cargo-fuzz is missing: cargo install cargo-fuzz --locked"

# Samples that reach each part of a format are some kilobytes long, messages of three chunks more.
longest() {
    case $1 in
    container) echo 65536 ;;
    header) echo 16384 ;;
    *) echo 8192 ;;
    esac
}

# One thread: inputs are small, and what is looked at is the same. What was freed is kept for a
# while to find its use, which must not take half of the memory that a target may have.
export RAYON_NUM_THREADS=1 ASAN_OPTIONS=quarantine_size_mb=64
targets=${*:-$(cargo +nightly fuzz list)}
failed=0
printf '%-10s %8s %12s %8s %8s %8s\n' target seconds executions edges features corpus
for target in $targets; do
    cargo +nightly fuzz build "$target" || exit 1
    mkdir -p "fuzz/corpus/$target"
    log=fuzz/corpus/$target.log
    words=fuzz/dictionaries/$target.dict
    set --
    [ -f "$words" ] && set -- "-dict=$words"
    cargo +nightly fuzz run "$target" -- "-max_total_time=$seconds" "-max_len=$(longest "$target")" \
        -rss_limit_mb=512 -timeout=10 -print_final_stats=1 "$@" >"$log" 2>&1 || {
        tail -n 30 "$log"
        failed=1
    }
    awk -v target="$target" '
        $2 == "DONE" || $2 == "pulse" || $2 == "NEW" || $2 == "REDUCE" || $2 == "INITED" {
            for (i = 3; i < NF; i++) {
                if ($i == "cov:") edges = $(i + 1)
                if ($i == "ft:") features = $(i + 1)
                if ($i == "corp:") corpus = $(i + 1)
            }
        }
        /^Done / { seconds = $5 }
        /number_of_executed_units/ { executions = $2 }
        END {
            sub("/.*", "", corpus)
            printf "%-10s %8d %12d %8d %8d %8d\n", target, seconds, executions, edges, features, corpus
        }' "$log"
done
exit "$failed"
