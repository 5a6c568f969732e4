# Everything a newcomer needs: `make report`, `make test`. Python 3.11+ and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
READY := $(VENV)/.ready
# The suite on all cores, each file of tests in one process, the long ones early.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

.PHONY: report test check static site golden bench lock format clean help

help:            ## list the targets
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

report: $(READY) ## render the newest edition into site/ and print the path of its page
	@$(BIN)/adoption report

test: $(READY)   ## run the suite
	@$(PYTEST)

check: $(READY)  ## what CI runs: format, lint, types, data, tests
	@$(MAKE) --no-print-directory static
	@$(PYTEST)

static: $(READY) ## format, lint, types, data (no tests)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/adoption check

golden: $(READY) ## write the golden files anew, to be read line by line
	$(BIN)/python tests/golden/write.py

# The other libraries bring older versions of pandas: they get an environment of their own.
$(BENCH)/.ready: pyproject.toml
	$(PYTHON) -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $(BENCH)/.ready

bench: $(BENCH)/.ready ## skill and speed beside other tools: make bench PANEL=file.csv
	$(BENCH)/bin/python benchmarks/skill.py $(PANEL)

format: $(READY) ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:            ## choose the newest versions that fit together (needs uv)
	uv pip compile --universal --python-version 3.11 --group dev --generate-hashes \
	  --no-annotate --no-header -o requirements.txt pyproject.toml

clean:           ## remove what can be made again
	rm -rf $(VENV) $(BENCH) site .pytest_cache .mypy_cache .ruff_cache
