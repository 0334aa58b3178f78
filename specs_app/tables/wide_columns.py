"""The columns of the wide table of items, by their position: headers repeat, so a name alone does not say which column is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

WIDTH = 77
#: What says nothing (see `SAYS_NOTHING`) in columns in which the others might be words.
EMPTY = frozenset({"", "0"})
REF, OBJECT = 33, 34
CONSTRAINTS, PRIMARY_KEY = 36, 49
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
    CONSTRAINTS: ("constraints", "words"),
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
    PRIMARY_KEY: ("primary_key", "flag"),
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
#: What no file speaks of, and the table alone knows: an item's ``table_cells``.
UNPLACED = tuple(place for place in range(WIDTH) if place not in PLACED)

#: What a new table heads its columns with where `HEADERS` does not say.
WORDS = {
    "domains": "categories",
    "name": "field_name",
    "required": "required_enabled",
    "unique": "unique_enabled",
    "item_ref": "meta_item_ref",
}
OWN_HEADERS = {
    0: "path",
    15: "903_1 header",
    32: "Included_in_903_Export_tables",
    55: "meta_info",
    56: "est_dev_overheads_ll",
    59: "est_dev_overheads_mo",
    64: "est_dev_overheads_Azeus",
    67: "est_dev_overheads_CareDirector",
    70: "est_dev_overheads_Eclipse",
    73: "dev_notes",
}
FILES_OF_SSDA903 = (
    *("2 adoption(AD1)", "3 children_ceased_care_during_year", "4 _OC2", "5 children_looked_after_on_31st_March"),
    *("6 children_started_care_during_year", "7 distance_and_Placement_Extended", "8 episodes", "9 extended_adoption"),
    *("10 extended_review", "11 leaving_care", "12 missing_away_from_placement"),
    *("13_distance_and_placement_extended", "14 previous_permamence", "16 reviews", "17 should_be_placed_for_adoption"),
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


def new_header() -> list[str]:
    """The headers of a table that is made anew: of columns whose header is known that, of others what they hold."""
    sections = {3 + number: f"AAL{number}" for number in range(1, 11)}
    files = {place: f"903_{name}" for place, name in zip(range(16, 31), FILES_OF_SSDA903, strict=True)}
    compared = {place: WORDS.get(key, key) for place, (key, _) in COMPARED.items()}
    statuses = {entry.status: f"status_{entry.cms}" for entry in CMS}
    variants = {place: f"cms_path_{entry.cms} ({name})" for entry in CMS for name, place in entry.variants}
    known = {**sections, **files, **compared, **statuses, **OWN_HEADERS, **HEADERS, **variants}
    return [known[place] for place in range(WIDTH)]


def unplaced_names(header: list[str]) -> dict[int, str]:
    """The columns that no file speaks of, by place, under their headers; one without a header, or with another's, has a number."""
    found: dict[int, str] = {}
    for place in UNPLACED:
        name = " ".join(header[place].split()) or f"column {place + 1}"
        found[place] = f"{name} (column {place + 1})" if name in found.values() else name
    return found
