"""Releases as their list and pages tell of them: notes in pieces, the release before, addresses that can be read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.types import Cms, Document, Settings
from specs_app.publishing.pages.releases import (
    FIRST_WORDS,
    NotesBlock,
    at_name,
    before,
    first_words,
    notes_blocks,
    release_page,
)
from specs_app.versions.editions import named
from specs_app.versions.releases import KnownRelease

SHA = "a" * 40


def readable(version: str, number: int = 1) -> KnownRelease:
    return KnownRelease(version, None, sha=SHA, number=number, tag=f"v{version}")


def test_notes_are_paragraphs_and_lists() -> None:
    text = "Kites\n- Tail: added\n - String: longer\n\nKnots\n- One: gone\n"
    assert notes_blocks(text) == (
        NotesBlock("Kites"),
        NotesBlock(entries=("Tail: added", "String: longer")),
        NotesBlock("Knots"),
        NotesBlock(entries=("One: gone",)),
    )
    assert notes_blocks(" \n ") == ()


@pytest.mark.parametrize("text", ["one two " * 60, "x" * 400])
def test_first_words_are_cut_between_words_where_there_are_any(text: str) -> None:
    cut = first_words(text)
    assert len(cut) <= FIRST_WORDS + 2
    assert cut.endswith(" …")
    assert text.startswith(cut.removesuffix(" …"))
    assert first_words("Visits\n- one - two\n- three\n\nPeople") == "Visits: one - two; three. People"


def test_release_before_is_the_next_lower_one_that_can_be_read() -> None:
    known = (readable("1.10"), KnownRelease("1.9", None), readable("1.2"), readable("1.1"))
    assert before(known[0], known) == known[2]
    assert before(known[3], known) is None


def test_page_leads_to_the_text_only_where_there_is_one() -> None:
    document = Document(Settings(cms=(Cms("oak", "Oak", "tsql"),)))
    page = release_page(readable("2.0"), (readable("2.0"), readable("1.0")), document, "kites")
    assert page.as_it_was == "/kites/?at=2.0"
    assert page.before is not None
    assert page.before.href == "/kites/compare/1.0...2.0/"
    assert [row.title for row in page.scripts] == ["Oak"]
    assert all(link.href.endswith("?at=2.0") for row in page.scripts for link in row.links)
    told = release_page(KnownRelease("2.0", None), (readable("1.0"),), None, "kites")
    assert (told.as_it_was, told.before, told.files, told.scripts, told.revision) == ("", None, (), (), None)


def test_systems_go_by_their_titles_where_these_are_known() -> None:
    document = Document(Settings(cms=(Cms("oak", "Oak & Sons", "tsql"),)))
    release = replace(readable("2.0"), systems=("oak", "every one"))
    assert release_page(release, (), document, "kites").systems == "Oak & Sons, every one"
    assert release_page(release, (), None, "kites").systems == "oak, every one"


def test_commit_before_all_revisions_has_no_page_of_its_own() -> None:
    page = release_page(readable("1.0", number=0), (), Document(), "kites")
    assert page.revision is not None
    assert (page.revision.text, page.revision.href) == (SHA, "")


@pytest.mark.parametrize(("version", "name"), [("1.0", "1.0"), ("a/b", SHA), ("1...2", SHA)])
def test_comparison_names_a_release_so_that_its_address_can_be_read(version: str, name: str) -> None:
    assert at_name(readable(version)) == name


def test_what_a_version_is_called_fits_into_a_sentence() -> None:
    assert named("1.5.0") == "version 1.5.0"
    assert named("after 1.4.5 (revision ab12cd3)") == "the version after 1.4.5 (revision ab12cd3)"
    assert named("revision ab12cd3") == "revision ab12cd3"
