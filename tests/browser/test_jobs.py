"""Waiting for a job, and seeing all of them: readable by everybody, and without JavaScript."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from playwright.sync_api import Page, expect

from specs_app.publishing.pdf import files
from tests.browser.test_people import sign_in
from tests.browser_fixtures import CheckAccessibility
from tests.drivers import World, account, example_world
from tests.integration.jobs import samples
from tests.jobs import run_due


@pytest.fixture
def world(transactional_db: None) -> World:
    cache.clear()
    made = example_world()
    run_due()
    return made


def test_page_that_waits_for_a_pdf_comes_to_it_by_itself(
    world: World, plain_page: Page, page: Page, check_accessibility: CheckAccessibility, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "make_book", lambda *_: b"%PDF-1.7")
    page.goto("/ysd/downloads/ysd.pdf")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("It is the next job.")
    check_accessibility(page)
    plain_page.goto("/ysd/downloads/ysd.pdf")
    expect(plain_page.get_by_role("link", name="Try now")).to_be_visible()
    run_due()
    with plain_page.expect_response(lambda answer: answer.status == 200) as made:
        assert made.value.headers["content-type"] == "application/pdf"


def test_administrator_has_a_failed_job_tried_again(
    world: World, plain_page: Page, page: Page, check_accessibility: CheckAccessibility
) -> None:
    samples.fail_for_good.enqueue()
    samples.fail.enqueue()
    run_due()
    User.objects.filter(pk=account("root").pk).update(is_superuser=True)
    for reader in (page, plain_page):
        sign_in(reader, "root")
        reader.goto("/account/jobs/")
    check_accessibility(page)
    page.set_viewport_size({"width": 375, "height": 700})
    assert (
        page.locator("td[data-label='Tries']").first.evaluate("cell => getComputedStyle(cell).display") != "table-cell"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    plain_page.get_by_role("button", name="Try again to Fail for good").click()
    expect(plain_page.get_by_text("is tried again as soon as a worker is free")).to_be_visible()
