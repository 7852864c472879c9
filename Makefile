# The project's outside: `make demo` and `make test` install what they need by themselves.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
SHARED ?= ../shared
# The first interpreter that runs and is new enough; `make setup PYTHON=/opt/python/bin/python3` names another.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$python; break; }; done)
# --system-certs: institutions put a proxy with a certificate of their own before the net.
UV := $(BIN)/uv --quiet --no-config
LOCK := $(BIN)/uv --quiet --system-certs pip compile --universal --python-version 3.11 --generate-hashes \
	--annotation-style line --custom-compile-command 'make lock' --all-extras
REPLAY := $(wildcard $(SHARED)/replay/evaluate.py)

.PHONY: help setup demo test lint accuracy accuracy-short bench bench-web api-deep lock browser paper clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

# ---------------------------------------------------------------- set-up, done once and again only where a file changed

setup: $(VENV)/project.stamp ## the project's own environment, with the cluster-monitor command

$(VENV)/python.stamp:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one (Debian: apt-get install python3" \
		"python3-venv) or name it: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call apt,$(notdir $(PYTHON))-venv); }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# uv itself comes from the lock as well: its lines are cut out for pip, which then checks the hashes.
$(VENV)/uv.stamp: $(VENV)/python.stamp requirements-dev.lock
	@awk '/^uv==/ {on = 1} on {print} on && !/\\$$/ {exit}' requirements-dev.lock > $(VENV)/uv.txt
	$(BIN)/python -m pip --quiet --disable-pip-version-check install --require-hashes --no-deps -r $(VENV)/uv.txt
	@touch $@

$(VENV)/packages.stamp: $(VENV)/uv.stamp
	$(UV) --system-certs pip sync --python $(BIN)/python --require-hashes requirements-dev.lock
	@touch $@

$(VENV)/project.stamp: $(VENV)/packages.stamp pyproject.toml
	$(UV) pip install --python $(BIN)/python --no-deps --no-build-isolation --offline --editable .
	@touch $@

# Installs Debian packages as root; anybody else is told what to ask for.
define apt
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
then apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $(1); \
else echo "Missing here: ask an administrator for 'apt-get install $(1)', then run make again." >&2; exit 1; fi
endef

browser: ## Chromium and Japanese fonts, which only the browser tests need
	@command -v chromium >/dev/null || { $(call apt,chromium); }
	@test -n "$$(find /usr/share/fonts -iname '*CJK*' -print -quit 2>/dev/null)" || { $(call apt,fonts-noto-cjk); }

# weasyprint draws with the system's Pango; the rest of the program does without.
paper: setup ## Pango and Japanese fonts, which PDF needs
	@$(BIN)/python -c 'import weasyprint' >/dev/null 2>&1 || { \
		$(call apt,libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0); }
	@test -n "$$(find /usr/share/fonts -iname '*CJK*' -print -quit 2>/dev/null)" || { $(call apt,fonts-noto-cjk); }

# ---------------------------------------------------------------- the two commands of a newcomer

demo: setup ## the main job on a small invented web: six monthly scans and their change report, in ./demo
	$(BIN)/cluster-monitor demo

# Tests start hundreds of Python processes: without the bytecode they leave each other, each compiles everything again.
test: export PYTHONDONTWRITEBYTECODE :=
test: lint paper $(if $(wildcard tests/browser),browser) ## every check and every test
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# ---------------------------------------------------------------- for those who change it

lint: setup ## style, types, import directions, dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

accuracy: setup ## verdicts on replayed real websites, against the floors of benchmarks/floors.toml, and how often they flip
	$(if $(REPLAY),$(BIN)/python benchmarks/accuracy.py --replay $(SHARED)/replay,@echo \
		"$(SHARED)/replay is not here: nothing to measure (name its parent: make accuracy SHARED=/path).")
	$(if $(REPLAY),$(BIN)/python benchmarks/flips.py --replay $(SHARED)/replay)

accuracy-short: setup ## the same on a few dates: what CI runs
	$(if $(REPLAY),$(BIN)/python benchmarks/accuracy.py --short --replay $(SHARED)/replay,@echo \
		"$(SHARED)/replay is not here: nothing to measure (name its parent: make accuracy-short SHARED=/path).")

bench: setup ## speed, and the readers beside htmldate, dateparser and langdetect alone
	@for script in benchmarks/*_bench.py; do echo "== $$script"; $(BIN)/python $$script; done

bench-web: setup ## speed of dashboard and API with 10,000 clusters and a million visits (BENCH="--database F" keeps the data)
	$(BIN)/python benchmarks/web_bench.py $(BENCH)

api-deep: setup ## schemathesis asks the API for long what its tests ask it briefly (EXAMPLES=150)
	API_EXAMPLES=$(or $(EXAMPLES),150) $(BIN)/pytest tests/test_api_schema.py

lock: $(VENV)/uv.stamp ## pin every dependency with its hashes (make lock UPGRADE=--upgrade takes newer ones)
	$(LOCK) $(UPGRADE) --output-file requirements.lock pyproject.toml
	$(LOCK) $(UPGRADE) --group dev --output-file requirements-dev.lock pyproject.toml

clean: ## remove what setup, demo and the checks made
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find crawler spiders pipelines reports tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
