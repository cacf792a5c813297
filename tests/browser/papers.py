"""The files people send along: a picture and a document, made here byte by byte."""

import struct
import zlib


def png(width: int = 8, height: int = 8) -> bytes:
    """A small picture in one colour that every reader opens."""
    rows = b"".join(b"\0" + b"\x1f\x6f\x8b" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows))
            + _chunk(b"IEND", b""))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf() -> bytes:
    """A document of one empty page, with a right table of its parts."""
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"]
    text, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return text + table + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(text)


def file(name: str, data: bytes) -> dict:
    """As Playwright takes it."""
    kind = "image/png" if name.endswith(".png") else "application/pdf" if name.endswith(".pdf") else "text/plain"
    return {"name": name, "mimeType": kind, "buffer": data}
