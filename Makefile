# `make` alone lists what there is. Everything installs what it needs; all that must be here is Python 3.11 or 3.12.
# VISAVIS_HOME and VISAVIS_PORT choose the data directory and the first port: make up VISAVIS_PORT=8100

.DEFAULT_GOAL := help
.PHONY: help demo up down mailbox backup restore doctor test test-fast drills audit lint format typecheck screens snapshots client migrate env dev models models-environment environment dev-environment

VISAVIS := .venv/bin/visavis
PYTHON_SOURCES := packages backend-core ai-worker media-server tests infra conftest.py

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[36m%-18s\033[0m %s\n", $$1, $$2 }' Makefile

demo: environment ## Start the platform and watch a virtual candidate hold an interview
	@$(VISAVIS) demo

up: environment ## Start the platform on http://localhost:8000; Ctrl-C stops it
	@$(VISAVIS) up

down: ## Stop the platform, wherever it was started
	@if [ -x $(VISAVIS) ]; then $(VISAVIS) down; else echo "Nothing is installed here, so nothing runs."; fi

mailbox: environment ## Show the letters that the platform has written, where no mail server is set
	@$(VISAVIS) mailbox

backup: environment ## Save database and files into TO (backups), also while the platform runs
	@$(VISAVIS) backup $(TO)

restore: environment ## Put the backup FROM back, of a platform that is stopped; REPLACE=yes throws away what is there
	@$(VISAVIS) restore $(if $(REPLACE),--replace) $(FROM)

doctor: environment ## Check whether this machine can run the platform
	@$(VISAVIS) doctor

env: ## Make .env for docker compose, with fresh secrets
	@infra/make-env.sh

dev: ## Run the platform in containers that reload when a file changes
	DEV_UID=$$(id -u) DEV_GID=$$(id -g) docker compose -f docker-compose.yml -f docker-compose.dev.yml up --build

test: dev-environment ## Run every test
	@infra/test.sh

test-fast: dev-environment ## Run the tests that take no longer than ten seconds each
	.venv/bin/pytest -m "not slow"

drills: dev-environment ## Make everything go wrong COUNT times each, and show what was measured; K="killed" does that alone
	DRILL_COUNT=$(COUNT) .venv/bin/pytest -o timeout=0 tests/chaos tests/security $(if $(K),-k "$(K)")

lint: dev-environment ## Check style and the rules between packages
	.venv/bin/ruff check $(PYTHON_SOURCES)
	.venv/bin/ruff format --check $(PYTHON_SOURCES)
	.venv/bin/lint-imports
	$(VISAVIS) npm run lint

format: dev-environment ## Put the code into its one format
	.venv/bin/ruff check --fix $(PYTHON_SOURCES)
	.venv/bin/ruff format $(PYTHON_SOURCES)
	$(VISAVIS) npm run format

typecheck: dev-environment ## Check the types, strictly
	.venv/bin/mypy
	$(VISAVIS) npm run typecheck

audit: dev-environment ## Look for known vulnerabilities of what is used, and for secrets among the sources
	@.venv/bin/python infra/audit.py

screens: dev-environment ## Take pictures of every page, some of them for the README; NAMES="home room" takes those
	.venv/bin/python tests/support/screens.py $(NAMES)

snapshots: dev-environment ## Take the pictures anew that the front end's tests compare key screens with
	$(VISAVIS) npm run snapshots

client: dev-environment ## Make the front end's client and the list in docs/api.md from the API's description
	.venv/bin/python -m backend_core.openapi > frontend/openapi.json.new
	mv frontend/openapi.json.new frontend/openapi.json
	$(VISAVIS) npm run client
	.venv/bin/python -m backend_core.api_guide docs/api.md

migrate: dev-environment ## Bring the database to the newest schema; m="what changes" writes a new migration
	@$(VISAVIS) migrate $(if $(m),--message "$(m)")

models: environment ## Fetch the local models that .env names; NAMES="whisper-small kure-v1" fetches those
	@$(VISAVIS) models download $(NAMES)

models-environment: environment ## Install what local models need: Whisper, GGUF language models, embeddings
	@infra/bootstrap.sh --models

environment:
	@infra/bootstrap.sh

dev-environment:
	@infra/bootstrap.sh --dev
