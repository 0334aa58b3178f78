"""A new item with its code list and two systems, by what the pages show, on a telephone, to the published standard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from tests.browser.test_journeys import sign_in
from tests.browser_fixtures import CheckAccessibility
from tests.drivers import World, example_world

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 740}
#: As long as the names of items get, so that a page which cannot break it is wider than a telephone.
NAME = "refe_reason_for_the_ending_of_the_whole_referral"
PLACES = {"Kestrel Cloud": "ks_referral.end_reason", "Larchway Casework": "lw.referrals.ended_by"}


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


def button(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url


def unfolded(page: Page, name: str) -> Locator:
    """A section of the form, opened by its name."""
    summary = page.locator("summary", has_text=name)
    summary.click()
    return page.locator("details", has=summary).last


def fill_in(page: Page) -> None:
    """The whole form of a new item: what it is, its list, and where two systems hold it."""
    page.get_by_label("Name", exact=True).fill(NAME)
    page.get_by_label("Definition").fill("Why the referral ended")
    page.get_by_label("Type", exact=True).select_option(label="nvarchar")
    page.get_by_label("Size").fill("1")
    codes = unfolded(page, "Make a new code list")
    codes.get_by_label("Name of the new list").fill("referral_ending")
    codes.get_by_label("Codes").fill("1 = Help was given\n2 = The family moved")
    unfolded(page, "How systems hold it")
    for system, place in PLACES.items():
        held = unfolded(page, system)
        held.get_by_label("This system holds it").check()
        held.get_by_label("Table").fill(place.rpartition(".")[0])
        held.get_by_label("Field").fill(place.rpartition(".")[2])
    fits(page)


def test_new_item_with_its_code_list_and_two_systems_is_proposed_in_one_form_and_published(
    page: Page, world: World, check_accessibility: CheckAccessibility
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto("/ysd/")
    page.get_by_role("main").get_by_role("link", name="One-to-one support").first.click()
    page.get_by_role("main").get_by_role("link", name="Referrals").first.click()
    page.get_by_role("link", name="Suggest a new item").click()
    sign_in(page, "pat")
    page.get_by_label("Give your proposal a short title").fill("Say why a referral ended")
    page.get_by_label("What is wrong, or missing?").fill("Nobody can tell.")
    button(page, "Save and continue")
    fill_in(page)
    button(page, "Save and continue")

    expect(page.get_by_text("It has all it needs.")).to_be_visible()
    expect(page.get_by_text("4 edits")).to_be_visible()
    difference = page.locator(".portal-change", has_text="added").first
    for place in PLACES.values():
        expect(difference).to_contain_text(place)
    fits(page)
    check_accessibility(page)
    page.get_by_role("link", name=re.compile("^See it : REFE")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    for words in ("It is not published", "The family moved", *PLACES.values()):
        expect(page.get_by_role("main")).to_contain_text(words)
    fits(page)
    check_accessibility(page)
    button(page, "Change or add to it")
    fits(page)
    page.go_back()
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_role("link", name="Go to sending it").click()
    button(page, "Send the proposal")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal sent")

    world.vote_through(submissions.take("triage", change=ChangeRequest.objects.get(), by=world.people.secretariat))
    page.get_by_role("link", name="See your proposal").click()
    expect(page.locator(".portal-status").first).to_contain_text("Published")
    page.get_by_role("link", name=re.compile("^Item REFE.* added")).first.click()
    for words in ("Help was given", *PLACES.values()):
        expect(page.get_by_role("main")).to_contain_text(words)
    fits(page)
    page.get_by_role("link", name="Kestrel Cloud").first.click()
    page.get_by_role("link", name="Every item", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(PLACES["Kestrel Cloud"])
    with page.expect_download() as script:
        page.get_by_role("link", name=re.compile("^SQL script")).first.click()
    assert NAME in script.value.path().read_text()
