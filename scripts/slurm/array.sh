#!/usr/bin/env bash
# Makes a data set with a job array: each task makes one shard of it.
#
#   sbatch --array=0-15 scripts/slurm/array.sh PRESET OUT [OPTIONS OF mfn simulate…]
#
# scripts/slurm/submit.sh submits this and the job that finishes the data set. MFN names the
# program [default: mfn, in the PATH].
#
# A minute before its time limit SLURM sends SIGTERM to this script, which hands it on: mfn leaves
# the chunk in hand and ends with exit code 75. The task then puts itself back into the queue and
# goes on later, at most RESTARTS times [default: 50], for a chunk that takes longer than the time
# limit would never be done. A task that was cancelled is not put back. Every other exit code is
# passed on: `submit.sh` with the same arguments makes what is missing, and shards that are done
# end at once.
#
#SBATCH --job-name=mfn
#SBATCH --array=0-15
#SBATCH --cpus-per-task=4
#SBATCH --signal=B:TERM@60
#SBATCH --requeue
#SBATCH --open-mode=append
set -u

readonly STOPPED=75
readonly KILLED_BY_TERM=143

if [ $# -lt 2 ]; then
    echo "usage: sbatch --array=0-15 scripts/slurm/array.sh PRESET OUT [OPTIONS OF mfn simulate…]" >&2
    exit 2
fi
preset=$1
out=$2
shift 2
task=${SLURM_ARRAY_JOB_ID:-none}_${SLURM_ARRAY_TASK_ID:-none}

# In the background, because bash runs no trap while it waits for a program in the foreground.
child=
signalled=
# shellcheck disable=SC2317 # called by the trap
hand_on() {
    signalled=yes
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap hand_on TERM
"${MFN:-mfn}" simulate "$preset" --out "$out" --shard auto \
    --threads "${SLURM_CPUS_PER_TASK:-1}" "$@" &
child=$!
# The signal ends `wait`, not mfn: then wait again.
while :; do
    signalled=
    wait "$child"
    code=$?
    [ -n "$signalled" ] || break
done

# mfn listens for signals after it has read its preset; before that they just end it.
if [ "$code" -ne "$STOPPED" ] && [ "$code" -ne "$KILLED_BY_TERM" ]; then
    exit "$code"
fi
# What was cancelled, or is past its time limit, is no longer RUNNING but COMPLETING, and to put
# that back would undo the cancellation.
state=$(squeue --noheader --jobs="$task" --format=%T)
restarts=${SLURM_RESTART_COUNT:-0}
if [ "$state" != RUNNING ]; then
    echo "array.sh: task $task is $state: left to SLURM" >&2
elif [ "$restarts" -ge "${RESTARTS:-50}" ]; then
    echo "array.sh: task $task was put back $restarts times: not again" >&2
elif scontrol requeue "$task"; then
    echo "array.sh: task $task is put back into the queue" >&2
fi
exit "$code"
