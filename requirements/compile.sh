#!/bin/sh
# Compiles the lock files anew, with hashes and without naming any registry.
set -eu
cd "$(dirname "$0")"
for name in base local dev; do
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header "$@" "$name.in" -o "$name.lock"
done
