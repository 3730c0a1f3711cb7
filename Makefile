# Two commands for a fresh machine: `make demo` and `make test`. Both need only Python 3.11 or later.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test check bench pictures tables clean
.DEFAULT_GOAL := help

help:
	@echo "make demo      try Postil on the shipped sample"
	@echo "make test      run the tests"
	@echo "make check     run everything that must pass: format, lint, types, rooms, tests, wheel, tables"
	@echo "make bench     measure"
	@echo "make tables    write the README's generated parts anew"
	@echo "make pictures  take the README's pictures anew"

$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Postil needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade --constraint constraints.txt pip
	touch $@

$(VENV)/.app: $(VENV)/.pip pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.app
	$(PIP) install --constraint constraints.txt --group dev
	touch $@

demo: $(VENV)/.app
	@$(BIN)/postil demo

test: $(VENV)/.dev
	$(BIN)/python -W error -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test
	$(BIN)/python -m docs.tables --check

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks.first_light
	$(BIN)/python -m benchmarks.desk
	$(BIN)/python -m benchmarks.importing
	$(BIN)/python -m benchmarks.duplicates
	$(BIN)/python -m benchmarks.mentions
	$(BIN)/python -m benchmarks.suggestions
	$(BIN)/python -m benchmarks.merging
	$(BIN)/python -m benchmarks.exporting

tables: $(VENV)/.dev
	$(BIN)/python -m docs.tables

pictures: $(VENV)/.dev
	$(BIN)/python -m docs.pictures

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
