# Every target sets up what it needs: from a bare clone, Python 3.11 or newer and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?=
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
PEERS := $(VENV)/peers
DEMO_HOME ?= $(CURDIR)/.demo

.DEFAULT_GOAL := help
.PHONY: help demo test test-postgresql browser screenshots lint types layers words reference lock bench-speed bench-pages bench-quality bench-faults fuzz-api clean

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; here is %s. Say: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/build.txt requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/build.txt -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUNTIME)
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(RUNTIME) ## Make a demo region, show explained cards, then run its site until Ctrl+C
	DUIJIE_HOME="$(DEMO_HOME)" $(BIN)/duijie demo
	DUIJIE_HOME="$(DEMO_HOME)" $(BIN)/duijie serve

test: $(DEV) ## Run all tests; those in a browser one by one, since each site and browser is large
	$(BIN)/pytest -n 2 --dist worksteal --ignore tests/browser
	$(BIN)/pytest -p no:xdist tests/browser

test-postgresql: $(DEV) ## Run the tests of the app on PostgreSQL, from a package that carries it
	DUIJIE_TEST_DATABASE=postgresql DUIJIE_DATABASE_URL=postgresql://postgres@/postgres \
		$(BIN)/pytest tests/app -n 2 --dist worksteal

browser: $(DEV) ## Walk every page in Chromium, on a desktop and on a phone
	$(BIN)/pytest -p no:xdist tests/browser

screenshots: $(DEV) ## Write screenshots of every page into docs/screenshots
	$(BIN)/python -m tests.browser.screenshots

lint: $(DEV) ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV) ## Check types
	$(BIN)/mypy

layers: $(DEV) ## Check that rooms import upstream only
	$(BIN)/lint-imports --no-logo

words: $(DEV) ## Collect the words for people and compile the Chinese catalogue
	$(BIN)/python -m tests.house.catalogue --update

reference: $(DEV) ## Write the reference pages from the code
	$(BIN)/python -m tests.house.reference

lock: $(DEV) ## Renew the pinned requirements (needs a package index)
	$(BIN)/uv pip compile requirements/build.in --universal --generate-hashes --no-header --quiet -o requirements/build.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet -o requirements/runtime.txt
	$(BIN)/uv pip compile requirements/dev.in --universal --generate-hashes --no-header --quiet -o requirements/dev.txt

# Other engines to compare with: an environment of their own, never the product's.
$(PEERS)/.installed: benchmarks/peers/requirements.txt | $(BIN)/python
	$(BIN)/python -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r $<
	@touch $@

bench-speed: $(DEV) $(PEERS)/.installed ## Measure speed, memory and size at 800,000 achievements, with peers
	$(BIN)/python -m benchmarks.speed.run $(if $(DATA),--data "$(DATA)")

bench-pages: $(DEV) ## Measure pages, at one and at sixteen users, over a data folder: HOME_FOLDER=<folder>
	$(BIN)/python -m benchmarks.speed.pages "$(HOME_FOLDER)"

bench-quality: $(DEV) ## Measure retrieval quality on judged collections: DATA=<folder>
	$(BIN)/python -m benchmarks.quality.run $(if $(DATA),--data "$(DATA)")
	$(BIN)/python -m benchmarks.quality.rankers $(if $(DATA),--data "$(DATA)")
	$(BIN)/python -m benchmarks.quality.pairs $(if $(DATA),--data "$(DATA)")
	$(BIN)/python -m benchmarks.quality.off_policy

bench-faults: $(DEV) ## Kill import, update and rebuild fifty times and look what is left
	$(BIN)/python -m benchmarks.faults.run

fuzz-api: $(DEV) ## Send a thousand made-up calls to every operation of the API
	DUIJIE_FUZZ_EXAMPLES=1000 DUIJIE_FUZZ_SEED=$$(date +%s) $(BIN)/pytest -q tests/app/api/test_fuzz.py

clean: ## Remove the environment and the demo region
	rm -rf $(VENV) "$(DEMO_HOME)"
