# SPDX-License-Identifier: MIT
# make run, make test: everything is set up by itself, also on a fresh machine.

SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check soak bench lock format wheel-check pictures clean-machine

export LANG := C.UTF-8
export LC_ALL := C.UTF-8
export TZ := UTC

PYTHON_IN_VENV := .venv/bin/python
ARGS ?=

# Least branch coverage in per cent that `make test` accepts: models, store and services; the window.
COVER_CORE ?= 95
COVER_UI ?= 85
export COVER_CORE COVER_UI

help:
	@echo "make run    open ClientDesk (ARGS='--data DIR' is passed on); without a display, the tour in build/tour"
	@echo "make test   every check, in order"
	@echo "make format put the code in its form"
	@echo "make soak, make bench, make lock, make wheel-check, make pictures, make clean-machine: see CONTRIBUTING.md"

run:
	@packaging/setup.sh run
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(PYTHON_IN_VENV) -m clientdesk $(ARGS); \
	else \
		echo "No display here: taking the tour, off-screen, into build/tour."; \
		QT_QPA_PLATFORM=offscreen exec $(PYTHON_IN_VENV) -m clientdesk tour --out build/tour; \
	fi

setup:
	@packaging/setup.sh test

test: setup
	@packaging/check.sh

soak: setup
	@packaging/check.sh soak

bench: setup
	@$(PYTHON_IN_VENV) -m compileall -q clientdesk benchmarks
	@$(PYTHON_IN_VENV) -m benchmarks $(ARGS)

format: setup
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

# Writes the lock files anew: versions and hashes, no addresses.
lock: setup
	@packaging/lock.sh $(ARGS)

wheel-check: setup
	@$(PYTHON_IN_VENV) -m pytest tests/architecture/test_wheel.py

pictures: setup
	@packaging/make_pictures.sh

clean-machine:
	@packaging/debootstrap_proof.sh $(ARGS)
