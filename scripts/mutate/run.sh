#!/bin/sh
# Puts faults into a copy of the tree, one by one, and asks `mfn validate` whether it sees them.
#
#   scripts/mutate/run.sh --check         only that every fault's old text occurs exactly once
#   scripts/mutate/run.sh                 all faults: builds once a fault, takes hours
#   scripts/mutate/run.sh nernst-sign     these alone
exec python3 "$(dirname "$0")/run.py" "$@"
