# What a person needs: `make demo` to see it work, `make test` to know it works. Everything is set
# up in .venv on the first call; later calls need no network.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.base-installed
PUBLISH := $(VENV)/.publish-installed
DEV := $(VENV)/.dev-installed
STANDARDS ?= ../shared/standards
CORPORA ?= ../shared/corpora
FORMATS := newsml-g2,newsml-g2-package,ninjs,jsonld,jsonld-page,nquads,ntriples,turtle,trig,rdfxml,json,text

.PHONY: help demo test test-all check format bench nasty golden docs vocabularies lock clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(BASE): requirements/base.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q archive
	@touch $@

$(PUBLISH): requirements/publish.txt $(BASE)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/publish.txt
	@touch $@

$(DEV): requirements/dev.txt $(PUBLISH)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(PUBLISH)  ## validate the samples, convert them into every format, publish them
	@echo "Validating samples/good ..."
	@$(BIN)/press-archive validate samples/good
	@echo "Converting them into $(FORMATS) ..."
	@$(BIN)/press-archive convert samples/good -t $(FORMATS) -o demo --include-embargoed --include-drafts --manifest demo/manifest.jsonl
	@echo "Comparing what NewsML-G2, JSON-LD and N-Quads say with the samples ..."
	@for suffix in xml jsonld nq; do $(BIN)/press-archive diff samples/good "demo/*/release.$$suffix"; done
	@echo
	@echo "Look at:"
	@for suffix in xml package.xml ninjs.json jsonld page.jsonld nq ttl rdf txt; do ls demo/*/release.$$suffix | head -1 | sed 's/^/  /'; done
	@echo "  demo/manifest.jsonl   what became of every source"
	@$(BIN)/press-archive validate samples/bad --quiet --exit-zero --report html=demo/report.html > demo/report.txt
	@echo "  demo/report.html       releases with faults, for people: open it in a browser"
	@echo "  demo/report.txt        the same, as the command line says it"
	@echo
	@echo "Publishing the samples ..."
	@$(BIN)/press-archive --config samples/press-archive.toml publish samples/good -o demo/site --base-url https://press.example.org/ > demo/published.txt
	@echo "  demo/site/index.html   the published collection: open it in a browser, or, with its search:"
	@echo "                         $(BIN)/press-archive serve demo/site"
	@echo "  demo/published.txt     what was held back, and why"

test: $(DEV)  ## run the tests
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(DEV)  ## run the tests, the slow ones too
	$(BIN)/python -m pytest -n 2

check: $(DEV)  ## layout, types, floors, and docs in step with the code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py tests/test_docs.py

format: $(DEV)  ## put the code into its layout
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV) build/newsmlg2/.installed build/checkjsonschema/.installed  ## measure against the straightforward way and others' tools (figures: docs/performance.md)
	PRESS_ARCHIVE_NEWSMLG2=$(CURDIR)/build/newsmlg2/bin/python PRESS_ARCHIVE_CHECK_JSONSCHEMA=$(CURDIR)/build/checkjsonschema/bin/python $(BIN)/python -m bench

nasty: $(DEV)  ## try hostile files: does each end as their index says?
	$(BIN)/python -m tests.nasty $(CORPORA) --fs

# tools of others that judge or are measured, each in an environment of its own
build/%/.installed: requirements/%.txt
	$(PYTHON) -m venv build/$*
	build/$*/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

golden: $(BASE)  ## rewrite the renditions beside the samples; read the difference before you commit it
	$(BIN)/python -m tests.golden

docs: $(BASE)  ## rewrite the pages that are made from the code
	$(BIN)/python -m docs.make

vocabularies: $(BASE)  ## derive the code lists in schemas/ from the official files
	$(BIN)/python -m archive.vocabularies $(STANDARDS)

COMPILE := uv pip compile --no-strip-extras --no-config --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q
JUDGES := publication ckan moto newsmlg2 extruct reports browser ci-judges checkjsonschema

lock:  ## resolve the requirements anew (needs uv and the network)
	$(COMPILE) requirements/base.in -o requirements/base.txt
	$(COMPILE) -c requirements/base.txt requirements/dev.in -o requirements/dev.txt
	$(COMPILE) -c requirements/base.txt -c requirements/dev.txt requirements/cluster.in -o requirements/cluster.txt
	$(COMPILE) -c requirements/base.txt requirements/publish.in -o requirements/publish.txt
	$(COMPILE) -c requirements/base.txt requirements/fuzz.in -o requirements/fuzz.txt
	for name in $(JUDGES); do $(COMPILE) requirements/$$name.in -o requirements/$$name.txt || exit 1; done

clean:  ## remove what the other targets made
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
