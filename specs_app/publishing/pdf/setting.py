"""A booklet as PDF bytes, tagged for readers of the screen (PDF/UA-1), set by a process of its own.

The same booklet gives the same bytes: the file's identifier comes from the revision and its dates from the time of the revision.
This process never loads the layout engine and its libraries: a portal without them serves everything but PDFs.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from specs_app.publishing.pdf.booklet import Booklet, booklet
from specs_app.versions.editions import Edition

STYLE = Path("static", "pdf", "booklet.css")
TEMPLATE = "pdf/booklet.html"
#: Seconds after which setting one PDF is given up.
LIMIT = 300
#: How the process that sets a PDF ends where a library of the system is missing.
LIBRARY_MISSING = 3
TELL = "Tell whoever runs this portal; every other page and download still works."
TELL_SETUP = (
    "Tell whoever runs this portal: `make setup` names what to install. Every other page and download still works."
)
#: What no PDF may hold as text: control characters and halves of surrogate pairs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class PdfError(Exception):
    """A PDF cannot be made. Says what failed and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class PdfFetchRefused(PdfError):
    """Something in the text asked for a file or an address."""


class PdfLayoutFailed(PdfError):
    """The layout engine gave up."""


class PdfLibraryMissing(PdfError):
    """A library of the system is not there."""


def render(edition: Edition, object_name: str | None = None) -> bytes:
    """The PDF of a version or of one object in it, made anew; what readers download comes from `pdf.files`. Raises PdfError.

    An object that the version does not have is a KeyError.
    """
    text = booklet(edition, object_name)
    return set_apart(html(text), identifier(text))


def html(text: Booklet) -> str:
    """The page that is set: everything from the specification is escaped by the template."""
    return printed(TEMPLATE, {"booklet": text})


def printed(template: str, about: Mapping[str, Any]) -> str:
    """A template as a page that can be set."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", render_to_string(template, dict(about)))


def identifier(text: Booklet) -> bytes:
    """Sixteen bytes that name this PDF: the standard, the revision, what it is called, and the object."""
    return named(text.imprint.slug, text.imprint.sha, text.imprint.label, text.subject)


def named(*words: str) -> bytes:
    """Sixteen bytes that these words decide."""
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).digest()[:16]


def set_apart(text: str, name: bytes, limit: float = LIMIT) -> bytes:
    """What `typesetter.typeset` gives, from a process of its own that is stopped after ``limit`` seconds."""
    command = [sys.executable, "-m", "specs_app.publishing.pdf.typesetter", name.hex(), str(os.getpid())]
    try:
        done = subprocess.run(  # noqa: S603 - this very Python, and no word of a reader's
            command, input=text.encode(), capture_output=True, timeout=limit, cwd=settings.BASE_DIR, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise PdfLayoutFailed(
            f"The PDF took longer than {limit:.0f} seconds.", "Ask for the PDF of one object instead."
        ) from error
    last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
    if done.returncode == LIBRARY_MISSING:
        raise PdfLibraryMissing(f"PDFs cannot be made here: a library is missing ({last[:300]}).", TELL_SETUP)
    if done.returncode:
        raise PdfLayoutFailed(f"The PDF could not be set ({last[:300]}).", TELL)
    return done.stdout
