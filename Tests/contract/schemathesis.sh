#!/bin/sh
# Tests both interfaces of the central system against docs/api/openapi.yaml with schemathesis.
#
#   Tests/contract/schemathesis.sh [path of kiosk-central]
#
# Needs openssl, curl, python3 with venv; installs schemathesis from PyPI into .venv when it is not there.
# Exit status: 0 nothing found, 1 something found or something missing.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
program=${1:-$root/.build/debug/kiosk-central}
venv=${KIOSK_VENV:-$root/.venv}
examples=${KIOSK_EXAMPLES:-100}

if [ ! -x "$venv/bin/schemathesis" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet "schemathesis>=4.32,<5"
fi

work=$(mktemp -d)
server=
finish() {
    status=$?
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
    exit $status
}
trap finish EXIT
trap 'exit 1' INT TERM
cd "$work"

# An authority, the server's certificate and a kiosk's, all thrown away afterwards.
certificate() { # name, subject alternative name
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" \
        -subj "/CN=$1" 2>/dev/null
    printf 'subjectAltName=%s\n' "$2" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 \
        -extfile "$1.ext" -out "$1.pem" 2>/dev/null
}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key -out authority.pem \
    -subj "/CN=Contract test authority" -days 2 2>/dev/null
certificate server IP:127.0.0.1
certificate contract-kiosk DNS:contract-kiosk

"$program" import catalogue --database centre.sqlite "$root/demo/catalogue.json" 2>/dev/null
"$program" import dossiers --database centre.sqlite "$root/demo/dossiers.ndjson"

"$program" serve --database centre.sqlite --listen 127.0.0.1:0 --console 127.0.0.1:0 --ready-file ready \
    --certificate server.pem --key server.key --client-authority authority.pem >/dev/null 2>server.log &
server=$!
tries=0
until [ -s ready ]; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
        echo "kiosk-central did not get ready" >&2
        exit 1
    fi
    sleep 0.1
done
kiosks=https://$(sed -n 's/^kiosks //p' ready)
console=http://$(sed -n 's/^console //p' ready)

# A few waiting tickets, so that the console has some to call.
python3 "$root/Tests/contract/hall.py" >journal.json
curl --silent --fail --cacert authority.pem --cert contract-kiosk.pem --key contract-kiosk.key \
    --header 'Content-Type: application/json' --data @journal.json "$kiosks/v1/journal" >/dev/null

check() { # tag, url, options of the connection
    tag=$1 url=$2
    shift 2
    "$venv/bin/schemathesis" --config-file "$root/Tests/contract/schemathesis.toml" run \
        "$root/docs/api/openapi.yaml" --url "$url" --include-tag "$tag" \
        --checks all --max-examples "$examples" --continue-on-failure --request-timeout 40 \
        --generation-database none --seed 1 --no-color "$@"
}
check kiosk "$kiosks" --tls-verify authority.pem --request-cert contract-kiosk.pem \
    --request-cert-key contract-kiosk.key
check console "$console"
