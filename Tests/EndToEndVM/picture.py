"""What the probe's pictures must look like on a panel: the same arithmetic, by another hand."""

SAME = bytes(range(256))


def expected(panel, rotation, seed, base=None, part=None):
    """The panel's bytes under `picture SEED`, or under `part SEED X Y W H` over a base picture."""
    width, height = panel
    across, down = (width, height) if rotation in (0, 180) else (height, width)
    rows = []
    for y in range(height):
        if rotation == 0:
            row = line(seed, xs=range(width), y=y)
        elif rotation == 180:
            row = line(seed, xs=range(across - 1, -1, -1), y=down - 1 - y)
        elif rotation == 90:
            row = line(seed, x=y, ys=range(down - 1, -1, -1))
        else:
            row = line(seed, x=across - 1 - y, ys=range(down))
        rows.append(row)
    whole = b"".join(rows)
    if part is None:
        return whole
    left, top, right, bottom = on_panel(part, (across, down), rotation)
    mixed = bytearray(base)
    for y in range(top, bottom):
        start, end = (y * width + left) * 3, (y * width + right) * 3
        mixed[start:end] = whole[start:end]
    return bytes(mixed)


def in_16_bits(pixels):
    """What is left of a picture with 5, 6 and 5 bits a colour, as QEMU widens it again."""
    five = bytes((v >> 3) << 3 | v >> 5 for v in range(256))
    six = bytes((v >> 2) << 2 | v >> 6 for v in range(256))
    thin = bytearray(pixels)
    thin[0::3] = pixels[0::3].translate(five)
    thin[1::3] = pixels[1::3].translate(six)
    thin[2::3] = pixels[2::3].translate(five)
    return bytes(thin)


def line(seed, xs=None, y=None, x=None, ys=None):
    """One row of a panel: x or y runs, the other stands."""
    running = bytes(v & 255 for v in (xs if ys is None else ys))
    row = bytearray(3 * len(running))

    def shifted(bits, by):
        return bits.translate(SAME[by & 255:] + SAME[:by & 255])

    if ys is None:
        row[0::3] = shifted(running, seed)
        row[1::3] = bytes([(y + seed * 3) & 255]) * len(running)
        mixed = running.translate(bytes(v ^ (y & 255) for v in range(256)))
    else:
        row[0::3] = bytes([(x + seed) & 255]) * len(running)
        row[1::3] = shifted(running, seed * 3)
        mixed = running.translate(bytes(v ^ (x & 255) for v in range(256)))
    row[2::3] = shifted(mixed, seed * 11)
    return bytes(row)


def point_on_panel(x, y, picture, rotation):
    """Where a pixel of the picture lies on the panel."""
    width, height = picture
    return {
        0: (x, y), 90: (height - 1 - y, x), 180: (width - 1 - x, height - 1 - y), 270: (y, width - 1 - x),
    }[rotation]


def on_panel(part, picture, rotation):
    """left, top, right, bottom of a part (x, y, width, height), the last two not inside."""
    x, y, width, height = part
    one = point_on_panel(x, y, picture, rotation)
    other = point_on_panel(x + width - 1, y + height - 1, picture, rotation)
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]) + 1, max(one[1], other[1]) + 1


def difference(seen, wanted, width):
    """Where two pictures differ first, and how much; nothing when they are the same."""
    if seen == wanted:
        return None
    if len(seen) != len(wanted):
        return f"{len(seen)} bytes instead of {len(wanted)}"
    differing = [i for i in range(0, len(seen), 3) if seen[i:i + 3] != wanted[i:i + 3]]
    first = differing[0]
    pixel = first // 3
    return (f"{len(differing)} pixels differ, first at {pixel % width},{pixel // width}: "
            f"{seen[first:first + 3].hex()} instead of {wanted[first:first + 3].hex()}")
