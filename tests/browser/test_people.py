"""Accounts, memberships, inboxes and tokens in a real browser: accessibility, phone, keyboard, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from changes_app.models import Membership
from changes_app.people.actions import membership, tokens
from tests.browser_fixtures import CheckAccessibility
from tests.drivers import PASSWORD, World, example_world
from tests.mail_sink import MailSink

VISITORS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-wrong/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/wrong/",
    "/accounts/inactive/",
]
SECRETARIAT = [
    "/ysd/inbox/",
    "/ysd/members/",
    "/ysd/join/",
    "/account/",
    "/account/name/",
    "/account/git/",
    "/account/confirm/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
]
#: A wide screen, and a telephone.
WIDTHS = (1280, 375)


@pytest.fixture
def world(transactional_db: None) -> World:
    cache.clear()
    return example_world()


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address or user name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def look(page: Page, address: str, check_accessibility: CheckAccessibility) -> None:
    """The page breaks no rule and fits, on a wide screen and on a telephone."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        check_accessibility(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        for region in page.locator("main .portal-scroll").all():
            assert region.evaluate("region => region.scrollWidth <= region.clientWidth"), address


def test_pages_for_visitors_are_accessible_and_fit(
    transactional_db: None, page: Page, check_accessibility: CheckAccessibility
) -> None:
    for address in VISITORS:
        look(page, address, check_accessibility)


def test_pages_of_the_secretariat_are_accessible_and_fit(
    world: World, page: Page, check_accessibility: CheckAccessibility
) -> None:
    world.submitted()
    world.in_review()
    long_name = "Council-of-" + "all-the-councils-" * 8
    asked = membership.request(specification=world.specification, by=world.people.outsider, organisation=long_name)
    token, _ = tokens.create(by=world.people.secretariat, user=world.people.secretariat)
    sign_in(page, "sec")
    pat = Membership.objects.get(user=world.people.proposer)
    own = [
        f"/ysd/members/{asked.pk}/",
        f"/ysd/members/{pat.pk}/",
        f"/ysd/members/{pat.pk}/end/",
        f"/account/tokens/{token.token_key}/revoke/",
    ]
    for address in [*SECRETARIAT, *own]:
        look(page, address, check_accessibility)


def test_pages_with_errors_are_accessible(world: World, page: Page, check_accessibility: CheckAccessibility) -> None:
    page.goto("/accounts/signup/")
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your full name")
    check_accessibility(page)
    sign_in(page, "out")
    page.goto("/ysd/join/")
    page.get_by_role("button", name="Ask to join").click()
    page.get_by_role("link", name="Enter the name of the organisation").click()
    expect(page.get_by_label("Which organisation")).to_be_focused()
    check_accessibility(page)


def test_newcomer_signs_up_and_asks_to_join_without_javascript(
    world: World, plain_page: Page, live_server: LiveServer, mail_sink: MailSink
) -> None:
    page = plain_page
    page.goto("/accounts/signup/")
    page.get_by_label("Full name").fill("Olga O'Hara")
    page.get_by_label("E-mail address").fill("olga@westbay.example")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("Type the password again").fill(PASSWORD)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")
    (letter,) = mail_sink.delivered()
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", letter.get_content())
    assert link
    page.goto(link[0])
    page.get_by_role("button", name="Confirm this address").click()
    sign_in(page, "olga@westbay.example")
    page.goto("/ysd/join/")
    page.get_by_label("Which organisation").fill("Westbay")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request is with the secretariat")


def test_secretariat_lets_somebody_in_by_keyboard(world: World, page: Page) -> None:
    membership.request(specification=world.specification, by=world.people.outsider, organisation="Westbay")
    sign_in(page, "sec")
    page.goto("/ysd/inbox/")
    page.get_by_role("link", name="Out Tester").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Out Tester is now in: steering group.")).to_be_visible()


def test_token_is_shown_once(world: World, page: Page, check_accessibility: CheckAccessibility) -> None:
    sign_in(page, "pat")
    page.goto("/account/")
    page.get_by_role("button", name="Make a new token").click()
    token = page.get_by_label("The token").inner_text()
    check_accessibility(page)
    page.get_by_role("link", name="I have copied it").click()
    expect(page.get_by_text(token[:8]).first).to_be_visible()
    assert token not in page.content()
