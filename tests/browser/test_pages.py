"""The pages that stand on their own, in a real browser: the look, the policy, accessibility."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser_fixtures import CheckAccessibility

PAGES = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/there-is/nothing/here/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_is_accessible(page: Page, check_accessibility: CheckAccessibility, address: str) -> None:
    page.goto(address)
    check_accessibility(page)


def test_style_and_script_are_loaded(page: Page) -> None:
    page.goto("/accounts/login/")
    expect(page.locator("body.govuk-frontend-supported")).to_have_count(1)
    assert page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily").startswith('"Segoe UI"')


def test_skip_link_leads_to_the_content(page: Page) -> None:
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_wrong_password_is_said_and_nothing_typed_is_lost(plain_page: Page) -> None:
    plain_page.goto("/accounts/login/")
    plain_page.locator("input[name=login]").fill("nobody@example.org")
    plain_page.locator("input[name=password]").fill("not the password")
    plain_page.get_by_role("button", name="Sign In").click()
    expect(plain_page.locator(".govuk-error-summary")).to_be_visible()
    expect(plain_page.locator("input[name=login]")).to_have_value("nobody@example.org")


def test_page_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/accounts/signup/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
