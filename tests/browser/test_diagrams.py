"""Drawings in a real browser: reached by keyboard, larger and smaller, on a telephone, and without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import CheckAccessibility
from tests.corpus_files import example_repository
from tests.jobs import run_due
from tests.published import publish

PAGES = (
    "/ysd/",
    "/ysd/model/",
    "/ysd/model/domains/provision/",
    "/ysd/model/returns/PDR/",
    "/ysd/objects/ysd_young_person/",
)
REGION = ".portal-diagram__region"
BOXES_IN_SIGHT = """() => {
  const around = document.querySelector(".portal-diagram__region").getBoundingClientRect();
  return [...document.querySelectorAll(".portal-drawing .frame")].map((frame) => frame.getBoundingClientRect()).filter(
    (box) => box.right > around.left && box.left < around.right && box.bottom > around.top && box.top < around.bottom,
  ).length;
}"""


@pytest.fixture(autouse=True)
def site(transactional_db: None, tmp_path: Path, page: Page) -> None:
    """The example, every drawing of these pages made."""
    publish(tmp_path / "source", "ysd", [dict(example_repository())])
    for address in PAGES:
        page.goto(address)
    run_due()


def test_drawings_are_accessible_and_stay_within_a_telephone(
    page: Page, check_accessibility: CheckAccessibility
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        page.goto(address)
        expect(page.locator("svg.portal-drawing")).to_be_visible()
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_drawing_is_walked_by_keyboard_and_made_larger(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 640})
    page.goto("/ysd/model/")
    region, drawing = page.locator(REGION), page.locator("svg.portal-drawing")
    cue = page.locator(".portal-diagram__cue")
    expect(cue).to_be_visible()
    region.focus()
    left = region.evaluate("region => region.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)  # it glides
    assert region.evaluate("region => region.scrollLeft") > left
    wide = float(str(drawing.get_attribute("width")))
    page.get_by_role("button", name="Larger").click()
    assert float(str(drawing.get_attribute("width"))) > wide
    page.get_by_role("button", name="All of it").click()
    assert region.evaluate("region => region.scrollWidth <= region.clientWidth")
    expect(cue).to_be_hidden()
    drawing.get_by_role("link", name="Young people").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Young people")


def test_drawing_begins_where_there_are_boxes_and_can_be_skipped(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES[1:]:
        page.goto(address)
        assert page.evaluate(BOXES_IN_SIGHT) > 1, address
    page.goto("/ysd/model/")
    skip = page.get_by_role("link", name="Skip the drawing")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.querySelector('.portal-diagram__region').contains(document.activeElement)")


def test_drawing_needs_no_script(plain_page: Page) -> None:
    plain_page.goto("/ysd/model/domains/provision/")
    expect(plain_page.get_by_role("button", name="Larger")).to_have_count(0)
    plain_page.get_by_text("objects and their relationships, in words").click()
    expect(plain_page.get_by_text("Each record of Programmes has many records of", exact=True)).to_be_visible()
    plain_page.locator("svg.portal-drawing .title", has_text="Sessions").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Sessions")
