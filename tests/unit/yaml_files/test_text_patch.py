"""The guard over comments: a value that has to be written anew takes none of its reader's words with it."""

import pytest

from specs_app.document.values import Table
from specs_app.yaml_files.patch.nodes import change_mapping
from specs_app.yaml_files.patch.text import Patch, RefusedError, SourceText, has_comment
from specs_app.yaml_files.tree import Mapping

WITH_COMMENT = """\
name: one
value:
  inner: 1
  # why it is so
  other: 2
last: x
"""


def written_anew(text: str) -> bytes:
    """The text with a mapping become a plain word, which no smaller edit can make of it."""
    source = SourceText(text.encode())
    assert isinstance(source.root, Mapping)
    new = Table((("name", "one"), ("value", "plain"), ("last", "x")))
    return source.patched(change_mapping(source, source.root, new))


@pytest.mark.parametrize(
    "text",
    [
        WITH_COMMENT,
        WITH_COMMENT.replace("  # why it is so\n", "").replace("value:\n", "value: # why it is so\n"),
        WITH_COMMENT.replace("  # why it is so\n", "").replace("inner: 1\n", "inner: 1 # why it is so\n"),
        WITH_COMMENT.replace("  # why it is so\n", "").replace("other: 2\n", "other: 2 # why it is so\n"),
    ],
)
def test_value_with_a_comment_inside_is_not_written_anew(text: str) -> None:
    with pytest.raises(RefusedError, match="A comment stands inside"):
        written_anew(text)


def test_value_without_a_comment_is_written_anew() -> None:
    assert written_anew(WITH_COMMENT.replace("  # why it is so\n", "")) == b"name: one\nvalue: plain\nlast: x\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (WITH_COMMENT, True),
        (WITH_COMMENT.replace("  # why it is so\n", ""), False),
        ("a: '#1'\nb: x#y\n", False),
        ("a: 1\nb: |\n  # a word of the text\n", False),
        ("a: 1\n# between\nb: 2\n", True),
        ("# before\na: 1\nb: 2\n# after\n", False),
    ],
)
def test_has_comment_between_the_values_alone(text: str, found: bool) -> None:
    source = SourceText(text.encode())
    assert source.root is not None
    assert has_comment(source, [source.root]) is found


def test_patches_that_meet_are_refused_and_neighbours_are_not() -> None:
    source = SourceText(b"one: 1\ntwo: 2\n")
    assert source.patched([Patch(5, 6, "8"), Patch(0, 5, "new: ")]) == b"new: 8\ntwo: 2\n"
    with pytest.raises(RefusedError, match="meet at one place") as caught:
        source.patched([Patch(0, 9, ""), Patch(8, 12, "")])
    assert caught.value.line == 2
