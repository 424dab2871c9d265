#!/bin/sh
# Sets Orrery up in .venv: finds a Python, then packaging/setup.py does the rest.
#   sh packaging/setup.sh          what the application needs
#   sh packaging/setup.sh --dev    and what its tests and checks need
set -eu
cd "$(dirname "$0")/.."

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

# The environment's own Python first: it is the one that a second run needs.
for python in .venv/bin/python "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python; do
    if [ -n "$python" ] && fits "$python"; then
        exec "$python" packaging/setup.py "$@"
    fi
done

echo "Orrery needs Python 3.11, 3.12 or 3.13, and none was found here." >&2
if command -v apt-get >/dev/null 2>&1; then
    echo "To install one:  sudo apt-get install python3.11 python3.11-venv" >&2
fi
echo "If it is not on the PATH, name it:  make PYTHON=/path/to/python3.11 setup" >&2
exit 1
