"""What a change log calls the kinds of changes, told from the log."""

from collections.abc import Mapping

import pytest

from specs_app.tables.log_types import types_of
from specs_app.tables.logged_changes import LoggedChange, logged_changes
from specs_app.yaml_files.reader import read
from tests.corpus import CORPUS, corpus_files, needs_corpus


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        ((), {}),
        (("New Feature",), {"new": "New Feature"}),
        (("Addition", "New item", "New item"), {"new": "New item"}),
        (("editorial", "compatible"), {"editorial": "editorial", "compatible": "compatible"}),
        (("Wording", "Removal"), {"editorial": "Wording", "breaking": "Removal"}),
        (("New wording", "Bug", "newer"), {}),
    ],
)
def test_type_is_taken_where_its_words_have_one_meaning(kinds: tuple[str, ...], wanted: Mapping[str, str]) -> None:
    assert types_of(LoggedChange(f"SSD-{number}", kind=kind) for number, kind in enumerate(kinds)) == wanted


@needs_corpus
def test_the_real_log_has_a_word_for_new_items_alone() -> None:
    files = {str(path.relative_to(CORPUS)): path.read_bytes() for path in corpus_files(".")}
    assert types_of(logged_changes(files, read(files).document)) == {"new": "New Feature"}
