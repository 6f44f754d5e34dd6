#!/bin/sh
# Makes the Python environment in .venv, or brings it up to date: all that is needed is Python 3.11 or 3.12.
#   infra/bootstrap.sh         what running the platform needs
#   infra/bootstrap.sh --dev   and what testing and checking it needs
#   infra/bootstrap.sh --models   adds what local models need to either, with torch for this machine's GPU or without one
set -eu
cd "$(dirname "$0")/.."

flags="--frozen --inexact"
case ${1:-} in
  --dev) mode=dev target=test ;;
  --models) mode=models target=models-environment ;;
  *) mode=run target=demo flags="$flags --no-dev" ;;
esac

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
  say "  or name it: make $target PYTHON=/path/to/python3.12"
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

# The extra `models` at the lock's versions. Not by `uv sync`: the lock's torch carries 5 GB of CUDA, whatever the machine.
install_models() {
  constraints=.tools/models.txt
  "$uv" export --quiet --frozen --extra models --no-emit-workspace --no-hashes --no-header --output-file "$constraints"
  packages=$(.venv/bin/python -c '
import re, tomllib
extras = tomllib.load(open("packages/engines/pyproject.toml", "rb"))["project"]["optional-dependencies"]
print(*{re.match(r"[\w-]+", name)[0] for extra in ("whisper", "gguf", "embeddings") for name in extras[extra]})')
  # llama.cpp is built here, without what models that see pictures need.
  export CMAKE_ARGS="${CMAKE_ARGS:--DLLAVA_BUILD=OFF}"
  say "→ Installing local models' packages: $packages"
  say "  (llama.cpp is built from source, which takes some minutes the first time)"
  # shellcheck disable=SC2086 # the packages are several words
  if "$uv" pip install --quiet --python .venv/bin/python --torch-backend "${UV_TORCH_BACKEND:-auto}" \
    --constraints "$constraints" $packages 2>.tools/models.log; then
    return
  fi
  # Where PyTorch's own index is out of reach, pip may know a place that has a build for the processor alone.
  pip="$python -m pip --disable-pip-version-check --python .venv/bin/python install -qq --constraint $constraints"
  if ! $pip --dry-run --no-deps --ignore-installed --report - torch 2>>.tools/models.log | grep -q '"version": "[^"]*+cpu"'; then
    say "✗ They could not be installed:"
    tail -n 5 .tools/models.log >&2
    say "  With a way to PyTorch's index the same command goes on. What pip would take instead carries 5 GB of CUDA;"
    say "  if that is what you want: uv sync --inexact --extra models"
    exit 1
  fi
  # shellcheck disable=SC2086
  if ! $pip $packages >&2; then
    say "✗ They could not be installed; the reason is above. Running the same command again goes on from there."
    exit 1
  fi
}

python=$(find_python)
# The directory counts too: an environment that was moved does not work.
state="$PWD $python $(cat uv.lock pyproject.toml ./*/pyproject.toml packages/*/pyproject.toml | cksum)"
stamp=.venv/.visavis-$mode
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
  exit 0
fi

mkdir -p .tools
uv=$(find_uv)
if [ "$mode" = models ]; then
  install_models
  printf '%s\n' "$state" >"$stamp"
  exit 0
fi
say "→ Installing the Python environment into .venv (the first time takes a minute or two)"
# shellcheck disable=SC2086 # the flags are several words
if ! UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv "$uv" sync $flags --python "$python"; then
  say "✗ The environment could not be installed; the reason is above. Running the same command again goes on from there."
  exit 1
fi
printf '%s\n' "$state" >"$stamp"
