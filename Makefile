# Everything a person does here. Needs Python 3.11 or newer and make; `make help` lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

VENV := .venv
BIN := $(VENV)/bin
# One set-up per lock, project file and place: a moved checkout has a broken .venv.
STAMP := $(VENV)/ready-$(shell { cat requirements-dev.lock pyproject.toml; pwd; } | cksum | tr ' ' '-')

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# Each worker has a PostgreSQL of its own, so not one for every core of a large machine. ARGS may say another -n.
WORKERS := -n auto --maxprocesses 4

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock"

.PHONY: help
help: ## Show this
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '%-34s %s\n' "$$name" "$$what"; done

$(STAMP):
	@set -eu; \
	python="$(PYTHON)"; \
	if [ -z "$$python" ]; then \
		for candidate in python3.13 python3.12 python3.11 python3; do \
			if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
				python="$$candidate"; break; \
			fi; \
		done; \
	fi; \
	if [ -z "$$python" ]; then \
		echo "Redress needs Python 3.11 or newer; here is: $$(python3 --version 2>&1 || echo none)." >&2; \
		echo "Install one, or name it: make $(firstword $(MAKECMDGOALS)) PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "$$python is not Python 3.11 or newer." >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then \
		echo "$$python can't make virtual environments (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version); this is done once, and takes a minute or two ..."; \
	if ! head -n 3 $(BIN)/pip 2>/dev/null | grep -qF "$$(pwd)/$(VENV)/" || ! $(BIN)/pip --version >/dev/null 2>&1; then \
		"$$python" -m venv --clear $(VENV); \
	fi; \
	$(BIN)/python -m pip install --no-deps --require-hashes -r requirements-dev.lock; \
	$(BIN)/python -m pip install --no-deps --no-build-isolation -e .; \
	rm -f $(VENV)/ready-*; \
	touch $@

.PHONY: setup
setup: $(STAMP) ## Make the virtual environment (the others do it by themselves)

.PHONY: up
up: $(STAMP) ## Run the whole suite here, with real PostgreSQL and NATS; Ctrl-C stops it
	@exec $(BIN)/redress up

.PHONY: demo
demo: $(STAMP) ## Play the story on real complaints and tell what happened
	@exec $(BIN)/python -m tests.journeys.demo

.PHONY: import
import: $(STAMP) ## Import a CFPB complaint export into the running suite: make import FILE=complaints.csv
	@if [ -z "$(FILE)" ]; then echo "Which file? make import FILE=complaints.csv" >&2; exit 2; fi
	@exec $(BIN)/redress import cfpb "$(FILE)"

.PHONY: lint
lint: $(STAMP) ## Style, types and the directions of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: test
test: lint ## Lint, then every test, on real servers
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

.PHONY: test-long
test-long: $(STAMP) ## The tests that take minutes, one after the other
	$(BIN)/python -m pytest -m long $(ARGS)

.PHONY: browser-test
browser-test: $(STAMP) ## Customers' pages in a real Chromium, which must be installed
	$(BIN)/python -m pytest -m browser tests/browser $(ARGS)

.PHONY: format
format: $(STAMP) ## Put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: $(STAMP) ## Measure against ceilings measured beside it
	$(BIN)/python -m tests.bench

.PHONY: wording-report
wording-report: $(STAMP) ## Measure the wording rules on their corpus, and write docs/wording.md
	$(BIN)/python -m tests.wording --write

.PHONY: likeness-report
likeness-report: $(STAMP) ## How well like complaints are found: make likeness-report FILE=complaints.csv
	@exec $(BIN)/python -m tests.likeness $(if $(FILE),"$(FILE)")

.PHONY: compose-test
compose-test: $(STAMP) ## Build the image, start docker compose, play the story against it
	$(BIN)/python -m tests.compose

.PHONY: coverage-of-requirements
coverage-of-requirements: $(STAMP) ## Write tests/coverage.md (requirement -> tests) and the README's table of events
	$(BIN)/python -m tests.support.coverage
	$(BIN)/python -m tests.support.event_table

.PHONY: lock
lock: $(STAMP) ## Resolve the dependencies anew, with hashes
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --extra embedded --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: clean
clean: ## Remove all data of the embedded servers, and caches (not .venv)
	@set -eu; \
	pid=$$(sed -n 's/^ *"pid": \([0-9]*\).*/\1/p' .redress/run.json 2>/dev/null | head -n 1); \
	if [ -n "$$pid" ] && kill -0 "$$pid" 2>/dev/null; then \
		echo "redress up is running (pid $$pid). Stop it first." >&2; exit 1; \
	fi; \
	if [ -d .redress ]; then \
		find .redress -name elsewhere -type f | while read -r record; do \
			other=$$(cat "$$record"); \
			case "$$other" in \
				*..*) ;; \
				/var/tmp/redress-?*) rm -rf "$$other" ;; \
			esac; \
		done; \
	fi; \
	rm -rf .redress .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist; \
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
