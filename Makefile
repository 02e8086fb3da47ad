# The commands of the project. `make` alone lists them.

VENV ?= .venv
STUDY ?= interview_data/clean-energy
UV ?= uv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check
LOCK = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --quiet

# Compiled once here, Python starts the tools in a third of the time.
unexport PYTHONDONTWRITEBYTECODE

# Each takes its measures by itself; none is part of `make test`. Together they take six to ten minutes.
BENCHMARKS = agreement analysis board ratings suggestions tables taguette coding_panel

.PHONY: help proposal lab test benchmark hooks lock

help:
	@echo "make proposal   make the proposal of the sample study, and say where it is"
	@echo "make lab        open the workbooks in JupyterLab"
	@echo "make test       check everything"
	@echo "make benchmark  measure how fast things are, beside Taguette too (about ten minutes)"
	@echo "make hooks      check style before every commit"
	@echo "make lock       choose the versions of all packages anew from pyproject.toml (needs uv)"

proposal: $(VENV)/.installed
	@$(BIN)/workbook run $(STUDY)

lab: $(VENV)/.installed
	@$(BIN)/workbook open

test: $(VENV)/.installed-for-tests
	@$(BIN)/python tests/tools/set_up.py
	@$(BIN)/python tests/tools/checks.py

benchmark: $(VENV)/.installed-for-tests
	@failed=; \
	for name in $(BENCHMARKS); do \
		echo "== benchmarks/$$name.py"; $(BIN)/python benchmarks/$$name.py || failed="$$failed, $$name"; echo; \
	done; \
	test -z "$$failed" || { echo "Not measured: $${failed#, }."; exit 1; }

hooks: $(VENV)/.installed-for-tests
	@$(BIN)/pre-commit install

lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra test --constraint requirements.lock --output-file requirements-test.lock

FIND_PYTHON = for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	"$$candidate" -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))" 2>/dev/null \
	&& echo "$$candidate" && break; done

# An environment without a working pip is one that was interrupted, or whose Python is gone: it is made anew.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		python=$$($(FIND_PYTHON)); \
		test -n "$$python" || { \
			echo "This needs Python 3.11, 3.12 or 3.13, and none was found. Install one from python.org or with your" \
				"system's packages, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }; \
		"$$python" -c "import ensurepip, venv" 2>/dev/null || { \
			echo "This Python cannot make environments yet. On Debian and Ubuntu: sudo apt-get install python3-venv," \
				"then the same command again."; exit 1; }; \
		"$$python" -m venv --clear $(VENV); }
	@echo "Installing the packages of requirements.lock in $(VENV). The first time this takes about a minute."
	@$(PIP) --require-hashes -r requirements.lock || { \
		echo "The packages could not be installed, for the reason above. Nothing else was changed; with a connection" \
			"to PyPI, run the same command again."; exit 1; }
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-for-tests: $(VENV)/.installed requirements-test.lock
	@echo "Installing the packages of requirements-test.lock in $(VENV)."
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@
