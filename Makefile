# Two commands do everything, on a machine with nothing but Python 3.11 or later and make:
#   make run     check the seed documents and write the reports into build/
#   make test    lint, types, architecture and all tests
# Both make their own environment in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

.PHONY: run test lint types accept picture bench docs release compiled clean

run: $(STAMP)
	@mkdir -p build
	@$(BIN)/factcheck run seeds -o text -o markdown=build/seeds.md -o html=build/seeds.html -o json=build/seeds.json; \
	code=$$?; if [ $$code -gt 1 ]; then exit $$code; fi; \
	echo "build/seeds.html build/seeds.md build/seeds.json"

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(shell $(PYTHON) tests/which.py) $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

# make the committed reports and the figures in the README again; read the difference before you commit it
accept: $(STAMP)
	$(BIN)/python tests/accept_reports.py
	git diff --stat reports README.md

# the picture in the README, of reports/seeds.html; needs Debian's chromium and Chinese fonts
picture: $(STAMP)
	$(BIN)/python tests/make_picture.py

# the documentation as a site, in build/site
docs: $(STAMP)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[docs]'
	$(BIN)/python -m sphinx -q -W --keep-going docs build/site

# wheel and sdist, built and tried in fresh environments on every supported Python that this machine has
release: $(STAMP)
	$(BIN)/python tests/try_release.py

# a wheel in dist/ that reads half as much again in the same time, for this Python and machine; needs a C compiler
compiled: $(STAMP)
	HATCH_BUILD_HOOK_ENABLE_CUSTOM=1 $(BIN)/python -m hatchling build -t wheel -d dist

# accuracy, speed, comparison; RIVALS=PYTHON: beside the extractors that this interpreter can import
bench: $(STAMP)
	$(BIN)/python benchmarks/accuracy.py
	$(if $(RIVALS),$(BIN)/python benchmarks/rivals.py $(RIVALS))
	$(BIN)/python benchmarks/speed.py $(if $(RIVALS),--rivals $(RIVALS))
	$(BIN)/python benchmarks/compare.py 1e4 1e5

# a system Python that refuses `pip install`, or has no ensurepip, is no obstacle
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "factcheck needs Python 3.11 or later: make PYTHON=python3.12 …" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --clear --without-pip $(VENV)
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; \
	then $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; \
	else $(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; fi
	@touch $@

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .factcheck_cache .hypothesis
