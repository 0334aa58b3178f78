"""What cannot be edited by position without taking something along is refused, with the line."""

import pytest

from specs_app.document.values import Plain, Table
from specs_app.yaml_files.patch.nodes import change_mapping
from specs_app.yaml_files.patch.text import RefusedError, SourceText
from specs_app.yaml_files.tree import Mapping

ONE_KEY_LESS = (Table((("b", "2"),)),)


def patched(text: str, value: Plain) -> str:
    """The text with another value behind its key ``k``."""
    source = SourceText(text.encode())
    assert isinstance(source.root, Mapping)
    return source.patched(change_mapping(source, source.root, Table((("k", value),)))).decode()


@pytest.mark.parametrize(
    ("text", "value", "reason", "line"),
    [
        ("k: 1\nk: 2\n", "9", "stands twice", 1),
        ("k:\n- a: 1 # why\n  b: 2\n", ONE_KEY_LESS, "A comment stands between", 2),
        ("k:\n- a: 1\n  # why\n  b: 2\n", ONE_KEY_LESS, "A comment stands between", 2),
        ("k:\n- - x\n  - y\n", (("y",),), "shares its line", 2),
        ("k: [1, # why\n  2]\n", ("1",), "Brackets that span several lines", 1),
        ("k: {a: 1, # why\n  b: 2}\n", Table((("b", "2"),)), "Brackets that span several lines", 1),
        ("k: &one [1]\nother: *one\n", ("2",), "shared with other places", 1),
        ("other: &one [1]\nk: *one\n", ("2",), "shared with other places", 2),
    ],
)
def test_edit_that_would_take_something_along_is_refused(text: str, value: Plain, reason: str, line: int) -> None:
    with pytest.raises(RefusedError, match=reason) as caught:
        patched(text, value)
    assert caught.value.line == line


def test_key_before_another_behind_a_dash_is_removed() -> None:
    assert patched("k:\n- a: 1\n  b: 2\n", ONE_KEY_LESS) == "k:\n- b: 2\n"


def test_entry_of_brackets_on_one_line_is_removed() -> None:
    assert patched("k: [1, 2] # why\n", ("2",)) == "k: [2] # why\n"
