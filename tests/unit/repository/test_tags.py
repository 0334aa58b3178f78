"""Annotated tags: what people say in them, and where a signature begins."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from specs_app.document.commit_messages import composed, spoken, trailer
from specs_app.repository.commits import Author
from specs_app.repository.tags import parse_tag, tag_data

TRAILERS = (("Effective", "2027-01-09"),)
WORDS = [
    "We sign with -----BEGIN keys.",
    "Look\n-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\nafter",
    "Effective: 2020-01-01",
]


def body(message: str) -> str:
    """What a tag with this message says behind its subject."""
    when = datetime(2026, 12, 1, tzinfo=UTC)
    data = tag_data(commit="a" * 40, name="v1.2.0", tagger=Author("A", "a@example.org"), when=when, message=message)
    return parse_tag(data).body


@pytest.mark.parametrize("words", WORDS)
def test_words_with_the_beginning_of_a_signature_hide_no_trailer(words: str) -> None:
    found = body(composed("Release 1.2.0", words, TRAILERS))
    assert (spoken(found), trailer(found, "Effective")) == (words, "2027-01-09")


@pytest.mark.parametrize("kind", ["PGP SIGNATURE", "SSH SIGNATURE"])
def test_signature_is_no_part_of_what_a_tag_says(kind: str) -> None:
    assert body(f"Release 1.2.0\n\nTwo things.\n-----BEGIN {kind}-----\nx\n-----END {kind}-----\n") == "Two things."
