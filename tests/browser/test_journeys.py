"""The journeys of a proposer, a steering member and the secretariat, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import drafts, submissions
from changes_app.workflow import Status
from tests.browser_fixtures import CheckAccessibility
from tests.drivers import COMPATIBLE, PASSWORD, World, example_world
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


def sign_in(page: Page, username: str) -> None:
    page.get_by_label(re.compile("Username|E-?mail|Login", re.IGNORECASE)).first.fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


def mailed_link(sink: MailSink, address: str) -> str:
    """Where the last e-mail to somebody leads."""
    letter = next(one for one in reversed(sink.delivered()) if one["To"] == address)
    found = re.search(r"http://\S+", str(letter.get_payload()))
    assert found
    return found[0]


def test_proposer_suggests_a_clearer_guidance(
    page: Page, world: World, check_accessibility: CheckAccessibility
) -> None:
    """Search, item, what is wrong, the new words beside the old, what it reaches, check, sent."""
    page.goto("/ysd/")
    page.get_by_role("combobox").first.fill("family name")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("(Family name|youn_family_name)", re.IGNORECASE)).first.click()
    page.get_by_role("button", name="Suggest a change").click()
    sign_in(page, "pat")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Item youn_family_name")
    check_accessibility(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what you want to do")
    page.get_by_label("Change its definition or guidance").check()
    page.get_by_role("button", name="Continue").click()
    check_accessibility(page)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    page.get_by_label("Give your proposal a short title").fill("Say which surname")
    page.get_by_label("What is wrong, or missing?").fill("Analysts ask whether it is the name at birth.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="As it stands")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("Guidance").fill("The surname in use today, not the name at birth.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Words only.")).to_be_visible()
    expect(page.get_by_text("No script changes")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal sent")
    check_accessibility(page)
    change = ChangeRequest.objects.get()
    assert change.status == Status.SUBMITTED
    expect(page.locator("main")).to_contain_text(change.number)


def test_steering_member_approves_on_a_phone(
    chromium: Browser, portal_address: str, mail_sink: MailSink, world: World, check_accessibility: CheckAccessibility
) -> None:
    """From the link in the e-mail over signing in to the vote, and what is said when the words changed meanwhile."""
    change = world.in_review(COMPATIBLE)
    context = chromium.new_context(base_url=portal_address, viewport=PHONE)
    page = context.new_page()
    page.goto(mailed_link(mail_sink, "ada@example.org"))
    page.get_by_role("link", name="Sign in to comment or vote").click()
    sign_in(page, "ada")
    expect(page.get_by_role("heading", level=1)).to_have_text(change.title)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    check_accessibility(page)
    page.get_by_text("The tables in SQL, before and after").click()
    expect(page.get_by_role("region", name="Differences of ysd_young_person")).to_contain_text("youn_shoe_size")
    page.get_by_role("link", name="Give the vote of Eastmoor").click()
    page.get_by_label("Approve", exact=True).check()
    page.get_by_label("Comment", exact=False).first.fill("Useful to us.")
    page.get_by_role("button", name="Send your vote").click()
    expect(page.get_by_text("1 of 2 so far")).to_be_visible()
    expect(page.get_by_role("region", name="Your vote")).to_contain_text("your vote counts")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    _reword(world, change)
    page.reload()
    expect(page.get_by_role("region", name="Changed since your vote")).to_contain_text("every season")
    expect(page.get_by_role("region", name="Changed since your vote")).to_contain_text("Useful to us.")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    check_accessibility(page)
    page.get_by_role("button", name="Confirm my vote").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your vote is counted.")).to_be_visible()
    expect(page.get_by_text("1 of 2 so far")).to_be_visible()
    page.get_by_text("1 earlier vote of Eastmoor").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    world.vote(ChangeRequest.objects.get(), world.people.voters[1])
    page.reload()
    expect(page.locator(".portal-status").first).to_contain_text("Published")
    page.goto("/ysd/objects/ysd_young_person/")
    expect(page.get_by_text("youn_shoe_size").first).to_be_visible()
    context.close()


def _reword(world: World, change: ChangeRequest) -> None:
    """The proposal is given back, says something else, and is before the steering group again."""
    change.refresh_from_db()
    submissions.take("request_changes", change=change, by=world.people.chair, comment="Who asks for it?")
    drafts.update(change=change, by=world.people.proposer, reason="Coaches ask every season.")
    submissions.take("submit", change=change, by=world.people.proposer)
    submissions.take("triage", change=change, by=world.people.secretariat)


def test_secretariat_triages_and_asks_for_a_change_by_keyboard(
    page: Page, world: World, check_accessibility: CheckAccessibility
) -> None:
    """A new proposal goes to the steering group; another one goes back, with the reason; no mouse."""
    change = world.submitted()
    page.goto(f"/accounts/login/?next=/ysd/changes/{change.number}/")
    sign_in(page, "sec")
    _follow(page, "Pass to the steering group")
    check_accessibility(page)
    page.get_by_role("button", name="Pass to the steering group").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".portal-status")).to_contain_text("In review")
    _follow(page, "Request changes")
    page.keyboard.press("Tab")
    page.get_by_label("What should the proposer know?").focus()
    page.keyboard.type("Please say it in one sentence.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".portal-status")).to_contain_text("Changes requested")
    expect(page.locator("main")).to_contain_text("Please say it in one sentence.")
    check_accessibility(page)


def _follow(page: Page, name: str) -> None:
    """Go along a link with the keyboard."""
    page.get_by_role("link", name=name, exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_forms_work_without_javascript(plain_page: Page, world: World) -> None:
    page = plain_page
    page.goto("/ysd/changes/new/why/?form=wording&target=YOUN002A")
    sign_in(page, "pat")
    page.locator("#id_title").fill("Without scripts")
    page.locator("#id_reason").fill("It must work everywhere.")
    page.locator("main button[type=submit]").click()
    page.locator("#id_guidance").fill("Plain words.")
    page.locator("main button[type=submit]").click()
    page.get_by_role("button", name="Send the proposal").click()
    assert ChangeRequest.objects.get().status == Status.SUBMITTED
