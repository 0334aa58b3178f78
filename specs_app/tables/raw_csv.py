"""CSV by position: each cell as it is written, so that what nobody changes keeps its bytes, its quotes and its line endings.

Pure. The texts of the rows, one behind the other, are the text of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_CELL = r'(?:"[^"]*(?:""[^"]*)*"|[^,\r\n"][^,\r\n]*|)'
#: The cells of one row, and what ends it.
_ROW = re.compile(rf"({_CELL}(?:,{_CELL})*)(\r\n|\n|\r|\Z)")
_CELLS = re.compile(rf"(?:\A|,)({_CELL})")
_NEEDS_QUOTES = re.compile(r'[",\r\n]')
_BREAK = re.compile(r"\r\n|\r|\n")
BOM = "\ufeff"


class CsvError(ValueError):
    """The text is no CSV; ``line`` is where it stops being one."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of a row as they are written, quotes and all, what ends the row, and the line it begins on."""

    cells: tuple[str, ...]
    ending: str
    line: int

    @property
    def text(self) -> str:
        return ",".join(self.cells) + self.ending

    @property
    def is_blank(self) -> bool:
        """Whether it is an empty line."""
        return self.cells == ("",)

    def values(self) -> list[str]:
        """What the cells say."""
        return [value(cell) for cell in self.cells]


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it is written. ``bom`` is the mark before it, or nothing; the first row that is no empty line is the header."""

    bom: str
    rows: tuple[RawRow, ...]

    def encoded(self) -> bytes:
        return (self.bom + "".join(row.text for row in self.rows)).encode("utf-8")

    @property
    def newline(self) -> str:
        """How most of its lines end; a line feed where none does."""
        endings = [row.ending for row in self.rows if row.ending]
        return max(dict.fromkeys(endings), key=endings.count, default="\n")


def parse(data: bytes) -> RawTable:
    """The table in some bytes, which ``encoded`` gives back. Raises `CsvError` where they are no CSV in UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CsvError(f"It is not in UTF-8 (byte {error.start + 1}).", data[: error.start].count(b"\n") + 1) from error
    bom = BOM if text.startswith(BOM) else ""
    return RawTable(bom, tuple(_rows(text.removeprefix(BOM))))


def _rows(text: str) -> Iterator[RawRow]:
    place, line = 0, 1
    while place < len(text):
        found = _ROW.match(text, place)
        if found is None:
            raise CsvError("The quotes of a cell do not fit in the row that begins here.", line)
        row, ending = found.groups()
        quoted = '"' in row
        yield RawRow(tuple(_CELLS.findall(row) if quoted else row.split(",")), ending, line)
        line += 1 + (len(_BREAK.findall(row)) if quoted else 0)
        place = found.end()


def value(cell: str) -> str:
    """What a cell says."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def written(text: str, like: str = "") -> str:
    """A cell that says a text: in quotes where it needs them or ``like``, the cell in its place, has them, with its line breaks."""
    breaks = _BREAK.findall(like)
    text = _BREAK.sub(breaks[0] if breaks else "\n", text)
    quoted = like.startswith('"') or _NEEDS_QUOTES.search(text)
    return '"' + text.replace('"', '""') + '"' if quoted else text


def joined(table: RawTable, rows: Sequence[RawRow]) -> RawTable:
    """The table with these rows: each but the last ends its line, the last as the table's own last row does."""
    last = table.rows[-1].ending if table.rows else ""
    return RawTable(table.bom, tuple(_ended(rows, last, table.newline)))


def _ended(rows: Iterable[RawRow], last: str, newline: str) -> Iterator[RawRow]:
    given = list(rows)
    for number, row in enumerate(given, start=1):
        wanted = last if number == len(given) else row.ending or newline
        if number == len(given) and last:
            wanted = row.ending or newline
        yield row if row.ending == wanted else RawRow(row.cells, wanted, row.line)
