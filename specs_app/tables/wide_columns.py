"""The columns of the wide table of items, by their position: headers repeat, so a name alone does not say which column is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

WIDTH = 77
REF, OBJECT = 33, 34
SIZE, JOIN_TYPE, STATUS = 38, 50, 54
#: Two columns of expected data; the first is the one that counts.
EXPECTED, EXPECTED_BESIDES = 42, 53


@dataclass(frozen=True, slots=True)
class ReturnColumn:
    """A column of the returns matrix: which return, and which section of it."""

    place: int
    name: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class CmsColumns:
    """The columns of one system: path, delivery status, and the paths of local builds of it by their names."""

    cms: str
    path: int
    status: int
    variants: tuple[tuple[str, int], ...] = ()


_SINGLE = (ReturnColumn(1, "RIIA"), ReturnColumn(2, "CIN"), ReturnColumn(3, "SEN2"))
_LISTS = tuple(ReturnColumn(3 + number, "AnnexA", f"List {number}") for number in range(1, 12))
_FILES = range(15, 32)
REFERENCES = {"SEN2": 74, "SSDA903": 75, "CIN": 76}
"""The return's own name for an item."""

CMS = (
    CmsColumns("liquid_logic", 57, 58),
    CmsColumns("mosaic", 60, 63, (("Essex Data Warehouse", 61), ("Blackpool Data Warehouse", 62))),
    CmsColumns("azeus", 65, 66),
    CmsColumns("caredirector", 68, 69),
    CmsColumns("eclipse", 71, 72),
)

HEADERS = {
    1: "RIIA",
    2: "CIN",
    3: "SEN2",
    4: "AAL1",
    14: "AA11",
    15: "903_1",
    31: "903_18",
    REF: "item_ref",
    OBJECT: "object_name",
    SIZE: "max_field_size",
    EXPECTED: "expected_data",
    JOIN_TYPE: "join_type",
    EXPECTED_BESIDES: "meta_expected_data",
    STATUS: "meta_item_status",
    57: "cms_path_llogic",
    60: "cms_path_mosaic",
    61: "cms_path_mosaic",
    62: "cms_path_mosaic",
    65: "cms_path_Azeus",
    68: "cms_path_CareDirector",
    71: "cms_path_Eclipse",
    74: "sen2_ref",
    75: "ssda903_ref",
    76: "cin_census_ref",
}
"""How the headers begin that show that the columns are where they are expected."""

Shape = Literal["text", "words", "pairs", "flag"]
COMPARED: dict[int, tuple[str, Shape]] = {
    35: ("domains", "words"),
    36: ("constraints", "words"),
    37: ("type", "text"),
    39: ("name", "text"),
    40: ("description", "text"),
    41: ("foreign_key", "text"),
    43: ("returns", "words"),
    44: ("cms", "words"),
    45: ("cms_field", "pairs"),
    46: ("cms_table", "pairs"),
    47: ("required", "flag"),
    48: ("unique", "flag"),
    49: ("primary_key", "flag"),
    51: ("guidance", "text"),
    52: ("item_ref", "text"),
}
"""Columns that say what the YAML says already, and the shape in which they say it."""

PLACED = frozenset(
    {
        REF,
        OBJECT,
        SIZE,
        EXPECTED,
        JOIN_TYPE,
        EXPECTED_BESIDES,
        STATUS,
        *COMPARED,
        *range(1, 32),
        *REFERENCES.values(),
        *(place for entry in CMS for place in (entry.path, entry.status, *(where for _, where in entry.variants))),
    }
)

STATUSES = {
    "B": "B",
    "Backlog": "B",
    "D": "D",
    "Dev": "D",
    "S": "S",
    "Script": "S",
    "T": "T",
    "Test": "T",
    "DT": "DT",
    "DataTesting": "DT",
    "A": "AR",
    "AR": "AR",
    "AwaitingReview": "AR",
    "R": "R",
    "Release": "R",
    "Bl": "Bl",
    "Blocked": "Bl",
    "P": "P",
    "Placeholder": "P",
}


def returns_matrix(header: list[str]) -> tuple[ReturnColumn, ...]:
    """The columns of the matrix; the files of SSDA903 are named as their headers name them."""
    files = (ReturnColumn(place, "SSDA903", _file_name(header[place])) for place in _FILES)
    return (*_SINGLE, *_LISTS, *files)


def _file_name(header: str) -> str:
    """``903_2 adoption(AD1)`` reads ``2 adoption (AD1)``; the numbers keep files of one name apart."""
    text = header.removeprefix("903_").replace("_", " ").replace("(", " (")
    return re.sub(r"\s+", " ", text).strip()


def wrong_header(header: list[str]) -> tuple[int, str] | None:
    """The first column (from 0) whose header shows that the table is another one, and what was expected there."""
    if len(header) != WIDTH:
        return len(header), f"{WIDTH} columns"
    return next(((place, name) for place, name in HEADERS.items() if not header[place].strip().startswith(name)), None)
