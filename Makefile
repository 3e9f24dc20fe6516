PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check

.PHONY: run demo test lint types unit stress screenshots catalogues benchmarks clean

run: $(VENV)/installed ## everything on http://127.0.0.1:8000, with the sample business and a stand-in for Meta
	@$(BIN)/svartid run

demo: $(VENV)/installed ## a day at the sample business in a minute, in the terminal
	@$(BIN)/svartid demo

test: lint types unit ## what a change must pass

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/tested
	$(BIN)/mypy

# Three at a time on two cores, since some wait for the clock; each with one thread of the encoder, since threads that wait
# keep the others from working.
unit: $(VENV)/tested browser
	OMP_NUM_THREADS=1 $(BIN)/pytest -m "not stress" --numprocesses 3 --dist worksteal

stress: $(VENV)/tested ## the long runs: crashes again and again, on both databases, and every rule on many more examples
	$(BIN)/pytest -m stress --timeout 5400
	$(BIN)/pytest -m hypothesis --hypothesis-profile thorough --timeout 5400

.PHONY: browser
browser: ## what the tests of the pages need beside Python; where it cannot be installed they are skipped, and say so
	@for name in chromium-headless-shell chromium chromium-browser google-chrome; do \
	    command -v $$name >/dev/null && exit 0; done; \
	    { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update >/dev/null \
	        && for name in chromium-headless-shell chromium; do \
	            DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends $$name >/dev/null && break; \
	        done; } \
	    || echo "There is no Chromium, so the pages are not tested; on Debian: apt install chromium-headless-shell"

screenshots: $(VENV)/tested browser ## docs/screenshots, taken from the running program
	$(BIN)/python -m scripts.screenshots

catalogues: $(VENV)/tested ## the desk's texts in its other languages, brought up to date and compiled
	$(BIN)/python -m scripts.catalogues

benchmarks: $(VENV)/benchmarks/installed ## this matcher beside others; DATA="folder …" for sets of your own
	$(VENV)/benchmarks/bin/python -m benchmarks $(DATA)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null \
	    || { echo "There is no $(PYTHON): install Python 3.11 or newer, or name one with: make PYTHON=/path/to/python run"; exit 1; }
	@$(PYTHON) scripts/check_machine.py
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	@echo "Installing into $(VENV), which takes a minute or so."
	@$(PIP) install --editable .
	@touch $@

# The build of torch that comes without CUDA is pinned; users of the extra choose their own.
$(VENV)/tested: $(VENV)/installed
	@$(PYTHON) scripts/check_machine.py 2500
	$(PIP) install --upgrade pip
	$(PIP) install torch==2.13.0
	$(PIP) install --group test --editable '.[sentence-transformers]'
	@touch $@

# A place of its own: ChatterBot wants older versions of what the program uses.
$(VENV)/benchmarks/installed: $(VENV)/made pyproject.toml
	$(PYTHON) -m venv $(VENV)/benchmarks
	$(VENV)/benchmarks/bin/pip install --quiet --disable-pip-version-check --upgrade pip
	$(VENV)/benchmarks/bin/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(VENV)/benchmarks/bin/pip install --quiet --disable-pip-version-check --group benchmarks --editable '.[sentence-transformers]'
	@touch $@
