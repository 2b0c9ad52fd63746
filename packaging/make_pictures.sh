#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Makes the readme's pictures in docs/pictures from the tour and from weeks of all kinds: at most 1400 px wide and 200 KB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tour=build/tour
weeks=build/weeks
QT_QPA_PLATFORM=offscreen .venv/bin/python -m clientdesk tour --out "$tour"
QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.ui.week_pictures "$weeks"
mkdir -p docs/pictures

picture() { # picture FILE NAME-HERE
    local out="docs/pictures/$2.png" colours size
    for colours in 255 160 96 48; do
        convert "$1.png" -resize '1400x>' +dither -colors "$colours" -strip \
            -define png:compression-level=9 "PNG8:$out"
        size="$(stat -c %s "$out")"
        [ "$size" -gt 200000 ] || break
    done
    echo "$out: $((size / 1000)) KB"
}

picture "$tour/today-light" today
picture "$tour/week-light" week
picture "$tour/timeline-light" timeline
picture "$tour/client-light" client
picture "$tour/paper-light" papers
picture "$tour/composer-light" composer
picture "$tour/boundaries-light" boundaries
picture "$tour/today-dark" today-dark
for week in empty normal overfull spring autumn; do
    for look in light dark; do
        picture "$weeks/week-$week-$look" "week-$week-$look"
    done
done
