"""The matrices that there are, by the names in their addresses."""

from __future__ import annotations

from typing import Final

from specs_app.publishing.matrices.items_returns import ITEMS_RETURNS
from specs_app.publishing.matrices.items_systems import ITEMS_SYSTEMS
from specs_app.publishing.matrices.matrix import Matrix, MatrixChoice
from specs_app.publishing.matrices.objects_systems import OBJECTS_SYSTEMS
from specs_app.tables import csv_files, workbooks
from specs_app.versions.version import Version

MATRICES: Final[dict[str, Matrix]] = {matrix.key: matrix for matrix in (ITEMS_RETURNS, ITEMS_SYSTEMS, OBJECTS_SYSTEMS)}
#: Everything that one of them can be narrowed by.
MATRIX_FILTERS: Final = tuple(dict.fromkeys(name for matrix in MATRICES.values() for name in matrix.filters))
#: What a matrix can be taken away as: the ending of the file's name, and its media type.
FORMS: Final = {"xlsx": workbooks.MEDIA_TYPE, "csv": "text/csv; charset=utf-8"}


def matrix_file(matrix: Matrix, version: Version, asked: MatrixChoice, form: str) -> bytes:
    """All that fits as a file. Equal revisions and equal questions give equal bytes.

    CSV begins with a byte order mark, by which spreadsheets see that the text is UTF-8; in XLSX the names of rows and columns stay
    in sight.
    """
    found = matrix.table(version, asked)
    if form == "csv":
        return f"\ufeff{csv_files.write(found.columns, found.rows)}".encode("utf-8", "replace")
    return workbooks.write(found.columns, found.rows, matrix.title, beside=matrix.beside)
