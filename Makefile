# Thin on purpose: the work is in packaging/ and pyproject.toml. `make` alone lists what there is.
.PHONY: help run setup setup-dev test test-openclip check bench bench-each bench-openclip pictures walk lock demo-sounds translations wheel clean

PY    := .venv/bin/python
TESTS  ?=

help:
	@echo "make run      set everything up and start Orrery on the demo library (off screen where there is no display)"
	@echo "make setup    set everything up and stop there"
	@echo "make test     run all tests (TESTS=tests/media for some of them)"
	@echo "make test-openclip  run the tests of making packs from OpenCLIP's models, in an environment of their own"
	@echo "make check    ruff, pyright, import-linter"
	@echo "make bench    measure search against NumPy and other libraries, in one table"
	@echo "make bench-each   run the other benchmarks, one by one"
	@echo "make bench-openclip  pictures a second against OpenCLIP in PyTorch, in an environment of its own"
	@echo "make translations  gather the window's words into resources/translations and compile them"
	@echo "make pictures draw the window in all its states, off screen (FILES=folder for a large library)"
	@echo "make walk     go through the window on a virtual display with mouse and keyboard (needs xvfb and xdotool)"
	@echo "make wheel    build the wheel into dist/"
	@echo "make lock     make the locks of the dependencies again (needs uv)"
	@echo "make clean    remove what was built; the virtual environment and your libraries stay"

run: setup
	@$(PY) packaging/run.py

setup:
	@sh packaging/setup.sh

setup-dev:
	@sh packaging/setup.sh --dev

test: setup-dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest $(TESTS)

# torch and OpenCLIP never enter the application's environment.
test-openclip: setup-dev
	@sh packaging/openclip.sh
	.venv-openclip/bin/python -m pytest -c tests/openclip/pytest.ini tests/openclip tests/recipes/test_starter_sound.py

# pyright would ask the package index for newer versions of itself; nothing here needs that.
check: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 .venv/bin/pyright
	.venv/bin/lint-imports

# One table, `make bench`; SIZES="10000 100000" for some sizes, LONG=1 also for what takes minutes, such as HNSW over a
# million vectors. What Orrery is compared with is no part of the application: it is installed here, where it can be.
SIZES ?= 10000 100000 1000000
bench: setup-dev
	-@$(PY) -m pip install --quiet --disable-pip-version-check --group bench
	$(PY) tests/benchmarks/run.py --sizes $(SIZES)

# FILES names a folder of photos, sounds and texts to decode and index; the more, the truer.
FILES ?= resources/demo
bench-each: setup-dev
	QT_QPA_PLATFORM=offscreen $(PY) tests/benchmarks/bench_map.py
	QT_QPA_PLATFORM=offscreen $(PY) tests/benchmarks/bench_results.py --library 20000
	$(PY) tests/benchmarks/bench_mapping.py
	$(PY) tests/benchmarks/bench_library.py --count 20000
	$(PY) tests/benchmarks/bench_encoding.py --seconds 2
	$(PY) tests/benchmarks/bench_media.py $(FILES) 1000
	$(PY) tests/benchmarks/bench_ingest.py $(FILES)
	$(PY) tests/benchmarks/bench_joining.py

# Against OpenCLIP in PyTorch, on the same photographs in one run.
bench-openclip: setup-dev
	@sh packaging/openclip.sh
	$(PY) tests/benchmarks/bench_openclip.py

pictures: setup-dev
	$(PY) packaging/pictures.py $(if $(filter-out resources/demo,$(FILES)),--files $(FILES))

walk: setup-dev
	$(PY) packaging/walk.py

wheel: setup-dev
	$(PY) -m pip wheel . --no-deps --no-build-isolation --wheel-dir dist

lock:
	@sh packaging/lock.sh

demo-sounds: setup
	$(PY) resources/demo/make_sounds.py

# After a change of words: fill in what is unfinished in the .ts files (pyside6-linguist shows them), then run it again.
translations: setup-dev
	$(PY) packaging/translations.py

clean:
	rm -rf build dist .pytest_cache .ruff_cache .import_linter_cache
