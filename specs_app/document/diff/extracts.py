"""Differences of hand-written bodies: the text as a whole, and what it says by output column and by named query."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document import paths
from specs_app.document.diff.change import Change
from specs_app.document.extracts import BodyParts, Extract, ExtractKey, parts_of
from specs_app.document.renames import Renames
from specs_app.document.types import ChangeClass, Document

COLUMN, QUERY = "columns", "queries"


def extract_changes(before: Document, after: Document, names: Renames) -> Iterator[Change]:
    """Bodies come, gone and changed; one that only follows new names (``names``) is the same one."""
    old = {extract.key: extract for extract in names.extracts(before)}
    new = {extract.key: extract for extract in after.extracts}
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            yield from _changed(old.get(key), new.get(key), before, after, key)


def _changed(
    old: Extract | None, new: Extract | None, before: Document, after: Document, key: ExtractKey
) -> Iterator[Change]:
    was, now = _parts(old, before), _parts(new, after)
    details = [*_columns(was, now, key, after), *_queries(was, now, key)] if old and new else []
    grade = _grade(old, new, was, now, details)
    address = paths.of_extract(*key)
    kind = "extract" if old and new else ("removed" if new is None else "added")
    yield Change(kind, address, "sql" if old and new else "", old and old.sql, new and new.sql, grade)
    yield from details


def _parts(extract: Extract | None, document: Document) -> BodyParts:
    return parts_of(extract.sql, document.settings.dialect_of(extract.cms)) if extract else BodyParts()


def _grade(
    old: Extract | None, new: Extract | None, was: BodyParts, now: BodyParts, details: list[Change]
) -> ChangeClass:
    """Words only where both say the same query; what cannot be read may have lost anything."""
    if new is None or (old is not None and not (was and now)):
        return "breaking"
    if old is not None and was.rest == now.rest:
        return "editorial"
    return "breaking" if any(change.change_class == "breaking" for change in details) else "compatible"


def _columns(was: BodyParts, now: BodyParts, key: ExtractKey, after: Document) -> Iterator[Change]:
    """A column that is lost breaks; so does another source of what tells records apart."""
    entry = after.object_by_name.get(key[1])
    keys = {item.name.casefold() for item in entry.keys} if entry else set()
    for name in dict.fromkeys((*was.columns, *now.columns)):
        before, later = was.columns.get(name), now.columns.get(name)
        if before != later:
            gone = before is not None and later in (None, "NULL")
            grade: ChangeClass = "breaking" if gone or (before is not None and name in keys) else "compatible"
            yield Change("extract", paths.of_extract(*key), f"{COLUMN}/{name}", before, later, grade)


def _queries(was: BodyParts, now: BodyParts, key: ExtractKey) -> Iterator[Change]:
    for name in dict.fromkeys((*was.queries, *now.queries)):
        before, later = was.queries.get(name), now.queries.get(name)
        if before != later:
            yield Change("extract", paths.of_extract(*key), f"{QUERY}/{name}", before, later, "compatible")
