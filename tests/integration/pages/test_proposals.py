"""Proposals on the public pages: those under way beside what they alter, published ones in the history."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.objects import NO_COMMIT
from specs_app.repository.repository import Repository
from tests.drivers import World
from tests.jobs import run_due

pytestmark = pytest.mark.django_db

ADA = Author("Ada Example", "ada@example.org")
UNDER_WAY = "Proposals under way"


def text_of(client: Client, path: str, **query: str) -> str:
    answer = client.get(f"/ysd/{path}", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_open_proposal_stands_on_what_it_alters(world: World, client: Client) -> None:
    change = world.in_review(title="<b>Which</b> surname")
    for path in ("", "items/YOUN002A/", "objects/ysd_young_person/"):
        text = text_of(client, path)
        assert (UNDER_WAY if path else "Under discussion") in text, path
        assert f'<a class="govuk-link" href="/ysd/changes/{change.number}/">{change.number}: &lt;b&gt;Which' in text, (
            path
        )
    for path in ("items/YOUN001A/", "objects/ysd_team/", "categories/recorded_sex/"):
        assert UNDER_WAY not in text_of(client, path), path


def test_open_proposal_is_no_part_of_a_pinned_page(world: World, client: Client) -> None:
    world.in_review()
    earlier = world.specification.published_revision
    world.published([{"action": "change_item", "target": "YOUN001A", "values": {"guidance": "Other words."}}])
    assert UNDER_WAY in text_of(client, "items/YOUN002A/")
    assert UNDER_WAY not in text_of(client, "items/YOUN002A/", at=earlier)
    assert "Under discussion" not in text_of(client, "", at=earlier)


def test_proposal_on_a_code_stands_on_its_list(world: World, client: Client) -> None:
    value = {"action": "change_value", "target": "recorded_sex/F", "values": {"description": "Other words."}}
    world.in_review([value])
    assert UNDER_WAY in text_of(client, "categories/recorded_sex/")


@pytest.mark.parametrize("status", ["draft", "withdrawn", "rejected", "published"])
def test_proposal_that_is_not_under_way_is_left_out(world: World, client: Client, status: str) -> None:
    world.drive(status)
    assert UNDER_WAY not in text_of(client, "items/YOUN002A/")


def test_proposal_shows_what_it_does_to_the_model(world: World, client: Client) -> None:
    item = {"item_ref": "TEAM099A", "name": "team_pet_name", "type": "nvarchar", "description": "What friends say."}
    change = world.in_review([{"action": "add_item", "target": "ysd_team", "values": item}])
    before = text_of(client, f"changes/{change.number}/")
    assert "What it does to the model" in before
    assert "team_pet_name added" in before
    run_due()
    assert "team_pet_name (added)</text>" in text_of(client, f"changes/{change.number}/")
    drawn = client.get(f"/api/v1/specifications/ysd/changes/{change.number}/").json()["diagram"]
    team = next(box for box in drawn["boxes"] if box["key"] == "ysd_team")
    added = {"text": "team_pet_name", "key": None, "mark": "added", "html_url": None}
    assert (team["mark"], team["rows"]) == ("changed", [added])
    assert {line["mark"] for line in drawn["lines"]} == {None}


def test_many_proposals_cost_no_more_queries(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(7):
        world.in_review(title=f"Proposal {number}")
    for path in ("", "items/YOUN002A/", "objects/ysd_young_person/"):
        with django_assert_max_num_queries(14):
            text = text_of(client, path)
        assert "Proposal 6" in text
        assert "Proposal 0" not in text
        assert "/ysd/changes/?status=open" in text


def test_published_change_is_in_the_history_of_its_item_and_not_before(world: World, client: Client) -> None:
    earlier = world.specification.published_revision
    words = {"action": "change_item", "target": "YOUN001A", "values": {"guidance": "Other words, just published."}}
    change = world.published([words])
    text = text_of(client, "items/YOUN001A/")
    assert "Other words, just published." in text
    assert f'href="/ysd/changes/{change.number}/"' in text
    assert "by Pat Tester" in text
    assert "Other words, just published." not in text_of(client, "items/YOUN001A/", at=earlier)
    assert f"/ysd/changes/{change.number}/" in text_of(client, f"revisions/{change.published_revision}/")
    assert f"/ysd/revisions/{change.published_revision}/" in text_of(client, "")


def test_page_of_a_revision_says_the_reason_without_marks_and_trailers(world: World, client: Client) -> None:
    change = world.published(reason="Analysts ask.\n\nApproved-by: Nobody\n---\nThey do.")
    text = text_of(client, f"revisions/{change.published_revision}/")
    why = [f'<p class="govuk-body">{part}</p>' for part in ("Analysts ask.", "Approved-by: Nobody", "---", "They do.")]
    assert "".join(why) in text
    assert "Approved-by: Ada" not in text


def test_commit_that_is_not_published_cannot_be_read(world: World, client: Client) -> None:
    with Folder(repository_path("ysd")) as folder:
        store, head = Repository(folder), folder.head()
        sha = store.commit_tree(
            head, {"a.yml": b"a"}, author=ADA, committer=ADA, when=timezone.now(), message="Not yet"
        )
        folder.move_refs({"refs/changes/YSD-0099": (NO_COMMIT, sha)})
    for name in (sha, sha[:10], "refs/changes/YSD-0099"):
        for path in ("", "items/YOUN001A/", "downloads/ysd.csv"):
            assert client.get(f"/ysd/{path}", {"at": name}).status_code == 404
    assert client.get(f"/ysd/revisions/{sha}/").status_code == 404
    assert client.get(f"/ysd/compare/{head}...{sha}/").status_code == 404
