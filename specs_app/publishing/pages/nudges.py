"""Holes of a standard as a reader meets them: what is not there, and where to suggest it."""

from __future__ import annotations

from specs_app.document.holes import FEW, NO_DEFINITION, REPEATS, HoleKind, definition_hole
from specs_app.document.names import category_title
from specs_app.document.stages import strays_of
from specs_app.document.types import Category, DataObject, Document, Item, item_key
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Nudge

DEFINITION_WORDS: dict[HoleKind, tuple[str, str]] = {
    NO_DEFINITION: ("No definition yet.", "Suggest one"),
    REPEATS: ("The definition only repeats the name.", "Suggest one that says more"),
    FEW: ("The definition is these few words.", "Suggest one that says more"),
}


def definition_nudge(entry: DataObject, item: Item, links: Links) -> Nudge | None:
    """What is missing in an item's definition; None where it says something."""
    kind = definition_hole(entry, item)
    if kind is None:
        return None
    said, action = DEFINITION_WORDS[kind]
    return Nudge(said, action, wording_of(entry, item, links))


def guidance_nudge(entry: DataObject, item: Item, links: Links) -> Nudge | None:
    if item.guidance.strip():
        return None
    return Nudge("No guidance yet.", "Suggest some", wording_of(entry, item, links))


def stray_nudges(document: Document, entry: DataObject, item: Item, links: Links) -> tuple[Nudge, ...]:
    """The names among an item's returns that the registry does not have, with what is perhaps meant."""
    href = links.suggest(item=item_key(entry, item), form="item_returns", target=item_key(entry, item))
    return tuple(Nudge(f"{stray.words}.", "Suggest the right one", href) for stray in strays_of(document, item))


def list_nudge(document: Document, entry: DataObject, item: Item, alike: str, links: Links) -> Nudge:
    """Codes that stand in prose alone; ``alike`` is the title of the list that holds the same ones, where there is one. Else the
    list that is called as the item is told, whose codes are others."""
    href = links.suggest(item=item_key(entry, item), form="details", target=item_key(entry, item))
    if alike:
        return Nudge(f"The code list {alike} holds the same codes.", "Suggest naming it here", href)
    namesake = category_called_as(document, item)
    if namesake:
        said = (
            f"These codes stand in the guidance. There is a code list {category_title(namesake.name)} with other codes."
        )
        return Nudge(said, "See it", links.category(namesake.name))
    said = "These codes stand in the guidance; no code list holds them."
    return Nudge(said, "Suggest a code list", links.suggest(form="add_category"))


def category_called_as(document: Document, item: Item) -> Category | None:
    """The code list whose name an item's name ends with, of several the longest: ``sex`` for ``pers_sex`` or ``pers_sex_code``."""
    name = f"_{item.name.casefold().removesuffix('_code')}"
    found = (entry for entry in document.categories if name.endswith(f"_{entry.name.casefold()}"))
    return max(found, key=lambda entry: len(entry.name), default=None)


def sentence_nudge(entry: DataObject, links: Links) -> Nudge | None:
    """That nobody has yet written what an object is; None where somebody has."""
    if entry.description.strip():
        return None
    href = links.suggest(object=entry.name, form="change_object", target=entry.name)
    return Nudge("No description yet: this sentence is made from the structure.", "Suggest one", href)


def wording_of(entry: DataObject, item: Item, links: Links) -> str:
    """The form for an item's words."""
    key = item_key(entry, item)
    return links.suggest(item=key, form="wording", target=key)
