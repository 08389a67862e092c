# Two commands suffice: `make run` and `make test`. The rest is for whoever changes the code.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# As on another day, e.g. `make test MOVED=2027-12-31T23:50`; see tests/moved/. With other keys, ids, order and speed, e.g.
# `make test-browser SHAKEN=7`; see tests/shaken.py.
PYTEST := $(BIN)/python -m $(if $(MOVED),tests.moved $(MOVED),pytest) $(if $(SHAKEN),-p tests.shaken)
export DEVELOPMENT ?= true
export SHAKEN
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Byte code is kept, also where the environment would rather have none: compiling takes longer than many a test.
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test test-api test-pages test-races test-slow test-browser test-contract test-live test-ci check bench cluster drill proof fmt messages lock extension chromium clean

# With DEMO_CALENDAR=1, a calendar server runs beside it, and the demo's Ana has connected it.
run: $(VENV)/$(if $(DEMO_CALENDAR),dev-ready,run-ready)
	@exec $(BIN)/python -m scheduler.run --port $(PORT) $(if $(DEMO_CALENDAR),--calendar)

# The tiers, as docs/decisions/0018 divides them: `page` is given to tests by tests/tiers.py.
OTHERS := slow or browser or race or walk or contract or fuzz
# Folders of other tiers: importing and collecting them takes a tenth of what all tests take.
ELSEWHERE := --ignore=tests/browser --ignore=tests/concurrency --ignore=tests/calendars/contract

test: $(VENV)/dev-ready locale/whole.json
	$(PYTEST) -n 2 --dist worksteal --hypothesis-profile=sample $(ELSEWHERE) -m "not (page or $(OTHERS))"

test-pages: $(VENV)/dev-ready locale/whole.json
	$(PYTEST) -n 2 --dist worksteal --hypothesis-profile=sample $(ELSEWHERE) -m "page and not ($(OTHERS))"

# Generated requests to the API.
test-api: $(VENV)/dev-ready locale/whole.json var/schemathesis/ready
	$(PYTEST) -n 2 --dist worksteal -m "fuzz and not slow"

test-races: $(VENV)/dev-ready locale/whole.json
	$(PYTEST) -n 2 --dist worksteal -m "(race or walk or hypothesis) and not slow"

test-slow: $(VENV)/dev-ready locale/whole.json var/schemathesis/ready
	$(PYTEST) -m "slow or hypothesis" --hypothesis-profile=search

test-contract: $(VENV)/dev-ready locale/whole.json
	$(PYTEST) -m "contract"

# Real accounts, with credentials from the environment (docs/calendars.md); without, each says why it is skipped.
test-live: $(VENV)/dev-ready locale/whole.json
	$(PYTEST) -rs tests/calendars/contract -k live

test-browser: $(VENV)/dev-ready locale/whole.json chromium
	$(PYTEST) -n 2 --dist worksteal -m "browser and not slow"

# All of CI's tests in three runs: each collects anew, and at its end one core waits for the other. Generated input is
# tried once, with all its examples.
test-ci: $(VENV)/dev-ready locale/whole.json var/schemathesis/ready chromium
	$(PYTEST) -n 2 --dist worksteal $(ELSEWHERE) -m "not ($(OTHERS) or hypothesis)"
	$(PYTEST) -n 2 --dist worksteal -m "(race or walk or hypothesis) and not slow"
	$(PYTEST) -n 2 --dist worksteal -m "(fuzz or browser) and not slow or contract"

check: $(VENV)/dev-ready
	@$(BIN)/python -m pip --disable-pip-version-check check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check --quiet templates
	$(BIN)/djangofmt check templates --extend-exclude templates/500.html
	$(BIN)/mypy core accounts deliveries calendars pages links bookings customer owner api scheduler
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: $(VENV)/dev-ready locale/whole.json
	$(BIN)/python -m tests.bench

# Needs root, and the packages that docs/cluster.md names; where they are missing it says so and ends. More rounds of each
# fault: make cluster ROUNDS=5.
cluster: $(VENV)/dev-ready var/patroni/ready
	$(BIN)/python -m tests.cluster --rounds $(or $(ROUNDS),1) $(if $(ONLY),--only "$(ONLY)")

# The system's own Python: PostgreSQL's user has to reach it.
var/patroni/ready:
	@-/usr/bin/python3 -m venv var/patroni && \
		var/patroni/bin/pip install --quiet --disable-pip-version-check "patroni[etcd3]==4.1.5" "psycopg[binary]" && touch $@

# The upgrade and the restore of docs/operating.md, under bookings; needs nginx. From another release: make drill BEFORE=v1.
drill: $(VENV)/dev-ready
	$(BIN)/python -m tests.drill $(if $(BEFORE),--before $(BEFORE))

# Every promise attacked at the size of a release, in pieces; begins where it was broken off.
proof: $(VENV)/dev-ready locale/whole.json var/schemathesis/ready
	$(BIN)/python -m tests.proof $(if $(ONLY),--only "$(ONLY)")

fmt: $(VENV)/dev-ready
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .
	$(BIN)/djangofmt --quiet templates

# Collects what is to be translated; needs gettext (Debian: apt-get install gettext).
messages: $(VENV)/dev-ready
	$(BIN)/python manage.py messages --verbosity 0

# What the languages are read from. After a change of theirs it is made again.
locale/whole.json: $(wildcard locale/*/LC_MESSAGES/django.po) locale/django.pot locale/customers.txt
	@$(BIN)/python manage.py compile_languages

lock: $(VENV)/dev-ready
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --extra trial \
		--output-file requirements-trial.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --extra dev \
		--allow-unsafe --output-file requirements-dev.lock pyproject.toml

# The Chrome extension as a file, for the store; Settings > Chrome extension offers the same.
extension: $(VENV)/run-ready
	@$(BIN)/python manage.py extension

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ echo "Browser tests need Chromium, e.g.: apt-get install chromium chromium-headless-shell"; exit 1; }

var/schemathesis/ready:
	@$(PYTHON) -m venv var/schemathesis
	@var/schemathesis/bin/pip install --quiet --disable-pip-version-check "schemathesis==4.32.5"
	@touch $@

clean:
	rm -rf $(VENV) staticfiles var dist locale/whole.json locale/*/LC_MESSAGES/django.mo

$(VENV)/run-ready: requirements-trial.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Admit One needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-trial.lock
	@touch $@

$(VENV)/dev-ready: requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with PYTHON=...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
