"""The PDF as a reader of the file finds it."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from specs_app.diagrams.layout import DrawingLayout
from specs_app.diagrams.values import Diagram
from specs_app.document.domains import by_domain
from specs_app.document.types import Category, CategoryValue, CmsMapping, DataObject, Document, Item, Settings
from specs_app.publishing.pdf.book import Book, book
from specs_app.publishing.pdf.contents import Part
from specs_app.publishing.pdf.errors import PdfFetchRefused
from specs_app.publishing.pdf.figures import MAP, diagrams_of, figure
from specs_app.publishing.pdf.making import make
from specs_app.publishing.pdf.scope import WHOLE, BookScope, NotInVersion
from specs_app.publishing.pdf.setting import printed
from specs_app.publishing.pdf.style import style
from specs_app.versions.version import Version
from tests.corpus_files import corpus_repository, example_repository
from tests.soak import SOAK
from tests.typesetting import skip_without_pango
from tests.versions import edition_of, saying, version_of, version_with

skip_without_pango()

from specs_app.publishing.pdf import typesetter  # noqa: E402 - it ends the process that has no Pango
from tests.books import Remembered, pdf_of  # noqa: E402 - likewise
from tests.pdf_audit import Audit, audit  # noqa: E402 - likewise

HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd>&amp;{{ 7|add:7 }}{% now 'Y' %}"


def render(version: Version, *scope: str) -> bytes:
    return pdf_of(book(edition_of(version), BookScope(*scope)))


@pytest.fixture(scope="module")
def version() -> Version:
    return version_of(example_repository())


@pytest.fixture(scope="module")
def whole(version: Version) -> bytes:
    return render(version)


@pytest.fixture(scope="module")
def found(whole: bytes) -> Audit:
    return audit(whole)


@pytest.fixture(scope="module")
def reader(whole: bytes) -> PdfReader:
    return PdfReader(BytesIO(whole))


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def small(*items: Item) -> Version:
    return version_with(Document(Settings(title="Demo"), (DataObject("ysd_one", items),)))


def test_bound_pdf_has_one_sound_structure(found: Audit, reader: PdfReader) -> None:
    assert found.faults == []
    assert {"/H1", "/H2", "/H3", "/H4", "/P", "/Table", "/TR", "/TH", "/TD", "/Link", "/Document"} <= set(
        found.elements
    )
    assert found.elements["/Document"] == 1
    assert found.links > 100
    assert reader.metadata.title == "Youth Services Dataset"


def test_outline_leads_to_every_object_item_and_code_list(found: Audit, version: Version) -> None:
    by_level = {level: [title for one, title, _ in found.marks if one == level] for level in (1, 2, 3)}
    items = [f"{item.item_ref} {item.name}" for _, item in version.document.items()]
    assert sorted(by_level[3]) == sorted(items)
    assert len(by_level[2]) >= len(version.document.objects) + len(version.document.categories)
    assert by_level[1][:2] == ["How to read this", "Contents"]
    assert by_level[1][-1] == "Index of references"


def test_contents_and_index_say_the_pages_that_the_outline_leads_to(found: Audit, reader: PdfReader) -> None:
    pages = {title: page for _, title, page in found.marks}
    contents = reader.pages[pages["Contents"] - 1].extract_text()
    for title in ("Young people", "Referrals", "Destinations", "Support need", "Relationships"):
        assert re.search(rf"^{title} *\n? *{pages[title]}$", contents, re.MULTILINE), title
    index = "".join(page.extract_text() for page in reader.pages[pages["Index of references"] - 1 :])
    title = next(title for title in pages if title.startswith("YOUN001A"))
    assert re.search(rf"{title} *\n? *{pages[title]}\b", index)


def test_every_page_but_the_cover_has_head_and_foot(reader: PdfReader) -> None:
    total = len(reader.pages)
    for number, page in enumerate(reader.pages[1:], start=2):
        text = page.extract_text()
        assert f"Page {number} of {total}" in text
        assert "Youth Services Dataset" in text
        assert "Revision 0123456" in text
    assert "Page 1 of" not in reader.pages[0].extract_text()


def test_only_what_changed_is_set_again_and_the_same_parts_give_the_same_bytes(version: Version) -> None:
    version = version_with(replace(version.document, objects=version.document.objects[:3]))
    shelf = Remembered()
    first = pdf_of(book(edition_of(version)), shelf)
    shelf.was_put.clear()
    assert pdf_of(book(edition_of(version)), shelf) == first
    assert shelf.was_put == []
    entry = version.document.objects[0]
    changed = replace(entry, items=(replace(entry.items[0], description="Another definition."), *entry.items[1:]))
    document = replace(version.document, objects=(changed, *version.document.objects[1:]))
    later = saying(version_of({}, sha="f" * 40), document)
    assert "Another definition." in text_of(pdf_of(book(edition_of(later)), shelf))
    assert len(shelf.was_put) <= 4  # the object, the note on what is complete, and what names pages


def test_other_processes_make_the_same_bytes(version: Version, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    made = book(edition_of(version), BookScope("object", "ysd_team"))
    assert make(made, Remembered(), lambda _: None) == pdf_of(made, Remembered())


def test_nothing_is_printed_below_nine_points() -> None:
    assert min(float(size) for size in re.findall(r"([\d.]+)pt\b", style().partition("*/")[2])) >= 9


@pytest.mark.parametrize(
    ("scope", "title", "there", "not_there"),
    [
        (("object", "ysd_referral"), "Referrals, Youth Services Dataset", "Referral source", "Ethnic group"),
        (("domain", "identity"), "", "Young people", "Index of returns"),
        (("return", "YAC"), "", "What it asks for", "Relationships"),
    ],
)
def test_pdf_of_a_part_holds_it_and_its_code_lists_alone(
    version: Version, scope: tuple[str, str], title: str, there: str, not_there: str
) -> None:
    found = audit(data := render(version, *scope))
    marks = [mark for _, mark, _ in found.marks]
    assert found.faults == []
    assert there in marks
    assert not_there not in marks
    assert PdfReader(BytesIO(data)).metadata.title.endswith(title or "Youth Services Dataset")


def test_pdf_of_what_changed_has_the_differences_and_what_they_touch(version: Version) -> None:
    entry = version.document.objects[0]
    changed = replace(entry, items=(replace(entry.items[0], description="Another definition."), *entry.items[1:]))
    document = replace(version.document, objects=(changed, *version.document.objects[1:]))
    later = saying(version, document)
    older = edition_of(version, "1.0.0", "1.0.0")
    data = pdf_of(book(edition_of(later), BookScope("since", version.sha, "1.0.0"), older))
    marks = [mark for _, mark, _ in audit(data).marks]
    assert "Changes since version 1.0.0" in marks
    assert [mark for mark in marks if re.match(r"[A-Z]{4}\d{3}A ", mark)] == [
        f"{entry.items[0].item_ref} {entry.items[0].name}"
    ]


@pytest.mark.parametrize("kind", ["object", "domain", "return"])
def test_what_is_not_there_is_said(version: Version, kind: str) -> None:
    with pytest.raises(NotInVersion, match=f"There is no {kind} 'nothing'"):
        render(version, kind, "nothing")


def test_long_table_repeats_its_head_and_leaves_no_row_alone() -> None:
    items = tuple(Item(f"LONG{number:03}A", f"long_item_{number}", type="nvarchar") for number in range(1, 82))
    reader = PdfReader(BytesIO(render(version_with(Document(Settings(), (DataObject("ysd_long", items),))))))
    rows = [len(re.findall(r"^LONG\d{3}A long_item_\d+ nvarchar", page.extract_text(), re.M)) for page in reader.pages]
    heads = [page.extract_text().count("Reference Item Type") for page in reader.pages]
    assert sum(rows) == len(items)
    assert [bool(count) for count in rows] == [bool(count) for count in heads]
    assert all(count > 1 for count in rows if count)


def test_hostile_text_is_printed_as_text() -> None:
    item = Item("A<b>", HOSTILE, HOSTILE, HOSTILE, HOSTILE, category=HOSTILE, cms=(CmsMapping("m", note=HOSTILE),))
    lists = (Category(HOSTILE, (CategoryValue(HOSTILE, HOSTILE),)),)
    document = Document(Settings(title=HOSTILE, description='"><p>'), (DataObject(HOSTILE, (item,)),), lists)
    data = render(version_with(document))
    flat_text = re.sub(r"\s+", "", text_of(data))
    assert audit(data).faults == []
    assert "<script>alert(1)</script>" in flat_text
    assert "&amp;{{7|add:7}}{%now'Y'%}" in flat_text
    assert "root:" not in flat_text


def test_picture_that_got_past_escaping_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "secret.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for address in (picture.as_uri(), "http://127.0.0.1:9/a.png", "data:image/svg+xml,<svg/>"):
        with pytest.raises(PdfFetchRefused, match="may not be read"):
            typesetter.typeset(f"<img alt='' src='{address}'>", "00" * 32)


def test_odd_text_is_no_obstacle() -> None:
    odd = ("\x00\x07\x1b", "\ud800", "\ufffe", "ש‮abc", "x" * 5000, "🧒🏽", "a_b." * 200)
    items = tuple(Item(f"AA{n:03}A", f"name{text}", text, guidance=text) for n, text in enumerate(odd, start=1))
    document = Document(Settings(title="\x00\ud800 ŵ 🧒🏽"), (DataObject("ysd_one", items),))
    assert audit(render(version_with(document))).pages >= 3


@settings(max_examples=40 if SOAK else 3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_pdf(name: str, guidance: str) -> None:
    assert render(small(Item("AA001A", name, guidance=guidance))).startswith(b"%PDF-")


def test_empty_specification_makes_a_pdf() -> None:
    assert "demo" in text_of(render(version_with(Document())))


@pytest.mark.soak
@pytest.mark.usefixtures("corpus")
def test_real_specification_is_printed_whole_and_sound() -> None:
    """In the check without most of its objects, which is a quarter of a minute less."""
    version = version_of(corpus_repository())
    if not SOAK:
        version = version_with(replace(version.document, objects=version.document.objects[:4], categories=()))
    found = audit(render(version))
    refs = {title.split(" ")[0] for _, title, _ in found.marks}
    assert found.faults == []
    assert {item.item_ref for _, item in version.document.items()} <= refs
    assert not SOAK or found.pages <= 175


def test_table_says_which_items_are_required(version: Version) -> None:
    made = book(edition_of(version), BookScope("object", "ysd_young_person"))
    chapter = next(part for part in made.parts if part.template == "pdf/chapter.html")
    text = printed(chapter.template, {"about": chapter.about})
    table = text[text.index('<table class="items">') :].partition("</table>")[0]
    required = [item for item in version.document.object_by_name["ysd_young_person"].items if item.required]
    assert len(re.findall("required", table, re.IGNORECASE)) == len(required) > 0


def laid_out(version: Version) -> dict[Diagram, DrawingLayout]:
    """Every diagram of the book in a row of its boxes, without an engine."""
    every = chain(*diagrams_of(version.document, WHOLE).values())
    return {
        diagram: DrawingLayout(640, 400, tuple((16.0, 20.0 * n) for n, _ in enumerate(diagram.boxes)), ends, labels)
        for diagram in every
        for ends in [tuple(((0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)) for _ in diagram.lines)]
        for labels in [tuple(None for _ in diagram.lines)]
    }


def test_domains_are_drawn_with_words_for_who_does_not_see_them(version: Version) -> None:
    layouts = laid_out(version)
    made = book(edition_of(version), layouts=layouts)
    data = pdf_of(made)
    found = audit(data)
    domains = [group.key for group in by_domain(version.document)]
    assert found.faults == []
    assert found.elements["/Figure"] == len(domains) + 1
    heads = [title for level, title, _ in found.marks if level == 1]
    assert heads.index("Map of the domains") == heads.index("Contents") + 1
    assert "Records of Places have records of What is offered: 1 relationship." in text_of(data)
    moved = {diagram: replace(layout, width=650) for diagram, layout in layouts.items()}
    first, again, other = (
        printed("pdf/opening.html", {"about": part.about})
        for part in (opening_of(book(edition_of(version), layouts=one)) for one in (layouts, dict(layouts), moved))
    )
    assert first == again != other


def opening_of(made: Book) -> Part:
    return next(part for part in made.parts if part.template == "pdf/opening.html")


@pytest.mark.parametrize(
    ("size", "sheet"),
    [((657, 820), ""), ((658, 580), "wide"), ((657, 821), "large"), ((987, 890), "large-wide"), ((1500, 10), None)],
)
def test_drawing_is_on_the_smallest_sheet_that_holds_it(
    version: Version, size: tuple[float, float], sheet: str | None
) -> None:
    layouts = {diagram: replace(one, width=size[0], height=size[1]) for diagram, one in laid_out(version).items()}
    shown = figure(diagrams_of(version.document, WHOLE)[MAP], layouts)
    assert (shown.sheet if shown.svg else None) == sheet
    about = opening_of(book(edition_of(version), layouts=layouts)).about
    said = "larger than a page holds" in printed("pdf/opening.html", {"about": about})
    assert said == (sheet is None)


def test_domain_whose_neighbours_have_no_room_is_drawn_without_them(version: Version) -> None:
    every, within, bare = diagrams_of(version.document, BookScope("domain", "provision"))["provision"]
    layouts = laid_out(version)
    layouts[every] = replace(layouts[every], height=2000)
    shown = figure((every, within, bare), layouts)
    assert shown.is_less
    assert bare.box_of.keys() == within.box_of.keys() < every.box_of.keys()
    assert any(box.rows for box in within.boxes)
    assert not any(box.rows for box in bare.boxes)
    assert not re.search('font-size="([0-9]|1[01])"', shown.svg)  # a pixel is three quarters of a point, the least is 9
