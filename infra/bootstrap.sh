#!/bin/sh
# Makes the Python environment in .venv, or brings it up to date: all that is needed is Python 3.11 or 3.12.
#   infra/bootstrap.sh         what running the platform needs
#   infra/bootstrap.sh --dev   and what testing and checking it needs
set -eu
cd "$(dirname "$0")/.."

mode=run
flags="--frozen --inexact --no-dev"
if [ "${1:-}" = --dev ]; then
  mode=dev
  flags="--frozen --inexact"
fi

say() { printf '%s\n' "$*" >&2; }

# A candidate counts only if it runs: version managers leave shims with nothing behind them.
find_python() {
  for candidate in ${PYTHON:+"$PYTHON"} python3.12 python3.11 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  say "✗ Visavis needs Python 3.11 or 3.12, and found neither. What is here:"
  for candidate in ${PYTHON:+"$PYTHON"} python3 python; do
    version=$("$candidate" -c 'import platform; print(platform.python_version())' 2>/dev/null) || continue
    say "    $candidate is $version"
  done
  say "  Install one (Debian, Ubuntu: apt install python3.12 python3.12-venv; macOS: brew install python@3.12),"
  say "  or name it: make $mode_target PYTHON=/path/to/python3.12"
  exit 1
}

find_uv() {
  for candidate in uv .tools/uv/bin/uv; do
    if "$candidate" --version 2>/dev/null | grep -Eq '^uv (0\.([89]|[1-9][0-9])|[1-9])'; then
      command -v "$candidate"
      return
    fi
  done
  say "→ Installing uv, which installs everything else"
  rm -rf .tools/uv
  if ! "$python" -m venv .tools/uv >.tools/uv.log 2>&1; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "✗ $python cannot make a virtual environment:"
    tail -n 5 .tools/uv.log >&2
    say "  Debian, Ubuntu: apt install python$version-venv. Or install uv itself: https://docs.astral.sh/uv"
    exit 1
  fi
  if ! .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8' >&2; then
    say "✗ pip could not install uv. Is there a way to the package index from here?"
    exit 1
  fi
  echo .tools/uv/bin/uv
}

mode_target=demo
[ "$mode" = run ] || mode_target=test
python=$(find_python)
# The directory counts too: an environment that was moved does not work.
state="$PWD $python $(cat uv.lock pyproject.toml ./*/pyproject.toml packages/*/pyproject.toml | cksum)"
stamp=.venv/.visavis-$mode
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
  exit 0
fi

mkdir -p .tools
uv=$(find_uv)
say "→ Installing the Python environment into .venv (the first time takes a minute or two)"
# shellcheck disable=SC2086 # the flags are several words
if ! UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv "$uv" sync $flags --python "$python"; then
  say "✗ The environment could not be installed; the reason is above. Running the same command again goes on from there."
  exit 1
fi
printf '%s\n' "$state" >"$stamp"
