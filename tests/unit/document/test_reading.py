"""Guidance in pieces: where it is cut, where it is not, and that no word is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.document.reading.blocks import Listing, Piece, blocks
from specs_app.document.reading.paragraphs import LONG_PARAGRAPH, paragraphs, sentences
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository

WORD = re.compile(r"[^\W_]+")
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


def test_ruling_lines_are_no_paragraphs() -> None:
    assert paragraphs("Above\n-----------\n\n  \nBelow") == ("Above", "Below")


def test_notes_bullets_and_numbered_lines_are_what_they_are() -> None:
    text = "Say:\n• the day\n• the place\nThen one • two • three. A last one is: • four\n(a) first\n(b) second\nNote: all\n1. alone"
    assert blocks(text) == (
        Piece("Say:"),
        Listing((("", "the day"), ("", "the place"))),
        Piece("Then one"),
        Listing((("", "two"), ("", "three."))),
        Piece("A last one is:"),
        Listing((("", "four"),)),
        Listing((("(a)", "first"), ("(b)", "second"))),
        Piece("Note: all", note=True),
        Piece("1. alone"),
    )


@given(st.text(alphabet="aB1. -–•()[]\nCode set:", max_size=300))
def test_no_word_is_lost_or_moved(text: str) -> None:
    assert WORD.findall(" ".join(line for block in blocks(text) for line in block.lines)) == WORD.findall(text)


@needs_corpus
def test_no_word_of_the_real_guidance_is_lost_or_moved() -> None:
    for _, item in read(corpus_repository()).document.items():
        assert WORD.findall(" ".join(line for block in blocks(item.guidance) for line in block.lines)) == WORD.findall(
            item.guidance
        )


@pytest.mark.parametrize("part", ["(a. B", "A - B ", "AB - \n", "• a. B: ", "1) Yes ", "Codes Use A - a ", "-A Bc "])
def test_hostile_guidance_takes_no_time(part: str) -> None:
    assert blocks(part * 20_000)
