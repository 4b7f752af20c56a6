#!/bin/sh
# Install Gazette from this bundle, without any network: ./install.sh [/opt/gazette]
# Again over an older version, it is the update: docs/operations.md.
set -eu
umask 022
cd "$(dirname "$0")"
target=${1:-/opt/gazette}
python=${PYTHON3:-$(command -v python3.11 || command -v python3 || true)}

fail() { echo "install.sh: $*" >&2; exit 1; }

[ -n "$python" ] || fail "Python 3.11 or newer is needed: install it, or say PYTHON3=/path/to/python3.11"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$python is too old: 3.11 or newer is needed"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python has no venv: apt-get install python3-venv"
made_for=$(cat wheels/MADE_FOR)
this=$("$python" -c 'import platform, sys; print("%d.%d %s" % (*sys.version_info[:2], platform.machine()))')
[ "$made_for" = "$this" ] || fail "this bundle was made for Python and machine $made_for, but here is $this"
sha256sum --quiet --check SHA256SUMS || fail "the bundle is damaged: copy it again"

mkdir -p "$target"
[ -z "$(find "$target" -mindepth 1 -maxdepth 1 -print -quit)" ] || [ -e "$target/manage.py" ] \
    || fail "$target is not empty, and holds no Gazette"
# What the machine says of package indexes is of no concern here.
unset PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_REQUIRE_VIRTUALENV 2>/dev/null || true
# Code that is gone in this version must not stay; the environment is kept and brought up to what is listed.
find "$target" -mindepth 1 -maxdepth 1 ! -name .venv ! -name var -exec rm -rf {} +
tar -xf source.tar -C "$target"
[ -x "$target/.venv/bin/python" ] || "$python" -m venv "$target/.venv"
PIP_CONFIG_FILE=/dev/null "$target/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-index --find-links wheels --require-hashes -r "$target/requirements.txt"
# So that make setup and make serve ask no package index either.
touch "$target/.venv/runs-$(cksum < "$target/requirements.txt" | cut -d ' ' -f 1)"
echo "Gazette is in $target. What is next: $target/docs/operations.md"
