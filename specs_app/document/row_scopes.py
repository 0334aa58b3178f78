"""Which rows of an object a script takes: the scope that holds for a system, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs_app.document.extract_settings import Lookup, RowScope
from specs_app.document.types import Document, Item, Relationship, Settings, item_key


def scope_for(settings: Settings, object_name: str, cms: str) -> RowScope | None:
    """The scope of an object's rows from a system: its own, else that for all systems."""
    found = [scope for scope in settings.row_scopes if scope.object == object_name and scope.cms in ("", cms)]
    return max(found, key=lambda scope: bool(scope.cms), default=None)


def lookup_for(settings: Settings, reference: str, cms: str) -> Lookup | None:
    """The look-up of an item's codes in a system: its own, else that for all systems."""
    found = [lookup for lookup in settings.lookups if lookup.item == reference and lookup.cms in ("", cms)]
    return max(found, key=lambda lookup: bool(lookup.cms), default=None)


def item_of(document: Document, object_name: str, reference: str) -> Item | None:
    """An item of an object by its reference."""
    entry = document.object_by_name.get(object_name)
    return next((item for item in entry.items if item_key(entry, item) == reference), None) if entry else None


def cohort_of(document: Document, scope: RowScope) -> Relationship | None:
    """The relationship by which the cohort is told: the first that its item starts and that ends at an item that there is."""
    item = item_of(document, scope.object, scope.cohort)
    links = document.parents_of.get((scope.object, item.name), ()) if item else ()
    return next((link for link in links if (link.parent_object, link.parent_item) in document.item_by_name), None)


def scope_words(document: Document, scope: RowScope, values: Mapping[str, str] | None = None) -> str:
    """What a scope says, as words without a full stop. ``values`` are those of parameters; without, their defaults."""
    if scope.none_because:
        return f"all rows, because {_begun(scope.none_because)}"
    defaults = {entry.key: entry.default for entry in document.settings.parameters}
    return "; ".join(_parts(document, scope, values or defaults)) or "it says nothing, so all rows are taken"


def _parts(document: Document, scope: RowScope, values: Mapping[str, str]) -> Iterator[str]:
    if scope.cohort:
        link = cohort_of(document, scope)
        whose = f"is in {link.parent_object}" if link else "is in an object that is not there"
        yield f"rows whose {_name(document, scope, scope.cohort)} {whose}"
    if scope.window:
        years = f"{values.get(scope.years[1:], '?')} years ({scope.years})" if scope.years[:1] == ":" else scope.years
        years = years if "years" in years else f"{years or '?'} years"
        undated = "" if scope.dated_only else " or is not there"
        yield f"rows whose {_name(document, scope, scope.window)} lies in the last {years}{undated}"
    if scope.sentinels:
        yield f"no rows with the key {' or '.join(scope.sentinels)}"


def _name(document: Document, scope: RowScope, reference: str) -> str:
    item = item_of(document, scope.object, reference)
    return item.name if item else reference


def _begun(text: str) -> str:
    """A sentence as the second half of another: its first letter small unless the word goes on in capitals."""
    plain = text.strip().rstrip(".")
    return plain if plain[1:2].isupper() else f"{plain[:1].lower()}{plain[1:]}"
