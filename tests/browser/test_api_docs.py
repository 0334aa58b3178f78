"""The page to try REST on works under the site's strict policy."""

from playwright.sync_api import Page, expect


def test_operation_can_be_tried_and_the_policy_holds(page: Page) -> None:
    answer = page.goto("/api/docs/")
    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    row = page.locator("#operations-Specification-list_specifications")
    row.locator(".opblock-summary-control").click()
    row.get_by_role("button", name="Try it out").click()
    row.get_by_role("button", name="Execute").click()
    expect(row.locator(".live-responses-table .response .response-col_status")).to_contain_text("200")
    expect(page.get_by_role("button", name="Authorize").first).to_be_visible()
