"""Every public page answers, says what it should, at every version, and asks the database a fixed number of times."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from specs_app.actions.synchronisation import sync
from tests.corpus_files import example_repository
from tests.factories import commit_all, imported, write_files
from tests.integration.pages.conftest import Site

pytestmark = pytest.mark.one_database

PAGES = [
    "",
    "objects/",
    "objects/ysd_young_person/",
    "items/",
    "items/YOUN001A/",
    "categories/",
    "categories/recorded_sex/",
    "items/YOUN001A/history/",
    "objects/ysd_young_person/history/",
    "categories/recorded_sex/history/",
    "cms/larchway/history/",
    "returns/PDR/history/",
    "cms/",
    "cms/larchway/",
    "returns/",
    "returns/PDR/",
    "model/",
    "model/domains/",
    "model/domains/workforce/",
    "model/objects/ysd_young_person/",
    "model/returns/",
    "model/returns/PDR/",
    "quality/",
    "matrices/",
    "matrices/items-returns/",
    "matrices/items-systems/",
    "matrices/objects-systems/",
    "validators/",
    "glossary/",
    "how-to-read/",
    "changelog/",
    "releases/",
    "downloads/",
]
#: What the note above a page says only as long as the version is the current one.
CURRENT = ", which is the current one"
#: Whoever looks first asks for the drawing too.
MOST_QUERIES = 16


def test_every_page_answers(site: Site, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for path in PAGES:
        with django_assert_max_num_queries(MOST_QUERIES):
            text = site.text(path)
        assert text.count("<h1") == 1, path


def test_every_page_of_an_earlier_revision_says_so_and_keeps_to_it(
    site: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for path in PAGES:
        with django_assert_max_num_queries(MOST_QUERIES):
            text = site.text(path, at=site.shas[0])
        assert "You are reading version 1.0.0" in text, path
        assert "Read the current version" in text, path
        assert f"/ysd/objects/?at={site.shas[0]}" in text, path


def test_every_page_of_one_revision_is_the_same_whatever_follows(site: Site) -> None:
    before = {path: site.text(path, at=site.shas[2]) for path in PAGES if path != "releases/"}
    (site.source / "data" / "categories" / "later.yml").write_text("- value: A\n")
    commit_all(site.source, "Add a code list")
    assert sync(specification=site.specification).taken
    after = {path: site.text(path, at=site.shas[2]) for path in before}
    assert {path: as_later(text, site.shas[2]) for path, text in before.items()} == after


def as_later(text: str, sha: str) -> str:
    """What a page of the current version says once that is no longer the current one."""
    return re.sub(r'(<link rel="canonical" href="[^"]*)"', rf'\1?at={sha}"', text.replace(CURRENT, ""), count=1)


@pytest.mark.django_db
def test_number_of_queries_does_not_grow_with_the_standard(client: Client, tmp_path: Path) -> None:
    small = dict(example_repository())
    twins = {
        name.replace("ysd_", "ysd_twin_"): data.replace(b"ysd_", b"ysd_twin_").replace(b"item_ref: ", b"item_ref: TW")
        for name, data in small.items()
        if "data/objects/ysd_" in name
    }
    imported(write_files(tmp_path / "small", small), "ysd")
    imported(write_files(tmp_path / "large", {**small, **twins}), "large")
    for path in PAGES:
        assert queries_of(client, f"/ysd/{path}") == queries_of(client, f"/large/{path}"), path


def queries_of(client: Client, address: str) -> int:
    """How often a page asks the database once its version is at hand."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_list_of_standards_names_each(site: Site) -> None:
    text = site.client.get("/").content.decode()
    assert '<a class="govuk-link" href="/ysd/">Youth Services Dataset</a>' in text


@pytest.mark.django_db
def test_list_of_standards_without_any_says_what_to_do(client: Client) -> None:
    assert "No standard is published here yet" in client.get("/").content.decode()


def test_item_shows_what_is_known_of_it(site: Site) -> None:
    text = site.text("items/YOUN001A/").replace("<wbr>", "")
    for words in ("youn_person_id", "nvarchar(36)", "Primary key", "Local reference", "dbo.YP_CLIENT.CLIENT_NO"):
        assert words in text
    assert "/ysd/changes/new/?item=YOUN001A" in text


def test_item_shows_its_history_with_the_difference(site: Site) -> None:
    text = site.text("items/YOUN001A/")
    assert "Item YOUN001A: guidance changed" in text
    assert "(removed: </span>stays" in text
    assert "(added: </span>never" in text


def test_history_of_an_earlier_revision_stops_there(site: Site) -> None:
    assert "guidance changed" not in site.text("items/YOUN001A/", at=site.shas[0])
    assert "It stays the same for as long" in site.text("items/YOUN001A/", at=site.shas[0])


def test_version_can_be_named_by_its_release(site: Site) -> None:
    assert "You are reading version 1.0.0" in site.text("items/YOUN001A/", at="1.0.0")
    assert "You are reading version 1.0.0" in site.text("items/YOUN001A/", at="v1.0.0")


def test_items_are_filtered(site: Site) -> None:
    text = site.text("items/", object="ysd_team", required="true")
    assert "TEAM001A" in text
    assert "YOUN001A" not in text
    assert '<option value="ysd_team" selected>' in text


def test_items_that_fit_no_filter_give_a_way_out(site: Site) -> None:
    assert "No item fits these filters" in site.text("items/", q="no such words anywhere")


def test_item_list_gives_its_last_page_for_one_too_high(site: Site) -> None:
    assert "80 items" in site.text("items/", page="999", at="1.0.0")


def test_objects_are_filtered_by_what_their_items_feed(site: Site) -> None:
    text = site.text("objects/", **{"return": "SPO"})
    assert "ysd_support_plan" in text.replace("<wbr>", "")
    assert "ysd_venue" not in text.replace("<wbr>", "")


def test_object_relates_in_words(site: Site) -> None:
    text = site.text("objects/ysd_young_person/")
    assert "Each record of Young people has many records of" in text
    assert "/ysd/objects/ysd_referral/" in text


def test_revision_shows_what_it_changed(site: Site) -> None:
    text = site.text(f"revisions/{site.shas[1]}/")
    assert "Item YOUN002A renamed from youn_family_name to youn_last_name" in text
    assert "What has changed since" in text


def test_revision_can_be_named_by_its_first_seven_characters(site: Site) -> None:
    assert "Revision 2" in site.text(f"revisions/{site.shas[1][:7]}/")
    site.text(f"revisions/{site.shas[1][:6]}/", status=404)
    site.text("revisions/" + "0" * 40 + "/", status=404)


def test_comparison_leads_both_ways(site: Site) -> None:
    text = site.text("compare/1.0.0...1.1.0/")
    assert "youn_last_name" in text
    assert "/ysd/compare/1.1.0...1.0.0/" in text
    assert "say the same" in site.text("compare/1.0.0...1.0.0/")
    site.text("compare/1.0.0...9.9.9/", status=404)


def test_comparison_is_chosen_by_a_form(site: Site) -> None:
    answer = site.client.get("/ysd/compare/", {"from": "1.0.0", "to": "1.1.0"})
    assert answer.headers["Location"] == "/ysd/compare/1.0.0...1.1.0/"
    assert site.client.get("/ysd/compare/").headers["Location"] == "/ysd/releases/"


def test_release_leads_to_the_standard_as_it_was(site: Site) -> None:
    text = site.text("releases/1.0.0/")
    assert 'href="/ysd/?at=1.0.0"' in text
    assert re.findall(r"What changed since[^<]*", text) == ["What changed since this release, as a PDF"]
    assert 'href="/ysd/compare/1.0.0...1.1.0/"' in site.text("releases/1.1.0/")
    site.text("releases/9.9/", status=404)
