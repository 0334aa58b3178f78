"""Items: added, changed, renamed, moved, removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from specs_app.document.edits import fields, frozen, item_returns, objects, table_cells, validators
from specs_app.document.edits.edit import EditTask
from specs_app.document.edits.references import suggest_reference
from specs_app.document.edits.relationships import linked
from specs_app.document.item_key import ItemKey
from specs_app.document.item_keys import ASKED
from specs_app.document.links import child, parent, sorted_links
from specs_app.document.renames import Renames
from specs_app.document.text_rules import REFERENCE, shown
from specs_app.document.types import CmsMapping, DataObject, Deprecation, Document, Item

Found = tuple[DataObject, Item]


def _deprecated(task: EditTask, key: str, raw: Any) -> Deprecation | None:
    readers: dict[str, fields.Reader] = {"since": fields.line, "replaced_by": fields.line, "remove_in": fields.line}
    return None if raw is None else Deprecation(**fields.record(task, key, raw, readers))


#: Values that are read with others at hand: the document's links, the item's places in returns and its flags, its neighbours.
BESIDE = ("foreign_key", "returns", "validators", "after")
#: What can be said of an item that stands already: a new one has no row yet.
OF_ITS_ROW = "table_cells"
OWN: dict[str, fields.Reader] = {
    "name": fields.name,
    "type": fields.written_type,
    "max_field_size": fields.size,
    "deprecated": _deprecated,
}


def _reader(key: ItemKey) -> fields.Reader:
    if key.name in OWN:
        return OWN[key.name]
    by_kind = {
        "line": fields.line,
        "prose": fields.prose,
        "flag": fields.flag,
        "words": fields.lines,
        "table": fields.table,
    }
    return fields.choice(key.options) if key.kind == "choice" else by_kind[key.kind]


#: Values that are read on their own; each is an attribute of ``Item`` by the same name.
READERS = {key.name: _reader(key) for key in ASKED if key.name not in BESIDE and not key.fixed}
CHANGE_KEYS = (*READERS, *BESIDE, OF_ITS_ROW)
ADD_KEYS = (*READERS, *BESIDE, *(key.name for key in ASKED if key.fixed), "cms")


def find(task: EditTask, reference: str, *path: str) -> Found | None:
    """The item of that reference with its object, or None and a problem."""
    found = task.document.item_by_ref.get(reference)
    if found is None:
        remedy = "Check the reference, or add the item in an earlier edit."
        task.refuse("unknown-item", f"There is no item {shown(reference)}.", remedy, *(path or ("target",)))
    return found


def add(task: EditTask) -> Document:
    """A new item behind another or at the end, with a reference that was never used."""
    if (entry := objects.find(task, task.target)) is None:
        return task.document
    blank = Item(_new_reference(task, entry), "")
    item = replace(_changed(task, entry, blank), cms=_marks(task))
    document = _with_items(task.document, entry, _placed(task, entry.items, item))
    return _with_foreign_key(task, document, entry.name, item.name)


def change(task: EditTask) -> Document:
    """Other values; all that points at it follows its new name."""
    if (found := find(task, task.target)) is None:
        return task.document
    entry, old = found
    new = _changed(task, entry, old)
    items = frozen.swapped(entry.items, old, new)
    if "after" in task.values:
        items = _placed(task, frozen.without(entry.items, old), new)
    document = _with_items(task.document, entry, items)
    before, after = (entry.name, old.name), (entry.name, new.name)
    if before != after:
        document = Renames(items={before: after}).followed(document)
    return _with_foreign_key(task, document, entry.name, new.name)


def move(task: EditTask) -> Document:
    """The same item at another place of its object."""
    if (found := find(task, task.target)) is None:
        return task.document
    entry, item = found
    return _with_items(task.document, entry, _placed(task, frozen.without(entry.items, item), item))


def remove(task: EditTask) -> Document:
    """The item and its own foreign key go; refused while others point at it."""
    if (found := find(task, task.target)) is None:
        return task.document
    entry, item = found
    end = (entry.name, item.name)
    pointing = [link for link in task.document.relationships if parent(link) == end != child(link)]
    if pointing:
        task.waits = True
        names = ", ".join(".".join(child(link)) for link in pointing[:5])
        message = f"{len(pointing)} foreign keys point at {'.'.join(end)}: {names}."
        task.refuse("still-pointed-at", message, "Remove these relationships in the same proposal.", "target")
    document = _with_items(task.document, entry, frozen.without(entry.items, item))
    return replace(document, relationships=sorted_links(link for link in document.relationships if child(link) != end))


def _changed(task: EditTask, entry: DataObject, old: Item) -> Item:
    beside = {**item_returns.read(task, old), **validators.of_item(task, old), **table_cells.read(task, old)}
    new = replace(old, **fields.values(task, READERS), **beside)
    if any(other.name == new.name for other in entry.items if other is not old) and new.name != old.name:
        remedy = "Choose another name."
        task.refuse_value("name", "name-taken", f"{entry.name} has an item {shown(new.name)} already.", remedy)
    _check_registries(task, old, new)
    return new


def _check_registries(task: EditTask, old: Item, new: Item) -> None:
    """Domains, status and code list must be known, besides those that the item names already."""
    settings = task.document.settings
    domains = {term.key for term in settings.domains} | set(old.domains)
    for number, domain in enumerate(new.domains):
        remedy = "Choose a registered domain, or add it to the settings."
        fields.known(task, f"domains/{number}", domain, domains, "unknown-domain", remedy)
    statuses = {term.key for term in settings.statuses} | {old.status}
    fields.known(task, "status", new.status, statuses, "unknown-status", "Choose a registered status.")
    lists = {*task.document.category_by_name, old.category}
    fields.known(task, "category", new.category, lists, "unknown-category", "Choose a code list, or add it first.")


def _new_reference(task: EditTask, entry: DataObject) -> str:
    given = fields.line(task, "item_ref", task.values.get("item_ref"))
    if not given:
        return suggest_reference(task.document, entry.name, task.retired)
    if not REFERENCE.fullmatch(given) or len(given) > 20:
        remedy = "Write capital letters or digits, three digits, a letter, such as PERS017A; or leave it out."
        task.refuse_value("item_ref", "bad-reference", f"{shown(given)} is not how a reference is written.", remedy)
    elif given in task.document.item_by_ref or given in task.retired:
        remedy = f"Use {suggest_reference(task.document, entry.name, task.retired)}, which is free."
        task.refuse_value("item_ref", "reference-taken", f"{given} was used before; none is used twice.", remedy)
    return given


def _marks(task: EditTask) -> tuple[CmsMapping, ...]:
    """The systems that hold a new item, from a list of their keys."""
    registry = {entry.key for entry in task.document.settings.cms}
    names = fields.lines(task, "cms", task.values.get("cms"))
    for number, name in enumerate(names):
        fields.known(task, f"cms/{number}", name, registry, "unknown-cms", "Choose a registered system.")
    return tuple(CmsMapping(name) for name in sorted(names))


def _placed(task: EditTask, items: tuple[Item, ...], new: Item) -> tuple[Item, ...]:
    """``new`` among the others: behind the item of ``after``, first where that is empty, last where it is absent or null."""
    after = task.values.get("after")
    if after is None:
        return frozen.placed(items, new, None)
    behind = next((item for item in items if after and after in (item.item_ref, item.name)), None)
    if behind is None and after != "":
        message = f"{shown(after)} is no other item of this object."
        task.refuse_value("after", "unknown-item", message, "Give a reference, or nothing for the last place.")
    return frozen.placed(items, new, behind, first=after == "")


def _with_items(document: Document, entry: DataObject, items: tuple[Item, ...]) -> Document:
    return replace(document, objects=frozen.swapped(document.objects, entry, replace(entry, items=items)))


def _with_foreign_key(task: EditTask, document: Document, object_name: str, item_name: str) -> Document:
    """The item points at what ``foreign_key`` says, stated in full, and at nothing else; null is nothing."""
    if "foreign_key" not in task.values:
        return document
    end, raw = (object_name, item_name), task.values["foreign_key"]
    target = _target(task, document, raw) if raw is not None else None
    kept = sorted_links(link for link in document.relationships if child(link) != end or parent(link) == target)
    document = replace(document, relationships=kept)
    return document if target is None else linked(document, end, target)


def _target(task: EditTask, document: Document, raw: Mapping[str, Any]) -> tuple[str, str]:
    readers: dict[str, fields.Reader] = {"object": fields.line, "item": fields.line}
    given = fields.record(task, "foreign_key", raw, readers)
    target = given.get("object", ""), given.get("item", "")
    points_somewhere = target in document.item_by_name or any(parent(link) == target for link in document.relationships)
    if not task.problems and not points_somewhere:
        message = f"There is no item {shown('.'.join(target))}."
        task.refuse_value("foreign_key", "unknown-item", message, "Name an object and one of its items.")
    return target
