"""Comments and tags of a script: one line each, whatever text goes in."""

from __future__ import annotations

import json

from specs_app.sql.dialects.base import Dialect

WIDTH = 160


def comment(text: str, dialect: Dialect, width: int = WIDTH) -> str:
    """A line comment. Whatever could end it, or mean something to a client (``$(x)``), becomes harmless; long text is cut."""
    line = one_line(text, dialect)
    return f"-- {line if len(line) <= width else line[: width - 1] + '…'}".rstrip()


def one_line(text: str, dialect: Dialect) -> str:
    """A text as one printable line that means nothing to a client, wherever it stands."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return dialect.remark(line.replace("$(", "$ (").replace("/*", "/ *").replace("*/", "* /"))


def container(kind: str, name: str) -> str:
    """The tag that begins a table's part, as the sector's configuration files expect it."""
    return f"-- META-CONTAINER: {_json({'type': kind, 'name': name})}"


def element(kind: str) -> str:
    """The tag that begins one kind of statement."""
    return f"-- META-ELEMENT: {_json({'type': kind})}"


def _json(value: dict[str, str]) -> str:
    return json.dumps(value).replace("$(", "\\u0024(").replace("*/", "*\\/").replace("/*", "\\/*")
