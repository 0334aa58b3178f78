"""The history of a part as its rows tell it: at each revision, which keys got which values. Pure.

A part is an item, an object with its items, a code list, or the entry of a system or return in its registry. What lies within a
part that came or went at a revision is not told again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeAlias

from specs_app.document.names import size

Values: TypeAlias = Mapping[str, Any]
#: Address of a part, and what each of its keys says; None where the part is not there.
View: TypeAlias = "dict[str, Any] | None"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a table of history. ``owner`` is the address of the item or code list that the row is a line of, else its own."""

    revision: int
    order: int
    table: str
    address: str
    owner: str
    gone: bool
    values: Values


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of one part at one revision; an empty ``key`` is the whole part."""

    revision: int
    address: str
    key: str
    before: Any
    after: Any


@dataclass(slots=True)
class State:
    """What the tables said after the rows read so far: by table, the live rows of each owner by their addresses."""

    tables: dict[str, dict[str, dict[str, Values]]] = field(default_factory=dict)

    def read(self, row: HistoryRow) -> None:
        rows = self.tables.setdefault(row.table, {}).setdefault(row.owner, {})
        if row.gone:
            rows.pop(row.address, None)
        else:
            rows[row.address] = row.values

    def of(self, table: str, owner: str) -> list[Values]:
        """The live rows of an owner, in their order."""
        found = self.tables.get(table, {}).get(owner, {})
        return sorted(found.values(), key=lambda values: int(values.get("position", 0)))


def told(rows: Iterable[HistoryRow], root: str, view: Callable[[State, str], View]) -> list[KeyChange]:
    """Every change of a key of the part at ``root`` or within it, newest first; ``view`` says what a part says."""
    state, known, found = State(), dict[str, View](), list[list[KeyChange]]()
    in_order = sorted(rows, key=lambda row: (row.revision, row.order))
    for revision, group in groupby(in_order, key=lambda row: row.revision):
        touched = dict[str, None]()
        for row in group:
            state.read(row)
            touched[row.owner] = None
        steps = {owner: (known.get(owner), view(state, owner)) for owner in touched}
        known |= {owner: after for owner, (_, after) in steps.items()}
        found.append(list(_changes(revision, _folded(steps, root))))
    return [change for changes in reversed(found) for change in changes]


Steps: TypeAlias = dict[str, tuple[View, View]]


def _folded(steps: Steps, root: str) -> Steps:
    """Where the whole came or went, only the whole; else it comes first."""
    if root not in steps:
        return steps
    before, after = steps[root]
    if (before is None) != (after is None):
        return {root: steps[root]}
    return {root: steps[root], **steps}


def _changes(revision: int, steps: Steps) -> Iterator[KeyChange]:
    for address, (before, after) in steps.items():
        if before is None or after is None:
            if before != after:
                yield KeyChange(revision, address, "", _said(before), _said(after))
            continue
        for key in dict.fromkeys((*after, *before)):
            old, new = before.get(key), after.get(key)
            if old != new:
                yield KeyChange(revision, address, key, old, new)


def _said(view: View) -> View:
    """Of a whole part only the keys that say something."""
    return (
        None if view is None else {key: value for key, value in view.items() if value not in (None, "", [], {}, False)}
    )


#: What a row says of itself besides its part's own words.
NOT_SAID = frozenset({"position", "metadata", "data_object_id", "item_id", "parent_category_id"})


def item_view(labels: Mapping[int, str]) -> Callable[[State, str], View]:
    """What an item says, in the names of REST. It is of one of the objects in ``labels`` (row of the object to its name)."""

    def view(state: State, address: str) -> View:
        rows = state.of("item", address)
        if not rows or rows[-1]["data_object_id"] not in labels:
            return None
        row = rows[-1]
        systems = {f"cms/{line['cms']}": _line(line, "cms") for line in state.of("cmsmapping", address)}
        places = [_line(line) for line in state.of("returnmapping", address)]
        return {
            "object": labels[row["data_object_id"]],
            **_words(row),
            "foreign_key": _pointed(state.of("relationship", address)),
            "returns_map": [{"return": line.pop("name"), **line} for line in places],
            **systems,
        }

    return view


def object_view(root: str, labels: Mapping[int, str]) -> Callable[[State, str], View]:
    """What an object or one of its items says."""
    of_item = item_view(labels)

    def view(state: State, address: str) -> View:
        if address != root:
            return of_item(state, address)
        rows = state.of("dataobject", address)
        return _words(rows[-1]) if rows else None

    return view


def category_view(state: State, address: str) -> View:
    """What a code list says, each code under its own key."""
    rows = state.of("category", address)
    if not rows:
        return None
    codes = {f"codes/{line['value']}": _line(line, "value") for line in state.of("categoryvalue", address)}
    return {**_words(rows[-1]), **codes}


def entry_view(table: str) -> Callable[[State, str], View]:
    """What an entry of a registry says besides its key, which its address names."""

    def view(state: State, address: str) -> View:
        rows = state.of(table, address)
        return {key: value for key, value in _words(rows[-1]).items() if key != "key"} if rows else None

    return view


def _words(values: Values) -> dict[str, Any]:
    """Texts that are not given are null and sizes numbers, as in REST."""
    said = {key: value for key, value in values.items() if key not in NOT_SAID}
    return {
        key: size(value) if key == "max_field_size" else None if value == "" else value for key, value in said.items()
    }


def _line(values: Values, without: str = "") -> dict[str, Any]:
    said = {key: value for key, value in values.items() if key not in NOT_SAID and key != without}
    kept = {key: value for key, value in said.items() if value not in ("", None, [], {})}
    return {key: dict(value) if key == "variants" else value for key, value in kept.items()}


def _pointed(links: list[Values]) -> Any:
    """The item pointed at, as in REST; of several a list."""
    ends = [{"object": link["parent_object"], "item": link["parent_item"]} for link in links]
    return ends if len(ends) > 1 else next(iter(ends), None)
