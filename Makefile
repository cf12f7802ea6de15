# Few verbs, the same here and in CI.  make chat | test | fast | test-engines | check | eval | bench | record
VENV   ?= .venv
WENSHU_HOST ?= 127.0.0.1
PORT   ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
            command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] <= (3,13))' \
            2>/dev/null && { echo $$p; break; }; done)
BIN    := $(VENV)/bin

.PHONY: chat test fast test-engines check eval bench record lock clean help
help:
	@sed -n '1s/^# //p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 到 3.13 / Python 3.11 to 3.13 is needed"; exit 1; }
	@echo "▸ 创建虚拟环境 / making the virtual environment ($(VENV))"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.runtime: $(BIN)/python requirements.lock pyproject.toml
	@echo "▸ 安装依赖，首次约 1 分钟 / installing, about a minute the first time"
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps -e .
	@$(BIN)/python -m compileall -q semantic_layer tools assistant evals || true
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@

chat: $(VENV)/.runtime          ## the page with the demo shop
	@$(BIN)/wenshu serve --host $(WENSHU_HOST) --port $(PORT)

test: $(VENV)/.dev              ## every test that needs no server
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not engines"

fast: $(VENV)/.dev              ## the inner loop, under a minute
	@$(BIN)/pytest -n 2 --dist loadgroup -m "not slow and not browser and not engines"

test-engines: $(VENV)/.dev      ## the same numbers from database servers, which the tests start (Debian's postgresql)
	@$(BIN)/pytest -m engines -rs tests/engines

check: $(VENV)/.dev             ## lint, format, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

eval: $(VENV)/.dev              ## all question sets of all shops, as tables, under their gates
	@$(BIN)/wenshu eval

bench: $(VENV)/.dev             ## speeds, as ratios side by side
	@$(BIN)/python -m evals.bench

record: $(VENV)/.dev            ## with a model in the settings the quality track, else the wire's cassettes (evals/README.md)
	@if [ -n "$$WENSHU_LLM_BASE_URL" ]; then $(BIN)/python -m evals.quality; \
	  else $(BIN)/pytest tests/assistant/agent --record-mode=rewrite -m vcr; fi

lock: $(BIN)/python             ## both lock files, without index hosts
	@$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes \
	  --no-emit-index-url --no-header --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --universal --generate-hashes \
	  --no-emit-index-url --no-header --quiet -o requirements-dev.lock -c requirements.lock

clean:
	rm -rf $(VENV) .wenshu .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
