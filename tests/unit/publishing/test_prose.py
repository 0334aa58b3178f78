"""Guidance in pieces: where it is cut, where it is not, and that no word is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.publishing.pages.prose import LONG_PARAGRAPH, paragraphs, sentences

LONG = "Count each day on which the young person was there. " * 6


@pytest.mark.parametrize(
    "text",
    [
        "Use the newest form, e.g. Form B for a school.",
        "A carer, i.e. Somebody with a licence, signs it.",
        "It was signed by Dr. Moss and by Mrs. Reed.",
        "Write what is most fitting [e.g. Boy or Man. Never both] and go on.",
        "Ages (from the form. See below) are in years.",
    ],
)
def test_sentence_is_not_cut_behind_an_abbreviation_or_within_brackets(text: str) -> None:
    assert sentences(text) == [text]


def test_sentence_is_cut_behind_a_bracket_that_nobody_closes() -> None:
    assert sentences("Ages (from the form. They are in years.") == ["Ages (from the form.", "They are in years."]


def test_long_guidance_is_cut_between_sentences() -> None:
    pieces = paragraphs(LONG + LONG + "Ask the team, e.g. Their lead.")
    assert len(pieces) > 1
    assert all(piece.endswith(".") and not piece.endswith("e.g.") for piece in pieces)
    assert all(len(piece) <= LONG_PARAGRAPH for piece in pieces)


def test_codes_of_a_code_set_are_read_one_by_one() -> None:
    told = "How it ended. Code set NO - Not at all E4B – Went home, by bus - and train YES - All of it"
    assert paragraphs(told) == (
        "How it ended.",
        "Code set:",
        "NO - Not at all",
        "E4B – Went home, by bus - and train",
        "YES - All of it",
    )


def test_ruling_lines_are_no_paragraphs() -> None:
    assert paragraphs("Above\n-----------\n\n  \nBelow") == ("Above", "Below")


@given(st.text(alphabet="aB1. -–()[]\nCode set:", max_size=300))
def test_no_letter_is_lost(text: str) -> None:
    """Beside the rules, the spaces between pieces and the colon behind a code set."""
    kept = re.compile(r"[\s:.\-–]")
    assert kept.sub("", "".join(paragraphs(text))) == kept.sub("", text)


def test_hostile_guidance_takes_no_time() -> None:
    hostile = "(a. B" * 20_000 + ")"
    assert "".join(paragraphs(hostile)).replace(" ", "") == hostile.replace(" ", "")
