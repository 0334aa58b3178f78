"""Every page of the site, in a browser: axe, a phone of 320 px, the keyboard, and without JavaScript.

The addresses are those of `tests/addresses.py`, so that a new one is covered as soon as it is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser_fixtures import CheckAccessibility
from tests.every_page import Stock, stocked
from tests.soak import sample

#: Who is shown most, first; each page is opened as the first of them who may see it.
ORDER = ("member", "secretariat", "steering", "chair", "public")
PHONE = {"width": 320, "height": 640}
#: How far the keyboard goes from the head of each page.
STEPS = 4
#: Whether what has the focus can be seen to have it: an outline, a shadow, or a ground of another colour.
SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement === document.body || style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


@pytest.fixture
def stock(transactional_db: None, tmp_path: Path) -> Stock:
    cache.clear()
    return stocked(tmp_path / "source")


def shown(stock: Stock) -> dict[str, list[str]]:
    """The pages, each under the first reader to whom it answers with a page."""
    found: dict[str, list[str]] = {role: [] for role in ORDER}
    left = stock.pages()
    for role in ORDER:
        client = Client()
        if (user := stock.readers[role]) is not None:
            client.force_login(user)
        answers = {path: client.get(path) for path in left}
        pages = {path for path, answer in answers.items() if _is_page(answer.status_code, answer.headers)}
        found[role] = [path for path in left if path in pages]
        left = [path for path in left if path not in pages]
    return found


def _is_page(status: int, headers: object) -> bool:
    kind = dict(headers.items()).get("Content-Type", "")  # type: ignore[attr-defined]
    return status in {200, 404} and kind.startswith("text/html")


def signed_in(context: BrowserContext, stock: Stock, role: str, address: str) -> None:
    """The session of a reader, without going through the page of sign-in."""
    user = stock.readers[role]
    if user is None:
        return
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def faults(page: Page, path: str, check: CheckAccessibility) -> Iterator[str]:
    """What is wrong with a page as it stands in the browser."""
    page.goto(path)
    try:
        check(page)
    except AssertionError as error:
        yield f"{path}: {str(error)[:600]}"
    width = page.evaluate("document.scrollingElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{path} is {width} px wide"
    for step in range(STEPS):
        page.keyboard.press("Tab")
        if not page.evaluate(SEEN):
            yield f"{path}: nothing shows that stop {step + 1} of the keyboard has the focus"


@pytest.mark.soak
def test_every_page_is_accessible_fits_a_phone_and_shows_the_focus(
    stock: Stock, chromium: Browser, live_server: LiveServer, check_accessibility: CheckAccessibility
) -> None:
    found: list[str] = []
    pages = shown(stock)
    assert sum(map(len, pages.values())) > 50
    for role, paths in pages.items():
        context = chromium.new_context(base_url=live_server.url, viewport=PHONE)  # type: ignore[arg-type]
        signed_in(context, stock, role, live_server.url)
        page = context.new_page()
        looked_at = sample(paths, 2)
        found += [f"{role}, {fault}" for path in looked_at for fault in faults(page, path, check_accessibility)]
        context.close()
    assert found == []


@pytest.mark.soak
def test_every_page_has_its_heading_and_its_forms_without_javascript(
    stock: Stock, chromium: Browser, live_server: LiveServer
) -> None:
    found: list[str] = []
    for role, paths in shown(stock).items():
        context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
        signed_in(context, stock, role, live_server.url)
        page = context.new_page()
        for path in sample(paths, 2, start=1):
            page.goto(path, wait_until="domcontentloaded")
            if page.locator("h1:visible").count() != 1:
                found.append(f"{role}, {path}: {page.locator('h1:visible').count()} headings")
            if page.locator("form").count() and page.locator("form button:visible").count() < 1:
                found.append(f"{role}, {path}: no form can be sent")
        context.close()
    assert found == []
