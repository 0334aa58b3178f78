"""The way into a proposal: what one wants to change, found by words, and what can be done with it."""

import re
from html import unescape

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, World
from tests.integration.conftest import As

pytestmark = pytest.mark.one_database

NEW = "/ysd/changes/new/"


@pytest.fixture
def proposer(world: World, client_of: As) -> Client:
    return client_of(world.people.proposer)


def text_of(client: Client, **query: str) -> str:
    answer = client.get(NEW, query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    "page",
    [
        "",
        "objects/ysd_team/",
        "items/YOUN002A/",
        "categories/recorded_sex/",
        "returns/YAC/",
        "cms/larchway/",
        "quality/",
    ],
)
def test_every_page_leads_to_the_entrance(world: World, client: Client, page: str) -> None:
    text = client.get(f"/ysd/{page}").content.decode()
    main = text[text.index("<main") :]
    assert text.count(f'href="{NEW}') > main.count(f'href="{NEW}') > 0


def test_new_item_is_offered_first_and_asks_which_object_it_is_for(world: World, proposer: Client) -> None:
    page = text_of(proposer)
    assert re.findall(r'name="form" type="radio" value="(\w+)"', page)[0] == "add_item"
    assert 'value="add_join"' in page.partition("<details")[2].partition("</details>")[0]
    assert 'value="add_object"' not in page.partition("<details")[2].partition("</details>")[0]
    why = proposer.get(NEW, {"form": "add_item", "go": "1"}).headers["Location"]
    edit = proposer.post(why, {"title": "A colour", "reason": "It is asked for."}).headers["Location"]
    assert "Which object?" in proposer.get(edit).content.decode()


@pytest.mark.parametrize(
    ("words", "href"),
    [
        ("family name", "?item=YOUN002A"),
        ("YOUN002A", "?item=YOUN002A"),
        ("ysd_team", "?object=ysd_team"),
        ("recorded_sex", "?category=recorded_sex"),
        ("YAC", "?return=YAC"),
        ("larchway", "?cms=larchway"),
    ],
)
def test_picker_finds_parts_of_every_kind(proposer: Client, words: str, href: str) -> None:
    assert f'href="{NEW}{href}"' in text_of(proposer, q=words)


def test_picker_offers_no_logged_change(proposer: Client) -> None:
    assert "YSD-0002" in Client().get("/ysd/search", {"q": "destinations"}).content.decode()
    assert "YSD-0002" not in text_of(proposer, q="destinations")
    assert "YSD-0002" not in text_of(proposer, q="YSD-002")


def test_picker_says_that_it_found_nothing_and_keeps_the_words(proposer: Client) -> None:
    text = text_of(proposer, q="<zeppelin")
    assert "Nothing found for “<zeppelin”" in text
    assert 'value="<zeppelin"' in text


@pytest.mark.parametrize("part", [{}, {"item": "YOUN002A"}, {"category": "recorded_sex"}])
def test_nothing_is_chosen_beforehand_and_that_nothing_was_is_said(proposer: Client, part: dict[str, str]) -> None:
    assert not [line for line in text_of(proposer, **part).splitlines() if 'name="form"' in line and "checked" in line]
    answer = proposer.get(NEW, {**part, "go": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    link = re.search('<a href="#(form-[a-z_]+)">Choose what you want to do</a>', text)
    assert link
    assert f'id="{link[1]}" name="form" type="radio"' in text


def test_code_must_be_said_where_the_change_is_about_one(proposer: Client) -> None:
    answer = proposer.get(NEW, {"category": "recorded_sex", "form": "change_value", "code": "", "go": "1"})
    assert answer.status_code == 422
    assert "Choose the code that you mean" in answer.content.decode()
    chosen = proposer.get(
        NEW, {"category": "recorded_sex", "form": "change_value", "code": "recorded_sex/F", "go": "1"}
    )
    assert chosen.headers["Location"] == f"{NEW}why/?form=change_value&target=recorded_sex%2FF"


def test_code_list_links_each_code_to_its_change(world: World, proposer: Client) -> None:
    page = unescape(proposer.get("/ysd/categories/recorded_sex/").content.decode())
    assert f'href="{NEW}?category=recorded_sex&code=recorded_sex%2FF"' in page
    text = text_of(proposer, category="recorded_sex", code="recorded_sex/F")
    assert '<option value="recorded_sex/F" selected>' in text


def test_part_that_is_not_there_is_said(proposer: Client) -> None:
    for kind in ("item", "object", "category", "return", "cms"):
        answer = proposer.get(NEW, {kind: "nowhere"})
        assert answer.status_code == 404
        assert "The standard has no" in answer.content.decode()


def test_other_proposals_on_the_part_stand_on_the_first_page(world: World, proposer: Client) -> None:
    wording = world.in_review(EDITORIAL, title="Say which")
    removal = world.submitted(BREAKING, title="Take it out")
    world.submitted(COMPATIBLE, title="Elsewhere")
    text = " ".join(text_of(proposer, item="YOUN002A").split())
    assert f"{wording.number}</a> changes the guidance of this item" in text
    assert f"{removal.number}</a> removes this item" in text
    assert "Elsewhere" not in text


def test_draft_in_the_address_is_carried_to_the_form_of_its_next_edit(world: World, proposer: Client) -> None:
    draft = world.draft()
    page = unescape(proposer.get("/ysd/items/YOUN001A/").content.decode())
    assert f'href="{NEW}?item=YOUN001A&draft={draft.number}"' in page
    assert f"Draft {draft.number}" in text_of(proposer, item="YOUN001A", draft=draft.number)
    answer = proposer.get(NEW, {"item": "YOUN001A", "draft": draft.number, "form": "wording", "go": "1"})
    assert answer.headers["Location"] == f"/ysd/changes/{draft.number}/edits/new/?form=wording&target=YOUN001A"


def test_new_item_of_a_draft_is_found_and_can_be_changed_in_it(world: World, proposer: Client) -> None:
    draft = world.draft(COMPATIBLE)
    reference = draft.edits.get().values["item_ref"]
    assert f"?item={reference}&draft={draft.number}" in text_of(proposer, q="shoe size", draft=draft.number)
    assert "youn_shoe_size" in text_of(proposer, item=reference, draft=draft.number)
    assert proposer.get(NEW, {"item": reference}).status_code == 404


def test_draft_of_another_or_one_that_was_sent_takes_nothing(world: World, client_of: As, proposer: Client) -> None:
    draft = world.draft()
    address = {"item": "YOUN001A", "draft": draft.number}
    assert client_of(world.people.chair).get(NEW, address).status_code == 404
    sent = world.submitted()
    assert proposer.get(NEW, {**address, "draft": sent.number}).status_code == 409
    assert ChangeRequest.objects.count() == 2


def test_links_to_drafts_are_shown_to_their_owner_alone(world: World, client: Client, client_of: As) -> None:
    world.draft(title="Mine alone")
    for reader in (client, client_of(world.people.chair)):
        assert "Mine alone" not in reader.get("/ysd/items/YOUN001A/").content.decode()
