#!/usr/bin/env bash
# Shows that a run's data files depend on its preset alone.
#
#   scripts/determinism.sh BIN_RELEASE BIN_DEBUG
#
# Compares the SHA-256 of every data file between numbers of threads, between the release and the
# debug binary, between SIMD levels (where qemu-user is installed), between values of save_every,
# and between a run left alone and one that was stopped and resumed. Another seed must give other
# files, or the comparison would prove nothing. One line a check; exit code 1 if one fails.
# run.json is no data file: it holds timings.
set -euo pipefail

if [ $# -ne 2 ] || [ ! -x "$1" ] || [ ! -x "$2" ]; then
    echo "usage: scripts/determinism.sh BIN_RELEASE BIN_DEBUG" >&2
    exit 2
fi
release=$(realpath "$1")
debug=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

formats='output.formats=["npy","npz","h5","parquet","csv"]'
still='output.plots=["png","svg"]'
moving='output.plots=["png","svg","gif","strip"]'

# A line a data file: its digest and its name. Further arguments are patterns to leave out.
digests() {
    local folder=$1 pattern skip=(! -name run.json)
    shift
    for pattern in "$@"; do skip+=(! -name "$pattern"); done
    (cd "$folder" && find . -type f "${skip[@]}" -print0 | sort -z | xargs -0 sha256sum)
}

common=(--progress none --quiet --set "$formats")

# simulate BINARY FOLDER ARGUMENTS…
simulate() {
    local binary=$1 folder=$2
    shift 2
    "$binary" simulate "$@" --out "$work/$folder" "${common[@]}"
}

report() {
    local verdict=$1 what=$2
    echo "$verdict $what"
    [ "$verdict" = "ok  " ] || failed=1
}

# same WHAT FOLDER FOLDER MINIMUM [PATTERNS TO LEAVE OUT]
same() {
    local what=$1 left=$2 right=$3 minimum=$4 count
    shift 4
    digests "$work/$left" "$@" >"$work/left.sums"
    digests "$work/$right" "$@" >"$work/right.sums"
    count=$(wc -l <"$work/left.sums")
    if [ "$count" -lt "$minimum" ]; then
        report FAIL "$what: $count files, at least $minimum expected"
    elif diff "$work/left.sums" "$work/right.sums" >"$work/difference"; then
        report "ok  " "$what: $count files"
    else
        report FAIL "$what"
        sed 's/^/       /' "$work/difference"
    fi
}

# Each case is long enough on the clock of one preset and small enough for a debug binary. The
# second is large enough for several threads to share it.
cases=(
    "mfn-v4-demo --set time.save_every=4"
    "gray-scott-worms --set grid.rows=384 --set grid.cols=400 --set time.steps=40 --set time.save_every=10 --set time.precision=f32"
    "gray-scott-spots --set grid.rows=384 --set grid.cols=400 --set time.steps=20 --set time.save_every=5 --set grid.boundary=neumann"
    "schnakenberg-stripes --set grid.rows=48 --set grid.cols=64 --set time.steps=200 --set time.save_every=50 --set grid.boundary=dirichlet"
    "gray-scott-tubes --set grid.layers=24 --set grid.rows=80 --set grid.cols=84 --set time.steps=20 --set time.save_every=5"
    "mfn-v4-large --set grid.rows=400 --set grid.cols=400 --set time.steps=20 --set time.save_every=5 --set model.quantum_jitter=true --set model.jitter_var=1e-5"
)
number=0
for case in "${cases[@]}"; do
    number=$((number + 1))
    read -ra arguments <<<"$case"
    preset=${arguments[0]}
    arguments+=(--set "$moving")
    simulate "$release" "$number-1" "${arguments[@]}" --threads 1
    for threads in 2 3 7; do
        simulate "$release" "$number-$threads" "${arguments[@]}" --threads "$threads"
        same "$preset: $threads threads as 1" "$number-1" "$number-$threads" 10
    done
    simulate "$debug" "$number-debug" "${arguments[@]}" --threads 2
    same "$preset: debug as release" "$number-1" "$number-debug" 10

    # What holds or shows frames, and the preset that asks for them, are left out.
    for every in 0 1 5; do
        simulate "$release" "$number-every-$every" "${arguments[@]}" --set "$still" \
            --set "time.save_every=$every"
        [ "$every" = 0 ] || same "$preset: save_every $every as 0" "$number-every-0" \
            "$number-every-$every" 6 history.npy run.h5 preset.toml
    done

    simulate "$release" "$number-seed" "${arguments[@]}" --set seed=43
    digests "$work/$number-seed" >"$work/right.sums"
    digests "$work/$number-1" >"$work/left.sums"
    if grep -F ./field.npy "$work/left.sums" | grep -qxFf - "$work/right.sums"; then
        report FAIL "$preset: another seed gives the same field"
    else
        report "ok  " "$preset: another seed gives another field"
    fi
    rm -rf "${work:?}/$number"-*
done

# Every stepper in both precisions, on a grid that threads share. The property test has every model.
steppers() {
    local scheme precision arguments name
    for scheme in heun rk4 adaptive strang etdrk4 euler-maruyama; do
        for precision in f64 f32; do
            name="$scheme $precision"
            arguments=(gray-scott-worms --set grid.rows=364 --set grid.cols=370 --set time.steps=6
                --set "time.stepper=$scheme" --set "time.precision=$precision" --set "$still")
            [ "$scheme" != adaptive ] || arguments+=(--set time.tolerance=1e-4)
            # The default would add 0.96 to a cell in a step: its cells are that small.
            [ "$scheme" != euler-maruyama ] || arguments+=(--set time.noise=1e-4)
            simulate "$release" one "${arguments[@]}" --threads 1
            simulate "$release" three "${arguments[@]}" --threads 3
            simulate "$debug" debug "${arguments[@]}" --threads 2
            same "$name: 3 threads as 1" one three 8
            same "$name: debug as release" one debug 8
            rm -rf "$work/one" "$work/three" "$work/debug"
        done
    done
}

# Stops a run by SIGTERM after a second; the number of steps grows until it is caught running.
stop_and_resume() {
    local preset=$1 steps=$2 arguments status
    for _ in 1 2 3 4 5 6; do
        arguments=("$preset" --set "time.steps=$steps" --set "time.save_every=$((steps / 8))"
            --set grid.rows=96 --set grid.cols=96 --set "$moving")
        rm -rf "$work/stopped"
        status=0
        # Not through the function, whose shell would take the signal.
        "$release" simulate "${arguments[@]}" --out "$work/stopped" "${common[@]}" \
            2>"$work/stopped.log" &
        sleep 1
        kill -TERM $! 2>/dev/null || true
        wait $! || status=$?
        [ "$status" = 0 ] || break
        steps=$((steps * 4))
    done
    if [ "$status" != 75 ]; then
        report FAIL "$preset: SIGTERM ends a run of $steps steps with exit code $status, not 75"
        sed 's/^/       /' "$work/stopped.log"
        return
    fi
    report "ok  " "$preset: SIGTERM ends a run of $steps steps with exit code 75"
    if ! simulate "$release" stopped "${arguments[@]}"; then
        report FAIL "$preset: the same command does not go on"
        return
    fi
    simulate "$release" whole "${arguments[@]}"
    same "$preset: stopped and resumed as left alone" whole stopped 10
    rm -rf "$work/whole" "$work/stopped"
}

# Processors without AVX, with AVX, and with AVX2 each take another version of the kernels. The
# eighteen features have MFN v4.1's bits, which are those of the C library's pow and log; glibc has
# other versions of these for processors without fused multiply-add, so the features of such a
# processor are left out.
simd_levels() {
    if [ "$(uname -m)" != x86_64 ] || ! command -v qemu-x86_64 >/dev/null; then
        echo "skip SIMD levels: qemu-x86_64 (Debian: qemu-user) is not installed"
        return
    fi
    local preset scheme layers processor arguments case left_out
    for case in "mfn-v4-demo euler" "gray-scott-spots euler" "schnakenberg-stripes euler" \
        "gray-scott-spots rk4" "gray-scott-spots strang" "gray-scott-spots etdrk4" \
        "gray-scott-tubes euler 12" "brusselator-balls etdrk4 12"; do
        read -r preset scheme layers <<<"$case"
        arguments=("$preset" --set time.steps=40 --set grid.rows=50 --set grid.cols=47
            --set "time.stepper=$scheme" --set "$still")
        [ -z "$layers" ] || arguments+=(--set "grid.layers=$layers")
        simulate "$release" native "${arguments[@]}"
        for processor in Nehalem SandyBridge Haswell; do
            # The emulator warns of what it cannot emulate; a failure shows as missing files.
            qemu-x86_64 -cpu "$processor" "$release" simulate "${arguments[@]}" --threads 1 \
                --out "$work/$processor" "${common[@]}" 2>/dev/null || mkdir -p "$work/$processor"
            left_out=()
            [ "$processor" = Haswell ] || left_out=('features.*')
            same "$case: $processor (emulated) as this processor" native "$processor" 6 \
                "${left_out[@]}"
        done
        rm -rf "$work/native" "$work/Nehalem" "$work/SandyBridge" "$work/Haswell"
    done
}

# Kinds without a grid of species have formats of their own.
points() {
    local preset
    for preset in membrane-squid membrane-mammal ifs-barnsley ifs-random ifs-mfn-v4; do
        "$release" simulate "$preset" --quiet --out "$work/release"
        "$release" simulate "$preset" --quiet --threads 7 --out "$work/threads"
        "$debug" simulate "$preset" --quiet --out "$work/debug"
        same "$preset: 7 threads as 1" release threads 4
        same "$preset: debug as release" release debug 4
        rm -rf "$work/release" "$work/threads" "$work/debug"
    done
}

# A data set in one piece and in shards; another seed gives other files.
data_sets() {
    local arguments=(the-well-gray-scott --quiet --progress none --set time.steps=20
        --set grid.rows=32 --set grid.cols=32 --set dataset.chunk=5
        --set 'dataset.fields=["npy","h5","the-well","pdebench"]')
    "$release" simulate "${arguments[@]}" --out "$work/release" --threads 1
    "$release" simulate "${arguments[@]}" --out "$work/threads" --threads 3
    "$debug" simulate "${arguments[@]}" --out "$work/debug"
    local shard
    for shard in 2/3 0/3 1/3; do
        "$release" simulate "${arguments[@]}" --out "$work/shards" --shard "$shard"
    done
    "$release" simulate "${arguments[@]}" --out "$work/shards" --finalize
    for other in threads debug shards; do
        same "data set: $other as one thread" release "$other" 50 environment.json
    done
    rm -rf "$work/release" "$work/threads" "$work/debug" "$work/shards"
}

data_sets
points
steppers
simd_levels
stop_and_resume gray-scott-spirals 240000
stop_and_resume mfn-v4-default 240000
stop_and_resume schnakenberg-spots 240000

exit "$failed"
