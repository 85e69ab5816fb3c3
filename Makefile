# The portal's commands. Each is a line of `launch/`, which needs nothing but Python 3.11 to 3.13.
# No path is named here: a folder with spaces or accents in its name works too.

PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help run test check demo-reset format lock

help:  ## say what can be typed here
	@$(PYTHON) -m launch help

run:  ## run the portal with its demo on this machine (PORT=8001 make run)
	@$(PYTHON) -m launch run

test:  ## check the code, then run every test (make test DATABASE_URL=postgres://…)
	@$(PYTHON) -m launch test

check:  ## check the code without running the tests
	@$(PYTHON) -m launch check

demo-reset:  ## empty the demo's database and fill it anew
	@$(PYTHON) -m launch demo-reset

format:  ## give code and templates the form that `make check` asks for
	@$(PYTHON) -m launch format

lock:  ## write the lock files anew after a change of pyproject.toml
	@$(PYTHON) -m launch lock
