"""Mappings that notes tell of become a draft: found on the system's page, looked at, begun by one press."""

from html import unescape

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.proposals import standard
from tests.drivers import World
from tests.integration.conftest import As

pytestmark = pytest.mark.one_database

PAGE = "/ysd/changes/new/sources/?cms=larchway"
NOTES = {"YOUN002A": "PEOPLE.FAMILY_NAME", "YOUN003A": "PEOPLE.GIVEN_NAME where PEOPLE.KIND = 'C'"}


def map_notes(reference: str, note: str) -> dict[str, object]:
    values = {"cms": "larchway", "table": "ysd_young_person", "field": "x", "source": None, "note": note}
    return {"action": "map_item", "target": reference, "values": values}


@pytest.fixture
def noting(world: World) -> World:
    """The standard with two notes that name a column, one of them with a condition."""
    world.published([map_notes(reference, note) for reference, note in NOTES.items()])
    return world


def test_notes_lead_from_the_page_of_the_system_to_a_draft(noting: World, client_of: As) -> None:
    client = client_of(noting.people.proposer)
    system = unescape(client.get("/ysd/cms/larchway/").content.decode())
    assert 'href="/ysd/changes/new/sources/?cms=larchway"' in system
    page = unescape(client.get(PAGE).content.decode())
    assert page.count("Propose this mapping") == 2
    answer = client.post(PAGE, {"more": "yes"})
    draft = ChangeRequest.objects.latest("pk")
    assert answer.url == f"/ysd/changes/{draft.number}/draft/"
    values = {"cms": "larchway", "source": "PEOPLE.GIVEN_NAME", "marked": True}
    assert [edit.as_json() for edit in standard.edits_of(draft)] == [
        {"action": "map_item", "target": "YOUN003A", "values": values}
    ]


def test_without_notes_nothing_is_begun(world: World, client_of: As) -> None:
    client, before = client_of(world.people.proposer), ChangeRequest.objects.count()
    assert client.post(PAGE, {"more": "no"}).status_code == 422
    assert client.get("/ysd/changes/new/sources/?cms=nobody").status_code == 404
    assert ChangeRequest.objects.count() == before
    assert "changes/new/sources/" not in client.get("/ysd/cms/larchway/").content.decode()


def test_who_may_not_propose_is_told_so(noting: World, client: Client, client_of: As) -> None:
    assert client.get(PAGE).status_code == 302
    assert "Propose this mapping" not in client_of(noting.people.outsider).get(PAGE).content.decode()
