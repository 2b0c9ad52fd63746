#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Proves `make run` and `make test` on a machine that has nothing: a Debian 12 made by debootstrap with
# Python 3.11, git and make. Root, on Debian. The machine's own ways to its package registries (apt, pip,
# certificates, names) are carried in, so that none is named here.
#   debootstrap_proof.sh [--keep] [--setup-only]
set -euo pipefail

keep=no
setup_only=no
for arg in "$@"; do
    case "$arg" in
        --keep) keep=yes ;;
        --setup-only) setup_only=yes ;;
        *)
            echo "usage: debootstrap_proof.sh [--keep] [--setup-only]" >&2
            exit 2
            ;;
    esac
done
source_repo="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d "${TMPDIR:-/var/tmp}/clientdesk-proof.XXXXXX")"
root="$work/root"
log_dir="$source_repo/build/clean-machine"
mkdir -p "$log_dir"
declare -a results=()
mounts=()

cleanup() {
    local index
    for ((index = ${#mounts[@]} - 1; index >= 0; index--)); do
        umount "${mounts[index]}" 2>/dev/null || umount -l "${mounts[index]}" || true
    done
    if [ "$keep" = yes ]; then
        echo "kept: $root"
    elif ! findmnt -rn -o TARGET | grep -qF "$work/"; then
        rm -rf "$work"
    fi
}
trap cleanup EXIT

carry() { # a file or folder of this machine to the same place in the root
    [ -e "$1" ] || return 0
    mkdir -p "$root$(dirname "$1")"
    rm -rf "${root:?}$1"
    cp -aL "$1" "$root$1"
}

attach() { # mount --bind, read-only if asked
    mkdir -p "$root$1"
    mount --bind "$1" "$root$1"
    mounts+=("$root$1")
    if [ "${2:-}" = ro ]; then mount -o remount,bind,ro "$root$1"; fi
}

inside() { # run one command line in the root, with only the variables that lead to registries
    local -a passed=()
    local name
    for name in $(compgen -e | grep -E '^(PIP|UV|SSL|CURL|REQUESTS|HTTPLIB2|HTTP|HTTPS|NO)_|^(http|https|no)_proxy$'); do
        passed+=("$name=${!name}")
    done
    chroot "$root" env -i HOME=/root USER=root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin "${passed[@]}" \
        bash -c "$1" </dev/null
}

step() { # step NAME COMMAND: run it in the root, keep its words, remember how it ended
    local name="$1" begun=$SECONDS code=0
    inside "$2" >"$log_dir/$name.log" 2>&1 || code=$?
    results+=("$(printf '%-28s %s  %4d s' "$name" "$([ "$code" -eq 0 ] && echo ok || echo "FAILED ($code)")" $((SECONDS - begun)))")
    echo "${results[-1]}"
    [ "$code" -eq 0 ] || tail -n 15 "$log_dir/$name.log"
    return "$code"
}

mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)"
echo "making a Debian 12 with Python 3.11, git and make"
debootstrap --variant=minbase --include=python3.11,git,make,ca-certificates bookworm "$root" "$mirror" \
    >"$log_dir/debootstrap.log" 2>&1

rm -f "$root/etc/apt/sources.list"
for path in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/preferences.d \
    /etc/pip.conf /root/.config/pip /etc/resolv.conf /etc/hosts; do
    carry "$path"
done
attach /proc
attach /dev
attach /dev/pts
cp -aL /etc/ssl/certs/. "$root/etc/ssl/certs/" 2>/dev/null || true
# Folders of packages that pip is told to look into.
for folder in $(python3 -m pip config list 2>/dev/null |
    grep -E 'find-links|extra-index-url' | grep -oE '/[A-Za-z0-9_./-]+' | sed -e 's#^//*#/#' | sort -u); do
    if [ -d "$folder" ]; then attach "$folder" ro; fi
done

git clone -q --no-hardlinks "$source_repo" "$root/root/clientdesk"
rm -rf "$root/root/clientdesk/.venv"

failed=0
enter="cd /root/clientdesk &&"
if [ "$setup_only" = yes ]; then
    step setup-run "$enter packaging/setup.sh run" || failed=1
    step setup-run-again "$enter packaging/setup.sh run" || failed=1
    step setup-test "$enter packaging/setup.sh test" || failed=1
    step import "$enter .venv/bin/python -c 'import PySide6.QtWidgets, sqlcipher3, clientdesk'" || failed=1
else
    step run-without-display "$enter make run && ls build/tour/*.png" || failed=1
    step run-again-no-network "$enter unshare --net make run" || failed=1
    step test "$enter make test" || failed=1
    # A real window on a virtual display: it must come up and answer when asked to close.
    step run-with-display "$enter packaging/window_proof.sh" || failed=1
fi
printf '%s\n' "" "Clean machine:" "${results[@]}"
exit "$failed"
