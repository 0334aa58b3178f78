"""What Git speaks of, without Git: commits, snapshots, names and paths that are safe, and the family of errors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

from specs_app.document.problems import Problem

NO_COMMIT = "0" * 40
#: Commits of the source that could not be taken by themselves: nothing that was published, though a later one may contain them.
QUARANTINED = "refs/portal/quarantined"
#: A file of a tree: mode, kind, name of its contents, size, path.
Listed: TypeAlias = tuple[str, str, str, int, bytes]
#: What a snapshot reads: text that the portal understands. Other files stay in the repository unread.
READ_ENDINGS = frozenset({"", ".yml", ".yaml", ".csv", ".md", ".sql"})
MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_FILES = 20_000

_SHA = re.compile(r"[0-9a-f]{40}")
SHORT_SHA = re.compile(r"[0-9a-f]{7,40}")
_REF = re.compile(r"refs/[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
LOG_FORMAT = "%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ct%x00%s%x00%b%x00%(trailers:only,unfold)"


class GitError(Exception):
    """Git could not do what was asked: what, where, and what to do about it."""

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        super().__init__(f"{what} ({where}). {remedy}".strip() if where else f"{what}. {remedy}".strip())
        self.what, self.where, self.remedy = what, where, remedy


class NoSuchCommit(GitError):
    """No commit goes by that name."""


class RefMoved(GitError):
    """A reference is no longer where the caller believed it to be; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who a commit names."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as its message says; ``trailers`` keep order and repeats."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Author
    authored_at: datetime
    committer: str
    when: datetime
    subject: str
    body: str
    trailers: tuple[tuple[str, str], ...]

    def trailer(self, key: str) -> str:
        """The first trailer of that name, or an empty string."""
        return next((value for name, value in self.trailers if name == key), "")


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


def identity(who: Author, when: datetime) -> bytes:
    """A person and a moment as Git writes them, without what Git would stumble over."""
    name = re.sub(r"[\x00-\x1f<>]", " ", who.name).strip(" .,:;\"'\\") or "unknown"
    email = re.sub(r"[\x00-\x20<>]", "", who.email)
    return f"{name} <{email}> {int(when.timestamp())} +0000".encode("utf-8", "replace")


def parse_commit(fields: list[str]) -> Commit:
    sha, tree, parents, name, email, authored, committer, when, subject, body, trailers = fields
    pairs = (line.partition(":") for line in trailers.split("\n") if ":" in line)
    return Commit(
        sha=sha,
        tree=tree,
        parents=tuple(parents.split()),
        author=Author(name, email),
        authored_at=_moment(authored),
        committer=committer,
        when=_moment(when),
        subject=subject,
        body=body.strip(),
        trailers=tuple((key.strip(), value.strip()) for key, _, value in pairs),
    )


def _moment(seconds: str) -> datetime:
    # A hand-made commit may claim any moment at all; one that no calendar holds becomes the epoch.
    inside = seconds.isdigit() and len(seconds) <= 11
    return datetime.fromtimestamp(int(seconds) if inside else 0, UTC)


def parse_entry(row: bytes) -> Listed:
    head, _, path = row.partition(b"\t")
    mode, kind, name, size = head.decode().split()
    return mode, kind, name, int(size) if size.isdigit() else 0, path


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


def judge(mode: str, kind: str, size: int, raw: bytes) -> tuple[str, Problem | None]:
    path = raw.decode("utf-8", "backslashreplace")
    reason = unsafe_path(raw)
    if mode == "120000":
        reason = "it is a symbolic link"
    elif kind != "blob":
        reason = "it is a submodule"
    elif size > MAX_FILE_BYTES:
        reason = f"it is larger than {MAX_FILE_BYTES // 1024 // 1024} MB"
    if not reason:
        return path, None
    remedy = "Put an ordinary file with a plain name in its place, or take it out."
    return path, Problem("unusable-file", "warning", f"The file is left unread: {reason}.", remedy, file=path)
