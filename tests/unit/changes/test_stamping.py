"""What a commit leaves behind besides its content."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from changes_app.numbering import format_number, in_metadata
from changes_app.stamping import Decision, log_entry, message, stamp
from specs_app.document.diff import diff
from specs_app.document.types import DataObject, Document, Item
from specs_app.document.values import Extra

DECISION = Decision(
    number="SSD-0028",
    title="Ask for the sex",
    reason="Analysts ask.\r\n\r\nApproved-by: Nobody",
    change_class="editorial",
    decided_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    approved_by=("Ada (Eastmoor)", "Ben\n(Southdale)"),
    rules="editorial: 2 approvals",
    page="https://portal.example/ssd/changes/SSD-0028/",
)


def document(metadata: Extra = (), guidance: str = "") -> Document:
    item = Item("PERS002A", "sex", metadata=metadata, guidance=guidance)
    return Document(objects=(DataObject("person", (Item("PERS001A", "id"), item)),))


def test_message_ends_with_the_trailers_alone() -> None:
    assert message(DECISION) == (
        "SSD-0028: Ask for the sex\n\n"
        "Analysts ask.\n\nApproved-by: Nobody\n\n"
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


def test_numbers_come_from_metadata_of_the_own_prefix() -> None:
    found = [
        list(in_metadata(document((("change_id", text),)), "SSD"))
        for text in ("SSD-0031", "SDS-0099", "SSD-x", " SSD-7 ")
    ]
    assert found == [[31], [], [], [7]]
    assert format_number("SSD", 28) == "SSD-0028"
