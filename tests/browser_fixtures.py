"""Browser tests: Debian's Chromium by Playwright against Django's live server, and axe for accessibility."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from ctypes.util import find_library

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

CheckAccessibility = Callable[[Page], None]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole session."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    if sys.platform == "linux" and find_library("atomic") is None:
        pytest.skip("The Node that Playwright brings needs a library: apt-get install libatomic1")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def portal_address(live_server: LiveServer, settings: LazySettings) -> str:
    """Where the live server is; links in its mail lead there."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def page(chromium: Browser, portal_address: str) -> Iterator[Page]:
    """A page in a fresh session, its addresses relative to the live server; an error in its console fails the test."""
    context = chromium.new_context(base_url=portal_address)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def plain_page(chromium: Browser, portal_address: str) -> Iterator[Page]:
    """The same without JavaScript."""
    context = chromium.new_context(base_url=portal_address, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def check_accessibility() -> CheckAccessibility:
    """Fails with axe's own words where a page breaks WCAG 2.2 AA."""

    def check(page: Page) -> None:
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, results.generate_report()

    return check
