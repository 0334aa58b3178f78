"""The page that compares two versions: a filter form, counts, and the differences object by object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.publishing.compared import Compared
from specs_app.publishing.differences import NOUNS, ChangeGroup, known_values
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import MOST, Difference, difference, href_of
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.filter_form import Filter, control

#: The forms that REST gives.
FORMS = {"md": "Markdown", "json": "JSON", "yaml": "YAML", "csv": "CSV", "xlsx": "XLSX"}


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many differences of one class there are, and the page that shows them alone."""

    name: str
    value: int
    href: str


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """The differences of an object or of another kind of part; ``count`` are all of them, also those that are not shown."""

    anchor: str
    title: str
    name: str
    href: str
    count: int
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What is compared, and how it is narrowed; ``shown`` of ``total`` differences are in the groups."""

    summary: str
    total: int
    shown: int
    counts: tuple[ClassCount, ...]
    groups: tuple[DifferenceGroup, ...]
    active: bool
    files: tuple[Link, ...]


def comparison_form(compared: Compared) -> tuple[Filter, ...]:
    """A select box for each filter that has something to choose from."""
    documents = (compared.older.document, compared.newer.document)
    known = ((name, noun.capitalize(), list(known_values(name, *documents).items())) for name, noun in NOUNS.items())
    return tuple(control(name, label, pairs, compared.asked.get(name, "")) for name, label, pairs in known if pairs)


def comparison_page(compared: Compared, older: str, newer: str, links: Links, most: int = MOST) -> ComparisonPage:
    """The page; ``older`` and ``newer`` are the versions as the reader named them."""
    groups = tuple(shown_groups(compared, links, most))
    return ComparisonPage(
        summary=compared.summary,
        total=len(compared.changes),
        shown=sum(len(group.differences) for group in groups),
        counts=tuple(
            ClassCount(name, count, links.compare(older, newer, **{**compared.given, "class": name}))
            for name, count in compared.counts.items()
        ),
        groups=groups,
        active=bool(compared.given),
        files=files_of(older, newer, compared.given, links),
    )


def files_of(older: str, newer: str, given: dict[str, str], links: Links) -> tuple[Link, ...]:
    """The same differences in other forms."""
    rest = Links(links.slug)
    return (
        Link("PDF", links.compare_pdf(older, newer, **given)),
        *(
            Link(title, rest.rest("diff", **{"from": older, "to": newer, **given, "format": form}))
            for form, title in FORMS.items()
        ),
    )


def shown_groups(compared: Compared, links: Links, most: int) -> Iterator[DifferenceGroup]:
    """The groups of the first so many differences; one of which nothing is left is not there."""
    left = most
    for number, group in enumerate(compared.groups, 1):
        if left:
            yield _group(compared, group, f"group-{number}", links, left)
        left = max(left - len(group.changes), 0)


def _group(compared: Compared, group: ChangeGroup, anchor: str, links: Links, most: int) -> DifferenceGroup:
    is_there = group.name in compared.newer.document.object_by_name
    return DifferenceGroup(
        anchor=anchor,
        title=group.title,
        name=group.name,
        href=href_of(group.address, links) if is_there else "",
        count=len(group.changes),
        differences=tuple(difference(change, links, compared.titles) for change in group.changes[:most]),
    )
