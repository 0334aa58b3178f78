"""Commits as Git stores them, read and written without Git."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from specs_app.repository.objects import GitError

_PERSON = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>(?:\s*(?P<seconds>\d+))?")


@dataclass(frozen=True, slots=True)
class Author:
    """Who a commit names."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as it says of itself. ``subject`` is the first paragraph of its message on one line, ``body`` the rest."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Author
    authored_at: datetime
    committer: str
    when: datetime
    subject: str
    body: str


def parse_commit(sha: str, data: bytes) -> Commit:
    """The commit that an object of that name holds. Raises ``GitError`` where it holds none."""
    head, _, message = data.partition(b"\n\n")
    fields = [line.partition(b" ") for line in head.split(b"\n")]
    encoding = next((value.decode("ascii", "replace") for name, _, value in fields if name == b"encoding"), "utf-8")
    named = {name: _text(value, encoding) for name, _, value in reversed(fields)}
    if not {b"tree", b"author", b"committer"} <= named.keys():
        raise GitError(f"The object {sha[:12]} is no commit that Git writes")
    author, authored_at = person_of(named[b"author"])
    committer, when = person_of(named[b"committer"])
    subject, body = said(_text(message, encoding))
    return Commit(
        sha=sha,
        tree=named[b"tree"],
        parents=parents_of(data),
        author=author,
        authored_at=authored_at,
        committer=committer.name,
        when=when,
        subject=subject,
        body=body,
    )


def parents_of(data: bytes) -> tuple[str, ...]:
    """The names of the commits that come right before one."""
    lines = data.partition(b"\n\n")[0].split(b"\n")
    return tuple(line[7:].decode("ascii", "replace") for line in lines if line.startswith(b"parent "))


def _text(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def person_of(text: str) -> tuple[Author, datetime]:
    """Who a line of Git's names, and when."""
    found = _PERSON.match(text)
    if found is None:
        return Author(text.strip(), ""), _moment("")
    return Author(found["name"].strip(), found["email"].strip()), _moment(found["seconds"] or "")


def _moment(seconds: str) -> datetime:
    # A hand-made commit may claim any moment at all; one that no calendar holds becomes the epoch.
    inside = seconds.isdigit() and len(seconds) <= 11
    return datetime.fromtimestamp(int(seconds) if inside else 0, UTC)


def said(message: str) -> tuple[str, str]:
    """Subject and body: paragraphs are apart by lines that hold nothing but blanks."""
    lines = message.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    end = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    return " ".join(line.strip() for line in lines[start:end]), "\n".join(lines[end:]).strip()


def commit_data(
    *,
    tree: str,
    parents: Iterable[str],
    author: Author,
    authored_at: datetime,
    committer: Author,
    when: datetime,
    message: str,
) -> bytes:
    """The object of a commit; a first one has no ``parents``. Equal arguments give equal bytes."""
    lines = [
        b"tree %s\n" % tree.encode(),
        *(b"parent %s\n" % parent.encode() for parent in parents),
        b"author %s\n" % identity(author, authored_at),
        b"committer %s\n\n" % identity(committer, when),
    ]
    return b"".join(lines) + message.replace("\0", "").encode("utf-8", "replace")


def identity(who: Author, when: datetime) -> bytes:
    """A person and a moment as Git writes them, without what Git would stumble over."""
    name = re.sub(r"[\x00-\x1f<>]", " ", who.name).strip(" .,:;\"'\\") or "unknown"
    email = re.sub(r"[\x00-\x20<>]", "", who.email)
    return f"{name} <{email}> {int(when.timestamp())} +0000".encode("utf-8", "replace")
