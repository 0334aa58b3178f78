"""The page that compares two versions, its PDF, and the page of what changed for somebody."""

from __future__ import annotations

import html
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from specs_app.models import PdfFile
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.book import Book
from specs_app.publishing.pdf.setting import printed
from tests.factories import small_files
from tests.integration.pages.conftest import Site
from tests.jobs import run_due
from tests.published import publish
from tests.typesetting import needs_pango

#: From the first revision of the example to the last: words and a name changed, then parts removed.
TWO = "compare/1.0.0...1.1.0/"
PDF = "compare/1.0.0...1.1.0/differences.pdf"


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", page)).split())


def whole(site: Site) -> str:
    return f"compare/{site.shas[0]}...{site.shas[2]}/"


def test_differences_are_told_object_by_object_with_counts(site: Site) -> None:
    page = site.text(whole(site))
    groups = re.findall(r'<h2[^>]*id="group-\d+">(?:<a[^>]*>)?([^<]+)', page)
    assert groups == ["Teams", "Young people", "Code lists"]
    assert "<ins>" in page
    assert "<del>" in page
    said = words(page)
    total = int(re.search(r"(\d+) differences: ", said)[1])
    assert page.count('class="portal-change"') == total > 3


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ({"class": "editorial"}, "guidance changed", "TEAM004A"),
        ({"class": "breaking"}, "removed", "guidance changed"),
        ({"object": "ysd_team"}, "TEAM", "YOUN002A"),
        ({"cms": "larchway", "class": "breaking"}, "Young people", "TEAM004A"),
    ],
)
def test_filter_narrows_the_page(site: Site, query: dict[str, str], there: str, gone: str) -> None:
    page = site.text(whole(site), **query)
    body = words(page.partition("<dl")[2].partition("<footer")[0])
    assert there in body
    assert gone not in body
    for name, text in query.items():
        assert re.search(rf'id="filter-{name}".*?<option value="{text}" selected>', page, re.DOTALL)


def test_filters_that_nothing_fits_say_so(site: Site) -> None:
    assert "Nothing that changed fits" in site.text(whole(site), **{"class": "compatible", "object": "ysd_team"})


def test_every_form_is_offered_with_the_same_filters(site: Site) -> None:
    page = html.unescape(site.text(whole(site), **{"class": "breaking", "cms": "larchway"}))
    offered = re.findall(r'href="(/[^"]*(?:differences\.pdf|/diff/)[^"]*)"', page)
    assert len(offered) == 6
    for href in offered:
        assert "class=breaking" in href
        assert "cms=larchway" in href
        assert site.client.get(href).status_code == (202 if ".pdf" in href else 200), href


@pytest.mark.parametrize("address", [TWO, PDF])
def test_unknown_filter_is_an_error_that_names_the_known(site: Site, address: str) -> None:
    page = site.text(address, status=400, **{"return": "<script>x", "class": "odd"})
    assert "There is a problem" in page
    assert "There is no return '<script>x' here. Known are: YAC, PDR" in words(page)
    assert "Known are: local, editorial, compatible, breaking." in words(page)
    assert "<script>x" not in page
    assert 'class="portal-change"' not in page


def test_pdf_is_waited_for_then_given(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    books: list[Book] = []
    monkeypatch.setattr(files, "make_book", lambda text, *_: books.append(text) or b"%PDF-fake")
    for _ in range(2):
        assert "The PDF is being made" in site.text(PDF, status=202, **{"class": "breaking"})
    run_due()
    answer = site.client.get(f"/ysd/{PDF}?class=breaking")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-fake", "application/pdf")
    assert answer["Cache-Control"] == "no-cache"
    assert "ysd-1.0.0-1.1.0.pdf" in answer["Content-Disposition"]
    assert site.client.get(f"/ysd/{PDF}").status_code == 202, "another filter is another file"
    assert len(books) == PdfFile.objects.count() == 1
    assert "class of change Breaking" in printed(books[0].parts[0].template, {"about": books[0].parts[0].about})


@needs_pango
def test_pdf_says_what_the_page_says(site: Site) -> None:
    address = f"/ysd/compare/{site.shas[0]}...{site.shas[2]}/differences.pdf"
    site.client.get(address)
    run_due()
    answer = site.client.get(address)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    assert "What changed between two versions" in text
    assert "renamed from youn_family_name to youn_last_name" in text
    assert answer["Cache-Control"] == "no-cache", "a release may be tagged anew"


HOSTILE = "<img src=x onerror=alert(1)>"


def test_names_and_words_of_a_standard_are_never_markup(db: None, client: Client, tmp_path: Path) -> None:
    first = small_files()
    path = next(name for name in first if "objects/" in name and "relationships" not in name)
    words_of = first[path].decode()
    described = re.sub(r"description: .*", f"description: '{HOSTILE}'", words_of, count=1)
    publish(tmp_path / "source", "tin", [first, {**first, path: described.encode()}], tags=["v1", "v2"])
    for address in ("/tin/compare/v1...v2/", "/tin/for-me/?since=v1"):
        page = client.get(address).content.decode()
        assert "<img src=x" not in page
        assert "&lt;" in page
    told = client.get("/api/v1/specifications/tin/diff/?from=v1&to=v2&format=md").content.decode()
    assert re.findall(r"(.)<img", told) == ["\\"], "escaped, so that it reads as it was written"


# --- what changed for me -----------------------------------------------------------------------------------------------------


def test_form_offers_systems_returns_and_releases(site: Site) -> None:
    page = site.text("for-me/")
    assert re.findall(r'name="cms" type="checkbox" value="(\w+)"', page)[0] == "larchway"
    assert re.findall(r'name="return" type="checkbox" value="(\w+)"', page)[:2] == ["YAC", "PDR"]
    assert re.findall(r'<option value="([\d.]+)"', page) == ["1.1.0", "1.0.0"]
    assert "Things to do" not in page


def test_list_is_kept_in_its_address(site: Site) -> None:
    page = site.text(f"for-me/?cms=larchway&return=YAC&since={site.shas[0]}")
    assert "Rename the column youn_family_name of table ysd_young_person to youn_last_name" in words(page)
    assert "Words alone changed, nothing to do" in words(page)
    assert re.findall(r'value="(\w+)" checked', page) == ["larchway", "YAC"]
    csv = html.unescape(re.search(r'href="([^"]*format=csv)"', page)[1])
    assert "cms=larchway&return=YAC" in csv
    assert site.client.get(csv).status_code == 200


def test_revision_that_is_typed_stands_in_the_address(site: Site) -> None:
    answer = site.client.get(
        f"/ysd/for-me/?cms=larchway&cms=kestrel&return=YAC&since=1.0.0&revision=+{site.shas[0][:9]}"
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"/ysd/for-me/?cms=larchway&cms=kestrel&return=YAC&since={site.shas[0][:9]}"


def test_version_read_is_the_one_that_is_looked_at(site: Site) -> None:
    page = site.text("for-me/", since=site.shas[0], at=site.shas[1])
    assert "Rename the column" in words(page)
    assert "Remove the column" not in words(page)
    assert "Remove the column" in words(site.text("for-me/", since=site.shas[0]))


def test_current_version_has_nothing_new(site: Site) -> None:
    assert "Nothing has changed since" in site.text("for-me/", since=site.shas[2])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("cms=odd&since=1.0.0", "There is no case management system 'odd' here. Known are: larchway"),
        ("return=%3Cb%3E&since=1.0.0", "There is no return '<b>' here. Known are: YAC"),
        ("cms=larchway&since=9.9", "has no published version '9.9'"),
        ("cms=larchway", "Choose the release that you run"),
        ("since=%3Cb%3E", "has no published version '<b>'"),
    ],
)
def test_what_is_not_known_is_an_error_on_the_form(site: Site, query: str, said: str) -> None:
    answer = site.client.get(f"/ysd/for-me/?{query}")
    assert answer.status_code == 400
    assert said in words(answer.content.decode())
    assert "Things to do" not in answer.content.decode()


def test_pages_lead_to_it(site: Site) -> None:
    for path in ("", "releases/", TWO):
        assert "/ysd/for-me/" in site.text(path), path


def test_form_says_what_cannot_be_compared_and_keeps_what_was_typed(site: Site) -> None:
    page = site.text("compare/", 400, **{"from": "1.4.5<", "to": site.shas[2][:7]})
    assert 'href="#compare-from"' in page
    assert 'href="#compare-to"' not in page
    assert 'value="1.4.5&lt;"' in page
    assert f'value="{site.shas[2][:7]}"' in page
    said = words(page)
    assert "has no published version '1.4.5<'" in said
    assert "Give a release whose text is known (1.1.0, 1.0.0) or one of the 3 revisions listed below" in said
    assert "Enter a release or a revision" in words(site.text("compare/", 400, **{"from": "1.0.0"}))


def test_standard_without_a_release_that_can_be_read_leads_to_what_can_be(
    db: None, client: Client, tmp_path: Path
) -> None:
    publish(tmp_path / "source", "tin", [small_files()])
    page = client.get("/tin/cms/mosaic/").content.decode()
    assert "What changed for" not in page
    assert client.get("/tin/cms/mosaic/history/").status_code == 200
    reading = words(client.get("/tin/how-to-read/").content.decode())
    assert "The text of no release of this standard is known here" in reading
