"""Which edits a conflict belongs to, and the edits as they are once each conflict is settled. Pure.

A conflict is a field that the proposal and the standard's own progress both changed, or a whole part that one of them removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from specs_app.document import paths
from specs_app.document.edits import Edit
from specs_app.document.edits.authorities import KEYED
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.types import Document, item_key

Keep = Literal["mine", "theirs", "other"]
KEEPS: tuple[Keep, ...] = ("mine", "theirs", "other")
#: Registries of the settings of which an edit gives the entries that change.
ENTRY_BY_ENTRY = frozenset({"rules", "validators", "datatypes", "cms", "domains", "statuses", *EXTRACT_REGISTRIES})
#: The same, and the settings of an authority that have entries.
BY_ENTRIES = ENTRY_BY_ENTRY | frozenset(KEYED)
#: Those of which an edit may give a list of all entries instead.
LISTED = frozenset({"cms", "domains", "statuses"})
#: The address and the field of a conflict.
Place: TypeAlias = tuple[str, str]
ConflictData: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is to stand in one place: what the proposal says, what is published, or ``value``."""

    address: str
    field: str
    keep: Keep
    value: str = ""

    @property
    def place(self) -> Place:
        return self.address, self.field


@dataclass(frozen=True, slots=True)
class Claim:
    """What one value of an edit is about; an empty ``key`` is the edit as a whole, as where its target is called otherwise."""

    address: str
    field: str
    key: str = ""

    def meets(self, conflict: ConflictData) -> bool:
        """Whether the conflict is about the same field, or about a part that holds it or lies within it."""
        address, field = conflict["address"], conflict["field"]
        if self.address == address:
            return not self.field or not field or self.field == field
        return not self.field and str(address).startswith(f"{self.address}/")


def place_of(conflict: ConflictData) -> Place:
    """Where a conflict is."""
    return conflict["address"], conflict["field"]


def settled(edits: Sequence[Edit], base: Document, conflict: ConflictData, settlement: Settlement) -> tuple[Edit, ...]:
    """The edits after one conflict is settled: without what met it, with another wording, or as they were."""
    if settlement.keep == "mine":
        return tuple(edits)
    changed = (_changed(edit, base, conflict, settlement) for edit in edits)
    return tuple(edit for edit in changed if edit is not None)


def _changed(edit: Edit, base: Document, conflict: ConflictData, settlement: Settlement) -> Edit | None:
    """The edit without the values that meet the conflict, or with the new one; None where nothing of it is left."""
    met = [claim for claim in claims(edit, base) if claim.meets(conflict)]
    if not met:
        return edit
    keys = {claim.key for claim in met}
    if settlement.keep == "other" and "" not in keys:
        return replace(edit, values=_rewritten(edit.values, keys, settlement.value))
    left = {} if "" in keys else _without(edit.values, keys)
    return replace(edit, values=left) if left else None


def _rewritten(values: Mapping[str, Any], keys: set[str], text: Any) -> dict[str, Any]:
    """The values with another text for some; ``parameters/years`` is one entry of ``parameters``."""
    found = dict(values)
    for key in keys:
        group, _, name = key.partition("/")
        found[group] = {**found[group], name: text} if name else text
    return found


def _without(values: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    """The values without some; ``rules/breaking`` is one entry of ``rules``. Nothing is left of a registry without entries."""
    kept = {key: value for key, value in values.items() if key not in keys}
    for key in BY_ENTRIES & kept.keys():
        if isinstance(kept[key], Mapping):
            kept[key] = {name: entry for name, entry in kept[key].items() if f"{key}/{name}" not in keys}
    return {key: value for key, value in kept.items() if key not in BY_ENTRIES or value != {}}


def can_be_rewritten(edits: Iterable[Edit], base: Document, conflict: ConflictData) -> bool:
    """Whether other words can be given: a text that is one value of an edit, on a part that both sides still have."""
    if not isinstance(conflict["mine"], str) or conflict["theirs"] is None:
        return False
    met = [claim for edit in edits for claim in claims(edit, base) if claim.meets(conflict)]
    return bool(met) and all(claim.key for claim in met)


def whole_registries(edits: Iterable[Edit]) -> frozenset[str]:
    """The registries that some edit puts in place as a list of all entries."""
    settings = (edit.values for edit in edits if edit.action == "change_settings")
    return frozenset(
        key for values in settings for key in LISTED & values.keys() if not isinstance(values[key], Mapping)
    )


def claims(edit: Edit, base: Document) -> Iterator[Claim]:
    """The places that an edit, written against ``base``, alters."""
    return CLAIMS[edit.action](edit, base) if edit.action in CLAIMS else iter(())


def _item(edit: Edit, base: Document) -> Iterator[Claim]:
    address = paths.of_ref(edit.target)
    for key in edit.values:
        if key == "foreign_key":
            yield Claim(paths.join("relationships", _end(base, edit.target)), "", key)
        else:
            yield Claim(address, {"after": "order"}.get(key, key), key)


def _end(base: Document, reference: str) -> str:
    """The item as a relationship names it."""
    found = base.item_by_ref.get(reference)
    return f"{found[0].name}.{found[1].name}" if found else reference


def _move(edit: Edit, _base: Document) -> Iterator[Claim]:
    yield Claim(paths.of_ref(edit.target), "order")


def _mapping(edit: Edit, _base: Document) -> Iterator[Claim]:
    yield Claim(paths.of_ref(edit.target), f"cms/{edit.values.get('cms')}")


def _new_item(edit: Edit, _base: Document) -> Iterator[Claim]:
    yield Claim(paths.of_ref(str(edit.values.get("item_ref") or "")), "")
    if "foreign_key" in edit.values:
        yield Claim(paths.join("relationships", f"{edit.target}.{edit.values.get('name')}"), "", "foreign_key")


def _gone_item(edit: Edit, base: Document) -> Iterator[Claim]:
    yield Claim(paths.of_ref(edit.target), "")
    yield Claim(paths.join("relationships", _end(base, edit.target)), "")


def _object(edit: Edit, _base: Document) -> Iterator[Claim]:
    yield Claim(paths.of_object(edit.target), "name")
    for name in {edit.target, str(edit.values.get("name") or edit.target)}:
        yield from (Claim(paths.of_object(name), key, key) for key in edit.values)


def _whole_object(edit: Edit, base: Document) -> Iterator[Claim]:
    """An object with all that it holds."""
    yield Claim(paths.of_object(edit.target), "")
    entry = base.object_by_name.get(edit.target)
    if entry is not None and edit.action == "remove_object":
        for item in entry.items:
            yield from _gone_item(Edit("remove_item", item_key(entry, item)), base)


def _category(edit: Edit, base: Document) -> Iterator[Claim]:
    """A code list; under another name also where items name it."""
    yield Claim(paths.of_category(edit.target), "")
    if edit.action == "change_category":
        yield Claim(paths.of_category(str(edit.values.get("name"))), "")
        users = (pair for pair in base.items() if pair[1].category == edit.target)
        yield from (Claim(paths.of_item(*pair), "category") for pair in users)


def _code(edit: Edit, _base: Document) -> Iterator[Claim]:
    name, _, code = edit.target.partition("/")
    yield Claim(paths.of_category(name), "name")
    new = str(edit.values.get("value") or code)
    if edit.action == "change_value" and new == code:
        yield from (Claim(paths.of_value(name, code), {"after": "order"}.get(key, key), key) for key in edit.values)
        return
    yield from (Claim(paths.of_value(name, value), "") for value in {code, new} if value)


def _relationship(edit: Edit, _base: Document) -> Iterator[Claim]:
    given = ".".join(str(edit.values.get(key) or "") for key in ("child_object", "child_item")).strip(".")
    child = given or edit.target.removeprefix("relationships/").partition(">")[0]
    yield Claim(paths.join("relationships", child), "")


def _return(edit: Edit, _base: Document) -> Iterator[Claim]:
    yield Claim(paths.join("settings", "returns", edit.target), "")


def _extract(edit: Edit, _base: Document) -> Iterator[Claim]:
    """The text of a body is one: two that altered it differently cannot both stand."""
    yield Claim(paths.of_page("extracts", edit.target), "")


def _authority(edit: Edit, _base: Document) -> Iterator[Claim]:
    """Settings of an authority, those that have entries entry by entry; one that comes or goes as a whole."""
    address = paths.of_authority(edit.target)
    if edit.action != "change_authority":
        yield Claim(address, "")
        return
    for key, value in edit.values.items():
        if key in KEYED and isinstance(value, Mapping):
            yield from (Claim(address, f"{key}/{name}", f"{key}/{name}") for name in value)
        else:
            yield Claim(address, key, key)


def _settings(edit: Edit, _base: Document) -> Iterator[Claim]:
    for key, value in edit.values.items():
        if key in ENTRY_BY_ENTRY and isinstance(value, Mapping):
            yield from (Claim(paths.join("settings", key, name), "", f"{key}/{name}") for name in value)
        elif key in LISTED:
            yield Claim(paths.join("settings", key), "", key)
        else:
            yield Claim("settings", key, key)


CLAIMS: dict[str, Callable[[Edit, Document], Iterator[Claim]]] = {
    "add_object": _whole_object,
    "change_object": _object,
    "remove_object": _whole_object,
    "add_item": _new_item,
    "change_item": _item,
    "remove_item": _gone_item,
    "move_item": _move,
    "map_item": _mapping,
    "add_category": _category,
    "change_category": _category,
    "remove_category": _category,
    "add_value": _code,
    "change_value": _code,
    "remove_value": _code,
    "add_relationship": _relationship,
    "remove_relationship": _relationship,
    "add_return": _return,
    "change_return": _return,
    "remove_return": _return,
    "change_settings": _settings,
    "set_extract": _extract,
    "remove_extract": _extract,
    **dict.fromkeys(("add_authority", "change_authority", "remove_authority"), _authority),
}
