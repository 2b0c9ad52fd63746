#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes the readme's pictures in docs/pictures from the tour: at most 1400 px wide and 200 KB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tour=build/tour
QT_QPA_PLATFORM=offscreen .venv/bin/python -m clientdesk tour --out "$tour"
mkdir -p docs/pictures

picture() { # picture NAME-IN-THE-TOUR NAME-HERE
    local out="docs/pictures/$2.png" colours size
    for colours in 255 160 96 48; do
        convert "$tour/$1.png" -resize '1400x>' +dither -colors "$colours" -strip \
            -define png:compression-level=9 "PNG8:$out"
        size="$(stat -c %s "$out")"
        [ "$size" -gt 200000 ] || break
    done
    echo "$out: $((size / 1000)) KB"
}

picture today-light today
picture week-light week
picture timeline-light timeline
picture client-light client
picture paper-light papers
picture boundaries-light boundaries
picture today-dark today-dark
