"""The message of a commit that the portal makes: a subject, what people said, and trailers, which are the portal's alone.

Readers of trailers differ in where they believe a message to end: at a line ``---``, at a scissors line, before a run of
comments. Whatever stands before that end may then pass for trailers. Words of people are therefore quoted as in a letter,
every line of them behind ``>``, which no reader takes for a trailer, an end or a continuation.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Who acts where no person does.
PORTAL = "The portal"
MARK = ">"
#: The trailers of a merge: the commit of the source, and what was published when they were merged.
SOURCE_COMMIT, MERGED_WITH, SETTLED_BY = "Source-Commit", "Merged-With", "Settled-By"


def composed(subject: str, words: str, trailers: Iterable[tuple[str, str]]) -> str:
    """The whole message. Subject and values of trailers are put on one line each."""
    quoted = "\n".join(f"{MARK} {line}".rstrip() for line in words.strip().splitlines())
    stated = "\n".join(f"{key}: {one_line(value)}" for key, value in trailers)
    return "\n\n".join(part for part in (one_line(subject), quoted, stated) if part) + "\n"


def spoken(body: str) -> str:
    """What people said, from the body (all but the subject) of a ``composed`` message, or of an older one without marks."""
    lines = body.rpartition("\n\n")[0].split("\n")
    if not all(line.startswith(MARK) for line in lines):
        return "\n".join(lines)
    return "\n".join(line.removeprefix(MARK).removeprefix(" ") for line in lines)


def trailer(body: str, key: str) -> str:
    """What a trailer of a ``composed`` message says; empty where there is none of that name."""
    lines = body.strip().rpartition("\n\n")[2].split("\n")
    return next((line.removeprefix(f"{key}: ") for line in lines if line.startswith(f"{key}: ")), "")


def one_line(text: str) -> str:
    """Text without line breaks of any kind, and without blanks that say nothing."""
    return " ".join(text.split())


def is_merge(body: str) -> bool:
    """Whether the words behind a subject are those of a merge by the portal; for showing them, as anybody may write so."""
    return body.rpartition("\n\n")[2].startswith(f"{SOURCE_COMMIT}: ") and spoken(body) != body
