# Two commands do everything on a fresh machine: `make ask` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
Q ?= Berapa lama PPID harus menjawab permohonan informasi?

export Q

.PHONY: ask test check unit fix bench clean

ask: $(VENV)/installed
	@$(BIN)/suluh ingest samples
	@$(BIN)/suluh ask "$$Q"

test: check unit

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/installed-dev
	$(BIN)/pytest -n auto --dist loadfile

fix: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/installed-bench
	@test -n "$(EVALDATA)" || { echo "usage: make bench EVALDATA=FOLDER"; exit 2; }
	$(BIN)/python -m benchmarks "$(EVALDATA)"

$(VENV)/bin/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/pip pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[bench]"
	@touch $@

clean:
	rm -rf $(VENV) var
