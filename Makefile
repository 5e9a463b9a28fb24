# Two commands need nothing but python3 and make:
#   make demo    installs and starts the try-out: a local page, no account, nothing leaves the machine
#   make test    installs what the checks need and runs every one of them
# Each does its own set-up once, and says in one line what is missing where it cannot.
# PYTHON chooses the interpreter and ARGS is passed on: make demo PYTHON=python3.12 ARGS="--port 9000 --no-browser"

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo install test lint static bench lock browser strict clean

help:
	@echo "make demo     start the try-out in your browser"
	@echo "make test     run every check"
	@echo "make install  install the command .venv/bin/coop, to run a bot"
	@echo "make lint     style, types and architecture only"
	@echo "make bench    measure, and print the figures of bench/RESULTS.md"
	@echo "make lock     write the lock files anew (ARGS=--upgrade takes newer versions)"
	@echo "make clean    remove what these commands made, never your data"

demo: .venv/.stamp-run
	@$(BIN)/coop demo $(ARGS)

install: .venv/.stamp-run
	@echo "The command is $(BIN)/coop"

# The checks write thousands of small databases, each of them durably: in memory, where there is room for it.
MEMORY := $(shell df -k --output=avail /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 > 4000000 { print "TMPDIR=/dev/shm" }')

test: browser strict static
	@$(MEMORY) $(BIN)/python -m pytest --numprocesses auto --dist loadfile --max-worker-restart 0 $(ARGS)

lint: static
	@$(BIN)/python -m pytest --quiet tests/test_architecture.py

static: .venv/.stamp-dev
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

bench: .venv/.stamp-dev
	@$(BIN)/python -m bench $(ARGS)

# --- set-up -----------------------------------------------------------------------------------------------------------

# A comma inside an argument of $(call …).
, := ,

fail = { echo "$(1)" >&2; exit 1; }

# $(call apt,PACKAGES,WHAT FOR): through apt where it may (root, or a sudo that asks for no password), else one line.
apt = { command -v apt-get && { [ "$$(id -u)" = 0 ] || sudo -n true; }; } >/dev/null 2>&1 \
	&& as_root="$$([ "$$(id -u)" = 0 ] || echo sudo -n) env DEBIAN_FRONTEND=noninteractive" \
	&& echo "Installing $(1) ($(2)) …" \
	&& { $$as_root apt-get -qq update; \
	     $$as_root apt-get -qq -o DPkg::Lock::Timeout=120 install --no-install-recommends $(1); } >/dev/null \
	|| $(call fail,Missing: $(1) ($(2)). Install it and run make again: sudo apt-get install $(1))

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null \
	|| $(call fail,Missing: $(PYTHON). Install Python 3.11 or newer$(,) or name one: make PYTHON=python3.12 …)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| $(call fail,Coopérons needs Python 3.11 or newer and $(PYTHON) is older. Name another: make PYTHON=python3.12 …)
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	|| { venv="$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; \
	     $(call apt,$$venv,makes the virtual environment); }
	@$(PYTHON) -m venv --clear .venv

.venv/.stamp-run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Coopérons into .venv, once …"
	@$(PIP) install --require-hashes --requirement requirements.lock \
	|| $(call fail,Could not install the packages of requirements.lock: is the network there?)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot handlers storage
	@touch $@

.venv/.stamp-dev: requirements-dev.lock .venv/.stamp-run
	@echo "Installing the tools of the checks into .venv, once …"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock \
	|| $(call fail,Could not install the packages of requirements-dev.lock: is the network there?)
	@touch $@

# The try-out is tested in a real browser: a machine without one fails here, no test is skipped.
browser: .venv/.stamp-dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	|| { $(call apt,chromium fonts-dejavu-core fonts-noto-color-emoji,the browser of the tests); }
	@$(BIN)/playwright --version >/dev/null 2>&1 || { $(call apt,libatomic1,runs what drives the browser); }

# Encrypted rooms of Matrix are tested by a strict client, which runs in Node.
strict: tests/strict/node_modules/.stamp

tests/strict/node_modules/.stamp: tests/strict/package.json tests/strict/package-lock.json
	@{ command -v node && command -v npm; } >/dev/null || { $(call apt,nodejs npm,the strict client of the tests); }
	@npm ci --prefix tests/strict --silent \
	|| $(call fail,Could not install the packages of tests/strict/package-lock.json: is the network there?)
	@touch $@

# --- upkeep -----------------------------------------------------------------------------------------------------------

COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --all-extras --group install \
	--generate-hashes --no-header --no-annotate --no-emit-index-url $(ARGS)

lock: | $(BIN)/python
	@$(PIP) install 'uv>=0.9'
	@$(COMPILE) --group dev --output-file requirements-dev.lock
	@$(COMPILE) --constraints requirements-dev.lock --output-file requirements.lock

# Never the try-out's data (coop-demo), a database or config.toml.
clean:
	@rm -rf .venv tests/strict/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage artefacts dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
