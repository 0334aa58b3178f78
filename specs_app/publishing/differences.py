"""The differences between two versions, filtered and in groups: one set of filters for the page and every other form of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.edits.in_use import NAMED
from specs_app.document.extent import Extents
from specs_app.document.names import object_title
from specs_app.document.titles import titles_of
from specs_app.document.types import CHANGE_CLASSES, DataObject, Document, Item, Settings
from specs_app.publishing.filters import LISTED

#: What each filter keeps of the changes; the last argument is the text of the query.
KEEPS: dict[str, Callable[[Extents, Change, str], bool]] = {
    "class": lambda _extents, change, text: change.change_class == text,
    "return": lambda extents, change, text: text in extents.of(change).returns,
    "cms": lambda extents, change, text: text in extents.of(change).systems,
    "object": lambda extents, change, text: text in extents.of(change).objects,
}
FILTERS = tuple(KEEPS)
#: What a value of each filter is called, in the order of the form.
NOUNS = {"class": "class of change", "object": "object", "return": "return", "cms": "case management system"}
#: The registries whose entries two of the filters name.
REGISTRIES = {"return": "returns", "cms": "cms"}
#: So many known values are named where another was asked for.
MOST_NAMED = 40
#: Groups besides the objects, in their order.
OTHERS = {
    "relationships": "Relationships",
    "categories": "Code lists",
    "extracts": "SQL of systems",
    "settings": "Settings",
}


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A filter that names what there is not."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one object with its items, or of all other parts of a kind. ``address`` is the object's, or the kind."""

    address: str
    title: str
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        """The name of the object; empty for other parts."""
        return "".join(paths.split(self.address)[1:])


def known_values(name: str, *documents: Document) -> dict[str, str]:
    """The values of a filter with their titles: those of the registries first, then those that items name besides."""
    if name == "class":
        return {value: value.capitalize() for value in CHANGE_CLASSES}
    titles = titles_of(*(document.settings for document in documents))
    words: dict[str, Callable[[str], str]] = {
        "return": titles.return_,
        "cms": titles.system,
        "object": lambda key: _object_title(key, documents),
    }
    listed = dict.fromkeys(key for document in documents for key in _listed(name, document))
    held = NAMED[REGISTRIES[name]] if name in REGISTRIES else _none
    others = sorted(
        {key for document in documents for _, item in document.items() for key in held(item)} - listed.keys()
    )
    return {key: words[name](key) for key in (*listed, *others) if key}


def _listed(name: str, document: Document) -> Iterable[str]:
    """Objects in the order of the standard, which their look-up does not keep."""
    return (entry.name for entry in document.objects) if name == "object" else LISTED[name](document)


def _none(_item: Item) -> Iterable[str]:
    return ()


def _object_title(name: str, documents: Iterable[Document]) -> str:
    found = [(one.object_by_name[name], one.settings) for one in documents if name in one.object_by_name]
    return object_title(*found[-1]) if found else name


def unknown_values(asked: Mapping[str, str], *documents: Document) -> tuple[UnknownValue, ...]:
    """What is wrong with the filters asked for; an empty one is none."""
    found = ((name, text, known_values(name, *documents)) for name, text in asked.items() if text)
    return tuple(unknown_value(name, text, known) for name, text, known in found if text not in known)


def unknown_value(name: str, text: str, known: Iterable[str]) -> UnknownValue:
    """That there is no such value, and which there are."""
    listed = known_are(tuple(known)) or "There are none."
    return UnknownValue(name, f"There is no {NOUNS[name]} {text[:60]!r} here. {listed}")


def known_are(known: Sequence[str]) -> str:
    """Which values there are, the first of very many; empty where there are none."""
    more = ", ..." if len(known) > MOST_NAMED else ""
    return f"Known are: {', '.join(known[:MOST_NAMED])}{more}." if known else ""


def fitting(changes: Iterable[Change], extents: Extents, asked: Mapping[str, str]) -> tuple[Change, ...]:
    """The changes that pass every filter asked for."""
    wanted = [(KEEPS[name], text) for name, text in asked.items() if text]
    return tuple(change for change in changes if all(keeps(extents, change, text) for keeps, text in wanted))


def grouped(changes: Iterable[Change], extents: Extents) -> tuple[ChangeGroup, ...]:
    """The changes object by object in the order of the standard, those that are gone behind the others; then the other parts."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(group_of(change, extents), []).append(change)
    entries = _objects(extents.before, extents.after)
    titles = {paths.of_object(name): object_title(*entry) for name, entry in entries.items()}
    order = {address: place for place, address in enumerate((*titles, *OTHERS))}
    titles |= OTHERS
    groups = sorted(found.items(), key=lambda group: order.get(group[0], len(order)))
    return tuple(ChangeGroup(address, titles.get(address, address), tuple(told)) for address, told in groups)


def group_of(change: Change, extents: Extents) -> str:
    """The address of the object that a change is told under, or the kind of its part."""
    home = extents.home(change)
    return paths.of_object(home) if home else paths.split(change.address)[0]


def _objects(before: Document, after: Document) -> dict[str, tuple[DataObject, Settings]]:
    found = {entry.name: (entry, after.settings) for entry in after.objects}
    return {**found, **{entry.name: (entry, before.settings) for entry in before.objects if entry.name not in found}}
