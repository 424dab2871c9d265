#!/bin/sh
# Sets up .venv-openclip: torch and OpenCLIP, to make model packs and to test how they are made. Never the
# application's own environment. Nothing is done when it is there already.
set -eu
cd "$(dirname "$0")/.."

pins=packaging/requirements-openclip.txt
env=.venv-openclip
if cmp -s "$pins" "$env/installed.txt"; then
    exit 0
fi
echo "Setting up $env; the first time takes some minutes."
rm -rf "$env"
.venv/bin/python -m venv "$env"
install="$env/bin/python -m pip install --quiet --disable-pip-version-check"
torch=$(sed -n 's/^# \(torch==.*\)/\1/p' "$pins")
$install "$torch"
$install --no-deps -r "$pins"
cp "$pins" "$env/installed.txt"
