"""Each row of history names the proposer, the change and the revision, whoever's request happened to write it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.test import Client

from changes_app.deciding.due import finish
from changes_app.models import ChangeRequest
from specs_app.actions.rebuilding import rebuild
from specs_app.models import CmsMapping, Item, Release, Revision, Specification
from specs_app.projection.rows import MODELS
from tests.drivers import BREAKING, EDITORIAL, World, mirrored

ALL: tuple[Any, ...] = (*MODELS, Specification, Revision, Release)
IMPORT = "Import: Take the specification in from a folder"
LONGEST = "Say " + "which surname, " * 7 + "again"


def said(rows: Any) -> set[tuple[Any, Any, Any]]:
    """User, reason and revision of each row."""
    return set(rows.values_list("history_user__username", "history_change_reason", "revision__sha"))


def voted_by_page(world: World, change: ChangeRequest) -> ChangeRequest:
    """Published by the vote of somebody who is signed in, as the page does it."""
    client = Client()
    client.force_login(world.people.voters[0])
    sent = {"verdict": "approve", "comment": "", "content_hash": change.content_hash}
    client.post(f"/ysd/changes/{change.number}/vote/", sent)
    change.refresh_from_db()
    assert change.status == "published"
    return change


def test_rows_of_a_change_name_its_proposer_and_not_the_last_voter(world: World) -> None:
    edits = (*EDITORIAL, {"action": "map_item", "target": "YOUN002A", "values": {"cms": "kestrel", "note": "Asked."}})
    assert len(LONGEST) > 100
    change = world.published(edits, title=LONGEST)
    wanted = {("pat", f"{change.number}: {LONGEST}", change.published_revision)}
    assert said(Item.history.filter(address="items/YOUN002A", history_type="~")) == wanted
    assert said(CmsMapping.history.filter(revision__sha=change.published_revision)) == wanted
    assert said(Revision.history.filter(sha=change.published_revision)) == wanted
    assert said(Specification.history.filter(revision__sha=change.published_revision)) == wanted


def test_vote_by_page_leaves_no_trace_of_the_voter(world: World) -> None:
    change = voted_by_page(world, world.in_review(EDITORIAL))
    wanted = {("pat", f"{change.number}: Say which surname", change.published_revision)}
    for model in ALL:
        found = said(model.history.filter(revision__sha=change.published_revision))
        assert found <= wanted, model
        assert "ada" not in model.history.values_list("history_user__username", flat=True), model


def test_removal_names_its_change_too(world: World) -> None:
    change = world.published(BREAKING)
    wanted = {("pat", f"{change.number}: Say which surname", change.published_revision)}
    assert said(Item.history.filter(address="items/YOUN002A", history_type="-")) == wanted


def test_import_says_that_it_was_one(world: World) -> None:
    sha = world.specification.published_revision
    for model in MODELS:
        assert said(model.history.all()) <= {(None, IMPORT, sha)}, model
    assert said(Item.history.all()) == {(None, IMPORT, sha)}
    assert None not in Specification.history.values_list("revision", flat=True)


def test_row_mended_by_hand_says_that_it_was_rebuilt(world: World) -> None:
    assert Item.objects.filter(address="items/YOUN002A").update(description="Wrong")
    rebuild(specification=world.specification)
    mended = Item.history.filter(address="items/YOUN002A", history_type="~")
    assert said(mended) == {(None, "Rebuilt from Git", world.specification.published_revision)}


def test_adopted_commit_names_the_proposer_that_the_older_copy_knows(world: World) -> None:
    change = world.in_review(EDITORIAL)
    with world.rows_undone():
        world.vote_through(change)
        mirrored(world.specification)
    (sha,) = finish(specification=world.specification).adopted
    rows = Item.history.filter(revision__sha=sha)
    assert said(rows) == {("pat", f"{change.number}: Say which surname", sha)}


def test_rows_written_before_are_filled_from_their_revision_and_back(world: World) -> None:
    change = world.published(EDITORIAL, title=LONGEST)
    for model in ALL:
        model.history.update(history_user=world.people.voters[0], history_change_reason=None)
    migration = import_module("specs_app.migrations.0005_history_authorship")
    migration.fill(apps, None)
    for model in ALL:
        assert None not in model.history.filter(revision__isnull=False).values_list("history_change_reason", flat=True)
    rows = Item.history.filter(revision__sha=change.published_revision)
    assert said(rows) == {(None, f"{change.number}: {LONGEST}", change.published_revision)}
    migration.shorten(apps, None)
    assert said(rows) == {(None, f"{change.number}: {LONGEST}"[:100], change.published_revision)}
