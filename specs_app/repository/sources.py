"""Where a specification comes from: a plain folder, or another Git repository by path or address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from specs_app.document.problems import Problem
from specs_app.errors import NothingImported
from specs_app.repository.objects import MAX_FILES, unsafe_path

SCHEMES = frozenset({"https", "ssh", "git", "file"})
MAX_FOLDER_BYTES = 500 * 1024 * 1024
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
SCP = re.compile(r"[A-Za-z0-9_][\w.-]*@[A-Za-z0-9][\w.-]*:[^:].*")
HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class SourceRepository:
    """A checked source: an absolute path or an address that Git may be given."""

    kind: Literal["folder", "git"]
    address: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder by path, and what was not taken."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]


def checked(text: str) -> SourceRepository:
    """The source that ``text`` names. Raises ``NothingImported`` for what is none, or is not safe to hand to Git."""
    if not text or text.startswith("-") or any(ord(character) < 32 for character in text):
        raise _refused(text, "it is empty, starts with a hyphen or holds control characters")
    if _ADDRESS.match(text):
        return _from_address(text)
    if SCP.fullmatch(text):
        return SourceRepository("git", text)
    return _from_path(text)


def _refused(text: str, why: str) -> NothingImported:
    remedy = "Give a folder, the path of a Git repository, or an address that starts with https://, ssh:// or git://."
    return NothingImported(f"{text[:200]!r} cannot be a source: {why}.", remedy)


def _from_address(text: str) -> SourceRepository:
    parts = urlsplit(text)
    if parts.scheme.lower() not in SCHEMES:
        raise _refused(text, f"addresses of the kind {parts.scheme}:// are not fetched")
    if parts.password:
        raise NothingImported(
            "The address of a source cannot hold a password, because it is stored and shown.",
            "Leave it out and give Git a credential helper or an SSH key.",
        )
    if parts.scheme.lower() == "file":
        return _from_path(parts.path)
    if not HOST.fullmatch((parts.netloc.rpartition("@")[2]).rpartition(":")[0] or parts.netloc.rpartition("@")[2]):
        raise _refused(text, "it names no host")
    return SourceRepository("git", text)


def _from_path(text: str) -> SourceRepository:
    try:
        path = Path(text).expanduser().resolve()
        found = path.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise _refused(text, str(error)) from error
    if not found:
        raise _refused(text, "there is no such folder")
    bare = (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()
    return SourceRepository("git" if bare or (path / ".git").exists() else "folder", str(path))


def list_folder(path: Path) -> Listing:
    """All files below a folder as they are. Links are not followed; what cannot be taken becomes a problem."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for name, reason in _walk(path):
        data = b"" if reason else _bytes(path / name)
        if reason or data is None:
            problems.append(_unusable(name, reason or "it cannot be read"))
            continue
        files[name] = data
        total += len(data)
        if len(files) > MAX_FILES or total > MAX_FOLDER_BYTES:
            raise NothingImported(
                f"The folder holds more than {MAX_FILES} files or {MAX_FOLDER_BYTES // 1024 // 1024} MB.",
                "Give the folder of the specification alone.",
            )
    return Listing(files, tuple(problems))


def _walk(root: Path) -> Iterator[tuple[str, str]]:
    """Each file's path below the root, with the reason why it cannot be taken, if there is one."""
    for folder, folders, names in os.walk(root):
        below = os.path.relpath(folder, root)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links and name != ".git")
        for name in sorted([*names, *links]):
            path = name if below == "." else f"{below}/{name}"
            yield path, _reason(Path(folder) / name, path)


def _reason(file: Path, path: str) -> str:
    if file.is_symlink():
        return "it is a symbolic link"
    return unsafe_path(os.fsencode(path)) or ("" if file.is_file() else "it is no ordinary file")


def _bytes(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _unusable(name: str, reason: str) -> Problem:
    path = os.fsencode(name).decode("utf-8", "backslashreplace")
    return Problem(
        "unusable-file",
        "warning",
        f"The file is not taken: {reason}.",
        "Put an ordinary, readable file with a plain name in its place.",
        file=path,
    )
