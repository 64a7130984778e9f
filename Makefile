# Every check runs with the tools of one environment: .venv when `./install.sh --test` made it, else what is on PATH.
PYTHON ?= $(shell test -x .venv/bin/python && echo .venv/bin/python || command -v python3)
BIN := $(dir $(PYTHON))
WORKERS ?= 2
COMPILE = uv pip compile -q $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help check format format-check lint types layers test test-fast security fuzz coverage bench accuracy pictures requirements demo wheel clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "make %-14s %s\n", $$1, $$2 }'

check: format-check lint types layers test ## everything a merge needs: format, lint, types, layers, all tests

format: ## rewrite the sources in the one format
	$(BIN)ruff format .
	$(BIN)ruff check --fix-only --quiet .

format-check:
	$(BIN)ruff format --check --output-format concise .

lint: ## ruff's rules, and shellcheck where it is installed
	$(BIN)ruff check --output-format concise .
	@if command -v shellcheck >/dev/null; then shellcheck -x install.sh .ci/run; else echo "shellcheck is not installed: shell scripts not linted"; fi

types: ## strict types of core, governance and analysis
	$(BIN)mypy

layers: ## who may import whom (.importlinter)
	$(BIN)lint-imports

test: ## all tests, those with the real 0.5B model included when AIWS_TEST_GGUF names it
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup

test-fast: ## tests without a real model and without the slow ones
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup -m "not real_model and not slow and not security"

security: ## what takes long of the security tests: every byte, 1,000 killed writers (minutes)
	$(PYTHON) -m pytest -m security --timeout 3600

fuzz: ## statements nobody wrote against the guard: COUNT=100000 SEED=any FIRST=0 SECONDS=0 (half an hour)
	PYTHONPATH=src:tests $(PYTHON) -m support.fuzzing --count $(or $(COUNT),100000) --first $(or $(FIRST),0) \
		--seconds $(or $(SECONDS),0) --seed "$(SEED)"

COVERED := */governance/sql/*.py,*/governance/rights/access.py,*/governance/rights/policy*.py,*/governance/rights/masks.py,*/governance/rights/permitted.py,*/governance/rights/identify.py,*/governance/rights/tokens.py,*/governance/audit/*.py,*/governance/warehouse.py
coverage: ## branches of guard, access, policy, identity and audit that their tests reach; fails below 100 %
	$(PYTHON) -m coverage run -m pytest -q tests/governance
	$(PYTHON) -m coverage report --fail-under 100 --show-missing --skip-covered --include "$(COVERED)"

bench: ## measure what the project promises in numbers (needs the demo data and a model)
	set -e; for benchmark in $(filter-out benchmarks/accuracy.py,$(wildcard benchmarks/*.py)); do echo "== $$benchmark"; $(PYTHON) $$benchmark; done

accuracy: ## measure right answers with a real model: MODEL=file.gguf, EVAL_DIR=folder of suite folders (hours)
	EVAL_DIR="$(EVAL_DIR)" $(PYTHON) -m pytest -q tests/evaluation/test_nothing_given_away.py
	$(PYTHON) benchmarks/accuracy.py --model "$(MODEL)" $(if $(EVAL_DIR),--suites "$(EVAL_DIR)") --out "$(or $(OUT),accuracy)"

pictures: ## draw the terminal pictures of docs/ anew: MODEL=file.gguf ONLY=name IN=ko DEMO=file.duckdb
	PYTHONPATH=src:tests:scripts $(PYTHON) -m pictures --model "$(MODEL)" --only "$(ONLY)" --language "$(IN)" --demo "$(DEMO)"

requirements: ## pin again after a change in pyproject.toml (UPGRADE=1: newest versions); needs uv
	$(COMPILE) --extra embedded --extra python -o requirements/runtime.txt pyproject.toml
	$(COMPILE) --extra embedded --extra python --extra snowflake -c requirements/runtime.txt -o requirements/snowflake.txt pyproject.toml
	$(COMPILE) --extra embedded --extra python --extra snowflake --extra dev -c requirements/snowflake.txt -o requirements/dev.txt pyproject.toml
	$(COMPILE) -c requirements/dev.txt -o requirements/build.txt requirements/build.in
	$(COMPILE) -o requirements/fakesnow.txt requirements/fakesnow.in
	echo "pip>=25.3" | $(COMPILE) -o requirements/pip.txt -

demo: ## install for this user and answer one question on the demo data
	./install.sh --demo

wheel: ## build dist/aiws_cli-*.whl with the pinned build backend
	$(PYTHON) -m pip wheel --quiet --no-deps --no-build-isolation -w dist .

clean: ## remove what building and testing leave in the checkout
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
