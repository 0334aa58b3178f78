"""The words by which SQL is found."""

from hypothesis import given
from hypothesis import strategies as st

from specs_app.document.sql_words import words_in


def test_words_are_those_of_comments_and_names_and_none_of_the_data() -> None:
    found = words_in(
        "-- Scope: who is known --\n/* Says\n * who. */\n"
        "SELECT p.[CLIENT NO] AS youn_id, 'O''Brien -- no comment' x, \"Date Of\" FROM dbo.CLIENT p WHERE p.[CLIENT NO] > 5"
    )
    assert found.beginning == "Scope: who is known. Says who"
    assert found.words.split() == [
        "Scope:",
        "who",
        "is",
        "known",
        "Says",
        "who.",
        "p",
        "CLIENT",
        "NO",
        "youn_id",
        "x",
        "Date",
        "Of",
        "dbo",
    ]


def test_without_comments_the_text_is_shown() -> None:
    assert words_in("SELECT\n  1 AS a").beginning == "SELECT 1 AS a"


@given(st.text(alphabet="-/*'\"[]a \n"))
def test_any_text_has_words(text: str) -> None:
    assert set(words_in(text).words) <= {*text, " "}
