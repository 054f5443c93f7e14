# Multi Deprivation Index. `make` lists what can be done.

PORT  ?= 8000
HOST  ?= 127.0.0.1
AREAS ?= 3000
ARGS  ?=
# The first Python of 3.11 or newer that can make a virtual environment.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

VERSION := $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' mdi/version.py)
YEAR    := 2025
SAMPLE  := build/sample
MADE    := $(SAMPLE)/.made-$(VERSION)-$(AREAS)
BIN     := .venv/bin
SERVE   := $(BIN)/mdi serve --data $(SAMPLE) --host $(HOST) --port $(PORT) || test $$? -eq 130
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve test check bench bench-service docs clean

help: ## Show this list
	@echo "The Multi Deprivation Index. Say 'make' and one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r name what; \
		do printf '%-16s %s\n' "$$name" "$$what"; done
	@echo "Variables: PORT=$(PORT) HOST=$(HOST) AREAS=$(AREAS) PYTHON=$(PYTHON) ARGS=(for pytest)"

run: $(MADE) ## Install, invent a country, compute its index, print the table, serve the map
	$(BIN)/mdi compute $(SAMPLE)/indicators_neighbourhood_$(YEAR).parquet \
		--source sample --level neighbourhood --year $(YEAR)
	$(SERVE)

serve: $(MADE) ## Serve the map and the API only
	$(SERVE)

test: .venv/dev.stamp ## Install what the tests need and run them; ARGS="-k ranking" chooses
	@.ci/debian-packages
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 $(ARGS)

check: .venv/dev.stamp ## Formatting, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy mdi geodata api
	$(BIN)/lint-imports

bench: .venv/dev.stamp ## Measure the speed of the engine and the maps
	$(BIN)/python -m benchmarks

bench-service: .venv/dev.stamp ## Measure the service against nginx, tipg and pygeoapi (six minutes)
	@.ci/debian-packages
	$(BIN)/python -m benchmarks.service

docs: .venv/dev.stamp ## Build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

clean: ## Remove all that was made: .venv, build, site, caches
	rm -rf .venv build site dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .bench

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed and was not found."; \
		echo "On Debian: apt-get install python3 python3-venv. Elsewhere: make PYTHON=/path/to/python"; \
		exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/bin/python pyproject.toml mdi/version.py
	@echo "Installing into .venv (a minute or two, once)"
	$(INSTALL) --editable .
	@touch $@

.venv/dev.stamp: .venv/bin/python pyproject.toml mdi/version.py
	@echo "Installing into .venv, with what the tests need (a few minutes, once)"
	$(INSTALL) --editable '.[dev]'
	@touch $@ .venv/run.stamp

$(MADE): | .venv/run.stamp
	rm -rf $(SAMPLE)
	@mkdir -p build
	$(BIN)/mdi sample --areas $(AREAS) --seed 1 --years 2021-$(YEAR) --out $(SAMPLE)
	@touch $@
