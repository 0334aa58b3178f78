"""The scripts at a place that an operator names: a file, a folder with all below it, or a zip, as text by their names."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from changes_app.errors import Invalid
from specs_app.sql.reading.decoding import text_of
from specs_app.sql.reading.report import RefusedPart

ENDING = ".sql"
#: Bounds that no council's scripts come near, so that a wrong place or a hostile zip ends with a word and not with the machine.
MOST_FILES = 2_000
LARGEST_FILE = 20_000_000
LARGEST_WHOLE = 200_000_000


@dataclass
class ScriptFiles:
    """Texts by the names of their files, with ``/`` between folders; and the files that could not be read, with the reason."""

    texts: dict[str, str] = field(default_factory=dict)
    refused: list[RefusedPart] = field(default_factory=list)
    size: int = 0

    def take(self, name: str, source: IO[bytes]) -> None:
        """Reads one file, within the bounds."""
        data = source.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            self.refuse(name, f"the file has more than {LARGEST_FILE:,} bytes", "Cut it into several files.")
            return
        self.size += len(data)
        if len(self.texts) >= MOST_FILES or self.size > LARGEST_WHOLE:
            message = f"There are more than {MOST_FILES:,} scripts or {LARGEST_WHOLE:,} bytes of them."
            raise Invalid(message, remedy="Name a folder with fewer of them.")
        self.texts[name] = text_of(data)

    def refuse(self, name: str, reason: str, remedy: str) -> None:
        self.refused.append(RefusedPart("", name, 0, reason, remedy))


def scripts_at(path: Path) -> ScriptFiles:
    """All scripts at a place; raises `Invalid` where there are none."""
    found = ScriptFiles()
    if path.is_dir():
        _from_folder(path, found)
    elif path.is_file() and zipfile.is_zipfile(path):
        _from_zip(path, found)
    elif path.is_file():
        _from_disk(path, path.name, found)
    else:
        raise Invalid(f"There is no file or folder {path}.", remedy="Name a script, a folder of scripts, or a zip.")
    if not (found.texts or found.refused):
        raise Invalid(f"There is no script at {path}.", remedy=f"Name a place with files that end in {ENDING}.")
    return found


def _from_folder(path: Path, found: ScriptFiles) -> None:
    for file in sorted(path.rglob("*")):
        if file.suffix.casefold() == ENDING and file.is_file():
            _from_disk(file, file.relative_to(path).as_posix(), found)


def _from_disk(file: Path, name: str, found: ScriptFiles) -> None:
    try:
        with file.open("rb") as source:
            found.take(name, source)
    except OSError as error:
        found.refuse(name, f"the file cannot be read ({error.strerror})", "See that it can be read by the portal.")


def _from_zip(path: Path, found: ScriptFiles) -> None:
    try:
        with zipfile.ZipFile(path) as whole:
            for entry in _members(whole):
                _from_member(whole, entry, found)
    except (zipfile.BadZipFile, OSError) as error:
        raise Invalid(f"The zip {path.name} cannot be read: {error}.", remedy="Make it anew, or unpack it.") from error


def _members(whole: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for entry in sorted(whole.infolist(), key=lambda one: one.filename):
        if entry.filename.casefold().endswith(ENDING) and not entry.is_dir():
            yield entry


def _from_member(whole: zipfile.ZipFile, entry: zipfile.ZipInfo, found: ScriptFiles) -> None:
    try:
        with whole.open(entry) as source:
            found.take(entry.filename, source)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        found.refuse(
            entry.filename, f"it cannot be unpacked ({error})", "Put it into the zip anew, without a password."
        )
