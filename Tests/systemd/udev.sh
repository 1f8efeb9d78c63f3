#!/bin/bash
# Judges the udev rules by udev itself: made-up devices under umockdev, and what their nodes would become.
# Needs the Debian packages udev and umockdev, and to be root in a mount namespace (says so, and passes, otherwise).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
rules=$root/hardware/udev
unit=$root/systemd/kioskd.service

if [ -z "${KIOSK_UDEV_INSIDE:-}" ]; then
    if ! command -v umockdev-run udevadm >/dev/null || ! unshare -m --propagation private true 2>/dev/null; then
        echo "udev rules: not judged here (udev, umockdev and root are needed)"
        exit 0
    fi
    KIOSK_UDEV_INSIDE=yes exec unshare -m --propagation private "$0"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp /etc/group "$work/group"
for group in kiosk:4242 lp:7; do
    grep -q "^${group%:*}:" "$work/group" || echo "${group%:*}:x:${group#*:}:" >> "$work/group"
done
mount --bind "$work/group" /etc/group
# What udev writes down about these devices is gone with the namespace.
mkdir -p /run/udev
mount -t tmpfs tmpfs /run/udev
mkdir -p /dev/char
mount -t tmpfs tmpfs /dev/char
mkdir -p /run/udev/rules.d
mount --bind "$rules" /run/udev/rules.d
failed=0

# judge NAME PATH DEVNODE "PROPERTIES" WANT: what the node of a device would become.
judge() {
    local name=$1 path=$2 node=$3 properties=$4 want=$5 id mode group got
    {
        echo "P: $path"
        [ "${6:-}" = "" ] && echo "N: $node" || echo "N: $node=$6"
        echo "E: DEVNAME=/dev/$node"
        for property in $properties; do echo "E: $property"; done
        [ "${6:-}" = "" ] || printf 'A: idVendor=1234\\n\nA: idProduct=5678\\n\nH: descriptors=%s\n' "$6"
        echo
    } > "$work/device"
    umockdev-run --device "$work/device" -- udevadm test --action=add "/sys$path" > "$work/told" 2>&1 || true
    if grep -E '^/run/udev/rules\.d/' "$work/told"; then failed=1; fi
    # Of several rules the last one holds.
    mode=$(sed -n 's/.*rules:[0-9]* MODE //p' "$work/told" | tail -1)
    id=$(sed -n 's/.*rules:[0-9]* GROUP //p' "$work/told" | tail -1)
    group=$(awk -F: -v id="$id" '$3 == id { print $1; exit }' "$work/group")
    got="${group:-root} ${mode:-none}"
    if grep -q '^ID_MM_DEVICE_IGNORE=1' "$work/told"; then got="$got no-modem"; fi
    if [ "$got" = "$want" ]; then
        echo "  $name: $got"
    else
        echo "  $name: $got, and should be: $want" >&2
        failed=1
    fi
}

# usb NAME CLASS WANT: a device with one interface of that class, subclass and protocol (six hexadecimal digits).
usb() {
    judge "$1" /devices/pci0000:00/0000:00:14.0/usb1/1-2 bus/usb/001/011 \
        "SUBSYSTEM=usb DEVTYPE=usb_device MAJOR=189 MINOR=10 BUSNUM=001 DEVNUM=011" "$3" \
        "12010002000000403412785600010102000109021900010100A0FA0904000001${2}000705810340000A"
}

echo "udev rules"
usb "scanner as HID POS" 030000 "kiosk 0660"
usb "scanner as keyboard" 030101 "kiosk 0660"
usb "scanner as serial port" 020201 "kiosk 0660 no-modem"
usb "serial data alone" 0A0000 "kiosk 0660 no-modem"
usb "printer" 070102 "lp 0660"
usb "memory stick" 080650 "root 0660"
usb "network adapter" 020600 "root 0660"
judge "graphics card" /devices/pci0000:00/0000:00:02.0/drm/card0 dri/card0 \
    "SUBSYSTEM=drm DEVTYPE=drm_minor MAJOR=226 MINOR=0" "kiosk 0660"
judge "frame buffer" /devices/platform/fb/graphics/fb0 fb0 "SUBSYSTEM=graphics MAJOR=29 MINOR=0" "kiosk 0660"
judge "touch panel" /devices/virtual/input/input5/event5 input/event5 \
    "SUBSYSTEM=input MAJOR=13 MINOR=69" "kiosk 0660"
judge "serial port of a scanner" /devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/tty/ttyACM0 ttyACM0 \
    "SUBSYSTEM=tty MAJOR=166 MINOR=0" "kiosk 0660 no-modem"
judge "console of the panel" /devices/virtual/tty/tty1 tty1 "SUBSYSTEM=tty MAJOR=4 MINOR=1" "kiosk 0660"
judge "another console" /devices/virtual/tty/tty2 tty2 "SUBSYSTEM=tty MAJOR=4 MINOR=2" "tty 0620"

echo "rules and unit agree"
groups=" $(sed -n 's/^\(Group\|SupplementaryGroups\)=//p' "$unit" | tr '\n' ' ') "
for group in $(grep -o 'GROUP="[a-z]*"' "$rules/70-kiosk.rules" | cut -d'"' -f2 | sort -u); do
    case $groups in
    *" $group "*) ;;
    *) echo "  the unit is not in the group $group" >&2; failed=1 ;;
    esac
done
for allowed in char-drm char-fb char-input char-usb_device /dev/tty1; do
    grep -q "^DeviceAllow=$allowed " "$unit" || { echo "  the unit does not allow $allowed" >&2; failed=1; }
done
if grep -n 'uaccess"\|MODE="06[0-9][1-7]"' "$rules/70-kiosk.rules" | grep -v '^[0-9]*:#'; then
    echo "  open to the world" >&2
    failed=1
fi
exit $failed
