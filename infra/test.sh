#!/bin/sh
# Every test, in two runs side by side: a platform is followed in real time while the packages' own tests are run. Those
# that only count leave most of a core to it; what kills services comes when they are done, and the front end last. What
# the second run says is shown when both have ended.
set -eu
cd "$(dirname "$0")/.."
pytest="$PWD/.venv/bin/pytest --durations=25"
packages="packages/contracts packages/engines packages/persistence packages/runtime backend-core ai-worker"

packages_tests() {
  nice -n 10 $pytest $packages || status=$?
  $pytest packages/visavis media-server tests/chaos tests/security || status=$?
  nice -n 10 .venv/bin/visavis npm run test || status=$?
  return "${status:-0}"
}

log=$(mktemp)
packages_tests >"$log" 2>&1 &
beside=$!
trap 'kill $beside; cat "$log"; rm "$log"; exit 130' INT TERM
$pytest tests --ignore=tests/chaos --ignore=tests/security || status=$?
wait $beside || status=$?
cat "$log"
rm "$log"
exit "${status:-0}"
