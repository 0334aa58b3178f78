"""A draft as a place: what it lacks, its edits, what it adds, and that nobody else comes in."""

import re
from html import unescape

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from changes_app.workflow import Status
from tests.drivers import EDITORIAL, World
from tests.integration.conftest import As
from tests.integration.proposals.test_drafts import LIST_AND_ITEM, new_item

pytestmark = pytest.mark.one_database


@pytest.fixture
def proposer(world: World, client_of: As) -> Client:
    return client_of(world.people.proposer)


def place(change: ChangeRequest, *parts: str) -> str:
    return f"/ysd/changes/{change.number}/{''.join(f'{part}/' for part in parts)}"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def states(client: Client, change: ChangeRequest) -> dict[str, str]:
    return {task.title: task.state for task in client.get(place(change, "draft")).context["tasks"]}


def test_draft_says_what_it_lacks_and_what_is_done(world: World, proposer: Client) -> None:
    bare = states(proposer, world.draft((), title="", reason="", benefit=""))
    assert (bare["Title"], bare["What is wrong"], bare["What you change"]) == ("To do", "To do", "Nothing yet")
    done = states(proposer, world.draft())
    assert (done["Title"], done["What is wrong"], done["What you change"]) == ("Done", "Done", "1 edit")


def test_draft_that_has_all_it_needs_leads_to_sending_it_and_an_empty_one_shows_no_difference(
    world: World, proposer: Client
) -> None:
    bare = text_of(proposer, place(world.draft(()), "draft"))
    assert 'href="#send"' not in bare
    assert "What will be different" not in bare
    done = text_of(proposer, place(world.draft(), "draft"))
    assert 'href="#send"' in done
    assert 'id="send"' in done
    assert "What will be different" in done


def test_what_was_asked_stands_at_the_head_of_the_proposal_and_of_its_draft(world: World, proposer: Client) -> None:
    change = world.drive(Status.CHANGES_REQUESTED)
    for below, before in (((), "What is wrong"), (("draft",), "What it needs")):
        head = text_of(proposer, place(change, *below)).partition("<h1")[2].partition(before)[0]
        assert "Shorter, please." in head, below
    submissions.take("submit", change=change, by=world.people.proposer)
    assert "Shorter, please." not in text_of(proposer, place(change)).partition("What is wrong")[0]


def test_every_page_below_a_draft_leads_back_to_it(world: World, proposer: Client) -> None:
    draft = world.draft()
    for below in (("why",), ("colleagues",), ("edits", "0"), ("discard",)):
        trail = text_of(proposer, place(draft, *below)).partition("</nav>")[2].partition("<main")[0]
        assert f'href="{place(draft, "draft")}"' in trail, below


def test_box_for_a_long_text_has_room_for_it(world: World, proposer: Client) -> None:
    item = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Write it down.\n" * 40}}
    boxes = re.findall(r'<textarea[^>]*rows="(\d+)"', text_of(proposer, place(world.draft((item,)), "edits", "0")))
    assert boxes == ["24", "2"]


def test_sending_what_lacks_something_leads_to_it(world: World, proposer: Client) -> None:
    draft = world.draft((), title="")
    answer = proposer.post(place(draft, "send"))
    assert answer.status_code == 422
    assert '<a href="../why/">' in answer.content.decode()


def test_what_a_draft_adds_is_shown_in_it_and_written_further(world: World, proposer: Client) -> None:
    draft = world.draft(LIST_AND_ITEM)
    reference, page = new_item(draft), text_of(proposer, place(draft, "draft"))
    for address in (
        place(draft, "parts", "items", reference),
        place(draft, "parts", "categories", "shoe_width"),
        place(draft, "edits", "new") + f"?form=map_item&target={reference}",
        place(draft, "edits", "new") + "?form=add_value&target=shoe_width",
        place(draft, "edits", "new") + "?form=add_item&category=shoe_width",
    ):
        assert f'href="{address}"' in page, address
        assert proposer.get(address).status_code == 200, address
    assert f'href="/ysd/items/{reference}/"' not in page
    assert "youn_shoe_width" in text_of(proposer, place(draft, "parts", "items", reference))
    assert "Wide" in text_of(proposer, place(draft, "parts", "categories", "shoe_width"))


def test_item_that_is_to_use_a_new_list_opens_with_it(world: World, proposer: Client) -> None:
    address = place(world.draft(LIST_AND_ITEM), "edits", "new") + "?form=add_item&category=shoe_width"
    assert '<input type="hidden" name="category" value="shoe_width">' in text_of(proposer, address)
    form = proposer.get(f"{address}&target=ysd_team&chosen=yes").context["form"]
    assert form["category"].value() == "shoe_width"


def test_every_link_of_a_draft_leads_somewhere(world: World, proposer: Client) -> None:
    thing = {"action": "add_object", "target": "ysd_shoe", "values": {"title": "Shoes"}}
    draft = world.draft((*LIST_AND_ITEM, thing))
    hrefs = {line.split('"')[0] for line in text_of(proposer, place(draft, "draft")).split('href="/ysd/changes/')[1:]}
    assert len(hrefs) > 8
    for href in hrefs:
        assert proposer.get(f"/ysd/changes/{href}").status_code == 200, href


def test_voters_read_what_a_proposal_would_add(world: World, client: Client) -> None:
    sent = world.submitted(LIST_AND_ITEM)
    address = place(sent, "parts", "items", new_item(sent))
    assert f'href="{address}"' in text_of(client, place(sent))
    page = text_of(client, address)
    assert "It is not published" in page
    assert "Change or add to it" not in page


def test_part_of_a_published_proposal_is_the_standards_own(world: World, client: Client) -> None:
    done = world.published(LIST_AND_ITEM)
    answer = client.get(place(done, "parts", "items", new_item(done)))
    assert answer.headers["Location"] == f"/ysd/items/{new_item(done)}/"


@pytest.mark.parametrize("address", ["parts/items/NONE001A/", "parts/revisions/x/", "parts/categories/shoe_width/"])
def test_part_that_a_proposal_does_not_hold_is_said(world: World, proposer: Client, address: str) -> None:
    assert proposer.get(place(world.draft()) + address).status_code == 404


def test_edits_are_moved_and_what_cannot_be_is_said(world: World, proposer: Client) -> None:
    draft = world.draft((*LIST_AND_ITEM, *EDITORIAL))
    assert proposer.post(place(draft, "edits", "2", "move"), {"to": "earlier"}).status_code == 302
    assert [row.action for row in draft.edits.all()] == ["add_category", "change_item", "add_item"]
    answer = proposer.post(place(draft, "edits", "0", "remove"))
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    proposer.post(place(draft, "edits", "0", "move"), {"to": "later"})
    answer = proposer.post(place(draft, "edits", "1", "move"), {"to": "later"})
    assert answer.status_code == 422
    assert draft.edits.count() == 3


def test_draft_of_somebody_else_and_its_parts_do_not_exist(world: World, client_of: As, client: Client) -> None:
    draft = world.draft(LIST_AND_ITEM)
    for reader in (client_of(world.people.chair), client_of(world.people.admin), client):
        assert reader.get(place(draft, "parts", "categories", "shoe_width")).status_code == 404
    for part in ("draft", "send"):
        assert client_of(world.people.chair).get(place(draft, part)).status_code == 404


def test_what_is_being_judged_is_read_on_its_own_page(world: World, proposer: Client, client_of: As) -> None:
    sent = world.submitted()
    for reader in (proposer, client_of(world.people.chair)):
        assert reader.get(place(sent, "draft")).headers["Location"] == place(sent)
