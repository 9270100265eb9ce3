# Helsesak. Needs Python 3.11+, make and a package index; `make help` lists what there is.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

-include .env
export DATABASE_URL ONCE
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
UV := $(BIN)/uv
READY := .venv/.ready
TOOLS := .venv-tools/bin
TOOLS_READY := .venv-tools/.ready
PEERS := .venv-peers/bin
PEERS_READY := .venv-peers/.ready
MEMBERS := $(patsubst %/pyproject.toml,%,$(wildcard packages/*/pyproject.toml services/*/pyproject.toml gateway/pyproject.toml))
DEPLOYABLES := $(filter services/% gateway,$(MEMBERS))
SHARED := packages/contracts/pyproject.toml packages/service-kit/pyproject.toml
PROJECTS := pyproject.toml $(addsuffix /pyproject.toml,$(MEMBERS))
BENCHMARKS := $(wildcard benchmarks/*.py)
SOURCES := $(addsuffix /src,$(MEMBERS))
DOCTESTS := $(wildcard services/*/src/*/domain packages/contracts/src/contracts gateway/src/gateway/direct/repetition.py)
OWN := $(shell sed -n 's/^name = "\(helsesak-.*\)"/\1/p' $(PROJECTS))
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(addprefix --no-emit-package ,$(OWN))

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(READY) ## Install everything into .venv (the other targets do it by themselves)

$(READY): requirements.lock $(PROJECTS)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(UV) || { sed -n '/^uv==/,/^[^ ]/{/^uv==/p;/^ /p;}' requirements.lock > .venv/uv.txt \
		&& $(BIN)/python -m pip install --quiet --require-hashes --no-deps -r .venv/uv.txt; }
	@$(UV) pip sync --quiet --require-hashes requirements.lock
	@$(UV) pip install --quiet --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@

.PHONY: run
run: $(READY) ## Start the whole suite and show its main jobs (ONCE=1: stop after that)
	@exec $(BIN)/python -u -m local_stack

.PHONY: replay
replay: $(READY) ## Run every travel decision of make run again, and compare byte for byte
	@$(BIN)/python -m local_stack.replay

.PHONY: test
test: $(READY) ## Run the tests
	@PYTHONHASHSEED=0 $(BIN)/pytest -q -n 3 --dist loadfile

.PHONY: check
check: $(READY) ## Check format, style, types, architecture, examples in the rules, lock file
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary $(SOURCES)
	@$(BIN)/lint-imports --no-cache > .venv/imports.txt || { cat .venv/imports.txt; exit 1; }
	@$(BIN)/pytest -q --doctest-modules $(DOCTESTS)
	@! grep -nE 'https?://' requirements.lock $(addsuffix /requirements.lock,$(DEPLOYABLES)) deploy/images/build.lock benchmarks/peers.lock
	@cp requirements.lock .venv/compiled.lock
	@$(COMPILE) --group dev $(PROJECTS) -o .venv/compiled.lock
	@diff requirements.lock .venv/compiled.lock || { echo "Run make lock."; exit 1; }
	@for folder in $(DEPLOYABLES); do cp $$folder/requirements.lock .venv/compiled.lock \
		&& $(COMPILE) $$folder/pyproject.toml $(SHARED) -c requirements.lock -o .venv/compiled.lock \
		&& diff $$folder/requirements.lock .venv/compiled.lock || { echo "Run make lock."; exit 1; }; done

.PHONY: manifests
manifests: $(READY) $(TOOLS_READY) ## Render and check the Kubernetes manifests
	@command -v kubectl >/dev/null || { echo "skipped: kubectl is not installed"; exit 0; }; \
		$(TOOLS)/python deploy/kubernetes/check.py

.PHONY: images
images: $(READY) ## Build the images, run them strictly, play the main jobs on them
	@$(BIN)/python -u scripts/images.py

$(TOOLS_READY): requirements-tools.lock $(READY)
	@test -x $(TOOLS)/python || $(BIN)/python -m venv --without-pip .venv-tools
	@$(UV) pip sync --quiet --python $(TOOLS)/python --require-hashes requirements-tools.lock
	@touch $@

.PHONY: accept
accept: $(READY) ## Prove what takes longer, one line per proof
	@$(BIN)/python scripts/accept.py

$(PEERS_READY): benchmarks/peers.lock $(READY)
	@test -x $(PEERS)/python || $(BIN)/python -m venv --without-pip .venv-peers
	@$(UV) pip sync --quiet --python $(PEERS)/python --require-hashes benchmarks/peers.lock && touch $@ || true

.PHONY: bench
bench: $(READY) $(if $(filter-out gateway,$(ONLY)),,$(PEERS_READY)) ## Measure how fast, as ratios in one run (ONLY=name: one of benchmarks/)
	@missed=; for file in $(or $(ONLY:%=benchmarks/%.py),$(BENCHMARKS)); do echo; echo "== $$file"; \
		$(BIN)/python $$file || missed="$$missed $$file"; done; \
		test -z "$$missed" || { echo "Missed:$$missed"; exit 1; }

.PHONY: bench-gateway
bench-gateway: ## Measure the gateway beside nginx, Envoy and Traefik
	@$(MAKE) bench ONLY=gateway

.PHONY: lock
lock: $(READY) ## Write requirements.lock anew (UPGRADE=1: with today's newest versions)
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --group dev $(PROJECTS) -o requirements.lock
	@for folder in $(DEPLOYABLES); do $(COMPILE) $$folder/pyproject.toml $(SHARED) \
		-c requirements.lock -o $$folder/requirements.lock; done
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --group tools -o requirements-tools.lock
	@$(COMPILE) deploy/images/build.in -c requirements.lock -o deploy/images/build.lock
	@$(COMPILE) $(if $(UPGRADE),--upgrade) benchmarks/peers.in -o benchmarks/peers.lock

.PHONY: openapi
openapi: $(READY) ## Write the OpenAPI documents of the services and the gateway
	@$(BIN)/python -m local_stack.contract

.PHONY: sdk
sdk: $(READY) $(TOOLS_READY) ## Generate the Python and TypeScript clients into dist/
	@$(BIN)/python sdk/build.py

.PHONY: clean
clean: ## Remove data, letters and caches (not .venv)
	@if [ -d var ] && [ -x $(BIN)/python ]; then $(BIN)/python -m local_stack.forget; fi
	@rm -rf var build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .schemathesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
