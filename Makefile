# Two commands on a fresh machine: `make demo` and `make test`. Python >= 3.11, pip and make are all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Three on two cores: much of what is tested waits for processes. The longest first, so that in the end nobody waits
# for the one who has all of that.
LONGEST_FIRST := $(addprefix tests/,acceptance integration unit repository)

.PHONY: demo up test bench chaos soak check lock clean

demo: $(READY)  ## play fourteen months of a generated book of 300 accounts
	@$(BIN)/tenure demo

up: $(READY)  ## start everything on this machine
	@$(BIN)/tenure up

test: check  ## everything that has to hold
	@$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder $(LONGEST_FIRST)

check: $(READY)  ## types, lint, walls between the rooms, journeys and mails
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/tenure check

bench: $(READY)  ## measured against the bare limit and against peers, on PostgreSQL
	@$(BIN)/python -m tests.benchmarks

# make chaos FAULTS="storm deaths" ENGINE=sqlite SIZE=0.1 SEED=7; without anything: all of it, for hours.
chaos: $(READY)  ## every fault at full size on both databases, and every guard taken out once
	@$(BIN)/python -m tests.chaos $(FAULTS) $(if $(ENGINE),--engine $(ENGINE)) --size $(or $(SIZE),1) --seed $(or $(SEED),1)

soak: $(READY)  ## an hour with all processes under load: memory and file descriptors (MINUTES=60, ENGINE=postgresql)
	@$(BIN)/python -m tests.soak --minutes $(or $(MINUTES),60) --engine $(or $(ENGINE),postgresql)

lock:  ## choose the newest versions that pyproject.toml allows
	uv pip compile pyproject.toml --extra embedded --group dev --universal --generate-hashes \
	    --no-emit-index-url --no-header --upgrade --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) .venv-bench var

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Tenure needs Python 3.11 or newer, this is " + sys.version.split()[0] + ": run make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing Tenure into $(VENV) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
