"""A hand-written body from its file."""

from __future__ import annotations

import codecs

from specs_app.document.extracts import LONGEST, Extract
from specs_app.document.paths import of_extract
from specs_app.document.problems import Problem
from specs_app.document.source_map import SourceLine
from specs_app.document.text_rules import FORBIDDEN, tidy
from specs_app.yaml_files.extract_files import extract_key
from specs_app.yaml_files.read.collector import FilePart


def read_extract(data: bytes, path: str) -> FilePart:
    """The body in a file, or a part that says why there is none."""
    key = extract_key(path)
    try:
        text = tidy(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _unreadable(path, line, f"The file is no UTF-8 text: byte {error.start + 1} cannot be read.")
    if len(text) > LONGEST:
        return _unreadable(path, 1, f"The body has {len(text):,} characters; at most {LONGEST:,} are read.")
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        return _unreadable(
            path, line, f"The body holds a character that cannot be stored safely: U+{ord(found[0]):04X}."
        )
    if key is None:
        return FilePart(readable=False)
    return FilePart(extract=Extract(*key, text), source_map=((of_extract(*key), SourceLine(path, 1)),))


def _unreadable(path: str, line: int, message: str) -> FilePart:
    remedy = "Save the file as UTF-8 text with one SELECT."
    return FilePart(problems=(Problem("unreadable-extract", "error", message, remedy, path, line),), readable=False)
