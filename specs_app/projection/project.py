"""A commit to rows: writes what differs and nothing else, each change with a history row tied to its revision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from simple_history.utils import bulk_update_with_history

from specs_app.document.types import Settings
from specs_app.models import Specification
from specs_app.models.base import PartRow
from specs_app.projection.authorship import Authorship
from specs_app.projection.rows import (
    COLUMNS,
    MODELS,
    Delta,
    Row,
    Rows,
    Tables,
    delta,
    rows_of,
    settings_values,
    shared,
    shared_with_codes,
)
from specs_app.projection.search import index as search_index
from specs_app.projection.search.entries import Entries, entries
from specs_app.projection.search.former import formers
from specs_app.versions.version import Version

BATCH = 500


def project(
    specification: Specification, version: Version, authorship: Authorship, before: Version | None = None
) -> None:
    """Make the rows say what ``version`` says. ``before`` is the one that they are known to say; without it they are read.

    Runs in the caller's transaction or one of its own.
    """
    with transaction.atomic():
        project_parts(specification, version, authorship, before)
        named = formers(specification, version.logged_changes)
        if before is None:
            search_index.index_anew(specification, _search_entries(version), named)
            return
        same = shared_with_codes(before.document, version.document)
        new, old = _search_entries(version, same), _search_entries(before, same)
        search_index.index(specification, new, old, named)


def project_parts(
    specification: Specification, version: Version, authorship: Authorship, before: Version | None = None
) -> None:
    """The same without the index of the search: for a revision that others follow before anybody can search."""
    document = version.document
    same = shared(before.document, document) if before is not None else frozenset()
    old = rows_of(before.document, same) if before is not None else stored(specification)
    new = rows_of(document, same)
    deltas = {model: delta(old[model], new[model]) for model in MODELS}
    with transaction.atomic():
        _project_settings(specification, document.settings, authorship)
        for model in reversed(MODELS):
            _remove(model, specification, deltas[model].removed, authorship)
        for model in MODELS:
            if deltas[model]:
                _write(model, specification, deltas[model], new[model], authorship)


def index(specification: Specification, version: Version) -> None:
    """The index of the search for a specification that has none yet."""
    named = formers(specification, version.logged_changes)
    search_index.index(specification, _search_entries(version), {}, named)


def _project_settings(specification: Specification, settings: Settings, authorship: Authorship) -> None:
    wanted = settings_values(settings)
    names = [name for name, value in wanted.items() if getattr(specification, name) != value]
    for name in names:
        setattr(specification, name, wanted[name])
    if names:
        bulk_update_with_history([specification], Specification, names, **authorship.of_rows)


def _remove(
    model: type[PartRow], specification: Specification, addresses: Sequence[str], authorship: Authorship
) -> None:
    for at in range(0, len(addresses), BATCH):
        remove(model, _rows(model, specification).filter(address__in=addresses[at : at + BATCH]), authorship)


def remove(model: type[models.Model], rows: models.QuerySet[Any], authorship: Authorship) -> None:
    """Delete these rows, leaving a history row each."""
    keys = list(rows.values_list("pk", flat=True))
    copy_to_history(model, keys, "-", authorship)
    # The usual delete() would add a second history row to each, without the revision.
    model._default_manager.filter(pk__in=keys)._raw_delete(rows.db)


def _write(
    model: type[PartRow], specification: Specification, found: Delta, rows: Rows, authorship: Authorship
) -> None:
    changed = [*found.changed, *found.moved]
    parents = _parents(model, specification, [rows[address].parent for address in (*found.added, *changed)])
    _add(model, specification, {address: rows[address] for address in found.added}, parents, authorship)
    if changed:
        existing = _rows_at(model, specification, changed)
        for address, row in existing.items():
            _set(row, rows[address], model, parents)
        _update(model, [existing[address] for address in found.changed], found, authorship)
        model._default_manager.bulk_update([existing[address] for address in found.moved], ["position"], BATCH)


def _parents(model: type[PartRow], specification: Specification, addresses: Iterable[str]) -> dict[str, Any]:
    if not model.PARENT:
        return {}
    kind: Any = model._meta.get_field(model.PARENT).related_model
    return _rows_at(kind, specification, list(dict.fromkeys(addresses)))


def _add(
    model: type[PartRow], specification: Specification, rows: Rows, parents: dict[str, Any], authorship: Authorship
) -> None:
    made = [
        _set(model(specification=specification, address=address), row, model, parents) for address, row in rows.items()
    ]
    keys = [row.pk for row in model._default_manager.bulk_create(made, BATCH)]
    for at in range(0, len(keys), BATCH):
        copy_to_history(model, keys[at : at + BATCH], "+", authorship)


def _rows_at(model: type[PartRow], specification: Specification, addresses: Sequence[str]) -> dict[str, Any]:
    """The rows with these addresses, by address."""
    found: dict[str, Any] = {}
    for at in range(0, len(addresses), BATCH):
        query = _rows(model, specification).filter(address__in=addresses[at : at + BATCH])
        found |= {row.address: row for row in query}
    return found


def _set(row: Any, wanted: Row, model: type[PartRow], parents: dict[str, Any]) -> Any:
    row.position = wanted.position
    if model.PARENT:
        setattr(row, model.PARENT, parents[wanted.parent])
    for name, value in wanted.values.items():
        setattr(row, name, value)
    return row


def _update(model: type[PartRow], rows: list[Any], found: Delta, authorship: Authorship) -> None:
    if not rows:
        return
    names = {name for changed in found.changed.values() for name in changed if name != "parent"} | {"position"}
    names |= {model.PARENT} if model.PARENT else set()
    bulk_update_with_history(rows, model, sorted(names), batch_size=BATCH, **authorship.of_rows)


def copy_to_history(model: type[models.Model], keys: Sequence[int], how: str, authorship: Authorship) -> None:
    """A version of each row with these keys, made by the database from the rows themselves.

    The same rows as django-simple-history's own helpers write, one statement instead of a Python object each: an import writes
    thousands, and its helpers know no deletion in bulk.
    """
    history: Any = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    copied = ", ".join(quote(field.column) for field in history.tracked_fields)
    said = {
        "history_date": connection.ops.adapt_datetimefield_value(authorship.revision.committed_at),
        "history_type": how,
        "history_user_id": authorship.user.pk if authorship.user else None,
        "history_change_reason": authorship.reason,
        "revision_id": authorship.revision.pk,
    }
    names, values = ", ".join(map(quote, said)), ", ".join(["%s"] * len(said))
    places = ", ".join(["%s"] * len(keys))
    statement = (
        f"INSERT INTO {quote(history._meta.db_table)} ({copied}, {names}) SELECT {copied}, {values} "  # noqa: S608
        f"FROM {quote(model._meta.db_table)} WHERE {quote('id')} IN ({places}) ORDER BY {quote('id')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*said.values(), *keys])


def _search_entries(version: Version, without: frozenset[int] = frozenset()) -> Entries:
    return entries(version.document, version.logged_changes, without)


def stored(specification: Specification) -> Tables:
    """The rows as the database holds them."""
    return {model: _stored(model, specification) for model in MODELS}


def _stored(model: type[PartRow], specification: Specification) -> Rows:
    names = COLUMNS[model]
    parent = [f"{model.PARENT}__address"] if model.PARENT else []
    query = _rows(model, specification).values_list("address", "position", *names, *parent)
    rows = {}
    for address, position, *values in query.iterator(2000):
        owner = values.pop() if parent else ""
        rows[address] = Row(owner, position, dict(zip(names, values, strict=True)))
    return rows


def _rows(model: type[PartRow], specification: Specification) -> models.QuerySet[Any]:
    return model._default_manager.filter(specification=specification).order_by("pk")


def rows_differ(specification: Specification, version: Version) -> list[str]:
    """Each difference between the rows and what a commit says, in words; empty where there is none."""
    document = version.document
    old, new = stored(specification), rows_of(document)
    found = [line for model in MODELS for line in _differences(model, delta(old[model], new[model]))]
    wanted = settings_values(document.settings)
    found += [
        f"specification: {name} differs" for name, value in wanted.items() if getattr(specification, name) != value
    ]
    if search_index.differs(specification, _search_entries(version), formers(specification, version.logged_changes)):
        found.append("search: its entries are not those of the document and its change log")
    return found


def _differences(model: type[PartRow], found: Delta) -> Iterable[str]:
    noun = model._meta.verbose_name
    yield from (f"{noun} {address} is missing from the database" for address in found.added)
    yield from (f"{noun} {address} is only in the database" for address in found.removed)
    yield from (f"{noun} {address} stands in another place" for address in found.moved)
    for address, names in found.changed.items():
        yield f"{noun} {address} differs in {', '.join(names)}"
