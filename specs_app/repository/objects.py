"""What Git speaks of, without Git: names and paths that are safe, what a snapshot takes, and the family of errors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha1
from typing import NamedTuple

from specs_app.document.problems import Problem

NO_COMMIT = "0" * 40
#: What a snapshot reads: text that the portal understands. Other files stay in the repository unread.
READ_ENDINGS = frozenset({"", ".yml", ".yaml", ".csv", ".md", ".sql"})
MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_FILES = 20_000
MAX_DEPTH = 200

_SHA = re.compile(r"[0-9a-f]{40}")
SHORT_SHA = re.compile(r"[0-9a-f]{7,40}")
_REF = re.compile(r"refs/[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_LINK = b"120000"
_SUBMODULE = b"160000"


class GitError(Exception):
    """Git could not do what was asked: what, where, and what to do about it."""

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        super().__init__(f"{what} ({where}). {remedy}".strip() if where else f"{what}. {remedy}".strip())
        self.what, self.where, self.remedy = what, where, remedy


class NoSuchCommit(GitError):
    """No commit goes by that name."""


class NotReadable(GitError):
    """A commit is here, and says what the portal does not read: too many files, or folders too deep."""


class Stored(NamedTuple):
    """An object: what it is (``commit``, ``tree``, ``blob``, ``tag``), and what it holds."""

    kind: str
    data: bytes

    @property
    def body(self) -> bytes:
        """What Git makes the name from, and keeps."""
        return b"%s %d\0%s" % (self.kind.encode(), len(self.data), self.data)

    @property
    def name(self) -> str:
        """The hash by which Git knows it."""
        return sha1(self.body, usedforsecurity=False).hexdigest()

    @property
    def tagged(self) -> str:
        """The name of what an annotated tag is put on."""
        line = self.data.partition(b"\n")[0]
        return line.removeprefix(b"object ").decode("ascii", "replace")


class Snapshot(NamedTuple):
    """The readable files of one commit by path; ``problems`` name what was left unread though it looks like data."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...]


def checked_sha(text: str) -> str:
    if not _SHA.fullmatch(text):
        raise NoSuchCommit(f"{text[:60]!r} is no full SHA", remedy="Give the 40 digits of a commit.")
    return text


def checked_reference(name: str) -> str:
    wrong = (
        not _REF.fullmatch(name) or ".." in name or name.endswith((".", ".lock")) or ".lock/" in name or len(name) > 200
    )
    if wrong:
        raise GitError(
            f"{name[:80]!r} is no name for a branch or reference",
            remedy="Use letters, digits, dots, hyphens, underscores and slashes.",
        )
    return name


def clashes(name: str, others: Iterable[str]) -> bool:
    """Whether Git cannot have a reference beside some others: what is one's name is a folder of the other's."""
    return any(one.startswith(f"{name}/") or name.startswith(f"{one}/") for one in others)


def unsafe_path(raw: bytes) -> str:
    """Why a path is not taken from, or into, a tree; empty where it may be."""
    try:
        path = raw.decode()
    except UnicodeDecodeError:
        return "its name is not UTF-8"
    if not path or any(ord(character) < 32 or character in "\x7f\\" for character in path):
        return "its name holds control characters or backslashes"
    parts = path.split("/")
    if any(part in ("", ".", "..") or part.lower().rstrip(". ") == ".git" for part in parts):
        return "its path does not stay inside the repository"
    return ""


def ending(path: str) -> str:
    """The ending of a file's name with its dot, in lower case; empty where it has none."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def is_read(raw: bytes, mode: bytes) -> bool:
    """Whether the portal reads a file of that path and mode, if it is not too large."""
    return not unusable(raw, mode) and is_held(raw, mode)


def is_held(raw: bytes, mode: bytes) -> bool:
    """Whether what stands in a folder under that name or path is a file whose contents are held beside its commit.

    What lies above it does not matter, as a folder may stand in several places.
    """
    return mode not in (_LINK, _SUBMODULE) and ending(raw.decode("utf-8", "replace")) in READ_ENDINGS


def unusable(raw: bytes, mode: bytes) -> str:
    """Why a file of that path and mode is left unread though it may look like data; empty where it may be read."""
    if mode == _LINK:
        return "it is a symbolic link"
    if mode == _SUBMODULE:
        return "it is a submodule"
    return unsafe_path(raw)


def left_unread(raw: bytes, reason: str) -> Problem:
    """The problem of a file that is not read."""
    path = raw.decode("utf-8", "backslashreplace")
    remedy = "Put an ordinary file with a plain name in its place, or take it out."
    return Problem("unusable-file", "warning", f"The file is left unread: {reason}.", remedy, file=path)


TOO_LARGE = f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MB"
