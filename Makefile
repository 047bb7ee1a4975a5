# The commands of daily work. `make help` lists them.
PYTHON ?= python3
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help up test bench lint format lock clean

help: ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

up: ## Start everything on this machine (PORT, CONTOSO_HOME, DATABASE_URL, REDIS_URL)
	@$(PYTHON) requirements/install.py local
	@exec $(PY) -m contoso.startup

test: ## Run every check and every test
	@$(PYTHON) requirements/install.py dev
	@exec $(PY) -m contoso.gate

bench: ## Measure
	@$(PYTHON) requirements/install.py dev
	@exec $(PY) -m benchmarks

lint: ## Ruff, types and import rules
	@$(PYTHON) requirements/install.py dev
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports

format: ## Let ruff write what it can
	@$(PYTHON) requirements/install.py dev
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

lock: ## Compile the lock files anew (needs uv)
	@requirements/compile.sh

clean: ## Remove what was made here, except the data of `make up`
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache artifacts staticfiles
