# Everything a developer runs. Needs Python 3.11+ and make; brings the rest itself, into .venv/ and dashboard/node_modules/.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

export UV_PYTHON_DOWNLOADS := never

# Hundreds of starts of Python follow, each of which would compile what it imports.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE

# Node: the machine's where it is new enough, else the one that came with the Python packages.
NODE_IS_NEW := $(shell node -e 'const [a, b] = process.versions.node.split("."); console.log(a > 20 || (a == 20 && b >= 19))' 2>/dev/null)
ifeq ($(NODE_IS_NEW),true)
export PATH := $(PATH):$(CURDIR)/.venv/bin
else
export PATH := $(CURDIR)/.venv/bin:$(PATH)
endif

MADE := .venv/.made
BUILT := src/evergrow/web/dashboard/index.html
DASHBOARD := $(shell find dashboard -path '*/node_modules' -prune -o -path '*/coverage' -prune -o -type f -print 2>/dev/null)

.PHONY: help setup demo test check types house bench docs wheel browser clean

help: ## Show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 16

setup: $(MADE)/evergrow $(MADE)/story-packages ## Prepare .venv/ with the evergrow command and its dashboard

demo: setup ## Serve a living example shop at http://127.0.0.1:8000
	@exec .venv/bin/evergrow demo --data .demo

test: setup browser check ## Run everything: checks, Python tests, stories, dashboard tests
	@.venv/bin/pytest -n 2 --dist loadscope --no-loadscope-reorder -m "not alone" --ignore tests/architecture
	@.venv/bin/pytest -m alone
	@npm --prefix dashboard test --silent

check: setup ## Lint, format, types, layers, house rules
	@tools/step "Lint" .venv/bin/ruff check --quiet .
	@tools/step "Format" .venv/bin/ruff format --check --quiet .
	@$(MAKE) --jobs 2 --output-sync types house

# Types take as long as everything beside them, on one core.
types: setup
	@tools/step "Types" .venv/bin/pyright

house: setup
	@tools/step "Layers" .venv/bin/lint-imports
	@tools/step "House rules" .venv/bin/pytest -q tests/architecture
	@tools/step "Dashboard types" npm --prefix dashboard run check --silent
	@tools/step "Dashboard lint" npm --prefix dashboard run lint --if-present --silent

bench: setup ## Measure this machine and Evergrow on it, side by side
	@.venv/bin/python -m benchmarks

docs: setup ## Write docs/reference, contracts/ and the dashboard's types anew from the code
	@.venv/bin/python -m tools.reference

wheel: setup ## Build dist/evergrow-*.whl with the dashboard inside
	@rm -rf dist
	@tools/step "Wheel" .venv/bin/uv build --wheel --out-dir dist --quiet
	@ls dist/*.whl

browser: setup
	@tools/browser --install

clean: ## Remove what was built, but no data
	rm -rf .venv dashboard/node_modules dashboard/contract/node_modules tests/stories/sdks/node_modules src/evergrow/web/dashboard dist .pytest_cache .ruff_cache

.venv/bin/uv: tools/make-venv
	@tools/make-venv

$(MADE)/packages: pyproject.toml uv.lock .venv/bin/uv
	@tools/step "Python packages" .venv/bin/uv sync --frozen --no-install-project --inexact
	@mkdir -p $(MADE) && touch $@

$(MADE)/dashboard-packages: dashboard/package.json dashboard/package-lock.json $(MADE)/packages
	@tools/step "Dashboard packages" npm --prefix dashboard ci --no-audit --no-fund
	@touch $@

$(BUILT): $(MADE)/dashboard-packages $(DASHBOARD)
	@tools/step "Dashboard" npm --prefix dashboard run build
	@touch $@

$(MADE)/evergrow: $(MADE)/packages $(BUILT) hatch_build.py
	@tools/step "Evergrow" .venv/bin/uv sync --frozen
	@touch $@

# The unmodified SDKs that the stories speak with, where the stories name some.
$(MADE)/story-packages: $(wildcard tests/stories/sdks/package.json tests/stories/sdks/package-lock.json) $(MADE)/packages
	@if [ -f tests/stories/sdks/package-lock.json ]; then \
	  tools/step "Story packages" npm --prefix tests/stories/sdks ci --no-audit --no-fund; fi
	@touch $@
