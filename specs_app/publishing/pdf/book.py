"""A book: what it is called, and its parts in their order. Pure.

No part but the first tells of the revision, such as its number or date, so that a part stays the same while what it tells does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from types import MappingProxyType

from specs_app.diagrams.layout import DrawingLayout
from specs_app.diagrams.values import Diagram
from specs_app.document.domains import domain_title
from specs_app.document.names import object_title
from specs_app.document.stages import stages_in
from specs_app.publishing.compared import Compared
from specs_app.publishing.links import Links
from specs_app.publishing.pdf.appendices import News, news, quality_note, registered
from specs_app.publishing.pdf.chapters import chapter, code_lists, openings, return_chapter
from specs_app.publishing.pdf.contents import Line, Part, contents, index
from specs_app.publishing.pdf.figures import MAP, BookFigure, figures
from specs_app.publishing.pdf.imprint import Imprint, imprint
from specs_app.publishing.pdf.places import Anchors
from specs_app.publishing.pdf.scope import WHOLE, BookScope, Chosen, chosen, require
from specs_app.versions.editions import Edition

NONE_MADE: Mapping[Diagram, DrawingLayout] = MappingProxyType({})
#: From so many items on a book has an index of them.
INDEXED = 12
#: Contents of up to so many lines stand on the cover.
SHORT = 24
#: How many lines of the contents and of the index are on a page.
CONTENTS_A_PAGE, INDEX_A_PAGE = 100, 150


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says.

    ``subject`` is what the book is about where that is not everything, ``foot`` what stands at the foot of all pages behind it; the
    imprint where it is empty.
    """

    imprint: Imprint
    subject: str
    description: str
    publisher: str
    counts: tuple[tuple[str, int], ...] = ()
    foot: str = ""

    @property
    def title(self) -> str:
        """The title of the file."""
        return f"{self.subject}, {self.imprint.title}" if self.subject else self.imprint.title


@dataclass(frozen=True, slots=True)
class Front:
    """Cover, how to read and contents."""

    cover: Cover
    lines: tuple[Line, ...]
    systems: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether how to read and contents have pages of their own."""
        return len(self.lines) > SHORT


@dataclass(frozen=True, slots=True)
class Book:
    """All that is printed; the first part is the one with the cover."""

    cover: Cover
    parts: tuple[Part, ...] = field(repr=False)


def book(
    edition: Edition,
    scope: BookScope = WHOLE,
    older: Edition | None = None,
    layouts: Mapping[Diagram, DrawingLayout] = NONE_MADE,
) -> Book:
    """The book of a scope. ``older`` is what it is compared with: the release before, or the version that the scope names.

    ``layouts`` are those of `figures.diagrams_of`, as far as they could be made.

    Raises `scope.NotInVersion`.
    """
    document = edition.version.document
    require(document, scope)
    links = Anchors(edition.version.slug)
    compared = Compared(older, edition, {}) if older and scope.kind in {"whole", "since"} else None
    shown = chosen(document, scope, compared)
    changes = news(compared, links) if compared else None
    drawn = figures(document, scope, layouts)
    inner = [*_before(edition, scope, changes, links), *_standard(edition, scope, shown, links, drawn)]
    if MAP in drawn:
        inner.insert(0, Part("pdf/map.html", drawn[MAP], Line("domains", "Map of the domains", is_head=True)))
    if scope.kind == "whole":
        inner += _behind(edition, changes, links)
    if scope.kind != "object" and len(lines := index(inner)) >= INDEXED:
        line = Line("index", "Index of references", is_head=True)
        inner.append(Part("pdf/index.html", lines, line, numbered=True, reckoned=ceil(len(lines) / INDEX_A_PAGE)))
    cover = _cover(edition, scope, shown, changes)
    systems = tuple(cms.title for cms in document.settings.cms)
    front = Front(cover, tuple(contents(inner)), systems)
    reckoned = 2 + ceil(len(front.lines) / CONTENTS_A_PAGE) if front.is_long else 1
    return Book(cover, (Part("pdf/front.html", front, numbered=True, reckoned=reckoned), *inner))


def _before(edition: Edition, scope: BookScope, changes: News | None, links: Links) -> Iterator[Part]:
    """What a book that is not of everything begins with."""
    if scope.kind == "since" and changes:
        yield Part("pdf/news.html", changes, Line("news", "What changed", is_head=True))
    asked = return_chapter(edition.version.document, scope.key, links) if scope.kind == "return" else None
    if asked:
        yield Part("pdf/return.html", asked, Line(asked.anchor, "What it asks for", is_head=True))


def _standard(
    edition: Edition, scope: BookScope, shown: Chosen, links: Links, drawn: Mapping[str, BookFigure]
) -> Iterator[Part]:
    """Domain by domain its objects, then the code lists."""
    document = edition.version.document
    for opening in openings(document, links, drawn):
        names = [card.name for card in opening.group.objects if card.name in shown.objects]
        has_head = bool(names) and scope.kind in {"whole", "domain"}
        alone = opening if has_head and len(names) == 1 else None
        if has_head and not alone:
            yield Part("pdf/opening.html", opening)
        for name in names:
            yield Part("pdf/chapter.html", chapter(document, name, links, shown.objects[name], alone))
    yield from (Part("pdf/code_lists.html", lists) for lists in code_lists(document, links, shown.lists))


def _behind(edition: Edition, changes: News | None, links: Links) -> Iterator[Part]:
    """What stands behind the standard itself in the book of everything."""
    document = edition.version.document
    relationships = document.relationships
    if document.settings.returns:
        yield Part("pdf/returns.html", registered(document), Line("returns", "Returns", is_head=True))
    if relationships:
        yield Part("pdf/relationships.html", relationships, Line("relationships", "Relationships", is_head=True))
    if changes:
        yield Part("pdf/news.html", changes, Line("news", f"Changes since {changes.called}", is_head=True))
    note = quality_note(edition.version, links)
    yield Part("pdf/quality.html", note, Line("quality", "How complete this text is", is_head=True))


def _cover(edition: Edition, scope: BookScope, shown: Chosen, changes: News | None) -> Cover:
    settings = edition.version.document.settings
    subject, description = _about(edition, scope, changes)
    return Cover(imprint(edition), subject, description, settings.publisher, tuple(_counts(edition, scope, shown)))


def _about(edition: Edition, scope: BookScope, changes: News | None) -> tuple[str, str]:
    """The subject, and a sentence about it."""
    document, key = edition.version.document, scope.key
    if scope.kind == "object":
        entry = document.object_by_name[key]
        return object_title(entry, document.settings), entry.description
    if scope.kind == "domain":
        return domain_title(document, key), "One domain of the standard, with the code lists that its items use."
    if scope.kind == "return":
        titles = {entry.key: entry.title for entry in document.settings.returns}
        if any(entry.key == key for entry in stages_in(document)):
            return titles.get(key) or key, "One stage of the standard: the items that are at it, and their codes."
        return titles.get(key) or key, "What this return asks for: each item as the standard has it, and its codes."
    if scope.kind == "since" and changes:
        return f"Changes since {changes.called}", "What changed, and what it touches as it reads now."
    return "", document.settings.description


def _counts(edition: Edition, scope: BookScope, shown: Chosen) -> Iterator[tuple[str, int]]:
    """What there is and how many, but for what there is none of."""
    document = edition.version.document
    items = (document.object_by_name[name].items if only is None else only for name, only in shown.objects.items())
    counts = {
        "object": len(shown.objects),
        "item": sum(map(len, items)),
        "code list": len(shown.lists),
        "relationship": len(document.relationships) if scope.kind == "whole" else 0,
    }
    yield from ((term, count) for term, count in counts.items() if count)
