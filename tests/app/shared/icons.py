"""Draws the icons of the site as PNG: `python -m tests.app.shared.icons`.

The mark is six rectangles, the same as in icon.svg: no drawing library is needed.
"""

import re
import struct
import zlib
from pathlib import Path

from duijie.app import shared

FOLDER = Path(shared.__file__).parent / "static" / "shared" / "icons"
SIZES = (180, 192, 512)
SIDE = 24.0  # of the drawing
INK, PAPER = (0x14, 0x58, 0x8A), (255, 255, 255)
FINE = 4  # samples across a pixel at an edge


def rectangles() -> list[tuple[float, float, float, float]]:
    """Return the white rectangles of icon.svg: left, top, right, bottom."""
    path = re.findall(r' d="([^"]+)"', (FOLDER / "icon.svg").read_text("utf-8"))[1]
    corners = re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)", path)
    return [(float(x), float(y), float(right), float(down)) for x, y, right, down in corners]


def drawn(size: int) -> bytes:
    """Return the icon as a PNG file."""
    shapes = rectangles()
    step = SIDE / size / FINE

    def cover(x: int, y: int) -> float:
        spots = [
            ((x * FINE + i + 0.5) * step, (y * FINE + j + 0.5) * step)
            for i in range(FINE)
            for j in range(FINE)
        ]
        inside = sum(any(a <= u < c and b <= v < d for a, b, c, d in shapes) for u, v in spots)
        return inside / len(spots)

    rows = []
    for y in range(size):
        pixels = bytearray([0])
        for x in range(size):
            share = cover(x, y)
            pixels += bytes(round(i + (p - i) * share) for i, p in zip(INK, PAPER, strict=True))
        rows.append(bytes(pixels))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


if __name__ == "__main__":
    for one in SIZES:
        (FOLDER / f"icon-{one}.png").write_bytes(drawn(one))
