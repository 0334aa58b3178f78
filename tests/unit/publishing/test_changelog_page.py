"""The change log prepared for reading."""

from specs_app.document.types import DataObject, Document, Item
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changelog import FILTERS, MOST_ITEMS, log_filters, log_lines
from specs_app.tables.logged_changes import LoggedChange, LoggedItem

LINKS = Links("ssd")
NOTHING = dict.fromkeys(FILTERS, "")


def test_line_says_what_why_and_which_items() -> None:
    items = tuple(LoggedItem(f"A{number}", "Z1" if number == 0 else "", "thing") for number in range(MOST_ITEMS + 2))
    change = LoggedChange("SSD-0001", title="Ask it", kind="New Feature", notes="Asked for", items=items)
    document = Document(objects=(DataObject("thing", (Item("A0", "a"),)),))
    (line,) = log_lines([change], document, LINKS)
    assert (line.number.href, line.heading, line.notes) == ("/ssd/changes/SSD-0001/", "Ask it", "Asked for")
    assert line.facts == (("Type", "New Feature"),)
    assert [(item.href, item.note) for item in line.items[:2]] == [("/ssd/items/A0/", "Z1 before"), ("", "")]
    assert (len(line.items), line.more) == (MOST_ITEMS, 2)


def test_notes_that_are_the_heading_are_said_once() -> None:
    (line,) = log_lines([LoggedChange("SSD-0001", notes="Agreed")], Document(), LINKS)
    assert (line.heading, line.notes) == ("Agreed", "")


def test_filters_offer_what_the_log_has() -> None:
    found = log_filters([LoggedChange("SSD-0001", kind="b"), LoggedChange("SSD-0002", kind="a")], NOTHING)
    assert [(box.name, [choice.value for choice in box.choices]) for box in found.controls] == [
        ("type", ["a", "b"]),
        ("item", []),
    ]
    assert not found.active
