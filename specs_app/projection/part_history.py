"""The history of an item, object, code list, system, return or authority, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Q

from specs_app import models
from specs_app.document import paths
from specs_app.document.storable import clean
from specs_app.models import Revision, RevisionChange, Specification
from specs_app.models.base import PartRow
from specs_app.projection import former_names, key_changes
from specs_app.projection.key_changes import HistoryRow, KeyChange
from specs_app.projection.rows import COLUMNS

Raw: TypeAlias = Mapping[str, Any]
#: Columns of a row of history that are no part of what the row said.
BESIDES = frozenset({"id", "address", "history_id", "history_type", "revision__number"})


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One key that one revision changed."""

    change: KeyChange
    revision: Revision


@dataclass(frozen=True, slots=True)
class _Reader:
    """The rows of one specification up to the revision of a number."""

    specification: Specification
    until: int

    def rows(self, model: type[PartRow], **wanted: Any) -> list[Raw]:
        """Rows of history, oldest first, with the columns that say what the part says."""
        history: Any = model.history.model
        parent = [f"{model.PARENT}_id"] if model.PARENT else []
        found = history.objects.filter(
            revision__specification=self.specification, revision__number__lte=self.until, **wanted
        )
        return list(
            found.order_by("revision__number", "history_id").values(
                "id", "address", "position", "history_id", "history_type", "revision__number", *parent, *COLUMNS[model]
            )
        )

    def borne(self, model: type[PartRow], address: str) -> list[Raw]:
        """The rows of one part under each address that it had or has, while that was its own."""
        spans = former_names.borne(self.specification, address)
        rows = self.rows(model, address__in={clean(span.name) for span in spans})
        return [
            row
            for row in rows
            if any(clean(span.name) == row["address"] and span.holds(row["revision__number"]) for span in spans)
        ]

    def told(
        self, rows: Iterable[HistoryRow], root: str, view: Callable[[key_changes.State, str], key_changes.View]
    ) -> list[HistoryEntry]:
        changes = key_changes.told(rows, root, view)
        known = Revision.objects.filter(specification=self.specification, number__lte=self.until)
        revisions = {row.number: row for row in known.filter(number__in={change.revision for change in changes})}
        return [HistoryEntry(change, revisions[change.revision]) for change in changes]

    def items(self, rows: list[Raw], root: str = "") -> Iterator[HistoryRow]:
        """Items, with their lines for systems and returns; all as the one at ``root`` where one is given."""
        owners = {row["id"]: root or row["address"] for row in rows}
        yield from (_row(models.Item, row, owners[row["id"]]) for row in rows)
        for model in (models.CmsMapping, models.ReturnMapping):
            yield from (_row(model, row, owners[row["item_id"]]) for row in self.rows(model, item_id__in=owners))

    def links(self, rows: list[Raw], names: Mapping[int, str], root: str = "") -> Iterator[HistoryRow]:
        """The relationships of the items as children, found by the names that these had at the time."""
        called: dict[tuple[str, str], list[Raw]] = {}
        for row in rows:
            called.setdefault((names.get(row["data_object_id"], ""), row["name"]), []).append(row)
        objects = {name for name, _ in called}
        wanted = {"child_object__in": objects, "child_item__in": {name for _, name in called}}
        for link in self.rows(models.Relationship, **wanted):
            bearers = called.get((link["child_object"], link["child_item"]), [])
            known = [row for row in bearers if row["revision__number"] <= link["revision__number"]]
            if known:
                yield _row(models.Relationship, link, root or known[-1]["address"])


def _row(model: type[PartRow], row: Raw, owner: str) -> HistoryRow:
    return HistoryRow(
        revision=row["revision__number"],
        order=row["history_id"],
        table=str(model._meta.model_name),
        address=row["address"],
        owner=owner,
        gone=row["history_type"] == "-",
        values={key: value for key, value in row.items() if key not in BESIDES},
    )


def item_history(specification: Specification, until: int, reference: str) -> list[HistoryEntry]:
    """What happened to the item of that reference, newest first, also under those that it had before or has now; nothing where
    there never was one."""
    reader = _Reader(specification, until)
    root = clean(paths.of_ref(reference))
    rows = reader.rows(models.Item, address__in=former_names.addresses_of(specification, root))
    homes = reader.rows(models.DataObject, id__in={row["data_object_id"] for row in rows})
    names = {row["id"]: row["name"] for row in homes}
    found = [*reader.items(rows, root), *reader.links(rows, names, root)]
    return reader.told(found, root, key_changes.item_view(names))


def object_history(specification: Specification, until: int, name: str) -> list[HistoryEntry]:
    """What happened to an object and to its items, also under the names that it had before or has now."""
    reader = _Reader(specification, until)
    root = clean(paths.of_object(name))
    homes = reader.borne(models.DataObject, root)
    own = {row["id"]: row["name"] for row in homes}
    held = reader.rows(models.Item, data_object_id__in=own)
    rows = reader.rows(models.Item, address__in={row["address"] for row in held})
    objects = [_row(models.DataObject, row, root) for row in homes]
    found = [*objects, *reader.items(rows), *reader.links(rows, own)]
    return reader.told(found, root, key_changes.object_view(root, dict.fromkeys(own, name)))


def category_history(specification: Specification, until: int, name: str) -> list[HistoryEntry]:
    """What happened to a code list and to its codes, also under the names that it had before or has now."""
    reader = _Reader(specification, until)
    root = clean(paths.of_category(name))
    lists = reader.borne(models.Category, root)
    codes = reader.rows(models.CategoryValue, parent_category_id__in={row["id"] for row in lists})
    found = [_row(models.Category, row, root) for row in lists]
    found += [_row(models.CategoryValue, row, root) for row in codes]
    return reader.told(found, root, key_changes.category_view)


def cms_history(specification: Specification, until: int, key: str) -> list[HistoryEntry]:
    """What happened to the entry of a system in the registry and to its hand-written bodies; its mappings are told by their
    items."""
    entry = _entry_history(_Reader(specification, until), models.Cms, "cms", key)
    bodies = _stored(specification, Q(address__startswith=clean(paths.join("extracts", key, "")), **_until(until)))
    return sorted([*entry, *bodies], key=lambda found: found.revision.number, reverse=True)


def return_history(specification: Specification, until: int, key: str) -> list[HistoryEntry]:
    """What happened to the entry of a return in the registry; the places in it are told by their items."""
    return _entry_history(_Reader(specification, until), models.Return, "returns", key)


def _entry_history(reader: _Reader, model: type[PartRow], registry: str, key: str) -> list[HistoryEntry]:
    """Rows of registries have shorter addresses than their entries have in a document."""
    root = paths.of_entry(registry, key)
    found = [_row(model, row, root) for row in reader.rows(model, address=clean(paths.join(registry, key)))]
    return reader.told(found, root, key_changes.entry_view(str(model._meta.model_name)))


def authority_history(specification: Specification, until: int, code: str) -> list[HistoryEntry]:
    """What happened to the settings of an authority; what it had when the standard was taken in is not told again."""
    return _stored(specification, Q(address=clean(paths.of_authority(code)), **_until(until)))


def extract_history(specification: Specification, until: int, name: str) -> list[HistoryEntry]:
    """What happened to a hand-written body (``system/object``, or with a local build behind it), under whatever name of its object:
    the differences as they were stored, as no table has its rows."""
    root = paths.of_page("extracts", name)
    within = Q()
    for span in former_names.borne(specification, root):
        within |= Q(address=clean(span.name), revision__number__range=(span.first, min(span.last, until)))
    return _stored(specification, within, root)


def _until(number: int) -> dict[str, int]:
    return {"revision__number__lte": number}


def _stored(specification: Specification, wanted: Q, root: str = "") -> list[HistoryEntry]:
    """Differences as they were stored, newest first, all as of the part at ``root`` where one is given."""
    rows = RevisionChange.objects.filter(wanted, revision__specification=specification).select_related("revision")
    return [
        HistoryEntry(
            KeyChange(row.revision.number, root or row.address, row.field, row.before, row.after), row.revision
        )
        for row in rows.order_by("-revision__number", "position")
    ]


READERS: dict[str, Callable[[Specification, int, str], list[HistoryEntry]]] = {
    "items": item_history,
    "objects": object_history,
    "categories": category_history,
    "cms": cms_history,
    "returns": return_history,
    "authorities": authority_history,
    "extracts": extract_history,
}
