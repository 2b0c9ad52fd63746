#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Writes requirements.lock and requirements-dev.lock from pyproject.toml (`--upgrade` takes the newest that fit).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=.venv/share/uv/bin/uv
if [ ! -x "$uv" ]; then
    .venv/bin/python -m pip install -q --require-hashes --target .venv/share/uv -r packaging/requirements-setup.lock
fi
compile() {
    "$uv" pip compile -q --generate-hashes --universal --python-version 3.11 \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}
compile pyproject.toml -o requirements.lock "$@"
compile pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock "$@"
if grep -n "://" requirements.lock requirements-dev.lock; then
    echo "lock: an address got into a lock file" >&2
    exit 1
fi
