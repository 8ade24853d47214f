SHELL := /bin/bash
BIN := .venv/bin
export PYTHON
# Each process would compile all it imports anew: two seconds each, and the suite starts hundreds.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo test check format lock messages bench clean

help: ## what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/.stamp: bin/bootstrap requirements/dev.txt
	@bin/bootstrap

demo: .venv/.stamp ## everything with invented data: address and sign-ins are printed
	@$(BIN)/python manage.py demo $(ARGS)

test: .venv/.stamp ## all tests, on SQLite and PostgreSQL, with Chromium
	@bin/test $(ARGS)

check: .venv/.stamp ## format, lint, types, import floors, templates, translations, security
	@bin/check

format: .venv/.stamp ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: .venv/.stamp ## compile the translations
	$(BIN)/python bin/compile-messages

bench: .venv/.stamp ## speed as ratios within one run; see bench/README.md
	@$(BIN)/python -m bench.search && $(BIN)/python -m bench.sync

lock: .venv/.stamp ## resolve pyproject.toml into requirements/
	$(BIN)/uv pip compile -q pyproject.toml --extra postgres --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/runtime.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra postgres --group dev --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/dev.txt

clean: ## remove the environment (data under var/ stays)
	rm -rf .venv
