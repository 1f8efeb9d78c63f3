#!/bin/sh
# Judges the unit by systemd's own tools. Needs the Debian package systemd; no running systemd, no root.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The unit names installed programs; here a stand-in takes their place, and everything else stays.
printf '#!/bin/sh\n' > "$work/kioskd"
chmod +x "$work/kioskd"
sed "s|^ExecStart=/usr/bin/kioskd|ExecStart=$work/kioskd|" \
    "$root/systemd/kioskd.service" > "$work/kioskd.service"

echo "verify"
# Complaints about other units of this machine are not ours.
systemd-analyze verify --recursive-errors=no "$work/kioskd.service"

echo "security"
# --threshold is in tenths: 20 is an exposure of 2.0.
systemd-analyze security --offline=yes --threshold=20 --no-pager "$work/kioskd.service"
