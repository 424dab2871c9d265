#!/bin/sh
# Makes the two locks again from pyproject.toml: exact versions with hashes, for Python 3.11 to 3.13 on every platform.
# Needs uv (https://docs.astral.sh/uv/). `sh packaging/lock.sh --upgrade` also takes newer versions within the ranges.
# No index, host or folder may get into the files: whoever installs decides where packages come from.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$@"
}
compile "$@" --output-file packaging/requirements.lock
compile "$@" --group dev --constraints packaging/requirements.lock --output-file packaging/requirements-dev.lock
