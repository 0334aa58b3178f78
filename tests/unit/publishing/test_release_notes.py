"""The notes of a release as they are first proposed: object by object, in plain words."""

from __future__ import annotations

from dataclasses import replace

from specs_app.document.diff import diff
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Settings
from specs_app.publishing.release_notes import release_notes, shortened

BEFORE = Document(
    Settings(table_prefix="tin_", version="1.0.0"),
    (
        DataObject(
            "tin_person", (Item(name="pers_id", item_ref="PERS001A"), Item(name="pers_sex", item_ref="PERS002A"))
        ),
        DataObject("tin_visit", (Item(name="visi_id", item_ref="VISI001A"),)),
    ),
    (Category("sex", (CategoryValue("F"),)),),
)


def notes(after: Document) -> str:
    return release_notes(BEFORE, after, diff(BEFORE, after))


def test_changes_stand_under_their_object_in_the_order_of_the_standard() -> None:
    person, visit = BEFORE.objects
    sex = replace(person.items[1], description="As stated.")
    after = replace(
        BEFORE,
        objects=(
            replace(person, items=(person.items[0], sex)),
            replace(visit, items=(*visit.items, Item(name="visi_day", item_ref="VISI002A"))),
        ),
        categories=(Category("sex", (CategoryValue("F"), CategoryValue("M"))),),
    )
    assert notes(after) == (
        "Person\n- Item PERS002A (pers_sex): definition changed\n\n"
        "Visit\n- Item VISI002A (visi_day) added\n\n"
        "Code lists\n- Code M of code list sex added"
    )


def test_what_is_gone_is_told_under_the_object_that_it_was_in() -> None:
    assert "Visit\n- " in notes(replace(BEFORE, objects=BEFORE.objects[:1]))
    assert "tin" not in notes(replace(BEFORE, objects=BEFORE.objects[:1])).partition("\n")[0]


def test_number_that_the_settings_state_is_no_news() -> None:
    assert notes(replace(BEFORE, settings=replace(BEFORE.settings, version="1.1.0"))) == ""
    assert notes(BEFORE) == ""


def test_notes_that_are_too_long_say_how_much_is_left() -> None:
    notes = "\n".join(["People", *(f"- Item {number} changed" for number in range(500))])
    short = shortened(notes, 1000)
    told = [line for line in short.split("\n") if line.startswith("- ")]
    assert len(short) <= 1000
    assert notes.startswith(short.partition("\n\nAnd ")[0])
    assert f"And {500 - len(told)} lines more" in short
    assert shortened(notes, len(notes)) == notes
