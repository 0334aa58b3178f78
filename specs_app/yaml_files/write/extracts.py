"""A hand-written body as a file, with the line ends and the mark of encoding that the file has."""

from __future__ import annotations

import codecs

from specs_app.document.extracts import Extract


def write_extract(extract: Extract, former: bytes = b"") -> bytes:
    """The bytes of a body in place of what the file holds."""
    end = b"\r\n" if b"\r\n" in former else b"\n"
    mark = codecs.BOM_UTF8 if former.startswith(codecs.BOM_UTF8) else b""
    return mark + extract.sql.encode().replace(b"\n", end)
