"""The way into a proposal in a real browser: by keyboard alone and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from changes_app.models import ChangeRequest
from changes_app.workflow import Status
from tests.browser.test_journeys import sign_in
from tests.drivers import World, import_example, people

pytestmark = pytest.mark.django_db(transaction=True)
#: More presses of the tabulator than any page here has places to stop at.
MOST_STOPS = 120


@pytest.fixture
def world(transactional_db: None) -> World:
    specification = import_example()
    return World(specification, people(specification))


@pytest.fixture
def plain(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page without JavaScript."""
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def reach(page: Page, selector: str) -> None:
    """Press the tabulator until what the selector names has the focus."""
    target = page.locator(f"{selector}:focus")
    for _ in range(MOST_STOPS):
        if target.count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard on {page.url}")


def press(page: Page, text: str) -> None:
    """Go to a link or button by keyboard, and press it."""
    reach(page, f':is(a, button):has-text("{text}")')
    page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    reach(page, f'[name="{name}"]')
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def test_keyboard_alone_leads_from_the_header_to_a_sent_proposal(plain: Page, world: World) -> None:
    page = plain
    page.goto("/ysd/")
    press(page, "Suggest a change")
    sign_in(page, "pat")
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you want to change?")
    write(page, "q", "family name")
    page.keyboard.press("Enter")
    press(page, "youn_family_name")
    reach(page, 'input[name="form"]')
    page.keyboard.press("Space")
    expect(page.get_by_label("Change its definition or guidance")).to_be_checked()
    press(page, "Continue")
    write(page, "title", "Say which surname")
    write(page, "reason", "Analysts ask.")
    press(page, "Save and continue")
    write(page, "guidance", "The surname in use today.")
    press(page, "Save and continue")
    expect(page.get_by_role("heading", name="What it needs")).to_be_visible()
    press(page, "Send the proposal")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal sent")
    assert ChangeRequest.objects.get().status == Status.SUBMITTED
