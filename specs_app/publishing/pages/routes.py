"""Where readers of a standard go first: what is collected, what changed, the SQL, and what is wrong. Made from what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specs_app.document.types import Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.objects import DomainGroup

#: So many subjects and systems are named; the others are a step further.
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Route:
    """A question that readers come with, the answers that there are, and where all of them stand."""

    title: str
    text: str
    links: tuple[Link, ...]
    more: tuple[Link, ...]


def routes(document: Document, groups: Sequence[DomainGroup], links: Links, since: Link | None) -> tuple[Route, ...]:
    """The four routes of an overview; ``since`` leads to what changed since the last release, where one can be read."""
    return (_collected(groups), _changed(links, since), _scripts(document, links), _wrong(links))


def _collected(groups: Sequence[DomainGroup]) -> Route:
    """The subjects with the most items first."""
    largest = sorted((group for group in groups if group.key), key=lambda group: -group.items)
    named = tuple(Link(group.title, group.list_href) for group in largest[:MOST_NAMED])
    text = "By subject: each leads to its objects and what they record."
    return Route("What is collected about …", text, named, (Link("Every subject", "#covers"),))


def _changed(links: Links, since: Link | None) -> Route:
    return Route(
        "What changed for me",
        "What there is to do for the systems you run and the returns you make.",
        (Link("Choose my systems and returns", links.for_me()), *((since,) if since else ())),
        (Link("All versions", links.releases()), Link("Change log", links.changelog())),
    )


def _scripts(document: Document, links: Links) -> Route:
    systems = document.settings.cms
    return Route(
        "The SQL for my system",
        "A script that makes the tables and fills them from:",
        tuple(Link(cms.title or cms.key, links.my_sql(cms=cms.key)) for cms in systems[:MOST_NAMED]),
        (Link("Get the SQL for my council", links.my_sql()),),
    )


def _wrong(links: Links) -> Route:
    return Route(
        "Something is wrong or missing",
        "Anybody can say so. No change is made before it was discussed and agreed.",
        (Link("Suggest a change", links.suggest()),),
        (Link("Changes under way", links.current("changes")),),
    )
