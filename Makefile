# Two commands do everything, on a machine with nothing but Python 3.11+ and make:
#   make run     check the seed documents and write the reports into build/
#   make test    lint, types, architecture and all tests
# Both make their own environment in .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready

.PHONY: run test lint types browser accept bench clean

run: $(STAMP)
	@mkdir -p build
	@$(BIN)/factcheck run seeds -o text -o markdown=build/seeds.md -o html=build/seeds.html -o json=build/seeds.json; \
	code=$$?; echo "build/seeds.html build/seeds.md build/seeds.json"; \
	if [ $$code -gt 1 ]; then exit $$code; fi

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(shell $(PYTHON) tests/which.py) $(ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

# make the committed reports again; read the difference before you commit it
accept: $(STAMP)
	$(BIN)/python tests/accept_reports.py
	git diff --stat reports

bench: $(STAMP)
	$(BIN)/python benchmarks/accuracy.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/compare.py

# a system Python that refuses `pip install`, or has no ensurepip, is no obstacle
$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || $(PYTHON) -m venv --without-pip $(VENV)
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; \
	then $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; \
	else $(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'; fi
	@touch $@

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .factcheck_cache
