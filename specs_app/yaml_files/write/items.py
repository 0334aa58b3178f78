"""An item as the keys of its file, in the order in which new ones are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from specs_app.document.item_key import ItemKey
from specs_app.document.item_keys import WRITTEN
from specs_app.document.types import CmsMapping, Item
from specs_app.document.validation import OWN_KEYS, to_settings
from specs_app.document.values import Plain, Table
from specs_app.yaml_files.write.merging import merged_table

ItemState: TypeAlias = tuple[Item, tuple[str, ...]]
"""An item and its foreign keys as texts."""

#: The name of a validator, and which one of that name it is.
Key: TypeAlias = tuple[str, int]
Entries: TypeAlias = dict[Key, Plain]

#: The keys in the order in which new ones are written; unknown ones come before the last.
KEYS = tuple(key.in_file for key in WRITTEN)
LAST = ("guidance", "metadata")
ENABLED = Table((("enabled", "true"),))


def item_table(item: Item, foreign_keys: tuple[str, ...]) -> Table:
    """All keys of a new item."""
    view = item_view(item, foreign_keys)
    known = [(key, view[key]) for key in KEYS if key in view and key not in LAST]
    last = [(key, view[key]) for key in LAST if key in view]
    return Table((*known, *item.extra, *last))


def updated_table(actual: Table, old: ItemState, new: ItemState) -> Table:
    """The item's mapping with the keys changed whose meaning changes."""
    before, after = item_view(*old), item_view(*new)
    said, wanted = before.pop("validators", ()), after.pop("validators", ())
    result = merged_table(actual, before, after, KEYS)
    return result if said == wanted else _with_validators(result, old[0], new[0])


def _with_validators(table: Table, old: Item, new: Item) -> Table:
    now = table.get("validators")
    before = {} if now is None and "validators" not in dict(table.pairs) else {"validators": now}
    entries = _changed_validators(now, _validators(old), _validators(new))
    repeated = any(number > 1 for _, number in _validators(new))
    wanted = _as_table(entries) if isinstance(now, Table) and not repeated else entries
    return merged_table(table, before, {"validators": wanted} if entries else {}, KEYS)


def _as_table(entries: tuple[Plain, ...]) -> Table:
    """The entries in one mapping, as a file may have them."""
    pairs = (one.pairs if isinstance(one, Table) else ((str(one), None),) for one in entries)
    return Table(tuple(pair for found in pairs for pair in found))


def _changed_validators(now: Plain, old: Entries, new: Entries) -> tuple[Plain, ...]:
    """The list as it stands, with the entries replaced, dropped or added whose meaning changes."""
    entries = list(_numbered((name, entry) for entry in _as_list(now) for name in _names(entry)))
    changed = {key for key in (*old, *new) if old.get(key) != new.get(key)}
    standing = {key for key, _ in entries}
    kept = [(key, new.get(key, entry)) if key in changed else (key, entry) for key, entry in entries]
    kept = [(key, entry) for key, entry in kept if key not in changed or key in new]
    added = [(key, entry) for key, entry in new.items() if key in changed and key not in standing]
    first = [(key, entry) for key, entry in added if key == ("required", 1)]
    return _in_order([*first, *kept, *(pair for pair in added if pair not in first)], new)


def _in_order(entries: list[tuple[Key, Plain]], new: Entries) -> tuple[Plain, ...]:
    """The entries, those besides ``required`` and ``unique`` in the order of the document; the others keep their places."""
    said = dict(entries)
    order = iter([key for key in new if key[0] not in OWN_KEYS])
    placed = (next(order) if key in new and key[0] not in OWN_KEYS else key for key, _ in entries)
    return tuple(said[key] for key in placed)


def _as_list(now: Plain) -> tuple[Plain, ...]:
    if isinstance(now, Table):
        return tuple(Table((pair,)) for pair in now.pairs)
    return now if isinstance(now, tuple) else (() if now is None else (now,))


def _names(entry: Plain) -> tuple[str, ...]:
    if isinstance(entry, Table):
        return tuple(name for name, _ in entry.pairs)
    return (entry,) if isinstance(entry, str) else ("",)


def item_view(item: Item, foreign_keys: tuple[str, ...]) -> dict[str, Plain]:
    """What each key says; keys that say nothing are left out, but for the five that every item has."""
    own = {**_own(item), "foreign_key": foreign_keys if len(foreign_keys) > 1 else "".join(foreign_keys)}
    pairs = ((key, own[key.name] if key.name in own else _said(item, key)) for key in WRITTEN)
    kept = {key.in_file: value for key, value in pairs if key.stated or _says_something(value)}
    return {**kept, **dict(item.extra)}


def _said(item: Item, key: ItemKey) -> Plain:
    value = getattr(item, key.name)
    if key.kind == "table":
        return Table(value)
    if key.kind == "flag":
        return "true" if value else ""
    return value or None if key.stated else value


def _own(item: Item) -> dict[str, Plain]:
    """What is said in the way of one key alone."""
    return {
        "validators": tuple(_validators(item).values()),
        "constraints": (("pk",) if item.primary_key else ()) + item.constraints,
        **_cms_lists(item),
        "returns_map": tuple(
            _table(
                ("return", entry.name), ("section", entry.section), ("reference", entry.reference), ("mark", entry.mark)
            )
            for entry in item.returns_map
        ),
        "cms_source": Table(tuple((entry.cms, source) for entry in item.cms if (source := _source(entry)).pairs)),
        "deprecated": _deprecated(item),
    }


def _says_something(value: Plain) -> bool:
    return bool(value.pairs) if isinstance(value, Table) else bool(value)


def _table(*pairs: tuple[str, Plain]) -> Table:
    return Table(tuple(pair for pair in pairs if pair[1]))


def _cms_lists(item: Item) -> dict[str, Plain]:
    return {
        "cms": tuple(entry.cms for entry in item.cms if entry.marked),
        "cms_field": tuple(f"{entry.cms}:{entry.field}" for entry in item.cms if entry.field),
        "cms_table": tuple(f"{entry.cms}:{entry.table}" for entry in item.cms if entry.table),
    }


def _source(entry: CmsMapping) -> Table:
    variants = Table(entry.variants) if entry.variants else None
    return _table(("source", entry.source), ("status", entry.status), ("note", entry.note), ("variants", variants))


def _deprecated(item: Item) -> Plain:
    entry = item.deprecated
    if entry is None:
        return ""
    return _table(("since", entry.since), ("replaced_by", entry.replaced_by), ("remove_in", entry.remove_in))


def _validators(item: Item) -> Entries:
    """Each validator in the form that files use: a mapping with one key, or the bare name."""
    own = [(name, ENABLED) for name in OWN_KEYS if getattr(item, name)]
    pairs = [*own, *((entry.validator, to_settings(entry)) for entry in item.validators)]
    named = [(name, name if settings is None else Table(((name, settings),))) for name, settings in pairs]
    return dict(_numbered(named))


def _numbered(entries: Iterable[tuple[str, Plain]]) -> Iterator[tuple[Key, Plain]]:
    """Entries under their name and which one of that name they are: a condition may stand for many."""
    counts: dict[str, int] = {}
    for name, entry in entries:
        counts[name] = counts.get(name, 0) + 1
        yield (name, counts[name]), entry
