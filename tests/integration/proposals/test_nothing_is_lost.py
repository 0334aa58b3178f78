"""Nothing typed is ever lost: signing in between, a form that was open too long, no name yet, and refusals."""

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from changes_app.models import ChangeRequest
from tests.drivers import PASSWORD, World
from tests.integration.conftest import As

WORDS = "Words that took half an hour"
#: What each form takes; the address of a draft, or of a proposal in review.
DRAFT_FORMS = {
    "new/why/?form=wording&target=YOUN002A": {"title": WORDS, "reason": "Because."},
    "{draft}/why/": {"title": WORDS, "reason": "Because."},
    "{draft}/edits/new/?form=wording&target=YOUN001A": {"guidance": WORDS},
    "{draft}/edits/0/": {"guidance": WORDS},
}
REVIEW_FORMS = {
    "{review}/comment/": {"comment": WORDS},
    "{review}/withdraw/": {"comment": WORDS},
}
FORMS = {**DRAFT_FORMS, **REVIEW_FORMS}
#: What only takes a press of a button, and the page that has it.
BUTTONS = {
    "{draft}/send/": "{draft}/draft/",
    "{draft}/edits/0/remove/": "{draft}/draft/",
    "{draft}/edits/0/move/": "{draft}/draft/",
}


def addressed(world: World, *addresses: str) -> list[str]:
    draft, review = world.draft().number, world.in_review(title="Another").number
    return [f"/ysd/changes/{address.format(draft=draft, review=review)}" for address in addresses]


def sign_in(client: Client, login: str, person: User) -> str:
    answer = client.post(login, {"login": person.username, "password": PASSWORD})
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("form", FORMS)
def test_what_was_typed_before_signing_in_is_in_the_form_afterwards(world: World, form: str) -> None:
    client, (address,) = Client(), addressed(world, form)
    login = client.post(address, FORMS[form]).headers["Location"]
    back = sign_in(client, login, world.people.proposer)
    page = client.get(back, follow=True)
    assert page.status_code in (200, 422)
    assert WORDS in page.content.decode()


def test_vote_typed_before_signing_in_is_in_the_form_afterwards(world: World) -> None:
    change, client = world.in_review(), Client()
    sent = {"verdict": "approve", "comment": WORDS, "content_hash": change.content_hash}
    login = client.post(f"{change.get_absolute_url()}vote/", sent).headers["Location"]
    page = client.get(sign_in(client, login, world.people.voters[0]))
    assert WORDS in page.content.decode()


@pytest.mark.parametrize("button", BUTTONS)
def test_button_pressed_while_signed_out_leads_to_its_page(world: World, button: str) -> None:
    client, (address, page) = Client(), addressed(world, button, BUTTONS[button])
    back = sign_in(client, client.post(address).headers["Location"], world.people.proposer)
    answer = client.get(back)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert client.get(page).status_code == 200
    assert ChangeRequest.objects.get(title="Say which surname").edits.count() == 1


@pytest.mark.parametrize("form", FORMS)
def test_form_that_was_open_too_long_leads_back_with_all_that_was_typed(world: World, form: str) -> None:
    client, (address,) = Client(enforce_csrf_checks=True), addressed(world, form)
    client.force_login(world.people.proposer)
    refused = client.post(address, FORMS[form], headers={"origin": "http://testserver"})
    assert refused.status_code == 403
    assert f'href="{address}"' in unescape(refused.content.decode())
    assert WORDS in client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "http://testserver.evil.example"])
def test_words_from_elsewhere_do_not_come_into_a_form(world: World, origin: str) -> None:
    client, (address,) = Client(enforce_csrf_checks=True), addressed(world, "{review}/comment/")
    client.force_login(world.people.proposer)
    refused = client.post(address, {"comment": WORDS}, headers={"origin": origin})
    assert refused.status_code == 403
    assert "Go back in your browser" in refused.content.decode()
    assert WORDS not in client.get(address).content.decode()


def test_no_password_is_kept(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "pat", "password": PASSWORD}
    assert client.post("/accounts/login/", sent, headers={"origin": "http://testserver"}).status_code == 403
    assert not list(client.session.keys())


@pytest.mark.parametrize("form", DRAFT_FORMS)
def test_what_was_typed_before_giving_a_name_is_in_the_form_afterwards(world: World, client_of: As, form: str) -> None:
    (address,) = addressed(world, form)
    User.objects.filter(pk=world.people.proposer.pk).update(first_name="", last_name="")
    client = client_of(world.people.proposer)
    asked = client.post(address, FORMS[form]).headers["Location"]
    assert asked.startswith("/account/name/")
    back = client.post(asked, {"full_name": "Pat Tester"}).headers["Location"]
    assert WORDS in client.get(back).content.decode()


def test_refusal_shows_what_was_typed(world: World, client_of: As) -> None:
    """The proposal was sent from another window meanwhile."""
    change = world.submitted()
    answer = client_of(world.people.proposer).post(f"{change.get_absolute_url()}edits/0/", {"guidance": f"<b>{WORDS}"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert f"&lt;b&gt;{WORDS}" in text
    assert "csrf" not in text.partition("What you had written")[2].lower()


def test_every_writing_address_answers_a_get(world: World, client_of: As) -> None:
    """None of them is a blank 405 for whoever comes to it by a link or after signing in."""
    (draft, review) = addressed(world, "{draft}/", "{review}/")
    client = client_of(world.people.proposer)
    parts = ("send/", "edits/0/remove/", "edits/0/move/", "discard/", "why/")
    addresses = [
        *(f"{draft}{part}" for part in parts),
        *(f"{review}{part}" for part in ("vote/", "comment/", "withdraw/")),
    ]
    assert [address for address in addresses if client.get(address, follow=True).status_code != 200] == []
