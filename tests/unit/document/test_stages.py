"""Returns, stages of the standard, and names that are neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.diff.compare import diff
from specs_app.document.stages import asking, returns_in, returns_of, stages_in, stages_of, strays_of
from specs_app.document.types import Document, Item, Return, ReturnMapping, Settings
from specs_app.yaml_files.read.inference import KNOWN_STAGES
from specs_app.yaml_files.read.settings import read_settings
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.tree import parse
from specs_app.yaml_files.write.settings import new_settings_file
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository

LOCAL, CENSUS = Return("Local", "Local use"), Return("CIN", "A census")
STAGE = Return("1bDraft", "Draft", kind="stage", meaning="Not agreed: wait.")
DOCUMENT = Document(Settings(returns=(LOCAL, CENSUS, STAGE)))


def named(*names: str) -> Item:
    return Item("KITE001A", "kite_id", returns=names)


def test_stages_are_no_returns() -> None:
    item = named("1bDraft", "CIN", "CIN", "SSD")
    assert returns_of(DOCUMENT, item) == ("CIN", "SSD")
    assert stages_of(DOCUMENT, item) == (STAGE,)


def test_neither_stages_nor_names_that_are_astray_ask_for_an_item() -> None:
    item = replace(
        named("1bDraft", "SSD", "CIN"), returns_map=(ReturnMapping("Local", "Part 1"), ReturnMapping("1bDraft"))
    )
    assert asking(DOCUMENT, item) == ("CIN", "Local")
    assert asking(Document(), item) == ("1bDraft", "SSD", "CIN", "Local")
    assert (returns_in(DOCUMENT), stages_in(DOCUMENT)) == ((LOCAL, CENSUS), (STAGE,))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Loca;", "Loca;: not in the list of returns; perhaps Local is meant"),
        ("Local,CIN", "Local,CIN: not in the list of returns; perhaps Local and CIN are meant"),
        ("Unheard", "Unheard: not in the list of returns"),
    ],
)
def test_name_that_no_registry_has_says_what_is_perhaps_meant(name: str, words: str) -> None:
    assert [stray.words for stray in strays_of(DOCUMENT, named("CIN", name))] == [words]


def test_nothing_is_astray_where_there_is_no_registry() -> None:
    assert strays_of(Document(), named("CIN")) == ()


def test_kind_and_meaning_are_written_and_read() -> None:
    data = new_settings_file(DOCUMENT.settings)
    assert data.decode().count("kind:") == 1
    part = read_settings(parse(data.decode()), "specification.yml")
    assert part.settings is not None
    assert part.settings.returns == DOCUMENT.settings.returns


def test_return_that_becomes_a_stage_means_something_else() -> None:
    after = Document(Settings(returns=(LOCAL, Return("CIN", "A census", kind="stage"), STAGE)))
    [change] = diff(DOCUMENT, after)
    assert (change.address, change.change_class) == ("settings/returns/CIN", "breaking")


@needs_corpus
def test_real_stages_and_slips_are_told_apart() -> None:
    document = read(corpus_repository()).document
    assert {key for key, entry in document.return_by_key.items() if entry.kind == "stage"} == set(KNOWN_STAGES)
    astray = {
        stray.name: [entry.key for entry in stray.meant]
        for _, item in document.items()
        for stray in strays_of(document, item)
    }
    assert astray == {"Loca;": ["Local"], "SSD903": ["SSDA903"], "Local,AnnexA": ["Local", "AnnexA"]}
