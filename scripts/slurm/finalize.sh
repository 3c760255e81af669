#!/usr/bin/env bash
# Finishes a data set whose shards are done: manifest, card, metadata, report.
#
#   sbatch --dependency=afterany:ARRAY scripts/slurm/finalize.sh PRESET OUT [OPTIONS OF mfn simulate…]
#
# The options must be those of the array. After any end of the array, not `afterok`: mfn itself
# looks at every file and ends with exit code 1 if one is missing, which says more than the exit
# codes of the tasks, and a job that waits for a task that has failed would wait forever. A task
# that puts itself back has not ended. MFN names the program [default: mfn, in the PATH].
#
#SBATCH --job-name=mfn-finalize
#SBATCH --cpus-per-task=4
#SBATCH --requeue
#SBATCH --open-mode=append
set -u

if [ $# -lt 2 ]; then
    echo "usage: sbatch --dependency=afterany:ARRAY scripts/slurm/finalize.sh PRESET OUT [OPTIONS OF mfn simulate…]" >&2
    exit 2
fi
preset=$1
out=$2
shift 2
exec "${MFN:-mfn}" simulate "$preset" --out "$out" --finalize \
    --threads "${SLURM_CPUS_PER_TASK:-1}" "$@"
