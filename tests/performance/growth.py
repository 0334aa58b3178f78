"""A specification several times its size, made of copies of a real one: the same files each time it is asked for.

A copy has every object under a name of its own, with references, foreign keys, relationships, code lists and rows of the wide table
that lead within the copy. What is about the whole (settings, registries, the change log) stands once.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import ascii_uppercase

from specs_app.yaml_files.layout import plan
from tests.performance.subject import Subject

REFERENCE = re.compile(r"\b([A-Z][A-Z0-9]{2,4}?)(\d{3,4}[A-Z])\b")
OBJECT = re.compile(r"^ *- name: (\w+)\n(?:^ +(?:title|description):.*\n(?:^ {4,}\S.*\n)*)*^ +fields:", re.MULTILINE)
CODE_LIST = re.compile(r"^( +category: )(\S+)$", re.MULTILINE)
HEAD = re.compile(rb"\A(?:---\n)?relationships:\n")


def grown(subject: Subject, times: int) -> dict[str, bytes]:
    """The files of ``times`` specifications in one; the first of them is the subject as it stands."""
    files, copies = dict(subject.files), [Copy(subject.files, number) for number in range(1, times)]
    relationships = plan(subject.files, None).relationships
    for path, kind in plan(subject.files, None).kinds.items():
        if kind in ("objects", "categories"):
            files |= {copy.path(path): copy.told(subject.files[path]) for copy in copies}
    files[relationships] = b"".join([files[relationships], *(copy.rows(files[relationships]) for copy in copies)])
    if subject.table:
        files[subject.table] = _table(subject.files[subject.table], copies)
    return files


class Copy:
    """The names of one copy, and texts in which they stand in place of the first ones."""

    def __init__(self, files: Mapping[str, bytes], number: int) -> None:
        objects = [files[path].decode() for path, kind in plan(files, None).kinds.items() if kind == "objects"]
        names = sorted({name for text in objects for name in OBJECT.findall(text)}, key=len, reverse=True)
        prefixes = sorted({prefix for text in objects for prefix, _ in REFERENCE.findall(text)})
        self._number = number
        self._names = re.compile(rf"\b({'|'.join(names)})\b")
        self._prefixes = {prefix: _letters(number * len(prefixes) + at) for at, prefix in enumerate(prefixes)}

    def path(self, path: str) -> str:
        """The place of the copy of a file, which for a code list is its name."""
        stem, dot, ending = path.rpartition(".") if "." in path.rpartition("/")[2] else (path, "", "")
        return f"{stem}_{self._number}{dot}{ending}"

    def told(self, data: bytes) -> bytes:
        """A text under the names of the copy; one that is no UTF-8 as it is."""
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return data
        text = self._names.sub(rf"\1_{self._number}", text)
        text = CODE_LIST.sub(rf"\1\2_{self._number}", text)
        return REFERENCE.sub(lambda found: self._prefixes.get(found[1], found[1]) + found[2], text).encode()

    def rows(self, relationships: bytes) -> bytes:
        """The entries of the list of relationships without its head."""
        return self.told(HEAD.sub(b"", relationships))


def _letters(number: int) -> str:
    """Five letters for a number; no reference of a specification begins with so many."""
    found = "X"
    for _ in range(4):
        number, rest = divmod(number, len(ascii_uppercase))
        found += ascii_uppercase[rest]
    return found


def _table(data: bytes, copies: list[Copy]) -> bytes:
    """The wide table with the rows of every copy below its own."""
    table = io.StringIO(data.decode("utf-8-sig"), newline="")
    rows = list(csv.reader(table))
    return _written(rows) + b"".join(copy.told(_written(rows[1:])) for copy in copies)


def _written(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def repository(files: Mapping[str, bytes], path: Path) -> Path:
    """A bare Git repository with the files in one commit."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", path], check=True)
    subprocess.run(["git", "-C", path, "fast-import", "--quiet"], input=b"".join(_stream(files)), check=True)
    return path


def _stream(files: Mapping[str, bytes]) -> Iterator[bytes]:
    yield b"commit refs/heads/main\ncommitter Growth <growth@example.org> 1700000000 +0000\n"
    yield from _sized(b"A large specification")
    for name, data in sorted(files.items()):
        yield f"M 100644 inline {json.dumps(name, ensure_ascii=False)}\n".encode()
        yield from _sized(data)


def _sized(data: bytes) -> Iterator[bytes]:
    yield b"data %d\n" % len(data)
    yield data
    yield b"\n"
