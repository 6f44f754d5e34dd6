#!/bin/sh
# Build the platform's images and see whether they come up: every part healthy, the pages and the API behind HTTPS. With an .env of
# its own, and gone afterwards. VISAVIS_VERSION names the images, which stay.
set -eu
cd "$(dirname "$0")/.."
[ ! -e .env ] || { echo "There is an .env here: this is for a fresh checkout." >&2; exit 1; }
end() {
  status=$?
  [ "$status" = 0 ] || docker compose logs --tail 50 >&2
  docker compose down --volumes --timeout 30
  rm -f .env
  exit "$status"
}
trap end EXIT
infra/make-env.sh
docker compose build
docker compose up --wait --wait-timeout 300
curl --fail --silent --insecure https://localhost/ | grep -q "<title>"
curl --fail --silent --insecure https://localhost/api/readyz
echo
