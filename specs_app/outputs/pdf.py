"""The one gateway to WeasyPrint: a booklet as PDF bytes, tagged for readers of the screen (PDF/UA-1).

The same booklet gives the same bytes: the file's identifier comes from the revision and its dates from the time of the revision.
Nothing is fetched, from the network or from the disk: the style sheet is handed over as text.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import weasyprint
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from specs_app.outputs.booklet import Booklet, booklet
from specs_app.outputs.edition import Edition

STYLE = Path("static", "pdf", "booklet.css")
TEMPLATE = "pdf/booklet.html"
TELL = "Tell whoever runs this portal; every other page and download still works."
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
    """WeasyPrint gave up."""


class _Nothing(URLFetcher):
    """Refuses every address, so that no text can make the server read a file or call anybody."""

    def fetch(self, url: str, *args: object, **options: object) -> NoReturn:
        raise FatalURLFetchingError(f"{url[:200]} may not be read")


def render(edition: Edition, object_name: str | None = None) -> bytes:
    """The PDF of a version or of one object in it, made anew: for what readers download see `pdf_files`. Raises PdfError.

    An object that the version does not have is a KeyError.
    """
    text = booklet(edition, object_name)
    return typeset(html(text), identifier(text))


def html(text: Booklet) -> str:
    """The page that is set: everything from the specification is escaped by the template."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", render_to_string(TEMPLATE, {"booklet": text}))


def identifier(text: Booklet) -> bytes:
    """Sixteen bytes that name this PDF: the standard, the revision and the object."""
    words = (text.imprint.slug, text.imprint.sha, text.subject)
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).digest()[:16]


def typeset(text: str, name: bytes) -> bytes:
    """The PDF of a page of HTML."""
    fonts = FontConfiguration()
    try:
        page = weasyprint.HTML(string=text, url_fetcher=_Nothing())
        sheet = weasyprint.CSS(string=style(), url_fetcher=_Nothing(), font_config=fonts)
        return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts, **options(name)))
    except FatalURLFetchingError as error:
        raise PdfFetchRefused(f"The PDF was not made: {error}.", TELL) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise PdfLayoutFailed(f"The PDF could not be set ({type(error).__name__}: {error}).", TELL) from error


def options(name: bytes) -> dict[str, Any]:
    """What WeasyPrint is told besides the text."""
    return {"pdf_identifier": name, "pdf_variant": "pdf/ua-1"}


@cache
def style() -> str:
    """The style sheet of print. Found beside this package, as a process without settings needs it too."""
    return (Path(__file__).resolve().parents[2] / STYLE).read_text(encoding="utf-8")
