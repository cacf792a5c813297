# Two commands: `make run` starts the program, `make test` runs the whole suite. Each installs what it needs first.
#   make run [HOST=127.0.0.1] [PORT=5000] [DATABASE_URL=postgresql+psycopg://user:password@host/name]

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMPS := $(VENV)/stamps
FONTS := node_modules/@fontsource/vazirmatn/files
# Settings of pip that would send packages elsewhere than into the virtual environment.
PIP := env -u PIP_USER -u PIP_TARGET -u PIP_PREFIX -u PIP_ROOT -u PIP_CONSTRAINT -u PIP_REQUIREMENT -u PYTHONPATH \
       -u PYTHONHOME $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes

export HOST PORT DATABASE_URL
ifeq ($(strip $(HOST)),)
unexport HOST
endif
ifeq ($(strip $(PORT)),)
unexport PORT
endif
ifeq ($(strip $(DATABASE_URL)),)
unexport DATABASE_URL
endif

.PHONY: help install install-test run test bench crash check lock findings obligations clean

help:
	@echo "make run       install what is missing, migrate, and serve on http://127.0.0.1:5000"
	@echo "make test      install what is missing and run the whole suite"
	@echo "make bench     measure against a hand-written state machine (half an hour; the machine should be quiet)"
	@echo "make install   set up without starting"
	@echo "make crash     kill the program over and over while 1,000 cases go their way, on each database"
	@echo "make check     style and import contracts only"
	@echo "make lock      write requirements*.lock anew from requirements*.in"
	@echo "make findings  write docs/reference/findings anew from the examples beside the linter"
	@echo "make obligations  write docs/reference/obligations.md anew from bpmn/legal.toml and the tests that break it"
	@echo "make clean     remove what was built (never the data folder)"

install: $(STAMPS)/run $(STAMPS)/assets

install-test: $(STAMPS)/run $(STAMPS)/test $(STAMPS)/assets
	@sh .ci/system-packages test

run: install
	@exec $(PYTHON) run.py serve

# Arguments for pytest: make test ARGS="tests/unit -k calendar"
ARGS ?= -n 2
test: install-test
	@$(PYTHON) -m pytest $(ARGS)

bench: install-test
	@$(PYTHON) -m benchmarks

# Takes minutes; make crash CASES=100 takes fewer.
CASES ?= 1000
crash: install-test
	@$(PYTHON) -m tests.durability.crash_run --cases $(CASES) --database sqlite
	@$(PYTHON) -m tests.durability.crash_run --cases $(CASES) --database postgresql

check: $(STAMPS)/run $(STAMPS)/test
	@$(PYTHON) -m flake8
	@$(PYTHON) -c "from importlinter.cli import lint_imports_command as check; check()" --config setup.cfg

$(PYTHON):
	@sh .ci/system-packages run
	@echo "Making the virtual environment in $(VENV)"
	@rm -rf $(STAMPS)
	@env -u PYTHONPATH -u PYTHONHOME python3 -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# A folder of wheels named by PIP_FIND_LINKS may hold other builds than the locked ones: then once more without it.
$(STAMPS)/run: requirements.lock | $(PYTHON)
	@echo "Installing what the program needs"
	@$(PIP) -r requirements.lock || { test -n "$$PIP_FIND_LINKS$$PIP_NO_INDEX" && \
	  env -u PIP_FIND_LINKS -u PIP_NO_INDEX $(PIP) -r requirements.lock; }
	@mkdir -p $(@D) && touch $@

$(STAMPS)/test: requirements-test.lock $(STAMPS)/run
	@echo "Installing what the suite needs"
	@$(PIP) -r requirements-test.lock || { test -n "$$PIP_FIND_LINKS$$PIP_NO_INDEX" && \
	  env -u PIP_FIND_LINKS -u PIP_NO_INDEX $(PIP) -r requirements-test.lock; }
	@mkdir -p $(@D) && touch $@

# The pages work without it: an Arabic page then uses the letters of the reader's own machine.
$(STAMPS)/assets: package-lock.json | $(PYTHON)
	@if ! command -v npm >/dev/null 2>&1; then \
	  echo "node and npm are not here: Arabic pages will use the letters of the reader's machine." \
	       "Install nodejs and npm and run 'make install' again to serve our own."; \
	elif echo "Fetching the Arabic letters" && npm ci --loglevel=error >/dev/null && mkdir -p webapp/static/dist && \
	  cp $(FONTS)/vazirmatn-arabic-400-normal.woff2 $(FONTS)/vazirmatn-arabic-700-normal.woff2 webapp/static/dist/; then \
	  mkdir -p $(@D) && touch $@; \
	else \
	  echo "npm could not fetch the Arabic letters (see above): pages will use those of the reader's machine."; \
	fi

lock: $(PYTHON)
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@for name in requirements requirements-test; do \
	  $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url --no-emit-find-links $$name.in --output-file $$name.lock || exit 1; done

findings: $(STAMPS)/run
	@$(PYTHON) -m engine.definitions.lint.reference docs/reference

obligations: $(STAMPS)/run $(STAMPS)/test
	@$(PYTHON) -m tests.content.obligations.page docs/reference

clean:
	rm -rf $(VENV) node_modules webapp/static/dist .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
