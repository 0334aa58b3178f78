"""The public pages in a real browser: accessibility, phone, keyboard, and the public reader's journey."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import CheckAccessibility
from tests.corpus_files import example_repository
from tests.published import edited, publish

PERSON = "data/objects/ysd_young_person.yml"
PAGES = [
    "/",
    "/ysd/",
    "/ysd/objects/",
    "/ysd/objects/ysd_young_person/",
    "/ysd/items/",
    "/ysd/items/?q=no+such+words",
    "/ysd/items/YOUN001A/",
    "/ysd/items/YOUN001A/?at=1.0.0",
    "/ysd/items/YOUN005A/",
    "/ysd/items/youn_family_name_of_old/",
    "/ysd/categories/",
    "/ysd/categories/recorded_sex/",
    "/ysd/cms/",
    "/ysd/cms/larchway/",
    "/ysd/returns/",
    "/ysd/returns/PDR/",
    "/ysd/quality/",
    "/ysd/releases/",
    "/ysd/compare/1.0.0...1.1.0/",
    "/ysd/downloads/",
    "/ysd/search?q=person",
    "/ysd/search?q=zebra",
    "/ysd/search?q=team&kind=item&domain=nothing",
    "/ysd/search?q=yuon_nickname",
]


@pytest.fixture(autouse=True)
def site(transactional_db: None, tmp_path: Path) -> None:
    """The example in two revisions, both released."""
    first = dict(example_repository())
    second = edited(first, PERSON, ("It stays the same for as long", "It never changes for as long"))
    publish(tmp_path / "source", "ysd", [first, second], tags=["v1.0.0", "v1.1.0"])


def test_every_page_is_accessible(page: Page, check_accessibility: CheckAccessibility) -> None:
    for address in PAGES:
        page.goto(address)
        check_accessibility(page)


def test_every_page_fits_a_phone_and_reflows_at_400_percent(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_public_reader_goes_from_the_list_to_an_object_and_its_files(plain_page: Page) -> None:
    page = plain_page
    page.goto("/")
    page.get_by_role("link", name="Youth Services Dataset", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Youth Services Dataset")
    expect(page.get_by_text("An invented standard")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Young people", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Young people")
    expect(page.get_by_role("link", name="Referrals").first).to_be_visible()
    page.get_by_role("row", name="YOUN007A").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sex recorded for the young person")
    page.get_by_role("link", name="Recorded sex").click()
    expect(page.get_by_role("heading", name="codes")).to_be_visible()
    page.get_by_role("link", name="Downloads").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="All items as CSV").click()
    assert "YOUN007A" in started.value.path().read_text(encoding="utf-8-sig")


def test_reader_searches_and_reads_an_earlier_version(plain_page: Page) -> None:
    page = plain_page
    page.goto("/ysd/")
    page.get_by_role("searchbox").fill("never changes")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="youn_person_id").first.click()
    expect(page.get_by_text("It never changes for as long").first).to_be_visible()
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="1.0.0").click()
    page.get_by_role("link", name="Read the standard as it was then").click()
    expect(page.get_by_text("You are reading version 1.0.0")).to_be_visible()
    page.get_by_role("link", name="Young people", exact=True).first.click()
    page.get_by_role("link", name="YOUN001A").first.click()
    expect(page.get_by_text("It stays the same for as long").first).to_be_visible()
    page.get_by_role("link", name="Read the current version").click()
    expect(page.get_by_text("It never changes for as long").first).to_be_visible()


def test_items_are_filtered_by_keyboard_alone(plain_page: Page) -> None:
    page = plain_page
    page.goto("/ysd/items/")
    page.get_by_label("Words").focus()
    page.keyboard.type("postcode")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("3 items fit the filters")
    expect(page.get_by_label("Words")).to_have_value("postcode")
    page.get_by_role("link", name="Clear filters").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("80 items")


def test_items_of_an_object_read_as_cards_on_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto("/ysd/objects/ysd_young_person/")
    told = page.locator("td[data-label='Type']").first
    expect(told).to_have_text("nvarchar(36)")
    assert told.evaluate("cell => getComputedStyle(cell, '::before').content.includes('Type')")
    assert page.evaluate("document.documentElement.scrollWidth") == 375


@pytest.mark.parametrize(("path", "first"), [("downloads/", "Script"), ("releases/", "By")])
def test_tables_of_files_and_versions_read_as_cards_on_a_telephone(page: Page, path: str, first: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"/ysd/{path}")
    told = page.locator(f"td[data-label='{first}']").first
    assert told.evaluate("cell => getComputedStyle(cell, '::before').content") == f'"{first}: "'
    regions = page.locator(".portal-scroll").all()
    assert all(region.evaluate("region => region.scrollWidth <= region.clientWidth") for region in regions)


def test_reference_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/ysd/items/YOUN001A/")
    page.get_by_role("button", name="Copy the reference").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "YOUN001A"


def test_on_paper_there_is_no_way_round_and_all_fits_the_sheet(plain_page: Page) -> None:
    page = plain_page
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 900})
    for path in ("", "objects/ysd_young_person/", "items/YOUN002A/", "quality/", "glossary/"):
        page.goto(f"/ysd/{path}")
        for hidden in ("nav[aria-label=Menu]", ".portal-footer", "form", ".govuk-button", ".portal-routes"):
            assert not any(place.is_visible() for place in page.locator(hidden).all()), f"{path}: {hidden}"
        assert page.evaluate("document.documentElement.scrollWidth") <= 688, path
    folded = page.locator("details:not([open]) > :not(summary)")
    assert all(place.is_visible() for place in folded.all())


def test_search_box_suggests_by_keyboard_and_traps_nobody(page: Page, check_accessibility: CheckAccessibility) -> None:
    page.goto("/ysd/search")
    box = page.get_by_role("combobox", name="Search")
    box.press_sequentially("nickn")
    option = page.get_by_role("option", name="youn_nickname")
    expect(option).to_be_visible()
    check_accessibility(page)
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestions-0-0")
    box.press("Escape")
    expect(option).to_be_hidden()
    expect(box).to_have_value("nickn")
    box.press("ArrowDown")
    expect(option).to_be_visible()
    box.press("Tab")
    expect(option).to_be_hidden()
    box.focus()
    box.press("ArrowDown")
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/ysd/items/YOUN005A/")
