"""The pages to try REST on: every operation, without JavaScript, under the site's strict policy."""

from playwright.sync_api import Page, expect

from tests.browser_fixtures import CheckAccessibility
from tests.drivers import import_example


def test_operation_is_found_and_tried_without_javascript(plain_page: Page, transactional_db: None) -> None:
    import_example()
    page = plain_page
    answer = page.goto("/api/docs/")
    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    page.get_by_role("link", name="One item, by reference").click()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter item_ref")
    page.get_by_label("item_ref").fill("YOUN002A")
    page.get_by_label("slug").fill("ysd")
    page.get_by_role("button", name="Show the answer").click()
    expect(page).to_have_url(f"{page.url.partition('/api/')[0]}/api/v1/specifications/ysd/items/YOUN002A/")
    expect(page.locator("body")).to_contain_text('"item_ref"')


def test_pages_of_rest_are_accessible_and_fit_a_phone(page: Page, check_accessibility: CheckAccessibility) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("/api/docs/", "/api/docs/?operation=list_items", "/api/docs/?operation=list_items&try=1"):
        page.goto(address)
        check_accessibility(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
