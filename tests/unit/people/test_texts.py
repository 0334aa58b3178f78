"""What people type: taken as it is, or refused with the reason."""

import pytest

from changes_app import texts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "Ünïcödé — “quoted”, 😀",
        "👩\u200d💻 می\u200cخواهم",
        "<script>alert(1)</script>",
        "=cmd()",
        "two\nlines\ttab",
    ],
)
def test_ordinary_and_hostile_looking_text_is_taken(text: str) -> None:
    assert texts.faults("reason", text) == []


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        ("reason", "nul\x00", "control-character"),
        ("reason", "bell\x07", "control-character"),
        ("reason", "lone \ud800", "control-character"),
        ("reason", "x" * 1_000_000, "too-long"),
        ("title", "x" * 121, "too-long"),
        ("title", "two\nlines", "control-character"),
        ("title", "line\u2028separator", "control-character"),
        ("title", "reads \u202ebackwards", "control-character"),
        ("title", "shows \u200bnothing", "control-character"),
        ("reason", "hidden \U000e0041\U000e0042", "control-character"),
        ("full_name", "Ada\xad Moss", "control-character"),
        ("reason", 7, "not-text"),
        ("reason", ["list"], "not-text"),
        ("reason", None, "not-text"),
    ],
)
def test_wrong_text_is_refused_with_a_pointer(field: str, text: object, rule: str) -> None:
    (problem,) = texts.faults(field, text)
    assert (problem.rule, problem.pointer) == (rule, f"/{field}")
    assert problem.message
    assert problem.remedy
