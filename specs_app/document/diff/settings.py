"""Differences of a specification's settings.

What would make later changes easier to pass, or alters what a registry's entry means, is breaking; what only joins is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from specs_app.document import paths
from specs_app.document.diff.change import Change, plain
from specs_app.document.diff.order import after_which, moved
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.types import ChangeClass, Return, Settings, Term

ADDRESS = "settings"
#: Field of the settings: how grave a difference is.
FIELDS: dict[str, ChangeClass] = {
    "title": "editorial",
    "publisher": "editorial",
    "description": "editorial",
    "short_name": "editorial",
    "mark": "editorial",
    "colour": "editorial",
    "version": "editorial",
    "prefix": "breaking",
    "table_prefix": "breaking",
    "layout": "breaking",
    "tables": "breaking",
    "public_comments": "breaking",
    "access": "breaking",
    "extra": "compatible",
}
#: Registries: the field and what names an entry. Joining a registry widens; leaving it, or being described anew, breaks.
REGISTRIES = {
    **dict.fromkeys(("cms", "returns", "domains", "statuses", "validators", "datatypes", *EXTRACT_REGISTRIES), "key"),
    "rules": "change_class",
}


def settings_changes(before: Settings, after: Settings) -> Iterator[Change]:
    """What differs, a registry entry by entry."""
    if before == after:
        return
    for field, grade in FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            kind = "wording" if grade == "editorial" else "settings"
            yield Change(kind, ADDRESS, field, plain(old), plain(new), grade)
    for field, name in REGISTRIES.items():
        yield from _entries(field, name, before, after)


def _entries(field: str, name: str, before: Settings, after: Settings) -> Iterator[Change]:
    old, new = _keyed(getattr(before, field), name), _keyed(getattr(after, field), name)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            address = paths.join(ADDRESS, field, key)
            grade = _grade(old.get(key), new.get(key))
            yield Change("settings", address, "", plain(old.get(key)), plain(new.get(key)), grade)
    shared_old, shared_new = [key for key in old if key in new], [key for key in new if key in old]
    for key in moved(shared_old, shared_new):
        places = after_which(shared_old, key), after_which(shared_new, key)
        yield Change("moved", paths.join(ADDRESS, field, key), "order", *places, "editorial")


def _grade(old: Any, new: Any) -> ChangeClass:
    """How grave it is that an entry came, went, or says something else; returns may gain sections, terms a first description."""
    if isinstance(old, Term) and isinstance(new, Term) and replace(old, description=new.description) == new:
        return "breaking" if old.description else "editorial"
    gained = isinstance(old, Return) and isinstance(new, Return) and _gains_sections(old, new)
    return "compatible" if old is None or gained else "breaking"


def _gains_sections(old: Return, new: Return) -> bool:
    """Whether the sections that were are all there, in their order; one without a title may be given one."""
    titles = {section.key: section.title for section in old.sections}
    kept = [section for section in new.sections if section.key in titles]
    same = all(titles[section.key] in ("", section.title) for section in kept)
    told = (old.title, old.kind, old.meaning) == (new.title, new.kind, new.meaning)
    return told and same and [section.key for section in kept] == list(titles)


def _keyed(entries: tuple[Any, ...], name: str) -> dict[str, Any]:
    """The entries by key, in their order; of a repeated key the first."""
    found: dict[str, Any] = {}
    for entry in entries:
        found.setdefault(getattr(entry, name), entry)
    return found
