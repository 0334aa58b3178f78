"""The matrices that there are, by the names in their addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from specs_app.publishing.flat import FlatTable
from specs_app.publishing.matrices.items_returns import ITEMS_RETURNS
from specs_app.publishing.matrices.items_systems import ITEMS_SYSTEMS
from specs_app.publishing.matrices.matrix import Asked, Matrix
from specs_app.publishing.matrices.objects_systems import OBJECTS_SYSTEMS
from specs_app.tables import csv_files, workbooks
from specs_app.versions.version import Version

MATRICES: Final[dict[str, Matrix]] = {
    matrix.key: matrix for matrix in (ITEMS_RETURNS, ITEMS_SYSTEMS, OBJECTS_SYSTEMS)
}
#: Everything that one of them can be narrowed by.
MATRIX_FILTERS: Final = tuple(dict.fromkeys(name for matrix in MATRICES.values() for name in matrix.filters))


def as_csv(matrix: Matrix, table: FlatTable) -> bytes:
    """With a byte order mark, by which spreadsheets see that the text is UTF-8."""
    return f"\ufeff{csv_files.write(table.columns, table.rows)}".encode("utf-8", "replace")


def as_xlsx(matrix: Matrix, table: FlatTable) -> bytes:
    """As a workbook in which the names of rows and columns stay in sight."""
    return workbooks.write(table.columns, table.rows, matrix.title, beside=matrix.beside)


#: How a matrix is made a file, by the ending of its name: media type and maker.
FORMS: Final[dict[str, tuple[str, Callable[[Matrix, FlatTable], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": (workbooks.MEDIA_TYPE, as_xlsx),
}


def matrix_file(matrix: Matrix, version: Version, asked: Asked, form: str) -> tuple[str, bytes]:
    """All that fits as a file: its media type and bytes. Equal revisions and equal questions give equal bytes."""
    media_type, make = FORMS[form]
    return media_type, make(matrix, matrix.table(version, asked))
