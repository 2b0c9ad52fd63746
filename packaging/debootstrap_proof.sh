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
    chroot "$root" env -i HOME=/srv USER=root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin "${passed[@]}" \
        bash -c "$1" </dev/null
}

finished() { # finished NAME CODE BEGUN: note how a step ended, show the end of its words if badly
    local verdict=ok
    [ "$2" -eq 0 ] || verdict="FAILED ($2)"
    results+=("$(printf '%-22s %-12s %4d s' "$1" "$verdict" $((SECONDS - $3)))")
    echo "${results[-1]}"
    [ "$2" -eq 0 ] || tail -n 25 "$log_dir/$1.log"
    return "$2"
}

step() { # step NAME COMMAND: run it in the root and keep its words
    local begun=$SECONDS code=0
    inside "$2" >"$log_dir/$1.log" 2>&1 || code=$?
    finished "$1" "$code" "$begun"
}

mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)"
echo "making a Debian 12 with Python 3.11, git and make"
debootstrap --variant=minbase --include=python3.11,git,make,ca-certificates bookworm "$root" "$mirror" \
    >"$log_dir/debootstrap.log" 2>&1

rm -f "$root/etc/apt/sources.list"
for path in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/preferences.d \
    /etc/pip.conf /etc/resolv.conf /etc/hosts; do
    carry "$path"
done
if [ -d "$HOME/.config/pip" ]; then
    mkdir -p "$root/srv/.config"
    cp -aL "$HOME/.config/pip" "$root/srv/.config/pip"
fi
attach /proc
attach /dev
attach /dev/pts
cp -aL /etc/ssl/certs/. "$root/etc/ssl/certs/" 2>/dev/null || true
# Folders of packages that pip is told to look into.
for folder in $(python3 -m pip config list 2>/dev/null |
    grep -E 'find-links|extra-index-url' | grep -oE '/[A-Za-z0-9_./-]+' | sed -e 's#^//*#/#' -e 's#/simple$##' | sort -u); do
    if [ -d "$folder" ]; then attach "$folder" ro; fi
done

git clone -q --no-hardlinks "$source_repo" "$root/srv/clientdesk"
rm -rf "$root/root/clientdesk/.venv"

# The window of `make run` on a virtual display of this machine: it must come up and go when asked to quit.
window() {
    local number=77 begun=$SECONDS code=0 xvfb id="" running
    Xvfb ":$number" -screen 0 1440x900x24 -ac -listen tcp -nolisten unix >"$log_dir/xvfb.log" 2>&1 &
    xvfb=$!
    inside "cd /srv/clientdesk && DISPLAY=127.0.0.1:$number make run" >"$log_dir/run-with-display.log" 2>&1 &
    running=$!
    while kill -0 "$running" 2>/dev/null && [ $((SECONDS - begun)) -lt 300 ]; do
        id="$(DISPLAY=127.0.0.1:$number xdotool search --onlyvisible --name ClientDesk 2>/dev/null | head -n 1)" || true
        [ -z "$id" ] || break
        sleep 0.5
    done
    if [ -n "$id" ]; then
        sleep 3
        DISPLAY=127.0.0.1:$number import -window root "$log_dir/window.png"
        DISPLAY=127.0.0.1:$number xdotool windowfocus "$id" key ctrl+q
        for _ in $(seq 40); do
            kill -0 "$running" 2>/dev/null || break
            sleep 0.5
        done
        kill -0 "$running" 2>/dev/null && code=3
    else
        code=4
    fi
    if [ "$code" -eq 0 ]; then wait "$running" || code=$?; fi
    if [ "$code" -eq 3 ]; then
        # Ours alone: the processes whose root is the one made here.
        for pid in $(find /proc -maxdepth 2 -name root -lname "$root" 2>/dev/null | cut -d / -f 3); do kill "$pid" || true; done
    fi
    kill "$xvfb" 2>/dev/null || true
    wait "$xvfb" 2>/dev/null || true
    finished run-with-display "$code" "$begun"
}

failed=0
enter="cd /srv/clientdesk &&"
if [ "$setup_only" = yes ]; then
    step setup-run "$enter packaging/setup.sh run" || failed=1
    step setup-without-network "$enter unshare --net packaging/setup.sh run" || failed=1
    step setup-test "$enter packaging/setup.sh test" || failed=1
    step import "$enter .venv/bin/python -c 'import PySide6.QtWidgets, sqlcipher3, clientdesk'" || failed=1
else
    window || failed=1
    step run-without-display "$enter make run && ls build/tour/*.png" || failed=1
    step run-without-network "$enter unshare --net make run" || failed=1
    step test "$enter KEEP_GOING=${KEEP_GOING:-} make test" || failed=1
    step pipx "python3 -m venv /srv/pipx && /srv/pipx/bin/pip install -q pipx && cd /srv &&
        /srv/pipx/bin/pipx install ./clientdesk && .local/bin/clientdesk --help &&
        .local/bin/clientdesk demo --data /srv/pipx-demo && .local/bin/clientdesk doctor --data /srv/pipx-demo" || failed=1
fi
printf '%s\n' "" "Clean machine:" "${results[@]}"
exit "$failed"
