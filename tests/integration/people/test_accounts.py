"""Accounts: signing up, confirming, signing in, resetting; what is said when something is wrong."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, override_settings

from changes_app.models import OutboxMessage
from changes_app.record.names import display_name, git_name
from tests.integration.people.conftest import PASSWORD, Visitor, account, signed_in
from tests.jobs import make_due, run_due
from tests.mail_sink import free_port

# Letters go out when a transaction is over.
pytestmark = pytest.mark.django_db(transaction=True)

NEW = "four wet umbrellas sing"


def some_minutes_later() -> None:
    """One address gets a letter about itself every three minutes at most."""
    cache.clear()


def confirmed(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.client.post(visitor.link())


def test_sign_up_sends_a_letter_and_the_account_works_once_confirmed(visitor: Visitor) -> None:
    assert "Confirm your e-mail address" in visitor.sign_up()
    assert "specification portal" in visitor.letter()
    assert "Confirm your e-mail address" in visitor.sign_in()
    link = visitor.link()
    assert visitor.email in visitor.client.get(link).content.decode()
    visitor.client.post(link)
    Client().post(link)
    assert "Ada Moss" in visitor.sign_in()
    (user,) = User.objects.all()
    assert display_name(user) == git_name(user) == "Ada Moss"


def test_sign_in_before_confirming_sends_the_letter_again(visitor: Visitor) -> None:
    visitor.sign_up()
    some_minutes_later()
    other = Visitor(Client(), visitor.sink)
    assert "We have sent you an e-mail" in other.sign_in()
    assert len(visitor.sink.delivered()) == 2
    assert other.client.get("/account/").status_code == 302


def test_sign_up_with_faults_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.sign_up(full_name="Ada <Moss>", password="short", password2="other")
    assert "There is a problem" in page
    assert 'value="Ada &lt;Moss&gt;"' in page
    assert f'value="{visitor.email}"' in page
    assert "short" not in page.replace("too short", "")
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 151, "Ada\x00Moss", "Ada\nMoss", "x" * 1_000_000])
def test_name_that_cannot_be_stored_is_refused(visitor: Visitor, name: str) -> None:
    assert "There is a problem" in visitor.sign_up(full_name=name)
    assert not User.objects.exists()


def test_hostile_name_is_shown_as_text(visitor: Visitor) -> None:
    visitor.sign_up(full_name="<script>alert(1)</script>")
    visitor.client.post(visitor.link())
    visitor.sign_in()
    page = visitor.client.get("/account/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_second_account_of_an_address_is_not_told_on_the_page(visitor: Visitor) -> None:
    confirmed(visitor)
    some_minutes_later()
    again = Visitor(Client(), visitor.sink)
    assert "We have sent you an e-mail" in again.sign_up(full_name="Somebody Else")
    assert "It has one already" in again.letter()
    assert User.objects.count() == 1


def test_wrong_password_says_so_and_keeps_the_address(visitor: Visitor) -> None:
    confirmed(visitor)
    page = Visitor(Client(), visitor.sink).sign_in("wrong")
    assert "The password does not fit the e-mail address" in page
    assert f'value="{visitor.email}"' in page


def test_password_is_reset_by_the_link_in_the_letter_and_the_link_works_once(visitor: Visitor) -> None:
    confirmed(visitor)
    forgetful = Visitor(Client(), visitor.sink)
    assert (
        "We have sent you an e-mail"
        in forgetful.client.post("/accounts/password/reset/", {"email": visitor.email}, follow=True).content.decode()
    )
    link = forgetful.link()
    page = forgetful.client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    done = forgetful.client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert "A new password was set" in forgetful.letter()
    assert "This link does not work" in Client().get(link, follow=True).content.decode()
    assert "does not fit" in Visitor(Client(), visitor.sink).sign_in(PASSWORD)
    forgetful.sign_in(NEW)
    assert forgetful.client.get("/account/").status_code == 200


def test_reset_of_an_unknown_address_tells_only_the_address(visitor: Visitor) -> None:
    page = visitor.client.post("/accounts/password/reset/", {"email": visitor.email}, follow=True).content.decode()
    assert "We have sent you an e-mail" in page
    assert "There is no account with this address" in visitor.letter()


def test_mail_server_that_is_down_delays_the_letter(visitor: Visitor, settings: LazySettings) -> None:
    settings.EMAIL_PORT = free_port()
    assert "We have sent you an e-mail" in visitor.sign_up()
    run_due()
    (waiting,) = OutboxMessage.objects.all()
    assert waiting.recipient == visitor.email
    settings.EMAIL_PORT = visitor.sink.port
    make_due()
    assert "Confirm your e-mail address" in visitor.letter()
    assert not OutboxMessage.objects.exists(), "a secret link is not kept once it is sent"


def test_changing_the_address_needs_the_new_one_confirmed(visitor: Visitor) -> None:
    user = account("ada")
    client = signed_in(user)
    newcomer = Visitor(client, visitor.sink, "new@example.org")
    client.post("/accounts/email/", {"email": newcomer.email, "action_add": "1"}, follow=True)
    user.refresh_from_db()
    assert user.email == "ada@example.org"
    client.post(newcomer.link())
    user.refresh_from_db()
    assert user.email == "new@example.org"


def test_changing_the_password_needs_the_old_one(visitor: Visitor) -> None:
    client = signed_in(account("ada"))
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "This is not your password" in client.post("/accounts/password/change/", form).content.decode()
    done = client.post("/accounts/password/change/", {**form, "oldpassword": PASSWORD}, follow=True)
    assert "Your password is changed" in done.content.decode()


@override_settings(AXES_FAILURE_LIMIT=3)
def test_too_many_attempts_pause_the_sign_in(visitor: Visitor) -> None:
    confirmed(visitor)
    guesser = Visitor(Client(), visitor.sink)
    pages = [guesser.sign_in(f"guess {number}") for number in range(4)]
    assert "Sign-in is paused" in pages[-1]


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "signup/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/done/",
        "password/reset/key/1-wrong/",
        "confirm-email/",
        "confirm-email/wrong/",
        "inactive/",
    ],
)
def test_page_speaks_plain_english_and_has_one_heading(client: Client, path: str) -> None:
    page = client.get(f"/accounts/{path}", follow=True).content.decode()
    assert page.count("<h1") == 1
    assert 'class="govuk-heading-l"' in page
    assert "Placeholder" not in page
    assert "placeholder=" not in page
