#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every check in its order: format, lint, layers, types, unit, ui, desktop, journeys, coverage.
# `check.sh` stops at the first stage that fails (with KEEP_GOING=1 it runs the rest and fails at the end);
# `check.sh soak` runs the long loops only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC PYTHONHASHSEED=0
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
core='clientdesk/models/*,clientdesk/store/*,clientdesk/services/*'
bin="$PWD/.venv/bin"
started=$SECONDS
failed=()

stage() { # stage NAME COMMAND...: run one check and say how long it took
    local name="$1" begun=$SECONDS code=0
    shift
    echo "== $name"
    "$@" || code=$?
    echo "-- $name: $((SECONDS - begun)) s"
    [ "$code" -ne 0 ] || return 0
    failed+=("$name")
    [ -n "${KEEP_GOING:-}" ] || the_end
}

the_end() {
    if [ "${#failed[@]}" -gt 0 ]; then
        printf 'FAILED: %s\n' "${failed[@]}"
        echo "after $((SECONDS - started)) s."
        exit 1
    fi
    echo "All checks passed in $((SECONDS - started)) s."
    exit 0
}

# pytest leaves 5 when it ran no test at all, which fails the stage like any other failure.
tests() { "$bin/python" -m pytest -q --no-header --durations=5 "$@"; }
offscreen() { QT_QPA_PLATFORM=offscreen tests -m "not desktop and not soak" "$@"; }
# Each worker has a display, buses and printers of its own.
desktops() { tests -n 2 --dist loadfile --no-loadscope-reorder "$@"; }
measured() { "$@" --cov --cov-append --cov-report=; }

if [ "${1:-}" = soak ]; then
    stage "soak" tests -m soak tests
    the_end
fi

rm -f .coverage .coverage.*
stage "format" "$bin/ruff" format --check .
stage "ruff" "$bin/ruff" check .
stage "layers" "$bin/lint-imports"
stage "types" "$bin/mypy"
stage "architecture and unit" measured offscreen -n 2 tests/architecture tests/unit
stage "ui" measured offscreen -n 2 tests/ui
stage "desktop" measured desktops -m "desktop and not soak" tests/desktop
stage "journeys" measured offscreen -n 2 tests/journeys
stage "coverage of models, store and services" \
    "$bin/coverage" report --include="$core" --skip-covered --fail-under="${COVER_CORE:-0}"
stage "coverage of the window" \
    "$bin/coverage" report --include='clientdesk/ui/*' --skip-covered --fail-under="${COVER_UI:-0}"
the_end
