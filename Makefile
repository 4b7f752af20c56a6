# What can be done here: make run, make test; setup and serve for a paper in earnest. See README.md.

PYTHON3 ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PYTHON := $(VENV)/bin/python

# The environment is complete when the stamp named after the requirements' digest exists.
RUNS := $(VENV)/runs-$(firstword $(shell cksum requirements.txt))
TESTS := $(VENV)/tests-$(firstword $(shell cksum requirements-dev.txt))

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
# Each worker's threads; a worker's database connections are as many, and one for its clock.
THREADS ?= 4

# The sample paper lives in a home of its own and never looks at the database of another.
SAMPLE := var/sample
SAMPLE_URL ?= http://$(HOST):$(PORT)
SAMPLE_ENV := env -u DATABASE_URL -u SECRET_KEY -u ALLOWED_HOSTS -u DEBUG -u BEHIND_TLS_PROXY -u GAZETTE_REVIEW_PROFILE \
	SECOND_FACTOR_DUE=nobody GAZETTE_HOME=$(SAMPLE) SITE_URL=$(SAMPLE_URL)

# The real paper's home and address; both can be given: make serve SITE_URL=https://www.example.cn
GAZETTE_HOME ?= var/paper
SITE_URL ?= http://$(HOST):$(PORT)
PAPER_ENV := env GAZETTE_HOME=$(GAZETTE_HOME) SITE_URL=$(SITE_URL)

SERVER := $(VENV)/bin/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) \
	--blocking-threads $(THREADS) --log-level warning gazette.wsgi:application

.PHONY: help run test audit setup serve bundle licences messages handbook requirements

help:
	@echo "make run           a sample paper on http://$(HOST):$(PORT), with accounts for every role"
	@echo "make test          all checks and tests, on SQLite and PostgreSQL (make test ARGS='-k wall')"
	@echo "make audit         what takes minutes: browsers, Lighthouse, axe, the W3C checker, nginx, kills (wants Chromium, Node, Java, nginx)"
	@echo "make setup         an empty paper in earnest, in $(GAZETTE_HOME)"
	@echo "make serve         serve it"
	@echo "make bundle        one file to install from without a network: source, wheels, install.sh"
	@echo "make licences      write the licences of all packages into docs/licences.md"
	@echo "make messages      collect what can be translated into locale/, and compile it"
	@echo "make handbook      take the pictures of docs/handbook anew, from the sample paper (wants Chromium)"
	@echo "make requirements  compile requirements*.in to exact versions"

$(RUNS) $(TESTS):
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Gazette needs Python 3.11 or newer: make PYTHON3=/path/to/python3.11" >&2; exit 1; }
	@test -x $(PYTHON) || $(PYTHON3) -m venv $(VENV)
	@echo "Installing what $(if $(findstring tests,$@),requirements-dev.txt,requirements.txt) lists ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r $(if $(findstring tests,$@),requirements-dev.txt,requirements.txt)
	@touch $@

# A sample that was not made to its end has no accounts.txt and is made anew.
run: $(RUNS)
	@$(call refuse_taken_port)
	@test -e $(SAMPLE)/accounts.txt || rm -rf $(SAMPLE)
	@$(call make_secret_key,$(SAMPLE))
	@$(SAMPLE_ENV) $(PYTHON) manage.py migrate --verbosity 0
	@$(call collect_static,$(SAMPLE_ENV),$(SAMPLE))
	@test ! -e $(SAMPLE)/accounts.txt || $(SAMPLE_ENV) $(PYTHON) manage.py renew_pictures > /dev/null
	@test -e $(SAMPLE)/accounts.txt || { echo "Making the sample paper ..."; \
		(umask 077; : > $(SAMPLE)/accounts.new) \
		&& $(SAMPLE_ENV) $(PYTHON) manage.py load_sample_paper > $(SAMPLE)/accounts.new \
		&& mv $(SAMPLE)/accounts.new $(SAMPLE)/accounts.txt; }
	@cat $(SAMPLE)/accounts.txt
	@echo "The paper: $(SAMPLE_URL)/   the newsroom: $(SAMPLE_URL)/admin/   (stop with Ctrl-C)"
	@exec $(SAMPLE_ENV) $(SERVER)

test: $(TESTS)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	find templates articles staff -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	$(VENV)/bin/lint-imports --no-logo
	env -u DATABASE_URL GAZETTE_HOME=var/checks $(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) -W ignore -m tests $(ARGS)

audit: $(TESTS)
	$(PYTHON) -W ignore -m tests.audit $(ARGS)

setup: $(RUNS)
	@$(call make_secret_key,$(GAZETTE_HOME))
	@$(PAPER_ENV) $(PYTHON) manage.py migrate --verbosity 0
	@$(call keep_from_others,$(GAZETTE_HOME))
	@$(call collect_static,$(PAPER_ENV),$(GAZETTE_HOME))
	@$(PAPER_ENV) $(PYTHON) manage.py renew_pictures
	@$(PAPER_ENV) $(PYTHON) manage.py setup_paper --unless-founded

serve: $(RUNS)
	@$(call refuse_taken_port)
	@said=$$($(PAPER_ENV) $(PYTHON) manage.py migrate --check --verbosity 0 2>&1 >/dev/null) \
		|| { echo "$${said:-The paper's database is not up to date: make setup}" >&2; exit 1; }
	@$(call collect_static,$(PAPER_ENV),$(GAZETTE_HOME))
	@echo "The paper: $(SITE_URL)/   the newsroom: $(SITE_URL)/admin/   (stop with Ctrl-C)"
	@exec $(PAPER_ENV) $(SERVER)

# What is committed, and the wheels of all that is pinned, for this machine's kind and this Python's version.
bundle: $(RUNS)
	@set -eu; umask 022; \
	name=gazette-$$(git log -1 --date=format:%Y%m%d --format=%cd-%h); folder=var/bundle/$$name; \
	rm -rf "$$folder"; mkdir -p "$$folder/wheels"; \
	git archive --format=tar --output="$$folder/source.tar" HEAD; \
	git show HEAD:requirements.txt > "$$folder/wheels/requirements.txt"; \
	$(PYTHON) -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary=:all: \
		--dest "$$folder/wheels" -r "$$folder/wheels/requirements.txt"; \
	$(PYTHON) -c 'import platform, sys; print("%d.%d %s" % (*sys.version_info[:2], platform.machine()))' \
		> "$$folder/wheels/MADE_FOR"; \
	git show HEAD:deploy/install.sh > "$$folder/install.sh"; chmod 755 "$$folder/install.sh"; \
	(cd "$$folder" && find . -type f ! -name SHA256SUMS -exec sha256sum {} + > SHA256SUMS); \
	tar -C var/bundle -cf "$$folder.tar.part" "$$name"; mv "$$folder.tar.part" "$$folder.tar"; rm -r "$$folder"; \
	echo "$$folder.tar"

licences: $(RUNS)
	@$(PYTHON) -m gazette.operations.licences requirements.txt > docs/licences.new && mv docs/licences.new docs/licences.md

messages: $(TESTS)
	$(PYTHON) manage.py makemessages -l zh_Hans --no-location --no-obsolete --no-wrap -e html,txt,py,xml -i 'tests/*' -i 'var/*' -i '.venv/*' -i 'articles/sample/pages/*'
	$(PYTHON) manage.py makemessages -l zh_Hans -d djangojs --no-location --no-obsolete --no-wrap -i 'var/*' -i '.venv/*'
	$(PYTHON) manage.py compilemessages -l zh_Hans --ignore .venv

handbook: $(TESTS)
	$(PYTHON) docs/handbook/take_pictures.py

# uv is fetched for this one purpose, and asks the package index that pip is configured with.
requirements:
	@set -eu; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(PYTHON3) -m venv "$$folder"; \
	"$$folder/bin/pip" install --quiet --disable-pip-version-check uv; \
	index=$$("$$folder/bin/pip" config get global.index-url 2>/dev/null || true); \
	for name in requirements requirements-dev; do \
		UV_CUSTOM_COMPILE_COMMAND="make requirements" UV_DEFAULT_INDEX="$${PIP_INDEX_URL:-$${index:-https://pypi.org/simple}}" \
			"$$folder/bin/uv" pip compile --quiet --generate-hashes --python-version 3.11 $$name.in -o $$name.txt; \
	done

# A key that nobody else can read, made once; a key in the environment (SECRET_KEY) goes before it.
define make_secret_key
mkdir -p $(1) && { test -s $(1)/secret_key || (umask 077; \
	$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $(1)/secret_key); }
endef

# Readers' files may be read by nginx; the database and the newsroom's pictures by nobody else on the machine.
define keep_from_others
mkdir -p $(1)/private && chmod 700 $(1)/private && { test ! -e $(1)/paper.sqlite3 || chmod 600 $(1)/paper.sqlite3*; }
endef

# Only when something changed: it compresses every file anew.
define collect_static
{ test -e $(2)/static/staticfiles.json && \
	test -z "$$(find $(RUNS) $(wildcard */static) -newer $(2)/static/staticfiles.json)"; } \
	|| $(1) $(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0
endef

# Two servers can share one port without a word (SO_REUSEPORT); readers would get the one or the other.
define refuse_taken_port
case "$(PORT)" in *[!0-9]*|""|??????*) echo "PORT is '$(PORT)', but a number is expected: make $@ PORT=8001" >&2; exit 1;; esac; \
$(PYTHON) -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("$(HOST)", $(PORT))) == 0)' \
	|| { echo "Port $(PORT) of $(HOST) is taken: make $@ PORT=8001" >&2; exit 1; }
endef
