# Quanheng. `make help` lists the commands; run and test need Python 3.11+ and nothing else.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
DEV := .venv/.installed-dev
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help install run test check bench demo screenshots messages

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(STAMP) ## make .venv and install what runs

$(STAMP): requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt $(STAMP)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

messages: $(STAMP)
	@$(BIN)/python -m quanheng.platform.common.catalogue

run: $(STAMP) messages ## start everything on SQLite, with the demonstration province if the database is empty
	@$(BIN)/quanheng run

demo: $(STAMP) messages ## fill an empty database with the demonstration province
	@$(BIN)/quanheng demo

test: $(DEV) messages ## format, lint, types, import rules, migrations, all tests, PostgreSQL, browser journeys
	@$(BIN)/python tests/everything.py --waive="$(WAIVE)"

check: $(DEV) messages ## the quick part of test: format, lint, types, import rules, migrations
	@$(BIN)/python tests/everything.py --only=check

bench: $(DEV) messages ## print every figure of the README beside its peer
	@for script in bench/*.py; do $(BIN)/python $$script || exit 1; done

screenshots: $(DEV) messages ## walk the demo in both languages and write docs/screens/
	@$(BIN)/python tests/journeys/screenshots.py
