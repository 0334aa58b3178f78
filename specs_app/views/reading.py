"""What every public page does: find the version asked for, and answer within the standard's frame."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from specs_app import access, queries
from specs_app.document.types import Document
from specs_app.outputs.links import Links
from specs_app.outputs.pages.parts import Link

#: The pages of a standard's menu: part of the address, text.
MENU = (
    ("objects", "Objects"),
    ("items", "Items"),
    ("categories", "Code lists"),
    ("cms", "Systems"),
    ("returns", "Returns"),
    ("changes", "Changes"),
    ("releases", "Versions"),
    ("quality", "Quality"),
    ("downloads", "Downloads"),
)
#: Pages that are about the standard as it stands now, whatever version is read.
TIMELESS = frozenset({"changes", "releases"})


SHORTEST_SHA = 7
HEX_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Reading:
    """A published version and the addresses within it."""

    published: queries.Published
    links: Links

    @property
    def document(self) -> Document:
        return self.published.document


def read(request: HttpRequest, slug: str, version: str = "") -> Reading:
    """The version named or that of ``?at=``, else the current one; raises `NotPublished` (404) where there is none."""
    at = version or request.GET.get("at", "").strip()
    published = queries.at(slug, at or None, viewer=request.user)
    access.note(request.META, published.specification)
    return Reading(published, Links(slug, at))


def show(
    request: HttpRequest,
    reading: Reading,
    template: str,
    section: str = "",
    trail: tuple[Link, ...] = (),
    status: int = HTTPStatus.OK,
    **page: Any,
) -> HttpResponse:
    """The page in the frame of its standard: menu, breadcrumbs and, off the current version, a note that says so."""
    frame = {
        "reading": reading,
        "published": reading.published,
        "links": reading.links,
        "standard": _name(reading),
        "menu": menu(reading.links, section),
        "trail": (Link("Standards", "/"), Link(_name(reading), reading.links.home()), *trail),
        "current_page": escape_uri_path(request.path),
        "version_name": "" if _is_sha(reading.links.at) else reading.links.at,
    }
    return render(request, template, {**frame, **page}, status=status)


def menu(links: Links, section: str) -> list[Link]:
    """The standard's menu, with the section the reader is in."""
    return [
        Link(text, (links.current if key in TIMELESS else links.page)(key), current=key == section)
        for key, text in MENU
    ]


def _is_sha(version: str) -> bool:
    return len(version) >= SHORTEST_SHA and set(version.lower()) <= HEX_DIGITS


def _name(reading: Reading) -> str:
    return reading.document.settings.title or reading.links.slug
