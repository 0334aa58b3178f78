"""The overview of a standard: what it is, how large, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.stages import returns_in
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Coverage, Link, whole_coverage
from specs_app.publishing.pages.objects import DomainGroup, domain_groups
from specs_app.publishing.pages.opening import opening, rest_of
from specs_app.publishing.pages.routes import Route, routes
from specs_app.versions.editions import Edition

#: So many objects of a domain are named on the overview.
MOST_NAMED = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and what it counts."""

    value: int
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Overview:
    title: str
    publisher: str
    opening: str
    description: str
    version: str
    figures: tuple[Figure, ...]
    routes: tuple[Route, ...]
    groups: tuple[DomainGroup, ...]
    coverage: tuple[Coverage, ...]
    returns: tuple[Link, ...]


def overview(edition: Edition, links: Links, since: Link | None = None) -> Overview:
    """What the first page of a standard shows of its content; ``since`` leads to what changed since the last release."""
    version = edition.version
    document, settings = version.document, version.document.settings
    groups = domain_groups(document, links, most=MOST_NAMED)
    first = opening(
        settings.description, [group.title for group in sorted(groups, key=lambda group: -group.items) if group.key]
    )
    return Overview(
        title=settings.title,
        publisher=settings.publisher,
        opening=first,
        description=rest_of(settings.description, first),
        version=edition.title,
        figures=(
            Figure(len(document.objects), "objects", links.page("objects")),
            Figure(sum(len(entry.items) for entry in document.objects), "items", links.items()),
            Figure(len(document.categories), "code lists", links.page("categories")),
            Figure(len(settings.cms), "systems", links.page("cms")),
            Figure(len(returns_in(document)), "returns", links.page("returns")),
        ),
        routes=routes(document, groups, links, since),
        groups=groups,
        coverage=whole_coverage(version, links),
        returns=tuple(Link(entry.title or entry.key, links.return_(entry.key)) for entry in returns_in(document)),
    )
