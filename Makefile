# One target a verb; `make help` lists them. Windows: the plain commands stand in README.md.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(if $(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes),$(name))))
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
BOOK := _build/html
FLAGS ?= -n -W --keep-going
PORT ?= 8000
# processes of tests: one more than cores, since some wait now and then
JOBS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo 2) + 1 )))

.PHONY: help book serve lab notebooks check test lint format pdf epub zip cards scorm slides wheel lite assignments collect grade grades room clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS=$$'\t' read -r verb text; do printf '  make %-11s %s\n' "$$verb" "$$text"; done

$(INSTALLED): requirements.txt pyproject.toml explorables/pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed and was not found (Debian: apt install python3 python3-venv)."; exit 1; fi
	@$(PYTHON) tools/install.py $(VENV)

book: $(INSTALLED) ## build the book (warnings are errors) and say where to open it
	@$(BIN)/python tools/build.py $(FLAGS)

serve: book ## show the book on http://localhost:8000 (PORT=…)
	@echo "http://localhost:$(PORT)/ (stop: Ctrl-C)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(BOOK) $(PORT)

lab: $(INSTALLED) ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab --notebook-dir=book

notebooks: $(INSTALLED) ## run every notebook and write it back in canonical form
	@$(BIN)/python tools/notebooks.py

check: $(INSTALLED) ## the quick check for daily work: both packages' tests, lint, types
	@$(BIN)/python tools/check.py

test: $(INSTALLED) ## run every check: mathematics, notebooks, lint, the built book in a browser
	@$(BIN)/python -m pytest -n $(JOBS)

lint: $(INSTALLED) ## lint, check formatting and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy --no-error-summary

format: $(INSTALLED) ## format Python files and notebooks
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

pdf: $(INSTALLED) ## print the whole book to _build/book.pdf with Chromium
	@$(BIN)/python tools/pdf.py

epub: $(INSTALLED) ## bind the whole book as _build/book.epub, for reading devices
	@$(BIN)/python tools/epub.py

zip: book ## pack the built book into _build/book.zip, to read offline
	@$(BIN)/python tools/pack.py

cards: book ## make an Anki deck of results and quizzes, _build/book.apkg
	@$(BIN)/python tools/cards.py

scorm: book ## pack a chapter for Moodle, Canvas or another LMS: CHAPTER=entropy
	@$(BIN)/python tools/scorm.py $(CHAPTER)

slides: book ## slides of a chapter with its figures alive, to open from disk: CHAPTER=entropy
	@$(BIN)/python tools/slides.py $(CHAPTER)

wheel: $(INSTALLED) ## build the wheels of glm_core and explorables into dist/
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist . ./explorables

lite: $(INSTALLED) ## the book with JupyterLite: notebooks that run in the reader's browser, opt-in
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tools/requirements-lite.txt
	@BOOK_LITE="about 50 MB" $(MAKE) book
	@$(BIN)/python tools/lite.py $(if $(RUNTIME),--runtime '$(RUNTIME)')

assignments: $(INSTALLED) ## release the class assignments, without solutions, to classroom/release/
	@cd classroom && for folder in source/*/; do \
	  $(abspath $(BIN))/python -m nbgrader generate_assignment --force --log-level=ERROR "$$(basename "$$folder")"; done
	@echo "The students' versions: $(CURDIR)/classroom/release/ (classroom/README.md says how to go on)"

CLASS := cd classroom && $(abspath $(BIN))/python -m machine

collect: $(INSTALLED) ## take in what a class handed in: FROM=folder or zip (ASSIGNMENT=… if no name says it)
	@[ -n "$(FROM)" ] || { echo "FROM must name a folder or a zip: make collect FROM=submissions.zip"; exit 1; }
	@from="$$(realpath -- "$(FROM)")" && $(CLASS).intake.collect "$$from" $(if $(ASSIGNMENT),--assignment '$(ASSIGNMENT)')

grade: $(INSTALLED) ## grade what is new or changed, each in a sandbox (AGAIN=yes, STUDENT=…, ASSIGNMENT=…, SANDBOX=…)
	@$(CLASS).grading.grade $(if $(ASSIGNMENT),--assignment '$(ASSIGNMENT)') $(if $(STUDENT),--student '$(STUDENT)') \
	  $(if $(AGAIN),--again) $(if $(SANDBOX),--sandbox '$(SANDBOX)')

grades: $(INSTALLED) ## write classroom/grades.csv, files for Canvas and Moodle, item analysis, feedback pages
	@$(CLASS).marks.grades

room: ## build the container in which `make grade` runs students' code, where there is no bubblewrap
	@engine=$$(command -v podman || command -v docker) || { echo "Neither Podman nor Docker is installed."; exit 1; }; \
	  "$$engine" build -t loss-functions-classroom -f classroom/machine/sandbox/Containerfile .

clean: ## remove everything that was built (the environment stays)
	@rm -rf _build dist build .pytest_cache .ruff_cache
