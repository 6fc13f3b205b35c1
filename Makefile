# Two commands do everything on a fresh machine: `make run` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOME_DIR ?= home
STAMP := $(VENV)/.installed
# A stage that waits for no one and calls no one: telemetry of the libraries is off.
export DBT_SEND_ANONYMOUS_USAGE_STATS = false
export RUNTIME__DLTHUB_TELEMETRY = false
export GX_ANALYTICS_ENABLED = false
export DAGSTER_DISABLE_TELEMETRY = yes
export DO_NOT_TRACK = 1

.PHONY: help setup run test test-integration lint lint-python lint-sql ui bench docs clean
.DEFAULT_GOAL := help

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

setup: $(STAMP) ## make .venv with the pinned versions

$(STAMP): requirements.lock pyproject.toml
	@echo "Setting up $(VENV) (the first time takes a minute or two)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rooftop needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.11 run"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## the main job: a made-up dealer group, from files to published marts
	@$(BIN)/rooftop demo --home $(HOME_DIR)

test: setup ## lint, types and all tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/integration tests

test-integration: setup ## the tests that need servers of the operating system; installs dovecot and openssh (Debian, Ubuntu)
	@PATH="$$PATH:/usr/sbin"; command -v dovecot >/dev/null && command -v sshd >/dev/null || { \
		echo "Installing dovecot-imapd and openssh-server"; \
		SUDO=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends dovecot-imapd openssh-server; }
	@$(BIN)/python -m pytest tests/integration

lint: setup ## ruff, sqlfluff, mypy
	@$(MAKE) --no-print-directory -j 2 lint-python lint-sql

lint-python:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lint-sql:
	@$(BIN)/sqlfluff lint --disable-progress-bar dbt_project/models

ui: setup ## Dagster: assets, lineage, schedules, checks
	@$(BIN)/rooftop prepare-ui --home $(HOME_DIR)
	@ROOFTOP_HOME=$(abspath $(HOME_DIR)) DAGSTER_HOME=$(abspath $(HOME_DIR))/state/dagster $(BIN)/dagster dev -m orchestration.definitions

bench: setup ## benchmarks, as ratios against a baseline of the same run
	@$(BIN)/python -m tests.benchmarks

clean: ## remove what was built here (homes are kept)
	@rm -rf dbt_project/target dbt_project/logs .pytest_cache .ruff_cache .mypy_cache build *.egg-info
	@find . -name __pycache__ -not -path './.venv/*' -type d -prune -exec rm -rf {} +
