#!/usr/bin/env bash
# Shows on a real SLURM that a data set made by a job array, whatever happens to its tasks, has the
# bytes of one that nobody stopped.
#
#   scripts/slurm/test.sh MFN [--require] [--no-install]
#
# Starts munged, slurmctld and slurmd of its own, on free ports and with their configuration in a
# temporary folder, and stops them at the end. Needs root and the Debian packages slurm-wlm and
# munge, which it installs unless told --no-install. Where it cannot work, and where a SLURM is
# running already, it says so and ends with exit code 0, or 1 with --require. One line a check;
# exit code 1 if one fails. Takes about two minutes.
# shellcheck disable=SC2317 # the functions are called by their names
set -euo pipefail

usage() {
    echo "usage: scripts/slurm/test.sh MFN [--require] [--no-install]" >&2
    exit 2
}

mfn=
required=no
install=yes
for argument in "$@"; do
    case $argument in
    --require) required=yes ;;
    --no-install) install=no ;;
    -*) usage ;;
    *) [ -z "$mfn" ] || usage; mfn=$argument ;;
    esac
done
[ -x "$mfn" ] || usage
mfn=$(realpath "$mfn")
here=$(cd "$(dirname "$0")" && pwd)

skip() {
    echo "skipped: $1"
    [ "$required" = no ] || exit 1
    exit 0
}

programs=(munged slurmctld slurmd sbatch)
are_there() { command -v "${programs[@]}" >/dev/null && [ "$(command -v "${programs[@]}" | wc -l)" = 4 ]; }

PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || skip "SLURM's daemons want root"
if pgrep -x slurmctld >/dev/null || pgrep -x slurmd >/dev/null; then
    skip "a SLURM is running on this machine, which is left alone"
fi
if ! are_there; then
    [ "$install" = yes ] || skip "the packages slurm-wlm and munge are not installed"
    command -v apt-get >/dev/null || skip "slurm-wlm and munge are not installed, and there is no apt-get"
    # The packages start no daemon of theirs where nothing runs them at boot; those that they do
    # start fail without a configuration.
    (apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends slurm-wlm munge) >/dev/null 2>&1 || true
    are_there || skip "apt-get cannot install slurm-wlm and munge"
fi

work=$(mktemp -d)
daemons=()
clean_up() {
    local pid
    # Tasks first, while there is somebody to stop them.
    if [ ${#daemons[@]} -eq 3 ]; then
        timeout 5 scancel --quiet --user=root || true
        within 10 is_empty || true
    fi
    for pid in "${daemons[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for pid in "${daemons[@]}"; do
        for _ in {1..50}; do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
    done
    # What a task left.
    cat "$work"/pids/* 2>/dev/null | while read -r pid; do
        [ "$(readlink "/proc/$pid/exe")" != "$mfn" ] || kill -KILL "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

failed=0
report() {
    echo "$1 $2"
    [ "$1" = "ok  " ] || failed=1
}

# check WHAT COMMAND…
check() {
    local what=$1
    shift
    if "$@"; then report "ok  " "$what"; else report FAILED "$what"; fi
}

# within SECONDS COMMAND…: waits until it is so.
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.2
    done
}

is_empty() { [ -z "$(timeout 5 squeue --noheader 2>/dev/null)" ]; }

# A port that nobody listens on.
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

# start NAME COMMAND…: a daemon in the foreground, put into the background.
start() {
    local name=$1
    shift
    "$@" >"$work/$name.out" 2>&1 &
    daemons+=($!)
}

mkdir -p "$work"/{state,spool,munge,pids,logs}
# Tasks reach the socket and their folder whoever they are.
chmod 711 "$work"
chmod 755 "$work/munge"
head --bytes=1024 /dev/urandom >"$work/munge/key"
chmod 400 "$work/munge/key"
host=$(hostname -s)
# A node of four processors on any machine. A task that is put back starts again only when its
# old credential has expired, after two minutes unless cred_expire says otherwise.
cat >"$work/slurm.conf" <<END
ClusterName=mfn
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket,cred_expire=5
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=test Nodes=$host Default=YES PriorityTier=1 State=UP
PartitionName=urgent Nodes=$host PriorityTier=2 State=UP
END
export SLURM_CONF=$work/slurm.conf

start munged munged --foreground --force --num-threads=2 --key-file="$work/munge/key" \
    --socket="$work/munge/socket" --pid-file="$work/munge/pid" --seed-file="$work/munge/seed" \
    --log-file="$work/munge/log"
within 10 test -S "$work/munge/socket" || skip "munged does not start: $(tail -n 1 "$work/munged.out")"
start slurmctld slurmctld -D -i
start slurmd slurmd -D -N "$host"
is_idle() { [ "$(sinfo --noheader --partition=test --format=%T 2>/dev/null)" = idle ]; }
within 30 is_idle || skip "SLURM's node does not come up: $(tail -n 1 "$work/slurmctld.log")"
echo "$(sinfo --version): a node of its own"

# The program of the tasks: mfn, whose process the test can find.
cat >"$work/mfn" <<END
#!/bin/sh
echo \$\$ >"$work/pids/\${SLURM_ARRAY_TASK_ID:-none}"
exec "$mfn" "\$@"
END
chmod +x "$work/mfn"

# The sweep is as long as takes one thread of this machine about 30 seconds: a task 4. The shortest
# of three measurements counts: others may be at work.
preset=gray-scott-sweep
options=(--set dataset.chunk=1 --set dataset.fields='["npy"]' --progress none)
took=1000000
for _ in 1 2 3; do
    began=$(date +%s%N)
    "$mfn" simulate "$preset" --set sweep.random.count=4 "${options[@]}" --threads 1 --quiet \
        --force --out "$work/timed"
    now=$((($(date +%s%N) - began) / 1000000 + 1))
    [ "$now" -gt "$took" ] || took=$now
done
points=$((4 * 30000 / took))
[ "$points" -ge 64 ] || points=64
[ "$points" -le 800 ] || points=800
options+=(--set "sweep.random.count=$points")
"$mfn" simulate "$preset" "${options[@]}" --quiet --out "$work/alone"
echo "a sweep of $((2 * points)) runs in 8 shards"

export MFN=$work/mfn
out=$work/array
submit() {
    (cd "$work/logs" && "$here/submit.sh" "$preset" "$out" 8 --cpus-per-task=1 "$@" -- \
        "${options[@]}" 2>"$work/submit.log")
}
# What SLURM knows of a job: field JOB NAME.
field() { scontrol --oneliner show job "$1" | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1; }
has() { [ "$(field "$1" "$2")" = "$3" ]; }
has_ended() {
    case $(field "$1" JobState) in PENDING | RUNNING | COMPLETING | SUSPENDED) return 1 ;; esac
}
is_running() { [ -s "$work/pids/$1" ] && [ "$(squeue --noheader --jobs="${array}_$1" --format=%T)" = RUNNING ]; }
log() { cat "$work/logs/slurm-${array}_$1.out"; }

# A task's mfn that is held stays at work however fast the machine is.
hold() {
    within 40 is_running "$1" && kill -STOP "$(cat "$work/pids/$1")" && return
    report FAILED "task $1 is at work"
}

# --- The first array, with everything that can happen to its tasks. Four of them run at once.
read -r _ array _ finalize < <(submit --time=1 | tr -d ,)
[ -n "${finalize:-}" ] || { cat "$work/submit.log"; report FAILED "submit.sh"; exit 1; }
has_chunk() { grep -qs '"kind":"chunk"' "$out/.mfn/shard-$1-of-8.ndjson"; }
# Those that are stopped below must not be done before.
for task in 0 1 2; do hold "$task"; done
within 20 is_running 3 || report FAILED "task 3 starts"
within 20 has_chunk 3 || report FAILED "task 3 finishes a chunk"
# SLURM 22.05 delivers the signal, answers that the task is changing its state, and scancel would
# send it again five seconds later.
timeout 3 scancel --signal=TERM --batch "${array}_3" || true
scancel "${array}_0"
scancel --signal=KILL "${array}_1"
kill -KILL "$(cat "$work/pids/2")"
within 20 has_chunk 4 || report FAILED "task 4 finishes a chunk"
hold 4
hold 5
scontrol requeue "${array}_5" || report FAILED "scontrol requeue"

# SLURM looks at time limits every 30 seconds. SIGTERM is bit 14 of the signals that wait for a
# process.
pid=$(cat "$work/pids/4")
has_signal() {
    local pending
    pending=$(sed -n 's/^ShdPnd:\s*//p' "/proc/$pid/status" 2>/dev/null) || return 0
    (((16#${pending:-0} >> 14) & 1))
}
within 45 has_signal || report FAILED "the time limit's signal reaches mfn"
rm "$work/pids/4"
kill -CONT "$pid" || true

# A job of more weight takes all of the node.
hold 4
(cd "$work/logs" && sbatch --quiet --partition=urgent --cpus-per-task=4 --wrap="sleep 1")
is_preempted() { grep -q "DUE TO PREEMPTION" "$work/logs/slurm-${array}_4.out"; }
within 40 is_preempted || report FAILED "SLURM stops a task for a job of more weight"

within 60 has_ended "$finalize" || report FAILED "the finalize job ends"
check "scancel: the task is cancelled" has "${array}_0" JobState CANCELLED
check "scancel: the task does not come back" has "${array}_0" Restarts 0
check "scancel --signal=KILL: the task does not come back" has "${array}_1" Restarts 0
check "kill -9 of mfn: the task fails with exit code 137" has "${array}_2" ExitCode 137:0
for task in "SIGTERM 3" "time limit and preemption 4"; do
    what=${task% ?}
    task=${task##* }
    check "$what: mfn is stopped" grep -q "stopped by a signal" <(log "$task")
    check "$what: the task puts itself back" grep -q "task ${array}_$task is put back" <(log "$task")
    check "$what: it goes on from the chunks that are done" grep -q "going on" <(log "$task")
    check "$what: it is then done" has "${array}_$task" JobState COMPLETED
done
check "scontrol requeue: the task is done in the end" has "${array}_5" JobState COMPLETED
check "preemption: SLURM puts the task back once more" has "${array}_4" Restarts 2
for task in 6 7; do
    check "task $task, which nobody touched, is done" has "${array}_$task" JobState COMPLETED
done
check "the finalize job waits for the tasks that were put back, and says what is missing" \
    grep -q "lacks .* chunks" "$work/logs/slurm-$finalize.out"
check "its exit code is 1" has "$finalize" ExitCode 1:0
check "nothing is released" test ! -e "$out/manifest.json"

# --- A part of the array is refused; the whole array makes what is missing.
part=$(cd "$work/logs" && sbatch --parsable --cpus-per-task=1 --array=1,2,5 "$here/array.sh" \
    "$preset" "$out" "${options[@]}")
within 20 has_ended "${part}_5" || true
check "a part of an array is refused with exit code 2" has "${part}_5" ExitCode 2:0
read -r _ array _ finalize < <(submit | tr -d ,)
within 90 has_ended "$finalize" || report FAILED "the second finalize job ends"
all_done() {
    local task
    for task in {0..7}; do has "${array}_$task" JobState COMPLETED || return 1; done
}
check "the same command again: every task is done" all_done
check "the same command again: a finished shard makes no run" grep -q " 0 runs in" <(log 7)
check "the same command again: the data set is finished" has "$finalize" JobState COMPLETED

# --- The bytes.
sums() {
    (cd "$1" && find . -type f ! -name environment.json -print0 | sort -z | xargs -0 sha256sum)
}
sums "$work/alone" >"$work/alone.sums"
sums "$out" >"$work/array.sums"
check "$(wc -l <"$work/alone.sums") files have the SHA-256 of those of one program that nobody stopped" \
    diff "$work/alone.sums" "$work/array.sums"
check "nothing else is left in the folder" test ! -e "$out/.mfn"
listed=$(grep -c '"path"' "$out/manifest.json")
verify() { "$mfn" simulate "$preset" "${options[@]}" --out "$out" --verify --quiet >/dev/null; }
check "the manifest's $listed files are as it says" verify

read -r _ array _ finalize < <(submit | tr -d ,)
within 60 has_ended "$finalize" || report FAILED "the third finalize job ends"
check "the same command on a finished data set: nothing to do" grep -q "nothing to do" <(log 3)
sums "$out" >"$work/array.sums"
check "the same command on a finished data set changes nothing" \
    diff "$work/alone.sums" "$work/array.sums"

exit "$failed"
