PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint types unit stress benchmarks clean

run: $(VENV)/installed ## everything on http://127.0.0.1:8000, with the sample business and a stand-in for Meta
	@$(BIN)/svartid run

test: lint types unit ## what a change must pass

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/tested
	$(BIN)/mypy

unit: $(VENV)/tested
	$(BIN)/pytest -m "not stress"

stress: $(VENV)/tested ## the long runs: crashes again and again, on both databases
	$(BIN)/pytest -m stress --timeout 5400

benchmarks: $(VENV)/benchmarks/installed ## this matcher beside others; DATA="folder …" for sets of your own
	$(VENV)/benchmarks/bin/python -m benchmarks $(DATA)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Svartid needs Python 3.11 or newer; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	    || { echo "Python cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# The build of torch that comes without CUDA is pinned; users of the extra choose their own.
$(VENV)/tested: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --group test --editable '.[sentence-transformers]'
	@touch $@

# A place of its own: ChatterBot wants older versions of what the program uses.
$(VENV)/benchmarks/installed: $(VENV)/made pyproject.toml
	$(PYTHON) -m venv $(VENV)/benchmarks
	$(VENV)/benchmarks/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	$(VENV)/benchmarks/bin/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(VENV)/benchmarks/bin/pip install --quiet --disable-pip-version-check --group benchmarks --editable '.[sentence-transformers]'
	@touch $@
