"""What a commit leaves behind besides its content."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from changes_app.proposals.numbering import format_number
from changes_app.publication.commit_content import Decision, log_entry, message, stamp
from specs_app.document.diff import diff
from specs_app.document.types import (
    DEFAULT_RULES,
    Category,
    CategoryValue,
    DataObject,
    Document,
    Item,
    Relationship,
    Return,
    Settings,
)
from specs_app.document.values import Extra
from specs_app.repository.commits import Author

DECISION = Decision(
    number="SSD-0028",
    title="Ask for the sex",
    reason="Analysts ask.\r\n\r\nApproved-by: Nobody",
    change_class="editorial",
    decided_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    approved_by=("Ada (Eastmoor)", "Ben\n(Southdale)"),
    rules="editorial: 2 approvals",
    page="https://portal.example/ssd/changes/SSD-0028/",
    author=Author("Pat", "pat@example.org"),
    committer=Author("The portal", "portal@example.org"),
)


def document(metadata: Extra = (), guidance: str = "") -> Document:
    item = Item("PERS002A", "sex", metadata=metadata, guidance=guidance)
    return Document(objects=(DataObject("person", (Item("PERS001A", "id"), item)),))


def test_message_quotes_the_reason_and_ends_with_the_trailers() -> None:
    assert message(DECISION) == (
        "SSD-0028: Ask for the sex\n\n"
        "> Analysts ask.\n>\n> Approved-by: Nobody\n\n"
        "Change-Id: SSD-0028\nChange-Class: editorial\nApproved-by: Ada (Eastmoor)\nApproved-by: Ben (Southdale)\n"
        "Steering-Rules: editorial: 2 approvals\nReviewed-on: https://portal.example/ssd/changes/SSD-0028/\n"
    )


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ((), "1"),
        ((("versions_count", "4"),), "5"),
        ((("versions_count", "many"),), "1"),
        ((("versions_count", None),), "1"),
    ],
)
def test_stamp_counts_versions_of_altered_items_only(before: Extra, count: str) -> None:
    old, new = document(before), document(before, "As recorded.")
    first, second = stamp(new, diff(old, new), DECISION).objects[0].items
    assert first.metadata == ()
    assert dict(second.metadata)["versions_count"] == count


def test_stamp_keeps_places_and_unknown_keys() -> None:
    old = document((("change_id", "SSD-0001"), ("owner", "me"), ("release", "2020-01-01")))
    new = document(old.objects[0].items[1].metadata, "As recorded.")
    metadata = stamp(new, diff(old, new), DECISION).objects[0].items[1].metadata
    assert [name for name, _ in metadata][:3] == ["change_id", "owner", "release"]
    assert dict(metadata) == {
        "change_id": "SSD-0028",
        "owner": "me",
        "release": "2026-07-02",  # the day in London, where it is past midnight
        "change_source": "portal",
        "versions_count": "1",
        "impact_title": "Ask for the sex",
        "type": "editorial",
    }


def test_log_has_a_row_for_each_altered_item_also_one_that_is_gone() -> None:
    old = document()
    gone = replace(old, objects=(replace(old.objects[0], items=old.objects[0].items[:1]),))
    entry = log_entry(old, gone, diff(old, gone), DECISION)
    assert (entry.number, entry.date, entry.rows) == ("SSD-0028", "2026-07-02", (("PERS002A", "person"),))


def test_log_has_the_reason_as_notes_and_its_own_word_for_a_new_item() -> None:
    old = document()
    first, second = old.objects[0].items
    third = Item("PERS003A", "age")
    new = replace(old, objects=(replace(old.objects[0], items=(first, replace(second, description="New."), third)),))
    changes = diff(old, new)
    entry = log_entry(old, new, changes, DECISION, {"new": "New Feature"})
    assert entry.notes == DECISION.reason
    assert entry.types == {"PERS002A": DECISION.change_class, "PERS003A": "New Feature"}
    assert log_entry(old, new, changes, DECISION).type_of("PERS003A") == DECISION.change_class


def linked(*parents: str) -> Document:
    """The second item of two points at these items."""
    links = tuple(Relationship("person", parent, "person", "sex") for parent in parents)
    return replace(document(), relationships=links)


@pytest.mark.parametrize(
    ("before", "after"),
    [(linked(), linked("id")), (linked("id"), linked("other")), (linked("id"), linked())],
)
def test_foreign_key_set_changed_or_cleared_names_its_item(before: Document, after: Document) -> None:
    changes = diff(before, after)
    assert log_entry(before, after, changes, DECISION).rows == (("PERS002A", "person"),)
    first, second = stamp(after, changes, DECISION).objects[0].items
    assert first.metadata == ()
    assert dict(second.metadata)["change_id"] == "SSD-0028"


def test_log_names_what_is_altered_besides_items() -> None:
    before = replace(document(), categories=(Category("sex"),))
    rules = (replace(DEFAULT_RULES[0], approvals=5), *DEFAULT_RULES[1:])
    after = Document(
        Settings(title="New", rules=rules, returns=(Return("CIN"),)),
        (replace(before.objects[0], title="Person"),),
        (Category("sex", (CategoryValue("1"), CategoryValue("a/b"))),),
        (Relationship("gone", "key", "gone_too", "key"),),
    )
    entry = log_entry(before, after, diff(before, after), DECISION)
    assert entry.rows == ()
    subjects = ("settings/title", "settings/returns", "settings/rules", "person", "gone_too", "categories/sex")
    assert entry.subjects == subjects


def test_number_has_four_digits_at_least() -> None:
    assert [format_number("SSD", number) for number in (28, 12_345)] == ["SSD-0028", "SSD-12345"]
