"""Objects by systems: how much of each object a system fills, by SQL written by hand or by mappings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from specs_app.document.domains import by_domain
from specs_app.document.holding import FilledCount
from specs_app.document.names import object_title
from specs_app.document.types import Cms, DataObject
from specs_app.publishing import filters
from specs_app.publishing.flat import FlatColumn, distinct, plain
from specs_app.publishing.matrices.filling import filled_of
from specs_app.publishing.matrices.items_systems import cell_reader, systems_of
from specs_app.publishing.matrices.matrix import Matrix, MatrixChoice, fits_gaps
from specs_app.publishing.pages.object_list import says
from specs_app.publishing.records import Record
from specs_app.versions.version import Version

#: An object under the domain that most of its items name.
Row: TypeAlias = tuple[str, DataObject]
BY_ITEM = ("domain", "return")
#: What a table says of one system, behind the column that is called by its key.
PARTS = ("body", "mapping", "nothing")


def counts(version: Version, asked: MatrixChoice, entry: DataObject) -> Iterator[tuple[Cms, FilledCount]]:
    """How much of an object each system that is shown fills."""
    known = filled_of(version)
    return ((cms, known[entry.name, cms.key]) for cms in systems_of(version, asked))


def rows(version: Version, asked: MatrixChoice) -> list[Row]:
    """The objects that fit, by domain; a gap is an item that a system does not fill."""
    document, words = version.document, asked["q"].casefold().split()
    by_item = {name: asked[name] for name in BY_ITEM}
    wanted = {entry.name for entry, _ in filters.items(document, by_item)} if any(by_item.values()) else None
    found = [(group.key, entry) for group in by_domain(document, wanted) for entry in group.objects]
    fitting = [row for row in found if asked["object"] in ("", row[1].name) and says(document, row[1], words)]
    return [row for row in fitting if fits_gaps(any(one.nothing for _, one in counts(version, asked, row[1])), asked)]


def record(version: Version, asked: MatrixChoice, row: Row) -> Record:
    """An object, and how much of it each system fills."""
    domain, entry = row
    return {
        "object": entry.name,
        "title": object_title(entry, version.document.settings),
        "domain": domain or None,
        "items": len(entry.items),
        "cells": [_cell(cms, one) for cms, one in counts(version, asked, entry)],
    }


def _cell(cms: Cms, one: FilledCount) -> Record:
    return {
        "cms": cms.key,
        "body": one.body,
        "mapping": one.mapping,
        "nothing": one.nothing,
        "held": one.held,
        "share": one.share,
    }


def columns(version: Version, asked: MatrixChoice) -> tuple[FlatColumn, ...]:
    """Of each system the share in percent, then how many items a body, a mapping or nothing fills."""
    keys = [cms.key for cms in systems_of(version, asked)]
    systems = (column for key in keys for column in _of_system(key))
    return distinct((*plain("object", "title", "domain", "items"), *systems))


def _of_system(key: str) -> Iterator[FlatColumn]:
    for part in ("share", *PARTS):
        yield FlatColumn(f"{key}_{part}", "cells", cell_reader(key, part, 0))


OBJECTS_SYSTEMS = Matrix(
    key="objects-systems",
    title="Objects by systems",
    about="How much of each object a case management system fills: by SQL written by hand, by mappings, or not at all.",
    noun="object",
    filters=("domain", "object", "return", "cms", "q", "gaps"),
    beside=2,
    rows=rows,
    record=record,
    columns=columns,
)
