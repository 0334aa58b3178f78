"""What a standard is recognised by: stated, or derived; always legible."""

import re
from pathlib import Path

import pytest

from specs_app.document.identity import COLOURS, LEAST, MARK, contrast, identity
from specs_app.document.storable import plain
from specs_app.document.types import Term

STYLE = Path(__file__).parents[3] / "static/src/parts/_identity.scss"


def test_contrast_is_that_of_the_formula():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#0b6e69") == contrast("#0b6e69", "#ffffff")


@pytest.mark.parametrize("colour", COLOURS.values())
def test_every_colour_is_legible_on_white_and_on_the_tint_of_panels(colour):
    assert contrast(colour, "#ffffff") >= LEAST
    assert contrast(colour, "#f2f6f5") >= LEAST


def test_style_has_the_same_colours():
    found = dict(re.findall(r'"(\w+)": (#[0-9a-f]{6})', STYLE.read_text()))
    assert found == dict(COLOURS)


def test_stated_identity_is_used():
    found = identity("ssd", short_name="The SSD", mark="S1", colour="plum", prefix="SSD")
    assert (found.short_name, found.mark, found.colour, found.hex) == ("The SSD", "S1", "plum", COLOURS["plum"])


@pytest.mark.parametrize(
    ("slug", "stated", "short_name", "mark"),
    [
        ("ssd", {"prefix": "SSD"}, "SSD", "SSD"),
        ("bikes-2", {}, "BIKES-2", "BIK"),
        ("x", {"short_name": "Youth services", "mark": "far too long"}, "Youth services", "YOU"),
        ("x", {"short_name": "y" * 900}, "y" * 24, "YYY"),
        ("x", {"short_name": "¡!", "mark": "<b>", "colour": "url(x)"}, "¡!", "?"),
    ],
)
def test_what_is_not_stated_or_unfit_is_derived(slug, stated, short_name, mark):
    found = identity(slug, **stated)
    assert (found.short_name, found.mark) == (short_name, mark)
    assert MARK.fullmatch(mark) or mark == "?"
    assert found.colour in COLOURS
    assert found == identity(slug, **stated)


def test_entry_without_description_is_stored_as_before_there_were_any():
    assert plain((Term("R", "Released"), Term("B", "Backlog", "Waits."))) == [
        {"key": "R", "title": "Released"},
        {"key": "B", "title": "Backlog", "description": "Waits."},
    ]
