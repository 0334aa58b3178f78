"""What a standard does not say, and what people call its items."""

from __future__ import annotations

import pytest

from specs_app.document.holes import definition_hole, hole_counts
from specs_app.document.names import item_title
from specs_app.document.types import DataObject, Document, Item
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository

OTHER = Item("KITE009A", "kite_owner", "The person whom the kite belongs to.", guidance="Ask.")


def with_other(item: Item) -> DataObject:
    return DataObject("x_kite", (item, OTHER))


@pytest.mark.parametrize(
    ("definition", "hole", "title"),
    [
        ("", "no_definition", "Tail length"),
        ("Tail Length", "definition_repeats", "Tail Length"),
        ("kite tail length", "definition_repeats", "Kite tail length"),
        ("Its length", "definition_short", "Its length"),
        ("Length of the tail", "", "Length of the tail"),
        ("The length of the tail, in metres.", "", "Tail length"),
    ],
)
def test_definition_is_a_hole_a_label_or_a_sentence(definition: str, hole: str, title: str) -> None:
    item = Item("KITE001A", "kite_tail_length", definition)
    kind = definition_hole(with_other(item), item)
    assert (kind.key if kind else "") == hole
    assert item_title(with_other(item), item) == title


def test_first_word_of_a_name_stays_where_no_other_name_begins_with_it() -> None:
    item = Item("KITE001A", "tail_length")
    assert item_title(with_other(item), item) == "Tail length"
    alone = Item("KITE001A", "kite_tail_length")
    assert item_title(DataObject("x_kite", (alone,)), alone) == "Kite tail length"


def test_holes_are_counted_of_all_parts() -> None:
    item = Item("KITE001A", "kite_tail_length", guidance="Code set S - Short L - Long", returns=("CIN",))
    missing = Item("KITE002A", "kite_sort", "What sort of kite it is", guidance="Ask", category="gone")
    document = Document(
        objects=(DataObject("x_kite", (item, missing, OTHER), description="Kites."), DataObject("x_string"))
    )
    counted = {one.kind.key: (one.count, one.total) for one in hole_counts(document) if one.count}
    assert counted == {
        "no_sentence": (1, 2),
        "no_definition": (1, 3),
        "codes_in_prose": (1, 3),
        "no_code_list": (1, 3),
    }


@needs_corpus
def test_real_holes_are_counted() -> None:
    counted = {one.kind.key: one.count for one in hole_counts(read(corpus_repository()).document)}
    assert (counted["no_sentence"], counted["codes_in_prose"], counted["unknown_return"]) == (48, 39, 3)
    definitions = [counted[key] for key in ("no_definition", "definition_repeats", "definition_short")]
    assert definitions == [3, 68, 137]
