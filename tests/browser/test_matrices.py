"""Matrices in a real browser: the keyboard moves through them, names stay in sight, a telephone shows cards, paper all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser_fixtures import CheckAccessibility
from tests.corpus_files import example_repository
from tests.published import publish

#: A matrix with enough rows to scroll.
ADDRESS = "/ysd/matrices/items-returns/"
REGION = ".portal-matrix"


@pytest.fixture(autouse=True)
def site(transactional_db: None, tmp_path: Path) -> None:
    publish(tmp_path / "source", "ysd", [dict(example_repository())])


def test_keyboard_scrolls_while_names_stay_in_sight(page: Page, check_accessibility: CheckAccessibility) -> None:
    page.set_viewport_size({"width": 700, "height": 600})
    page.goto(ADDRESS)
    check_accessibility(page)
    region, head = page.locator(REGION), page.locator(f"{REGION} thead th").first
    region.scroll_into_view_if_needed()
    region.focus()
    for key in ("ArrowDown", "ArrowRight"):
        for _ in range(4):
            page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert region.evaluate("region => region.scrollTop") > 60
    edge, seen = region.bounding_box(), head.bounding_box()
    assert edge is not None
    assert seen is not None
    assert abs(edge["x"] - seen["x"]) < 5
    assert abs(edge["y"] - seen["y"]) < 5


def test_every_matrix_is_cards_on_a_telephone_and_whole_on_paper(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for name in ("items-returns", "items-systems", "objects-systems"):
        page.goto(f"/ysd/matrices/{name}/")
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name
        shown = page.locator(f"{REGION} td:visible").first.evaluate("cell => getComputedStyle(cell).display")
        assert shown in {"block", "flex"}, name
    page.emulate_media(media="print")
    assert page.locator(REGION).evaluate("region => region.scrollHeight - region.clientHeight") <= 1
