# demo · test · check (= what CI runs) · graph
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check install dev lint graph issues clean

install: .venv/installed
dev: .venv/dev

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	$(BIN)/python -m compileall -q src
	touch $@

.venv/dev: .venv/installed
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	touch $@

demo: install
	$(BIN)/baozhai predict data/starter/sample output=digests
	@echo
	@cat digests/云岫高新技术导报_2026-07-04_第A07版_pdf/digest.md
	@echo
	@echo "报摘在 digests/：digest.docx 用 Word 打开，digest.html 用浏览器打开"

test: dev
	$(BIN)/python -m pytest

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

graph: dev
	PATH="$(CURDIR)/.venv/bin:$$PATH" dvc repro

issues: dev
	$(BIN)/python benchmarks/typeset.py

clean:
	rm -rf .venv digests
