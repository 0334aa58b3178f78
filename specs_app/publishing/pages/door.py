"""The front door: each standard as a card, and where each kind of reader begins."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.identity import Identity
from specs_app.models import Specification
from specs_app.publishing.identities import identity_of_row
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.opening import first_sentence


@dataclass(frozen=True, slots=True)
class Size:
    """How much a standard holds."""

    objects: int = 0
    items: int = 0
    categories: int = 0


@dataclass(frozen=True, slots=True)
class StandardCard:
    """One standard on the front door. ``search`` is where its search is sent, ``describe`` where it gets a description."""

    slug: str
    title: str
    publisher: str
    identity: Identity
    opening: str
    version: str
    size: Size
    href: str
    search: str
    describe: str
    restricted: bool
    ways: tuple[Link, ...]

    @property
    def short_name(self) -> str:
        """What it is called beside its title; empty where that is the same."""
        return "" if self.identity.short_name.lower() == self.title.lower() else self.identity.short_name


def standard_card(row: Specification, version: str, size: Size) -> StandardCard:
    """What the row of a standard says of it; ``version`` is what its published version is called."""
    links = Links(row.slug)
    return StandardCard(
        slug=row.slug,
        title=row.title or row.slug,
        publisher=row.publisher,
        identity=identity_of_row(row),
        opening=first_sentence(row.description),
        version=version,
        size=size,
        href=links.home(),
        search=links.search(),
        describe=links.suggest(form="about_standard"),
        restricted=row.is_restricted,
        ways=(
            Link("How to read it", links.how_to_read()),
            Link("What changed for me", links.for_me()),
            Link("The SQL for my system", links.my_sql()),
            Link("Suggest a change", links.suggest()),
        ),
    )
