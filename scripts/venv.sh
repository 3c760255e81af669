# Sourced by the scripts that read files back: a virtual environment with pinned packages.
#
#   venv VENV PACKAGES
#
# Calls `skip WHY`, which the caller defines, where the environment cannot be made.
# shellcheck shell=sh

venv() {
    # The mark holds the list the environment was made with, so a new pin makes a new one.
    [ "$(cat "$1/mfn-packages" 2>/dev/null || true)" = "$2" ] && return
    command -v python3 >/dev/null 2>&1 || skip "python3 is not installed"
    rm -rf "$1"
    mkdir -p "$(dirname "$1")"
    python3 -m venv "$1" >/dev/null 2>&1 || skip "python3 -m venv does not work (python3-venv?)"
    # shellcheck disable=SC2086 # the list is split on purpose
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check $2 ||
        skip "the packages cannot be installed: $2"
    echo "$2" >"$1/mfn-packages"
}
