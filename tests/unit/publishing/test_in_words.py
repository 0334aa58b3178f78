"""Differences as a reader sees them: titles for keys, words for records, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.diff import diff
from specs_app.document.titles import titles_of
from specs_app.document.types import (
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Return,
    ReturnMapping,
    Settings,
    SteeringRule,
    Term,
)
from specs_app.document.validation import Validation
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import Difference, Values, difference

SETTINGS = Settings(
    cms=(Cms("deep_lake", "Deep Lake"),),
    returns=(Return("KC", "Kite census"),),
    domains=(Term("in_air", "In the air"),),
    statuses=(Term("R", "Released"),),
    rules=(SteeringRule("breaking", approvals=3, quorum=3),),
)
ITEM = Item("KITE001A", "kite_id", cms=(CmsMapping("deep_lake", source="kite.id"),), domains=("in_air",))


def told(settings: Settings = SETTINGS, **changed: Any) -> Difference:
    """The one difference that a changed item or changed settings make."""
    before = Document(SETTINGS, (DataObject("x_kite", (ITEM,)),))
    after = Document(settings, (DataObject("x_kite", (replace(ITEM, **changed),)),))
    [change] = diff(before, after)
    return difference(change, Links("x"), titles_of(SETTINGS, settings))


def lines(found: Difference) -> list[tuple[str, str, str]]:
    return [(line.name, line.before, line.after) for line in found.values.lines]


def test_mapping_is_told_by_the_title_of_its_system_and_in_words() -> None:
    found = told(cms=(CmsMapping("deep_lake", marked=False, source="kite.key", status="R"),))
    assert found.sentence == "Item KITE001A: how Deep Lake holds it changed"
    assert lines(found) == [
        ("Holds it", "Yes", "Not listed"),
        ("Source", "kite.id", "kite.key"),
        ("Delivery status", "", "Released (R)"),
    ]


def test_rule_of_the_steering_group_is_told_in_one_sentence() -> None:
    found = told(replace(SETTINGS, rules=(SteeringRule("breaking", approvals=2, quorum=3),)))
    assert found.sentence == "Approvals needed for a breaking change: 3 → 2"
    assert found.values == Values()


def test_place_in_a_return_is_told_in_words() -> None:
    found = told(returns_map=(ReturnMapping("KC", "Wings", "Kite number"),))
    assert found.sentence == "Item KITE001A: place in return Kite census added"
    assert found.values.after == "Kite census, section Wings, there called Kite number"


def test_section_of_a_return_is_told_by_what_items_name_it_by_and_its_title() -> None:
    census = Return("KC", "Kite census", (Term("K1"), Term("K2", "Wings"), Term("K3", "K3")))
    [line] = lines(told(replace(SETTINGS, returns=(census,))))
    assert line[2] == "K1\nK2: Wings\nK3"


@pytest.mark.parametrize(
    ("changed", "sentence", "before", "after"),
    [
        ({"returns": ("KC",)}, "Item KITE001A now feeds return Kite census", "", ""),
        ({"domains": ()}, "Item KITE001A: domains changed", "In the air", ""),
        ({"status": "R"}, "Item KITE001A: delivery status changed", "", "Released (R)"),
        ({"required": True}, "Item KITE001A is now required", "", ""),
        (
            {"validators": (Validation("date_after", (("field_id", "KITE002A"),), "8840"),)},
            "Item KITE001A: validation changed",
            "",
            "Date after: KITE002A (rule 8840)",
        ),
    ],
)
def test_key_of_an_item_is_told_by_titles(changed: dict[str, Any], sentence: str, before: str, after: str) -> None:
    found = told(**changed)
    assert found.sentence == sentence
    assert (found.values.before, found.values.after) == (before, after)


def test_entry_of_a_registry_leads_to_its_page() -> None:
    found = told(replace(SETTINGS, cms=(Cms("deep_lake", "Deeper Lake"),)))
    assert (found.sentence, found.href) == ("System Deeper Lake changed", "/x/cms/deep_lake/")
    assert lines(found) == [("Title", "Deep Lake", "Deeper Lake")]
