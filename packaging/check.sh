#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every check: format, lint, layers, unit, ui, desktop and journeys, coverage; the types beside them.
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
aside="$(mktemp -d)"
trap 'end_aside; rm -rf "$aside"' EXIT

beside() { # beside NAME COMMAND...: begin a check that takes what the others leave idle; `joined NAME` waits for it
    local name="$1"
    shift
    nice -n 19 "$@" >"$aside/$name.log" 2>&1 &
    echo "$!" >"$aside/$name.pid"
}

joined() { # joined NAME: what that check printed, and its end
    local code=0
    wait "$(cat "$aside/$1.pid")" || code=$?
    rm "$aside/$1.pid"
    cat "$aside/$1.log"
    return "$code"
}

end_aside() { # nobody waits any more for what is still at work
    local pid
    for pid in "$aside"/*.pid; do
        [ ! -e "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
    done
}

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
# Each worker has a display, buses and printers of its own. They wait a good deal: one more of them than of cores.
desktops() { tests -n 3 --dist loadfile --no-loadscope-reorder "$@"; }
measured() { "$@" --cov --cov-append --cov-report=; }

if [ "${1:-}" = soak ]; then
    stage "soak" tests -m soak tests
    the_end
fi

rm -f .coverage .coverage.*
beside types "$bin/mypy"
stage "format" "$bin/ruff" format --check .
stage "ruff" "$bin/ruff" check .
stage "layers" "$bin/lint-imports"
stage "architecture and unit" measured offscreen -n 2 tests/architecture tests/unit
stage "ui" measured offscreen -n 2 tests/ui
stage "desktop and journeys" measured desktops -m "not soak" tests/desktop tests/journeys
beside core "$bin/coverage" report --include="$core" --skip-covered --fail-under="${COVER_CORE:-0}"
beside window "$bin/coverage" report --include='clientdesk/ui/*' --skip-covered --fail-under="${COVER_UI:-0}"
stage "types" joined types
stage "coverage of models, store and services" joined core
stage "coverage of the window" joined window
the_end
