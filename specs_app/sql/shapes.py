"""The shapes of a script's tables: what a run that keeps tables compares, so that it can be told beforehand which are made anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specs_app.document.types import Document
from specs_app.sql.dialects import dialect_of
from specs_app.sql.keys import Namer, links_of
from specs_app.sql.making import making_of
from specs_app.sql.names import locally_typed, names_of
from specs_app.sql.options import Options
from specs_app.sql.plan import Origin, ScriptPlan
from specs_app.sql.tables import tables_of

NOWHERE = Origin("", "", "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class TableShape:
    """The mark of a table's shape; ``drops`` where the script drops the table when it has another one."""

    mark: str
    drops: bool = True


@dataclass(frozen=True, slots=True)
class TableUpgrade:
    """What an upgrade does to tables, by their names as the script has them, with their place where it names one.

    It makes anew what is new or of another shape, empties and fills what is kept, and does not touch what is gone: that of which
    the later edition has none of that name there. ``in_the_way`` are of another shape, and not dropped, as the settings say.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    in_the_way: tuple[str, ...]
    kept: tuple[str, ...]
    gone: tuple[str, ...]


def table_shapes(document: Document, dialect: str, options: Options) -> dict[str, TableShape]:
    """The shape of each table, by its name in the script, with its place where one is named. Raises as `generate` does."""
    chosen = dialect_of(dialect)
    document = locally_typed(document, options.local)
    names, _ = names_of(document, chosen, options)
    made, _ = tables_of(document, chosen)
    tables = {table.name: table for table in made if table.name not in options.local.leave_out_objects}
    namer = Namer(chosen)
    links = links_of(document, tables, namer)
    plan = ScriptPlan(tables, links, {}, tuple(tables), chosen, namer, names, options, NOWHERE, {})
    return {
        ".".join((*names.home.path, names.plain(name))): TableShape(
            making_of(table, plan).mark, plan.wants("drop_table", name)
        )
        for name, table in tables.items()
    }


def table_upgrade(before: Mapping[str, TableShape], after: Mapping[str, TableShape]) -> TableUpgrade:
    """What lies between two editions' shapes. A place that all tables share is left out of their names."""
    both = [name for name in after if name in before]
    other = [name for name in both if after[name].mark != before[name].mark]
    places = {name.rpartition(".")[0] for name in (*before, *after)}

    def called(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name.rpartition(".")[2] if len(places) == 1 else name for name in names)

    return TableUpgrade(
        new=called(name for name in after if name not in before),
        changed=called(name for name in other if after[name].drops),
        in_the_way=called(name for name in other if not after[name].drops),
        kept=called(name for name in both if name not in other),
        gone=called(name for name in before if name not in after),
    )
