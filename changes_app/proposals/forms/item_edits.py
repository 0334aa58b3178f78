"""From the answers about an item to edits, and from an edit of one to answers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from changes_app.proposals.forms import current
from changes_app.proposals.forms.asking import About, EditForm, RawEdit, Recalled, Values
from changes_app.proposals.forms.composing import differing, edit, filled, without
from changes_app.proposals.forms.lines import unparted
from specs_app.document.edits import suggest_reference
from specs_app.document.edits.mappings import WORDS
from specs_app.document.names import LogicalType, logical_type
from specs_app.document.types import Item
from specs_app.sql.tables import SIZED


def opened(about: About, values: Values) -> Values:
    """The answers of an edit: names of returns apart from their places; systems that it marks."""
    found = dict(values)
    if "returns" in values:
        given = values["returns"] or []
        found["returns"] = [entry["return"] if isinstance(entry, dict) else entry for entry in given]
        found["places"] = [*_places_of(given), *_kept_places(about, given)]
    if "cms" in values:
        found["systems"] = {key: {"marked": True} for key in found.pop("cms") or []}
    return found


def _places_of(given: Sequence[Any]) -> Iterator[dict[str, str]]:
    for entry in given:
        if isinstance(entry, dict) and (entry.get("section") or entry.get("reference")):
            found = {"where": current.where(entry["return"], entry.get("section") or "")}
            yield found | ({"reference": entry["reference"]} if entry.get("reference") else {})


def _kept_places(about: About, given: Sequence[Any]) -> list[dict[str, str]]:
    """The places that stand, of returns that are named without any."""
    bare = {entry for entry in given if isinstance(entry, str)}
    return [place for place in current.item(about).get("places", []) if _return_of(place) in bare]


def changed(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """What differs, and a new list before it."""
    stands = form.stands(about)
    before, given = _with_list(values)
    if "places" in given:
        given = _with_returns(given, stands)
    found = differing(given, stands)
    return [*before, edit("change_item", about.target, found)] if found else before


def added(_form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """The item, the list that it needs before it, and behind it what is said of each system."""
    before, given = _with_list(values)
    systems: dict[str, Any] = given.pop("systems", None) or {}
    told = {cms: row for cms, row in systems.items() if without(row, "marked")}
    item = filled(_with_returns(given, {}))
    if marks := [cms for cms in systems if cms not in told]:
        item["cms"] = marks
    if told and not item.get("item_ref"):
        item["item_ref"] = suggest_reference(about.document, about.target, about.retired)
    mappings = [edit("map_item", item["item_ref"], {"cms": cms, "marked": True, **row}) for cms, row in told.items()]
    return [*before, edit("add_item", about.target, item), *mappings]


def _with_list(values: Values) -> tuple[list[RawEdit], dict[str, Any]]:
    """The edit that makes the list asked for, and the values that name it."""
    given = values.get("new_list") or {}
    kept = without(values, "new_list")
    if not given:
        return [], kept
    name = str(given.get("name") or "")
    return [edit("add_category", name, {"values": given.get("values") or []})], kept | {"category": name}


def _with_returns(values: Values, stands: Values) -> dict[str, Any]:
    """The values with names and places of returns in one: a bare name keeps its places, others are stated anew."""
    found = without(values, "places")
    names, rows = list(values.get("returns") or []), list(values.get("places") or [])
    names += dict.fromkeys(name for row in rows if (name := _return_of(row)) and name not in names)
    entries: list[Any] = []
    for number, name in enumerate(names):
        wanted = [row for row in rows if _return_of(row) == name]
        same = wanted == [row for row in stands.get("places") or [] if _return_of(row) == name]
        entries += [name] if same or name in names[:number] else [_stated(row) for row in wanted or [{"where": name}]]
    return found | {"returns": entries}


def _stated(row: Values) -> dict[str, str]:
    name, _, section = str(row["where"]).partition("/")
    said = {"section": section, "reference": str(row.get("reference") or "")}
    return {"return": name, **{key: text for key, text in said.items() if text}}


def _return_of(place: Values) -> str:
    return str(place.get("where") or "").partition("/")[0]


def cells(about: About) -> Values:
    """What only the table says of the item, a row a cell."""
    found = about.document.item_by_ref.get(about.target)
    return {"table_cells": _rows(dict(found[1].table_cells) if found else {})}


def _rows(said: Values) -> list[dict[str, Any]]:
    return [{"column": column, "text": text} for column, text in said.items() if text]


def opened_cells(about: About, values: Values) -> Values:
    """The cells that stand, with what an edit says of some."""
    if "table_cells" not in values:
        return values
    standing = {row["column"]: row["text"] for row in cells(about)["table_cells"]}
    given = values["table_cells"]
    return {"table_cells": _rows({**standing, **given} if given is not None else {})}


def changed_cells(_form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """The columns whose cells differ; of a column that is named twice the last row counts. What is taken away is null."""
    wanted = {row["column"]: row.get("text") for row in values.get("table_cells") or [] if row.get("column")}
    stands = {row["column"]: row["text"] for row in cells(about)["table_cells"]}
    found = {column: wanted.get(column) for column in (*stands, *wanted) if wanted.get(column) != stands.get(column)}
    return [edit("change_item", about.target, {"table_cells": found})] if found else []


def mapped(_form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """What differs; the system by name, and outright where it does not hold the item, as saying anything else marks it."""
    found = differing(values, current.mapping(about))
    if not _is_mapped(about) and values.get("marked"):
        found["marked"] = True
    if found and not values.get("marked"):
        found["marked"] = False
        found = found if filled(values) else {**without(found, "variants"), **dict.fromkeys(WORDS)}
    return [edit("map_item", about.target, {"cms": about.chosen, **found})] if found else []


def _is_mapped(about: About) -> bool:
    found = about.document.item_by_ref.get(about.target)
    return bool(found and found[1].mapping(about.chosen))


def recalled_mapping(given: Values) -> Recalled:
    return Recalled(given["target"], str(given["values"].get("cms") or ""), without(given["values"], "cms"))


def moved(_form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """Behind another item; null is the last place."""
    return [edit("move_item", about.target, {"after": values.get("after")})]


def checks(_about: About, values: Values, stands: Values) -> dict[str, str]:
    """A text without a size is asked for one, where its type or size is new; a new list for its name and codes."""
    found = {}
    if _kind(values).kind in SIZED and not _kind(values).size and _kind(values) != _kind(stands):
        words = "Enter the most characters it may have, such as 20, or MAX for a long text"
        found["max_field_size"] = f"{words}. Without a size the SQL would take any length"
    new = values.get("new_list") or {}
    if new and not new.get("name"):
        found["new_list-name"] = "Enter the name of the new list"
    if new and not new.get("values"):
        found["new_list-values"] = "Enter the codes of the new list, one a line"
    elif words := unparted(new.get("values") or ()):
        found["new_list-values"] = words
    return found


def _kind(values: Values) -> LogicalType:
    return logical_type(
        Item("", "", type=str(values.get("type") or ""), max_field_size=str(values.get("max_field_size") or ""))
    )
