"""The parts of a version as entries of the index: plain texts by address, which are written and compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specs_app.document.storable import clean
from specs_app.document.types import Document
from specs_app.models.base import ADDRESS_LENGTH
from specs_app.projection.search.said import COLUMN, Part, parts
from specs_app.projection.search.words import fold, forms_of
from specs_app.tables.logged_changes import LoggedChange

#: What an entry says, but for its former names (`former`).
COLUMNS = (
    *("kind", "key", "title", "context", "extract", "facets"),
    *("called", "head", "definition", "details", "words"),
)
#: What the search says of each address, by the names of its columns.
Entries = Mapping[str, Mapping[str, str]]


def entries(document: Document, log: Iterable[LoggedChange], without: frozenset[int] = frozenset()) -> Entries:
    """The entry of each part that is found and of each logged change, by address, but for the parts with the ids ``without``.

    Where a name is used twice the first one is found.
    """
    found: dict[str, Mapping[str, str]] = {}
    for part in parts(document, iter(log), without):
        address = clean(part.address)[:ADDRESS_LENGTH]
        if address not in found:
            found[address] = entry_of(part)
    return found


def entry_of(part: Part) -> dict[str, str]:
    """The columns of a part: what is shown, and below it what is searched, folded."""
    texts: dict[str, list[str]] = {"head": [], "definition": [], "details": [], "words": []}
    for said in part.said:
        texts[COLUMN[said.where]].append(said.text)
    shown = {"kind": part.kind, "key": part.key, "title": part.title, "context": part.context, "extract": part.extract}
    return {
        **{name: clean(text) for name, text in shown.items()},
        "facets": facets_text(part.facets),
        "called": called_text(part.names),
        **{column: fold(" ".join(told)) for column, told in texts.items()},
    }


def called_text(names: Iterable[str]) -> str:
    """The forms of exact names, with spaces between."""
    return " ".join(dict.fromkeys(form for name in names for form in forms_of(clean(name))))


def facets_text(facets: Iterable[tuple[str, str]]) -> str:
    """Each facet on a line of its own, such as ``domain=identity``; a line feed begins and ends it."""
    return "".join(f"\n{facet_text(*pair)}" for pair in facets) + "\n"


def facet_text(name: str, value: str) -> str:
    """One facet as it stands in the text of all."""
    return f"{name}={' '.join(clean(value).split())}"
