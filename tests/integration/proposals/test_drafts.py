"""Drafts: what is kept, what is refused, who sees it."""

import shutil
from pathlib import Path

import pytest

from changes_app.errors import Invalid, NotAllowed, NotFound, WrongStatus
from changes_app.models import ChangeRequest, Event
from changes_app.proposals import queries, standard
from changes_app.proposals.actions import drafts
from changes_app.workflow import EventKind, Status
from specs_app.versions.loading import load
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, EXAMPLE, World, import_example, people


def test_create_numbers_classes_and_measures(world: World) -> None:
    change = world.draft()
    assert (change.status, change.number, change.sequence) == (Status.DRAFT, "YSD-0007", 7)
    assert change.change_class == "editorial"
    assert change.content_hash.startswith("sha256:")
    assert change.base_revision == world.specification.published_revision
    assert change.organisation is not None
    assert change.organisation.name == "Northshire"
    assert [entry["address"] for entry in change.differences] == ["items/YOUN002A"]
    assert change.impact["items"] == ["YOUN002A"]
    assert change.impact["sql"] is False
    assert set(change.impact["cms"]) == {"larchway", "harbour", "kestrel"}
    assert list(change.touched.values_list("address", flat=True)) == ["items/YOUN002A"]


def test_classes_of_the_three_examples(world: World) -> None:
    classes = [world.draft(edits).change_class for edits in (EDITORIAL, COMPATIBLE, BREAKING)]
    assert classes == ["editorial", "compatible", "breaking"]


def test_numbers_count_up_and_a_discarded_one_never_comes_back(world: World) -> None:
    first = world.draft()
    drafts.discard(change=first, by=world.people.proposer)
    assert not ChangeRequest.objects.filter(pk=first.pk).exists()
    assert world.draft().number == "YSD-0008"
    assert Event.objects.get(kind=EventKind.DISCARDED).change_number == "YSD-0007"


@pytest.mark.django_db
def test_number_far_away_in_the_source_is_a_problem_and_no_start(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "source")
    log, table = tmp_path / "source/CHANGELOG.md", tmp_path / "source/docs/admin/ssd_change_log.csv"
    log.write_text(f"{log.read_text()}\nYSD-999999999\n")
    table.write_text(f"{table.read_text()}YOUN002A,,,YSD-123456789,,,,,,\n")
    specification = import_example(source=tmp_path / "source")
    assert World(specification, people(specification)).draft().number == "YSD-0007"
    found = load(specification, specification.published_revision).problems
    assert [problem.file for problem in found if problem.rule == "stray-change-number"] == [
        "CHANGELOG.md",
        "docs/admin/ssd_change_log.csv",
    ]


def test_number_far_away_that_was_given_before_is_left_behind(world: World) -> None:
    first = world.draft()
    ChangeRequest.objects.filter(pk=first.pk).update(sequence=2_147_483_647, number="YSD-2147483647")
    assert [world.draft().number for _ in range(2)] == ["YSD-0008", "YSD-0009"]


def test_draft_without_edits_is_kept(world: World) -> None:
    change = world.draft(())
    assert change.differences == []
    assert change.change_class == "editorial"


def test_draft_is_invisible_to_everybody_else(world: World) -> None:
    change = world.draft()
    assert queries.change(world.specification, change.number, world.people.proposer) == change
    for other in (world.people.chair, world.people.secretariat, world.people.admin, world.people.outsider):
        with pytest.raises(NotFound):
            queries.change(world.specification, change.number, other)


@pytest.mark.parametrize(
    ("edits", "pointer"),
    [
        ("not a list", "/edits"),
        ([{"action": "explode", "target": "YOUN002A", "values": {}}], "/edits/0/action"),
        ([*EDITORIAL, {"action": "change_item", "target": "NOPE999Z", "values": {"guidance": "x"}}], "/edits/1/target"),
        ([{"action": "change_item", "target": "YOUN002A", "values": {"colour": "red"}}], "/edits/0/values/colour"),
        ([7], "/edits/0"),
    ],
)
def test_wrong_edits_are_refused_with_their_place(world: World, edits: object, pointer: str) -> None:
    with pytest.raises(Invalid) as caught:
        drafts.create(specification=world.specification, by=world.people.proposer, edits=edits)  # type: ignore[arg-type]
    assert [problem.pointer for problem in caught.value.problems] == [pointer]
    assert ChangeRequest.objects.count() == 0


def test_too_many_edits_are_refused(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        world.draft(EDITORIAL * 201)
    assert "201 edits" in caught.value.problems[0].message
    assert world.draft(EDITORIAL * 200).edits.count() == 200


def test_hostile_text_is_refused_or_kept_as_it_is(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        world.draft(title="x" * 1_000_000, reason="nul\x00")
    assert [problem.pointer for problem in caught.value.problems] == ["/title", "/reason"]
    kept = world.draft(title="<script>alert(1)</script>", reason="=cmd() 😀")
    assert ChangeRequest.objects.get(pk=kept.pk).title == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "value",
    [
        "nul\x00",
        "lone \ud800",
        "x" * 1_000_000,
        7,
        True,
        ["a"],
        {"a": {"b": ["c"]}},
        float("nan"),
        "\u202eright to left",
    ],
    ids=["nul", "surrogate", "megabyte", "number", "boolean", "list", "table", "nan", "bidi"],
)
def test_hostile_values_are_refused_with_their_place(world: World, value: object) -> None:
    edit = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": value}}
    with pytest.raises(Invalid) as caught:
        world.draft([edit])
    assert {problem.pointer for problem in caught.value.problems} == {"/edits/0/values/guidance"}
    assert ChangeRequest.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=cmd()", "Yes", "012", "null", "~", "a: b # c", "  blank  ", "é😀"]
)
def test_odd_text_is_published_as_it_was_written(world: World, text: str) -> None:
    change = world.published([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": text}}])
    assert change.status == Status.PUBLISHED, change.publication_problem
    document = load(world.specification, change.published_revision).document
    assert document.item_by_ref["YOUN002A"][1].guidance == text


def test_update_keeps_what_is_not_given(world: World) -> None:
    change = drafts.update(change=world.draft(), by=world.people.proposer, reason="A better reason")
    assert (change.title, change.reason, change.edits.count()) == ("Say which surname", "A better reason", 1)


def test_edits_one_by_one(world: World) -> None:
    by = world.people.proposer
    change = drafts.put_edits(change=world.draft(), by=by, edits=COMPATIBLE[:1])
    assert change.change_class == "compatible"
    change = drafts.put_edits(change=change, by=by, position=1, edits=[BREAKING[0] | {"target": "YOUN003A"}])
    assert change.change_class == "breaking"
    change = drafts.remove_edit(change=change, by=by, position=1)
    assert change.change_class == "editorial"
    with pytest.raises(Invalid, match="no edit 6"):
        drafts.remove_edit(change=change, by=by, position=5)


def test_only_members_propose(world: World) -> None:
    with pytest.raises(NotAllowed, match="you take part as a reader"):
        world.draft(by=world.people.outsider)


def test_what_is_judged_cannot_be_edited(world: World) -> None:
    change = world.in_review()
    with pytest.raises(WrongStatus, match="cannot be edited"):
        drafts.update(change=change, by=world.people.proposer, title="Sly")


def test_a_hash_covers_the_edits_and_nothing_else(world: World) -> None:
    change = world.draft()
    renamed = drafts.update(change=change, by=world.people.proposer, title="Another")
    assert renamed.content_hash != change.content_hash
    edited = drafts.update(change=change, by=world.people.proposer, edits=COMPATIBLE)
    assert edited.content_hash != change.content_hash


LIST_AND_ITEM = (
    {"action": "add_category", "target": "shoe_width", "values": {"values": [{"value": "1", "description": "Wide"}]}},
    {
        "action": "add_item",
        "target": "ysd_young_person",
        "values": {"name": "youn_shoe_width", "type": "nvarchar", "max_field_size": "1", "category": "shoe_width"},
    },
)


def new_item(change: ChangeRequest) -> str:
    """The reference that the draft's new item was given."""
    (reference,) = [row.values["item_ref"] for row in change.edits.all() if row.action == "add_item"]
    return str(reference)


def test_document_of_a_draft_holds_what_its_edits_add(world: World) -> None:
    change = world.draft(LIST_AND_ITEM)
    reference = new_item(change)
    before, after = standard.document_of(change, before=1), standard.document_of(change)
    assert "shoe_width" in before.category_by_name
    assert reference not in before.item_by_ref
    assert after.item_by_ref[reference][1].category == "shoe_width"
    assert standard.document_of(change) is after
    drafts.remove_edit(change=change, by=change.proposer, position=1)
    change = ChangeRequest.objects.get(pk=change.pk)
    assert reference not in standard.document_of(change).item_by_ref


def test_edit_may_be_about_an_item_that_the_draft_adds(world: World) -> None:
    change = world.draft(LIST_AND_ITEM)
    mapped = {"action": "map_item", "target": new_item(change), "values": {"cms": "larchway", "source": "SHOES.WIDTH"}}
    change = drafts.put_edits(change=change, by=change.proposer, edits=[mapped])
    assert standard.document_of(change).item_by_ref[new_item(change)][1].mapping("larchway") is not None


def test_new_item_keeps_its_reference_when_its_edit_is_written_again(world: World) -> None:
    change = world.draft(LIST_AND_ITEM)
    reference = new_item(change)
    again = {**LIST_AND_ITEM[1], "values": {**LIST_AND_ITEM[1]["values"], "name": "youn_shoe_breadth"}}
    change = drafts.put_edits(change=change, by=change.proposer, position=1, edits=[again])
    assert new_item(change) == reference


def test_edit_moves_unless_it_would_come_before_what_it_needs(world: World) -> None:
    change = world.draft((*LIST_AND_ITEM, *EDITORIAL))
    drafts.move_edit(change=change, by=change.proposer, position=2, to=0)
    actions = [row.action for row in change.edits.all()]
    assert actions == ["change_item", "add_category", "add_item"]
    with pytest.raises(Invalid, match="wrong with the edits"):
        drafts.move_edit(change=change, by=change.proposer, position=2, to=1)
    assert [row.action for row in change.edits.all()] == actions
    with pytest.raises(Invalid, match="no edit 10"):
        drafts.move_edit(change=change, by=change.proposer, position=9, to=0)


def test_edit_that_another_needs_is_not_taken_out(world: World) -> None:
    change = world.draft(LIST_AND_ITEM)
    with pytest.raises(Invalid):
        drafts.remove_edit(change=change, by=change.proposer, position=0)
    assert change.edits.count() == 2
