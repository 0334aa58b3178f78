"""A small specification whose parts come, change, get other names and references, are deprecated and go, with releases between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from specs_app.models import Specification
from tests.factories import small_files
from tests.published import Files, edited, publish
from tests.recorded import as_before

VISITS, CODES, PERSON = "data/objects/tin_visit.yml", "data/categories/sex.yml", "data/objects/tin_person.yml"
#: What tags each revision, in order.
TAGS = ["v1.0.0", "", "v1.1.0", "", "v2.0.0", "", ""]


def item(name: str, reference: str, more: str = "") -> bytes:
    """An item at the end of the visits."""
    text = f"- name: {name}\n  item_ref: {reference}\n  description: Of a visit.\n  type: nvarchar\n{more}"
    return "".join(f"  {line}\n" for line in text.splitlines()).encode()


def goes(instead: str) -> str:
    return f"  deprecated:\n    since: 1.1.0\n    replaced_by: {instead}\n    remove_in: 2.0.0\n"


def revisions() -> Iterator[Files]:
    """The files of each revision.

    1 is the start. 2 brings VISI002A and a code. 3 deprecates it for VISI003A, which comes. 4 calls that VISI030A. 5 takes VISI002A
    out. 6 calls the object of visits tin_call. 7 changes words of VISI030A.
    """
    first = small_files()
    yield first
    visits = first[VISITS]
    second = {**first, VISITS: visits + item("visi_day", "VISI002A"), CODES: first[CODES] + b"- value: X\n"}
    yield second
    old, new = item("visi_day", "VISI002A", goes("VISI003A")), item("visi_date", "VISI003A")
    third = {**second, VISITS: visits + old + new}
    yield third
    fourth = edited(third, VISITS, ("VISI003A", "VISI030A"))
    yield fourth
    fifth = {**fourth, VISITS: visits + item("visi_date", "VISI030A")}
    yield fifth
    sixth = edited(fifth, VISITS, ("name: tin_visit", "name: tin_call"))
    yield sixth
    yield edited(sixth, VISITS, ("Of a visit.", "Of a call."))


@dataclass(frozen=True)
class Lives:
    """The specification under the slug ``tin``, its revisions, oldest first, and the folder of its source."""

    specification: Specification
    shas: tuple[str, ...]
    source: Path


def lived() -> Lives:
    """By the real actions, or as those left it for an earlier test."""
    source = as_before("lives of parts", lambda folder: publish(folder, "tin", list(revisions()), tags=TAGS))
    found = Specification.objects.get(slug="tin")
    shas = tuple(found.revisions.order_by("number").values_list("sha", flat=True))
    return Lives(found, shas[: len(TAGS)], source)
