#!/bin/sh
# Makes .env for docker compose from .env.example, with fresh secrets. In an .env that is there, only secrets that are
# missing are filled in, as after an update that brought a new one.
set -eu
cd "$(dirname "$0")/.."
secrets="SECRET_KEY SERVICE_TOKEN STORAGE_KEY POSTGRES_PASSWORD REDIS_PASSWORD TURN_SECRET GRAFANA_PASSWORD"
umask 077
[ -e .env ] || cp .env.example .env

for name in $secrets; do
  grep -q "^$name=" .env || printf '%s=\n' "$name" >>.env
done
made=
while IFS= read -r line || [ -n "$line" ]; do
  case " $secrets " in
    *" ${line%=} "*)
      made="$made ${line%=}"
      line=$line$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
      ;;
  esac
  printf '%s\n' "$line" >>.env.new
done <.env
mv .env.new .env

if [ -n "$made" ]; then
  echo "Made in .env:$made. Keep a copy of it: without it neither the database nor what people uploaded can be read."
else
  echo ".env has every secret already; nothing was changed."
fi
echo "Next: docker compose up --wait"
