#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every check in its order: format, lint, layers, types, unit, ui, desktop, journeys, coverage.
# `check.sh` stops at the first stage that fails; `check.sh soak` runs the long loops only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export LANG=C.UTF-8 LC_ALL=C.UTF-8 TZ=UTC PYTHONHASHSEED=0
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
core='clientdesk/models/*,clientdesk/store/*,clientdesk/services/*'
bin="$PWD/.venv/bin"
started=$SECONDS
stage_name=""

finish() {
    local code=$?
    if [ "$code" -ne 0 ]; then
        echo "FAILED at: $stage_name, after $((SECONDS - started)) s"
    fi
}
trap finish EXIT

stage() {
    stage_name="$1"
    shift
    local begun=$SECONDS
    echo "== $stage_name"
    "$@"
    echo "-- $stage_name: $((SECONDS - begun)) s"
}

# pytest leaves 5 when it ran no test at all, which fails the stage like any other failure.
tests() { "$bin/python" -m pytest -q --no-header --durations=5 "$@"; }
offscreen() { QT_QPA_PLATFORM=offscreen tests -m "not desktop and not soak" "$@"; }
measured() { "$@" --cov --cov-append --cov-report=; }

if [ "${1:-}" = soak ]; then
    stage "soak" tests -m soak tests
    exit 0
fi

rm -f .coverage .coverage.*
stage "format" "$bin/ruff" format --check .
stage "ruff" "$bin/ruff" check .
stage "layers" "$bin/lint-imports"
stage "types" "$bin/mypy"
stage "architecture and unit" measured offscreen -n 2 tests/architecture tests/unit
stage "ui" measured offscreen -n 2 tests/ui
stage "desktop" measured tests -m "desktop and not soak" tests/desktop
stage "journeys" measured offscreen -n 2 tests/journeys
stage "coverage of models, store and services" \
    "$bin/coverage" report --include="$core" --skip-covered --fail-under="${COVER_CORE:-0}"
stage "coverage of the window" \
    "$bin/coverage" report --include='clientdesk/ui/*' --skip-covered --fail-under="${COVER_UI:-0}"
echo "All checks passed in $((SECONDS - started)) s."
