"""Getting the SQL of a council in a real browser: without JavaScript, by keyboard, on a phone, and seen by axe."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import CheckAccessibility
from tests.councils import council_revisions
from tests.published import publish

PAGES = (
    "/ysd/my-sql/",
    "/ysd/my-sql/?cms=larchway&ask=places",
    "/ysd/my-sql/?cms=larchway&ask=values&set=years:six",
    "/ysd/my-sql/?la=332&ask=form&one=yes",
    "/ysd/my-sql/?ask=product",
    "/ysd/my-sql/?la=332&schema=Mine&since=1.0.0",
)


@pytest.fixture(autouse=True)
def council(transactional_db: None, tmp_path: Path) -> None:
    publish(tmp_path / "source", "ysd", council_revisions(), tags=["v1.0.0", "v1.1.0"])


def test_pages_are_accessible_and_fit_a_phone(page: Page, check_accessibility: CheckAccessibility) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    for address in PAGES:
        page.goto(address)
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, address


def test_analyst_gets_the_script_by_keyboard_alone(plain_page: Page) -> None:
    page = plain_page
    page.goto("/ysd/")
    page.get_by_role("link", name="get the SQL for my council").click()
    page.get_by_label("Council", exact=True).focus()
    page.keyboard.type("East")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The SQL for East Vale")
    page.get_by_role("link", name="Change Schema for the new tables").click()
    page.get_by_label("Schema for the new tables").fill("a$(b)")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="no usable identifier").click()
    expect(page.get_by_label("Schema for the new tables")).to_be_focused()
    page.get_by_label("Schema for the new tables").fill("mine")
    page.keyboard.press("Enter")
    expect(page.get_by_text("you answered mine, the settings say ysd_live")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the script").press("Enter")
    checksum = sha256(started.value.path().read_bytes()).hexdigest()
    expect(page.get_by_text(checksum)).to_be_visible()
    page.get_by_label("Release you run").select_option("1.0.0")
    page.get_by_role("button", name="Show what is new").click()
    expect(page.get_by_text("Changed in shape, so dropped, made anew and filled")).to_be_visible()
