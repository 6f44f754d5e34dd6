#!/bin/sh
# coturn for this platform: credentials by TURN_SECRET, which backend-core shares, and nobody to talk to but the media
# server. Whatever else a caller asks for, other machines of this network among it, is refused.
#   TURN_SECRET   the shared secret
#   TURN_PEERS    addresses or names of media servers as browsers are told them (MEDIA_ADVERTISED_ADDRESS), by commas
#   TURN_REALM    a name to show, the site's
#   TURN_PORT     where it listens, 3478 by default
# A certificate and its key in /certificate turn on TLS on 5349. What else is given goes to coturn as it is.
set -eu
: "${TURN_SECRET:?run make env}" "${TURN_PEERS:?name the address that media servers advertise}"
umask 077
settings=$(mktemp)

peers=
for peer in $(echo "$TURN_PEERS" | tr ',' ' '); do
  found=$(getent ahosts "$peer" | awk '{ print $1 }' | sort -u)
  [ -n "$found" ] || { echo "there is no address behind $peer" >&2; exit 1; }
  peers="$peers $found"
done

{
  echo "realm=${TURN_REALM:-visavis}"
  echo "use-auth-secret"
  # In a file, because everybody on the machine sees a command line.
  echo "static-auth-secret=$TURN_SECRET"
  echo "listening-port=${TURN_PORT:-3478}"
  echo "fingerprint"
  # One caller's, of which a page opens two: the call and the device check.
  echo "user-quota=12"
  echo "total-quota=${TURN_MAX_ALLOCATIONS:-200}"
  # Bytes a second; voice and a small picture take a tenth of it.
  echo "max-bps=1000000"
  echo "no-cli"
  echo "no-multicast-peers"
  # Sound and picture are UDP.
  echo "no-tcp-relay"
  echo "denied-peer-ip=0.0.0.0-255.255.255.255"
  echo "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
  for peer in $peers; do
    echo "allowed-peer-ip=$peer"
    # Only where the platform is on this very machine, to try it.
    case $peer in 127.* | ::1) echo "allow-loopback-peers" ;; esac
  done
  if [ -s /certificate/certificate.pem ]; then
    printf '%s\n' "cert=/certificate/certificate.pem" "pkey=/certificate/key.pem" "no-tlsv1" "no-tlsv1_1"
  else
    printf '%s\n' "no-tls" "no-dtls"
  fi
  printf '%s\n' "log-file=stdout" "simple-log" "no-software-attribute" "pidfile=$settings.pid" "userdb=$settings.db"
} >"$settings"
exec turnserver -c "$settings" "$@"
