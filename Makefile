# "make" alone lists what can be asked for. Everything is set up inside this folder, in .venv; nothing else is touched.
# Needs GNU make and Python 3.11 or newer. Another Python than python3: make demo PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DEMO_ARGS ?=
BENCH_ARGS ?=
# Two tests at a time, a file of tests staying together: what a file has prepared is prepared once.
PYTEST_ARGS ?= -n 2 --dist loadfile
MATRIX := 3.11 3.12 3.13
MESA := from importlib.metadata import version; print(version("mesa"))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help demo test nightly soak test-long lint digests emulated matrix patterns findings baselines bench \
	measured setup setup-dev lock clean

help:  ## list what can be asked for
	@echo "Gongzhi 共治: how a subdistrict governs itself together with its residents"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Each of them sets up what it needs in $(VENV), the first time within a minute or so. Further:"
	@echo "  make demo DEMO_ARGS='--lang zh'          hand arguments on to the demonstration"
	@echo "  make test PYTEST_ARGS='-k network -x'    choose among the tests"
	@echo "  make bench BENCH_ARGS='workload'         choose among the benchmarks"
	@echo "  make demo PYTHON=python3.12              use another Python than python3"

demo: $(VENV)/.ready  ## compare six policies on the Jiangdong place: table, figures and a summary page
	@echo "Running the demonstration."
	@$(PY) run.py demo $(DEMO_ARGS)

test: lint  ## check style and types, then run all tests
	@echo "Running the tests (pytest)."
	@$(PY) -m pytest $(PYTEST_ARGS)

nightly: $(VENV)/.ready-dev  ## run the tests that take minutes and that "make test" leaves out
	@echo "Running the long tests (pytest)."
	@$(PY) -m pytest -m nightly $(PYTEST_ARGS)

lint: $(VENV)/.ready-dev  ## check style (ruff) and types (mypy) only
	@echo "Checking the style (ruff)."
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@echo "Checking the types (mypy)."
	@$(PY) -m mypy .

soak: $(VENV)/.ready-dev  ## run the tests that take minutes: memory over two hundred models
	@echo "Running the long tests (pytest)."
	@$(PY) -m pytest -m soak

test-long: $(VENV)/.ready-dev  ## run only the tests that take minutes: the reference engine at length, other processors
	@echo "Running the long tests (pytest)."
	@$(PY) -m pytest $(PYTEST_ARGS) -m matrix

digests: $(VENV)/.ready-dev  ## print digests of short histories, which are the same on every machine
	@$(PY) -m tests.reference.digests

emulated: $(VENV)/.ready-dev  ## compare short histories with those of an emulated arm64 processor (on Debian)
	@bash tests/reference/emulated.sh $(PY) $(if $(WHY_SKIPPED),"$(CURDIR)/$(WHY_SKIPPED)")

matrix:  ## run "make test" with each of Python 3.11, 3.12 and 3.13 that is on this machine, "make test-long" with one
	@tried=""; skipped=""; failed=""; first=""; mesa=""; untried=""; what="test test-long"; \
	why=.venv-matrix/emulated.skipped; rm -f $$why; \
	for version in $(MATRIX); do \
	  if test "$$(python$$version -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$$version"; then \
	    echo "== Python $$version =="; tried="$$tried $$version"; ours=.venv-matrix/$$version; \
	    $(MAKE) --no-print-directory $$what PYTHON=python$$version VENV=$$ours || failed="$$failed $$version"; \
	    $(MAKE) --no-print-directory -s digests VENV=$$ours > $$ours.digests || failed="$$failed $$version (digests)"; \
	    what=test; first=$${first:-$$ours.digests}; \
	    cmp "$$first" $$ours.digests || failed="$$failed $$version (other bits)"; \
	    mesa="$$mesa $$($$ours/bin/python -c '$(MESA)' 2>/dev/null)"; \
	  else \
	    skipped="$$skipped $$version"; \
	  fi; \
	done; \
	test -z "$$first" || $(MAKE) --no-print-directory emulated VENV=$${first%.digests} WHY_SKIPPED=$$why || failed="$$failed emulated"; \
	echo "Tried:$${tried:- none}. Skipped, not on this machine:$${skipped:- none}. Failed:$${failed:- none}."; \
	for line in $$(sed -n 's/^mesa==\([0-9.]*\).*/\1/p' requirements.txt); do \
	  case "$$mesa " in *" $$line "*) ;; *) untried="$$untried $$line" ;; esac; \
	done; \
	test -z "$$untried" || echo "NOT TRIED with every locked Mesa: not with$$untried, which no Python that was tried takes."; \
	test ! -s $$why || echo "NOT TRIED on another processor: the emulation was skipped: $$(cat $$why)"; \
	test -n "$$tried" && test -z "$$failed"

patterns: $(VENV)/.ready  ## hold the model against base rates of real places and write docs/patterns.md
	@$(PY) -m docs.patterns

findings: $(VENV)/.ready  ## compare the four mechanisms on two places and write docs/findings.md (a quarter of an hour on two processors)
	@$(PY) -m docs.findings

baselines: $(VENV)/.ready  ## rewrite the records of short runs that tests keep: make baselines REASON='why'
	@$(PY) -m tests.baselines.keeping "$$REASON"

bench:  ## measure what the speed claims rest on, peers side by side (some fifteen minutes; an environment of its own)
	@$(MAKE) --no-print-directory measured VENV=.venv-bench

measured: $(VENV)/.ready-bench
	@$(PY) -m benchmarks $(BENCH_ARGS)

setup: $(VENV)/.ready  ## only set up what the programs need
setup-dev: $(VENV)/.ready-dev  ## only set up what the tests need besides

lock:  ## make the lock files anew from requirements.in, -extras.in, -dev.in and -bench.in (needs uv)
	@command -v uv >/dev/null 2>&1 || { echo "The lock files are made by uv, which is not on this machine: install it first." >&2; exit 2; }
	$(LOCK) requirements-dev.in --output-file requirements-dev.txt
	$(LOCK) --constraint requirements-dev.txt requirements.in --output-file requirements.txt
	$(LOCK) --constraint requirements-dev.txt requirements-extras.in --output-file requirements-extras.txt
	$(LOCK) --constraint requirements-dev.txt requirements-bench.in --output-file requirements-bench.txt

clean:  ## remove all environments and caches; results stay
	@rm -rf .venv .venv-bench .venv-matrix .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed all environments and caches. Results were left alone."

# --no-annotate, so that a line says what is installed and nothing of where it came from.
LOCK := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

# ---- set-up ---------------------------------------------------------------------------------------------------------
# The stamps .ready, .ready-dev and .ready-bench say that a lock file has been installed to the end. An environment whose
# Python does not run any more, or is another than PYTHON when PYTHON was given, loses them here and is made anew below.

WHO := import sys; print(sys.version)
STAMPS := $(VENV)/.ready $(VENV)/.ready-dev $(VENV)/.ready-bench
ifneq ($(wildcard $(STAMPS)),)
  FOUND := $(shell $(PY) -c '$(WHO)' 2>/dev/null)
  ASKED := $(FOUND)
  ifneq ($(filter command environment,$(firstword $(origin PYTHON))),)
    ASKED := $(shell "$(PYTHON)" -c '$(WHO)' 2>/dev/null)
  endif
  ifneq ($(or $(if $(FOUND),,gone),$(if $(filter-out $(FOUND),$(ASKED)),other)),)
    $(shell rm -f $(STAMPS))
  endif
endif

# Works with every Python from 2.7 on, so that an old one can still be told so.
CHECK := import sys; old = sys.version_info < (3, 11); \
	old and sys.stderr.write("Python 3.11 or newer is needed, and $(PYTHON) is %d.%d: install a newer one, then name it, as in make demo PYTHON=python3.12\n" % sys.version_info[:2]); \
	sys.exit(2 if old else 0)

# $(1): the lock file; $(2): what it is for
define install
@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
  echo "Python 3.11 or newer is needed, and $(PYTHON) was not found: install Python, or name it, as in make demo PYTHON=python3.12" >&2; exit 2; }
@"$(PYTHON)" -c '$(CHECK)' || exit 2
@ls $(STAMPS) 2>/dev/null | grep -q . || { \
  "$(PYTHON)" -c 'import venv, ensurepip' >/dev/null 2>&1 || { \
    echo "$(PYTHON) lacks its modules venv and ensurepip: install them (on Debian and Ubuntu: the package python3-venv), then try again." >&2; exit 2; }; \
  echo "Setting up: making a virtual environment in $(VENV)."; \
  "$(PYTHON)" -m venv --clear $(VENV) || { echo "The virtual environment could not be made." >&2; exit 2; }; }
@rm -f $(STAMPS)
@echo "Setting up: installing $(2) from $(1); this takes about a minute, and 700 MB to 1 GB."
@$(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary=:all: -r $(1) || { \
  echo "The libraries could not be installed: see above; most often the network is to blame. Try again when it is back." >&2; exit 2; }
endef

$(VENV)/.ready: requirements.txt
	$(call install,requirements.txt,the libraries that the programs use)
	@touch $@
	@echo "Set up."

$(VENV)/.ready-dev: requirements-dev.txt
	$(call install,requirements-dev.txt,the libraries that the programs and their tests use)
	@touch $(VENV)/.ready $@
	@echo "Set up."

$(VENV)/.ready-bench: requirements-bench.txt
	$(call install,requirements-bench.txt,the libraries that the benchmarks use)
	@touch $@
	@echo "Set up."
