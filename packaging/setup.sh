#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes this checkout ready: `setup.sh run` to run ClientDesk, `setup.sh test` to test it.
# Installs only what is missing; when nothing is, it asks no network and returns at once.
set -euo pipefail

mode="${1:-run}"
case "$mode" in
    run | test) ;;
    *)
        echo "usage: setup.sh run|test" >&2
        exit 2
        ;;
esac
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$root"
venv="$root/.venv"
stamp="$venv/clientdesk-setup.stamp"

say() { echo "setup: $*" >&2; }

# --- Debian packages ------------------------------------------------------------------------------

wanted_packages() {
    local lists=(packaging/apt-run.txt)
    [ "$mode" = test ] && lists+=(packaging/apt-test.txt)
    sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "${lists[@]}" | sort -u
}

missing_packages() {
    local wanted installed missing provided
    wanted="$(wanted_packages)"
    # shellcheck disable=SC2086  # one word a package is meant
    installed="$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null |
        sed -n 's/^installed //p' | sort -u)"
    missing="$(comm -23 <(echo "$wanted") <(echo "$installed"))"
    if [ -n "$missing" ]; then
        # Later releases rename libraries and let the new package provide the old name.
        provided="$(dpkg-query -W -f '${db:Status-Status} ${Provides}\n' |
            sed -n 's/^installed //p' | tr ',' '\n' | sed -e 's/(.*//' -e 's/[[:space:]]//g' | sort -u)"
        comm -23 <(echo "$missing") <(echo "$provided")
    fi
}

install_packages() {
    local missing as_root=()
    missing="$(missing_packages)"
    [ -z "$missing" ] && return 0
    missing="$(echo "$missing" | tr '\n' ' ')"
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "as root, please install with apt-get: $missing"
            exit 1
        fi
        as_root=(sudo)
    fi
    say "installing Debian packages: $missing"
    local env=(env DEBIAN_FRONTEND=noninteractive)
    # Another installation may be under way, and a source of someone else's may be out of order.
    "${as_root[@]}" "${env[@]}" apt-get update -q >&2 || say "not every package list could be updated; going on"
    # shellcheck disable=SC2086
    "${as_root[@]}" "${env[@]}" apt-get install -q -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold $missing >&2
}

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# --- Python ---------------------------------------------------------------------------------------

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14 /usr/bin/python3; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
            >/dev/null 2>&1; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return 0
        fi
    done
    return 1
}

digest() { cat "$@" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -d ' ' -f 1; }

# The stamp's two lines say where the environment is and which lock files it holds.
stamp_text() {
    echo "$root"
    echo "run $(digest requirements.lock packaging/setup.sh)"
    if [ "$1" = test ]; then echo "test $(digest requirements-dev.lock packaging/setup.sh)"; fi
}

is_ready() {
    [ -x "$venv/bin/python" ] && [ -f "$stamp" ] || return 1
    local held wanted
    held="$(cat "$stamp")"
    wanted="$(stamp_text "$mode" 2>/dev/null)" || return 1
    [ "${held#"$wanted"}" != "$held" ]
}

install_lock() {
    local lock="$1" tools="$venv/share/uv"
    if [ ! -x "$tools/bin/uv" ]; then
        "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-input --only-binary :all: \
            --require-hashes --target "$tools" -r packaging/requirements-setup.lock >/dev/null 2>&1 || true
    fi
    if [ -x "$tools/bin/uv" ] && "$tools/bin/uv" pip sync -q --python "$venv/bin/python" \
        --require-hashes --compile-bytecode "$lock" >&2; then
        return 0
    fi
    say "installing with pip"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-input \
        --require-hashes -r "$lock" >&2
}

# The checkout itself is put on the path rather than built: that needs no network and no build tools.
install_checkout() {
    local site
    site="$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    echo "$root" >"$site/clientdesk-checkout.pth"
    cat >"$venv/bin/clientdesk" <<PY
#!$venv/bin/python
import sys

from clientdesk.__main__ import main

sys.exit(main())
PY
    chmod +x "$venv/bin/clientdesk"
    "$venv/bin/python" -m compileall -q clientdesk
}

build_environment() {
    local python lock=requirements.lock
    [ "$mode" = test ] && lock=requirements-dev.lock
    if ! python="$(find_python)"; then
        say "please install Python 3.11 (up to 3.14) with its venv module, git and make, then try again"
        exit 1
    fi
    if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -c 'import pip' 2>/dev/null ||
        { [ -f "$stamp" ] && [ "$(head -n 1 "$stamp")" != "$root" ]; }; then
        say "making .venv with $("$python" --version)"
        rm -rf "$venv"
        "$python" -m venv "$venv"
    fi
    say "installing the packages of $lock"
    rm -f "$stamp"
    install_lock "$lock"
    install_checkout
    stamp_text "$mode" >"$stamp.part"
    mv "$stamp.part" "$stamp"
}

if on_debian; then
    install_packages
elif ! is_ready; then
    say "this is no Debian or Ubuntu: please see to Python 3.11 with venv and the libraries that Qt 6 needs" \
        "(fontconfig, EGL, xkbcommon, xcb-cursor, D-Bus) yourself; the names are in packaging/apt-run.txt"
fi
is_ready || build_environment
