"""Small wide tables, written by hand: the columns are the real ones, the rows as odd as those of people."""

from collections.abc import Mapping

from specs_app.document.types import DataObject, Document, Item, RegisteredTable, Settings, Term
from specs_app.tables import wide_columns as places

TABLE = "docs/items.csv"
PATH, NOTES = 0, 73
NAME, TYPE, GUIDANCE, RETURNS = 39, 37, 51, 43


def header() -> str:
    return ",".join(f'"{name}"' if "," in name or "\n" in name else name for name in places.new_header())


def row(ref: str, cells: Mapping[int, str] | None = None, *, blank: str = "") -> str:
    """A row as it is written, without its ending."""
    given = {places.REF: ref, 52: ref, **(cells or {})}
    return ",".join(given.get(place, blank) for place in range(places.WIDTH))


def table(*rows: str, newline: str = "\n", bom: str = "", last: bool = True) -> bytes:
    """The rows under the header; ``last`` says whether the last one ends its line."""
    return (bom + newline.join((header(), *rows)) + (newline if last else "")).encode()


def document(*items: Item, name: str = "kite") -> Document:
    """One object of these items, in a specification that keeps a table."""
    statuses = tuple(Term(key, key) for key in ("B", "T"))
    settings = Settings(prefix="KIT", tables=(RegisteredTable(TABLE),), statuses=statuses)
    return Document(settings, (DataObject(name, tuple(items)),))
