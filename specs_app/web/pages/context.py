"""What every public page does: find the version asked for, and answer below the menu of the standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from specs_app import access, queries
from specs_app.document.types import Document
from specs_app.models import Specification
from specs_app.publishing.identities import identity_of
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.versions.editions import Edition
from specs_app.versions.releases import edition_of
from specs_app.versions.version import Version
from specs_app.web.keeping import Keeping

Entry = TypeVar("Entry")

#: The pages of a standard's menu: part of the address, text.
MENU = (
    ("objects", "Objects"),
    ("items", "Items"),
    ("model", "Model"),
    ("categories", "Code lists"),
    ("cms", "Systems"),
    ("returns", "Returns"),
    ("authorities", "Authorities"),
    ("changes", "Changes"),
    ("releases", "Versions"),
    ("quality", "Quality"),
    ("downloads", "Downloads"),
)
#: Pages whose content begins with a search or a question. They have no search above the menu, nor have those of proposals.
OWN_SEARCH = frozenset({"specs/overview.html", "specs/search.html", "specs/my_sql_question.html"})
#: Pages that are about the standard as it stands now, whatever version is read.
TIMELESS = frozenset({"changes", "releases"})


@dataclass(frozen=True)
class Context:
    """What a page is about: a specification, the published version of it that is read, and the addresses within that."""

    specification: Specification
    version: Version
    links: Links

    @property
    def document(self) -> Document:
        return self.version.document

    @property
    def is_current(self) -> bool:
        """Whether it is the version that is published now."""
        return self.version.sha == self.specification.published_revision

    @cached_property
    def edition(self) -> Edition:
        """The version with what it is called."""
        return edition_of(self.specification, self.version)


def open_version(request: HttpRequest, slug: str, name: str = "") -> Context:
    """The version named or that of ``?at=``, else the current one; raises `NotPublished` (404) where there is none."""
    at = name or request.GET.get("at", "").strip()
    specification, version = queries.at(slug, at or None, viewer=request.user)
    access.note(request.META, specification)
    return Context(specification, version, Links(slug, at))


def paged(request: HttpRequest, entries: Sequence[Entry], most: int) -> Page[Entry]:
    """The page of a list that ``?page=`` asks for, the nearest where there is none of that number."""
    return Paginator(entries, most).get_page(request.GET.get("page"))


def show(
    request: HttpRequest,
    context: Context,
    template: str,
    section: str = "",
    trail: tuple[Link, ...] = (),
    status: int = HTTPStatus.OK,
    **page: Any,
) -> HttpResponse:
    """The page in `specs/frame.html`: the standard's menu, breadcrumbs and, off the current version, a note that says so."""
    frame = {
        "specification": context.specification,
        "version": context.version,
        "is_current": context.is_current,
        "canonical": canonical(request, context) if status == HTTPStatus.OK else "",
        "links": context.links,
        "query": context.links.paging(),
        "standard": _name(context),
        "identity": identity_of(context.version),
        "menu": menu(context.links, section),
        "find": context.links.search() if _finds(template) else "",
        "trail": (Link("Standards", "/"), Link(_name(context), context.links.home()), *trail),
        "current_page": escape_uri_path(request.path),
        "called": _called(request, context, section),
    }
    return render(request, template, {**frame, **page}, status=status)


def menu(links: Links, section: str) -> list[Link]:
    """The standard's menu, with the section the reader is in."""
    return [
        Link(text, (links.current if key in TIMELESS else links.page)(key), current=key == section)
        for key, text in MENU
    ]


def _finds(template: str) -> bool:
    """Whether a page has the search above the menu."""
    return template.startswith("specs/") and template not in OWN_SEARCH


def _called(request: HttpRequest, context: Context, section: str) -> str:
    """What the version read is called, on the pages that show it."""
    shows = _keeping(request) is not None and section not in TIMELESS
    return context.edition.name if context.links.at or shows else ""


def canonical(request: HttpRequest, context: Context) -> str:
    """The one address of a public page for those who list pages: of the current version that without ``at``, of an earlier one the
    number of its release, else its SHA. It has the parameters that the page reads and no others; empty for pages of a reader's own.
    """
    keeping = _keeping(request)
    if keeping is None:
        return ""
    given = {name: request.GET[name] for name in keeping.parameters if request.GET.get(name) and name != "at"}
    if context.links.at and (context.edition.release or not context.is_current):
        given["at"] = context.edition.release or context.version.sha
    return settings.SITE_URL + escape_uri_path(request.path) + (f"?{urlencode(given)}" if given else "")


def _keeping(request: HttpRequest) -> Keeping | None:
    """How the page may be kept; None for one that is not everybody's."""
    return getattr(getattr(request.resolver_match, "func", None), "keeping", None)


def _name(context: Context) -> str:
    return context.document.settings.title or context.links.slug
