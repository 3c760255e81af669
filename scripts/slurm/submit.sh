#!/usr/bin/env bash
# Submits a data set: a job array, and the job that finishes it.
#
#   scripts/slurm/submit.sh PRESET OUT [SHARDS] [SBATCH OPTIONS…] [-- OPTIONS OF mfn simulate…]
#
#   scripts/slurm/submit.sh gray-scott-sweep out/patterns 64 --partition=short --time=1:00:00
#   scripts/slurm/submit.sh sweep.toml out/data 500%50 --time=4:00:00 -- --set time.steps=8000
#
# SHARDS is the number of tasks [default: 16], with %MANY at most so many at once. The options of
# sbatch are for both jobs. The jobs' numbers are printed. Nothing is submitted if mfn does not
# accept the preset. MFN names the program [default: mfn, in the PATH].
#
# If tasks were cancelled or failed, the same command again makes what is missing: shards that are
# done look at their files and end. Not `--array=3,7`: a part of an array cannot tell how many
# shards there are.
set -euo pipefail

usage() {
    sed -n '4s/^# *//p' "$0" >&2
    exit 2
}

[ $# -ge 2 ] || usage
preset=$1
out=$2
shift 2
shards=16
if [[ ${1:-} =~ ^[1-9][0-9]*(%[1-9][0-9]*)?$ ]]; then
    shards=$1
    shift
fi
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
    -*) options+=("$1") ;;
    *) [ ${#options[@]} -gt 0 ] || usage; options+=("$1") ;;
    esac
    shift
done
[ $# -eq 0 ] || shift
for option in "$@"; do
    if [ "$option" = --force ]; then
        echo "submit.sh: --force would let each task remove the others' files: remove $out instead" >&2
        exit 2
    fi
done

here=$(cd "$(dirname "$0")" && pwd)
"${MFN:-mfn}" simulate "$preset" "$@" --explain >&2

many=
[ "${shards%\%*}" = "$shards" ] || many=%${shards#*%}
last=$((${shards%\%*} - 1))
array=$(sbatch --parsable "${options[@]}" --array="0-$last$many" "$here/array.sh" "$preset" "$out" "$@")
array=${array%%;*}
finalize=$(sbatch --parsable "${options[@]}" --dependency="afterany:$array" \
    "$here/finalize.sh" "$preset" "$out" "$@")
echo "array $array, finalize ${finalize%%;*}"
