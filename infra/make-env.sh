#!/bin/sh
# Makes .env from .env.example, with fresh secrets. An .env that is there stays as it is.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo ".env is there already; nothing was changed." >&2
  exit 1
fi
umask 077
while IFS= read -r line; do
  case $line in
    SECRET_KEY= | SERVICE_TOKEN= | *_PASSWORD=) line=$line$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n') ;;
  esac
  printf '%s\n' "$line"
done <.env.example >.env.new
mv .env.new .env
