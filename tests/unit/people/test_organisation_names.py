"""Names of organisations: which are one name, and which only look so."""

from __future__ import annotations

import pytest

from changes_app.organisation_names import LONGEST_KEY, alike, key

ONE = "Northshire"


@pytest.mark.parametrize(
    "written",
    [
        "northshire",
        " NORTHSHIRE ",
        "North\u200bshire",
        "North\u00adshire",
        "\u202eNorthshire\u202c",
        "Northshire\ufe0f",
        "North\u034fshire",
        "North\u2060shire\U000e0101",
        "Ｎorthshire",
        "𝐍orthshire",
        "Northshire\u3164",
        "Northshire\u00a0",
    ],
)
def test_one_name_however_it_is_written(written: str) -> None:
    assert key(written) == key(ONE)


def test_key_folds_blanks_and_is_bounded() -> None:
    assert key("Northshire\u2003 County\tCouncil") == key("northshire county council")
    assert len(key("\ufdfa" * LONGEST_KEY)) == LONGEST_KEY
    assert key("\u200b \u2060") == ""


@pytest.mark.parametrize(
    "written",
    [
        "Nоrthshire",  # Cyrillic о
        "Νorthshire",  # Greek Nu
        "N0rthshire",
        "Northsh1re",
        "NORTHSHlRE",
        "Norťhshire",
        "Nor thshire",
        "North-shire",
        "Northshirre",
        "Nortshire",
        "Northshire County Council",
        "The Northshire Council",
    ],
)
def test_look_alike_is_noticed_and_is_another_name(written: str) -> None:
    assert key(written) != key(ONE)
    assert alike(written, ["Eastmoor", ONE]) == [ONE]


@pytest.mark.parametrize("other", ["Southshire", "Eastmoor", "Westbay", "County Council", "1", "Ministry of Justice"])
def test_other_names_are_left_alone(other: str) -> None:
    assert alike(other, [ONE]) == []


def test_neighbours_and_the_same_name_are_no_look_alikes() -> None:
    assert alike("Westmoor Council", ["Eastmoor Council"]) == []
    assert alike("north\u200bshire", [ONE]) == []


def test_cornmill_and_commill_look_alike() -> None:
    assert alike("Commill Trust", ["Cornmill Trust"]) == ["Cornmill Trust"]
