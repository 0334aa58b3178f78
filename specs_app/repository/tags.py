"""Annotated tags as Git stores them, read and written without Git. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from specs_app.repository.commits import Author, identity, person_of, said

#: What a signature begins with. Inside a line it is somebody's words.
_SIGNATURE = re.compile(rb"^-----BEGIN ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tag:
    """What an annotated tag says. ``subject`` is the first paragraph of its message on one line, ``body`` the rest."""

    name: str
    tagger: Author
    when: datetime
    subject: str
    body: str


def parse_tag(data: bytes) -> Tag:
    """The tag that an object holds; what it does not say is empty."""
    head, _, message = data.partition(b"\n\n")
    fields = (line.partition(b" ") for line in head.split(b"\n"))
    named = {name: value.decode("utf-8", "replace") for name, _, value in fields}
    tagger, when = person_of(named.get(b"tagger", ""))
    subject, body = said(_SIGNATURE.split(message, maxsplit=1)[0].decode("utf-8", "replace"))
    return Tag(named.get(b"tag", ""), tagger, when, subject, body)


def tag_data(*, commit: str, name: str, tagger: Author, when: datetime, message: str) -> bytes:
    """The object of a tag on a commit. Equal arguments give equal bytes."""
    head = f"object {commit}\ntype commit\ntag {name}\n".encode()
    return head + b"tagger %s\n\n" % identity(tagger, when) + message.replace("\0", "").encode("utf-8", "replace")
