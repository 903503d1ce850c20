# Every target is a thin line; the work is in scripts/ and in `clientmanager up`.
PYTHON ?= python3
INSIDE := .venv/bin/python
PREPARE := @command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, with its venv module." >&2; exit 1; }; $(PYTHON) scripts/bootstrap.py

.DEFAULT_GOAL := run
.PHONY: run demo dev test check lint lock bench bench-board bench-browser bench-flat clean

run:  ## everything, on ./data, at http://localhost:8000
	$(PREPARE)
	@exec $(INSIDE) -m clientmanager up

demo:  ## the same on ./data-demo, with a practice to try things in
	$(PREPARE)
	@DATA_DIR="$${DATA_DIR:-data-demo}" exec $(INSIDE) -m clientmanager up --demo

dev:  ## like run; changed sources are built and served again
	$(PREPARE)
	@exec $(INSIDE) -m clientmanager up --reload

test: check  ## everything that must hold; pytest's summary comes last
	@CHROMIUM="$$($(INSIDE) scripts/browser.py)" && export CHROMIUM && exec $(INSIDE) -m pytest --numprocesses 2 --dist loadfile

check lint:  ## format, lint and types
	$(PREPARE) --test
	@$(INSIDE) -m ruff format --check --quiet .
	@$(INSIDE) -m ruff check --quiet .
	@$(INSIDE) -m basedpyright

lock:  ## compile the lock files for every supported Python; needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --group test -o requirements-test.lock

bench:  ## measure the product beside its floor (ARGS=--quick: a small practice, short runs)
	$(PREPARE) --test
	@exec $(INSIDE) -m bench wire $(ARGS)

bench-board:  ## measure how soon fifty people see a card that one of them moves
	$(PREPARE) --test
	@exec $(INSIDE) -m bench board $(ARGS)

bench-browser:  ## measure in Chromium, from the user's action to the painted result
	$(PREPARE) --test
	@CHROMIUM="$$($(INSIDE) scripts/browser.py)" && export CHROMIUM && exec $(INSIDE) -m bench browser $(ARGS)

bench-flat:  ## the list in practices of 1,000 to 1,000,000 clients, in the database and the services alone
	$(PREPARE) --test
	@exec $(INSIDE) -m bench flat $(ARGS)

clean:  ## remove what can be made again; data stays
	rm -rf .venv .web .states build .pytest_cache .ruff_cache .hypothesis
