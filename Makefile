# Every target is also plain Python for machines without make: see "Without make" in README.md.
SHELL = /bin/sh
.DEFAULT_GOAL = help
.PHONY: help demo test bench check format clean dev

# The first of these that is 3.11 or newer; `make PYTHON=…` names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
RUN = .venv/bin/python

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile

demo: .venv/.ready  ## a nurturing journey: checked, tested, rehearsed on records, compiled
	@$(RUN) -m examples.demo

test: check  ## everything that must hold: style, types, tests
	$(RUN) -X warn_default_encoding -m pytest

check: dev  ## style and types alone
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

bench: dev  ## the speed bars; writes build/bench.json
	@grep -q bench .venv/.ready || $(PYTHON) .ci/set_up.py --bench || echo "bench: going on without its peers" >&2
	$(RUN) -m tests.bench

format: dev  ## lay out the code as the house does
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .

clean:  ## remove what was made, .venv too
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# .ready is written last and says what is in .venv: the core, or the development tools too.
dev: .venv/.ready
	@grep -q dev .venv/.ready || $(PYTHON) .ci/set_up.py --dev

.venv/.ready: pyproject.toml .ci/set_up.py .ci/lock/core.txt .ci/lock/dev.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "set-up: journeyc needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@$(PYTHON) .ci/set_up.py
