"""What a reader of the screen needs of a PDF, checked element by element."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

#: The beginning of marked content that is part of the text, and its number.
MARKED = re.compile(rb"/MCID (\d+)")


@dataclass
class Audit:
    """What was found; ``faults`` is empty where all is well."""

    pages: int
    elements: Counter[str] = field(default_factory=Counter)
    links: int = 0
    marks: list[tuple[int, str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def audit(data: bytes) -> Audit:
    """Structure tree, its way back from the pages, links, outline, language and metadata of a PDF."""
    pdf = Pdf.open(io.BytesIO(data))
    found = Audit(len(pdf.pages))
    _whole(pdf, found)
    owners = _numbers(pdf.Root.StructTreeRoot.ParentTree)
    reached = _tree(pdf, found)
    _pages(pdf, found, owners, reached)
    if "/Outlines" in pdf.Root:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found.marks = list(_outline(pdf.Root.Outlines, numbers, 1))
    return found


def _whole(pdf: Pdf, found: Audit) -> None:
    root = pdf.Root
    said = {
        "no language": str(root.get("/Lang", "")) == "en-GB",
        "not marked as tagged": bool(root.get("/MarkInfo", {}).get("/Marked", False)),
        "title not shown": bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)),
        "no title": bool(str(pdf.docinfo.get("/Title", ""))),
        "not said to be PDF/UA-1": b"<pdfuaid:part>1<" in root.Metadata.read_bytes(),
    }
    found.faults += [fault for fault, holds in said.items() if not holds]


def _numbers(tree: Object) -> dict[int, Object]:
    entries = list(tree.Nums)
    keys = [int(key) for key in entries[::2]]
    assert keys == sorted(set(keys))
    return dict(zip(keys, entries[1::2], strict=True))


def _tree(pdf: Pdf, found: Audit) -> set[tuple[int, int]]:
    """Every element, each of which knows the one above it; identifiers are one of a kind, and headers of cells are there."""
    root = pdf.Root.StructTreeRoot
    pages = {page.obj.objgen for page in pdf.pages}
    reached: set[tuple[int, int]] = set()
    names: Counter[str] = Counter()
    headers: set[str] = set()
    waiting = [(kid, root) for kid in root.K]
    if len(waiting) != 1 or Name.Document != waiting[0][0].S:
        found.faults.append("not one document")
    while waiting:
        element, above = waiting.pop()
        reached.add(element.objgen)
        found.elements[str(element.S)] += 1
        if element.P.objgen != above.objgen:
            found.faults.append(f"{element.S} hangs below another")
        if "/Pg" in element and element.Pg.objgen not in pages:
            found.faults.append(f"{element.S} is on a page that is not there")
        if "/ID" in element:
            names[str(element.ID)] += 1
        headers |= {str(one) for one in element.get("/A", {}).get("/Headers", ())}
        waiting += [
            (kid, element)
            for kid in element.get("/K", ())
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.StructElem
        ]
    found.faults += [f"identifier {name} used {count} times" for name, count in names.items() if count > 1]
    found.faults += [f"header {name} is not there" for name in headers - names.keys()]
    return reached


def _pages(pdf: Pdf, found: Audit, owners: dict[int, Object], reached: set[tuple[int, int]]) -> None:
    """All marked content, and every link, belongs to an element of the tree; links lead somewhere."""
    places = {str(name) for name in list(pdf.Root.Names.Dests.Names)[::2]}
    for number, page in enumerate(pdf.pages, 1):
        marked = {int(one) for one in MARKED.findall(_content(page))}
        own = list(owners[int(page.obj.StructParents)])
        if marked != set(range(len(own))):
            found.faults.append(f"page {number} has content that is in no element")
        found.faults += [f"page {number}: owner not in the tree" for one in own if one.objgen not in reached]
        for link in page.obj.get("/Annots", ()):
            found.links += 1
            if str(link.get("/Dest", "")) not in places:
                found.faults.append(f"dead link on page {number}")
            owner = owners[int(link.StructParent)]
            if owner.objgen not in reached or Name.Link != owner.S:
                found.faults.append(f"link on page {number} is in no link of the tree")


def _content(page: Page) -> bytes:
    contents = page.obj.Contents
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return b"\n".join(one.read_bytes() for one in streams)


def _outline(above: Object, pages: dict[tuple[int, int], int], level: int) -> Iterator[tuple[int, str, int]]:
    one = above.get("/First")
    while one is not None:
        yield level, str(one.Title), pages[one.Dest[0].objgen]
        yield from _outline(one, pages, level + 1)
        one = one.get("/Next")
