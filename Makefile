# The portal's commands. Each sets up what it needs first, which takes no time when nothing changed.
PYTHON ?= python3
export PORT ?= 8000
MANAGE := .venv/bin/python manage.py
ARGS ?=

.PHONY: run setup test check bench soak

run: export SPEC_REMOTE_REFUGE ?= $(CURDIR)/var/demo/refuge.git
run: ## serve the portal on 127.0.0.1:$(PORT)
	@$(PYTHON) -m ssd_portal.ports "$(PORT)"
	@$(PYTHON) scripts/setup.py run
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) bootstrap_demo || echo "The portal starts as it is."
	@echo "The portal is at http://127.0.0.1:$(PORT); Ctrl-C ends it."
	@exec $(MANAGE) serve --jobs

setup: ## everything the other commands need
	@$(PYTHON) scripts/setup.py run
	@$(PYTHON) scripts/setup.py dev

test: ## the whole suite; ARGS="-k name" narrows it
	@$(PYTHON) scripts/setup.py test
	@.venv/bin/python scripts/run_tests.py $(ARGS)

check: ## everything that must hold before a change is taken
	@$(PYTHON) scripts/setup.py dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/djlint --quiet --lint templates
	.venv/bin/lint-imports --no-logo
	DEBUG=1 $(MANAGE) makemigrations --check --dry-run
	.venv/bin/python scripts/run_tests.py

bench: ## the benchmarks, as a table and in var/bench.json
	@$(PYTHON) scripts/setup.py test
	@.venv/bin/python -m tests.performance $(ARGS)

soak: ## the long tests in full, of which `check` runs a sample
	@$(PYTHON) scripts/setup.py test
	@SOAK=1 .venv/bin/python scripts/run_tests.py -m soak $(ARGS)
