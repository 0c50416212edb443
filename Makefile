# Two commands do all the set-up:  make ask Q="who led the Pakistani delegation?"   and   make test
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
IN := $(VENV)/bin/python
SIZES ?= 1000 10000 100000
PIP := $(IN) -m pip --disable-pip-version-check --quiet

# The question reaches the program through the environment, so that no quote or $ in it is read
# by make or by a shell.
unexport Q
export QUESTION := $(value Q)

.PHONY: help ask repl test lint bench docs constraints clean

help: ## say what there is
	@echo 'make ask Q="who led the Pakistani delegation?"   set up what is missing, and answer'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

ask: $(VENV)/.core ## answer the question Q from the seed articles
	@if [ -z "$$QUESTION" ]; then echo 'Say what to ask: make ask Q="who led the Pakistani delegation?"' >&2; exit 2; fi
	@$(IN) -m bot ask -- "$$QUESTION" || [ $$? -eq 3 ]

repl: $(VENV)/.core ## ask one question after another
	@$(IN) -m bot repl

test: $(VENV)/.test ## lint, type check and test
	@$(MAKE) --no-print-directory lint
	$(IN) -m pytest -m "not bench"

lint: $(VENV)/.test ## ruff and mypy alone
	$(IN) -m ruff check .
	$(IN) -m ruff format --check .
	$(IN) -m mypy

bench: $(VENV)/.bench ## measure start-up, answers and retrieval beside their peers
	$(IN) -m pytest -m bench -s
	$(IN) -m tests.bench.scale $(SIZES)

docs: $(VENV)/.test ## run the commands of the README again and take in what they print
	$(IN) -m tests.test_docs

constraints: ## resolve the newest libraries anew and write constraints.txt
	@rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip --quiet install '.[test]'
	build/constraints/bin/python -m pip freeze --exclude quotedesk | LC_ALL=C sort -f > constraints.txt

clean: ## remove the local environment, the store and what builds leave
	rm -rf $(VENV) .quotedesk build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find bot retrieval tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo 'Quotedesk needs Python 3.11 or newer as $(PYTHON): install it, or name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'This Python cannot make environments: install its venv module (on Debian and Ubuntu: apt install python3-venv), then run make again.' >&2; exit 1; }
	@echo 'Setting up $(VENV) (the first time only) ...' >&2
	@rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.made pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $(VENV)/.core $@

$(VENV)/.bench: $(VENV)/.test
	@$(PIP) install --constraint constraints.txt --editable '.[bench]'
	@$(PIP) install --constraint constraints.txt --no-deps llama-index-retrievers-bm25 # works with our PyStemmer too
	@touch $@
