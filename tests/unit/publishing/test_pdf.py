"""The PDF as a reader of the file finds it."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import Destination

from specs_app.document.types import Category, CategoryValue, CmsMapping, DataObject, Document, Item, Settings
from specs_app.publishing.pdf import setting
from specs_app.publishing.pdf.booklet import booklet
from specs_app.versions.version import Version
from tests.corpus_files import corpus_repository, example_repository
from tests.soak import SOAK
from tests.typesetting import skip_without_pango
from tests.versions import edition_of, version_of, version_with

skip_without_pango()

from specs_app.publishing.pdf import typesetter  # noqa: E402 - it ends the process that has no Pango

HOSTILE = "<script>alert(1)</script><img src=file:///etc/passwd>&amp;{{ 7|add:7 }}{% now 'Y' %}"


def render(version: Version, object_name: str | None = None) -> bytes:
    """`setting.render` in this very process, which saves a start."""
    text = booklet(edition_of(version), object_name)
    return typesetter.typeset(setting.html(text), setting.identifier(text))


@pytest.fixture(scope="module")
def version() -> Version:
    return version_of(example_repository())


@pytest.fixture(scope="module")
def whole(version: Version) -> PdfReader:
    return PdfReader(BytesIO(render(version)))


def titles(outline: list) -> list:
    """The titles of bookmarks, nested as they are."""
    return [titles(entry) if isinstance(entry, list) else entry.title for entry in outline]


def flat(outline: list) -> list[Destination]:
    return [found for entry in outline for found in (flat(entry) if isinstance(entry, list) else [entry])]


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def small(*items: Item) -> Version:
    return version_with(Document(Settings(title="Demo"), (DataObject("ysd_one", items),)))


def test_whole_pdf_is_tagged_titled_and_in_a_language(whole: PdfReader) -> None:
    root = whole.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert whole.metadata.title == "Youth Services Dataset"
    assert re.search(rb"pdfuaid:part(>|=.)1", root["/Metadata"].get_data())


def test_whole_pdf_has_header_cells_in_its_tags(whole: PdfReader) -> None:
    kinds = {found["/S"] for found in _structure(whole)}
    assert {"/H1", "/H2", "/H3", "/H4", "/P", "/Table", "/TR", "/TH", "/TD", "/Link"} <= kinds


def _structure(reader: PdfReader) -> list:
    return [
        found
        for number in range(1, reader.trailer["/Size"])
        if isinstance(found := reader.get_object(number), dict) and found.get("/Type") == "/StructElem"
    ]


def test_bookmarks_lead_to_every_object_and_item(whole: PdfReader, version: Version) -> None:
    marks = [mark.title for mark in flat(whole.outline)]
    for entry, item in version.document.items():
        assert f"{item.item_ref} {item.name}" in marks
        assert booklet(edition_of(version), entry.name).subject in marks
    assert [title for title in titles(whole.outline) if isinstance(title, str)][-3:] == [
        "Code lists",
        "Relationships",
        "Returns",
    ]


def test_contents_say_the_pages_that_bookmarks_lead_to(whole: PdfReader) -> None:
    pages = {mark.title: whole.get_destination_page_number(mark) + 1 for mark in flat(whole.outline)}
    contents = whole.pages[1].extract_text()
    for title in ("Young people", "Referrals", "Destinations", "Support need", "Relationships"):
        found = re.search(rf"^{title} \.+ (\d+)$", contents, re.MULTILINE)
        assert found, title
        assert int(found[1]) == pages[title]


def test_every_page_but_the_cover_has_head_and_foot(whole: PdfReader) -> None:
    total = len(whole.pages)
    for number, page in enumerate(whole.pages[1:], start=2):
        text = page.extract_text()
        assert f"Page {number} of {total}" in text
        assert "Youth Services Dataset" in text
        assert "Revision 0123456" in text
    assert "Page 1 of" not in whole.pages[0].extract_text()


def test_long_table_repeats_its_head_and_leaves_no_row_alone() -> None:
    items = tuple(Item(f"LONG{number:03}A", f"long_item_{number}", type="nvarchar") for number in range(1, 62))
    reader = PdfReader(BytesIO(render(version_with(Document(Settings(), (DataObject("ysd_long", items),))))))
    rows = [len(re.findall(r"^LONG\d{3}A long_item_\d+ nvarchar", page.extract_text(), re.M)) for page in reader.pages]
    heads = [page.extract_text().count("Reference Name Type") for page in reader.pages]
    assert sum(rows) == len(items)
    assert [bool(count) for count in rows] == [bool(count) for count in heads]
    assert all(count > 1 for count in rows if count)


def test_same_revision_gives_same_bytes_in_another_process(version: Version) -> None:
    script = (
        "import sys, django; django.setup()\n"
        "from specs_app.publishing.pdf import setting\n"
        "from tests.corpus_files import example_repository\n"
        "from tests.versions import edition_of, version_of\n"
        "sys.stdout.buffer.write(setting.render(edition_of(version_of(example_repository())), 'ysd_referral'))\n"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "DJANGO_SETTINGS_MODULE": "ssd_portal.settings",
    }
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)
    assert done.stdout == render(version, "ysd_referral")


def test_another_revision_or_name_has_another_identifier(version: Version) -> None:
    later = edition_of(version_of(version.files, sha="f" * 40))
    first, released = edition_of(version), edition_of(version, "1.5.0", "1.5.0")
    names = {
        setting.identifier(booklet(*chosen)) for chosen in [(first,), (later,), (first, "ysd_referral"), (released,)]
    }
    assert len(names) == 4
    assert all(len(name) == 16 for name in names)


def test_pdf_of_an_object_holds_it_and_its_code_lists_alone(version: Version) -> None:
    reader = PdfReader(BytesIO(render(version, "ysd_referral")))
    marks = [mark.title for mark in flat(reader.outline)]
    assert reader.metadata.title == "Referrals, Youth Services Dataset"
    assert "Referral source" in marks
    assert "Ethnic group" not in marks
    assert not any(title.startswith("YOUN") for title in marks)
    assert "Page 2 of" in reader.pages[1].extract_text()


def test_pdf_of_an_unknown_object_is_a_key_error(version: Version) -> None:
    with pytest.raises(KeyError, match="ysd_nothing"):
        render(version, "ysd_nothing")


def test_hostile_text_is_printed_as_text() -> None:
    item = Item("A<b>", HOSTILE, HOSTILE, HOSTILE, HOSTILE, category=HOSTILE, cms=(CmsMapping("m", note=HOSTILE),))
    lists = (Category(HOSTILE, (CategoryValue(HOSTILE, HOSTILE),)),)
    document = Document(Settings(title=HOSTILE, description='"><p>'), (DataObject(HOSTILE, (item,)),), lists)
    text = text_of(PdfReader(BytesIO(render(version_with(document)))))
    flat_text = re.sub(r"\s+", "", text)
    assert "<script>alert(1)</script>" in flat_text
    assert "&amp;{{7|add:7}}{%now'Y'%}" in flat_text
    assert "root:" not in text


def test_picture_that_got_past_escaping_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "secret.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for address in (picture.as_uri(), "http://127.0.0.1:9/a.png", "data:image/svg+xml,<svg/>"):
        with pytest.raises(setting.PdfFetchRefused, match="may not be read"):
            typesetter.typeset(f"<img alt='' src='{address}'>", b"0" * 16)


def test_odd_text_is_no_obstacle() -> None:
    odd = ("\x00\x07\x1b", "\ud800", "\ufffe", "ש‮abc", "x" * 5000, "🧒🏽", "a_b." * 200)
    items = tuple(Item(f"AA{n:03}A", f"name{text}", text, guidance=text) for n, text in enumerate(odd, start=1))
    reader = PdfReader(BytesIO(render(small(*items))))
    assert len(reader.pages) >= 3


@settings(max_examples=40 if SOAK else 4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_makes_a_pdf(name: str, guidance: str) -> None:
    assert render(small(Item("AA001A", name, guidance=guidance))).startswith(b"%PDF-")


def test_empty_specification_makes_a_pdf() -> None:
    assert "demo" in text_of(PdfReader(BytesIO(render(version_with(Document())))))


@pytest.mark.soak
@pytest.mark.usefixtures("corpus")
def test_real_specification_is_printed_whole() -> None:
    """In the check without most of its objects, which is a quarter of a minute less."""
    version = version_of(corpus_repository())
    if not SOAK:
        version = version_with(replace(version.document, objects=version.document.objects[:4], categories=()))
    reader = PdfReader(BytesIO(render(version)))
    marks = {mark.title for mark in flat(reader.outline)}
    refs = {mark.split(" ")[0] for mark in marks}
    assert {item.item_ref for _, item in version.document.items()} <= refs
    assert f"Page {len(reader.pages)} of {len(reader.pages)}" in reader.pages[-1].extract_text()


def test_table_says_which_items_are_required() -> None:
    version = version_of(example_repository())
    text = setting.html(booklet(edition_of(version), "ysd_young_person"))
    table = text[text.index('<table class="items">') :].partition("</table>")[0]
    required = [item for item in version.document.object_by_name["ysd_young_person"].items if item.required]
    assert len(re.findall("required", table, re.IGNORECASE)) == len(required) > 0
