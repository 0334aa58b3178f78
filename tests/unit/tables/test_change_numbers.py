"""Where the sequence of changes has come to, whatever numbers others have written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.tables.change_numbers import NEAR, highest, mentions
from specs_app.versions.version import problems_of_files
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository, example_repository


@pytest.mark.parametrize(
    ("numbers", "top"),
    [
        ([], 0),
        ([0], 0),
        ([1, 2, 27], 27),
        ([27, 999_999_999], 27),
        ([27, 999_999_998, 999_999_999], 27),
        ([27, 1_027], 1_027),
        ([27, 1_028], 27),
        ([1_000], 1_000),
        ([1_001], 0),
        ([2_147_483_647, 5], 5),
    ],
)
def test_sequence_has_come_as_far_as_numbers_are_near_the_one_below(numbers: list[int], top: int) -> None:
    assert highest(numbers) == top


@given(st.sets(st.integers(0, 5_000) | st.integers(0, 2_147_483_647)))
def test_next_number_is_new_and_never_jumps(numbers: set[int]) -> None:
    following = highest(numbers) + 1
    assert following not in numbers
    assert following <= NEAR * (len(numbers) + 1)


def repository(log: str = "", metadata: str = "") -> dict[str, bytes]:
    item = f"    metadata:\n      change_id: {metadata}\n" if metadata else ""
    fields = f"  fields:\n  - name: kite_id\n    item_ref: KITE001A\n    type: int\n    description: Key\n{item}"
    files = {"data/objects/x_kite.yml": f"nodes:\n- name: x_kite\n{fields}", "CHANGELOG.md": log}
    return {"specification.yml": b"prefix: SSD\n", **{path: text.encode() for path, text in files.items()}}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SSD-0027 XSSD-0099 ABC-5 SSD-12", [27, 12]),
        ("SSD-0000 SSD-00028", [0, 28]),
        ("SSD-1234567890 SSD-x ssd-3", []),
    ],
)
def test_numbers_are_those_of_the_prefix(text: str, found: list[int]) -> None:
    files = repository(text)
    assert [mention.number for mention in mentions(files, read(files).document)] == found


def test_numbers_of_metadata_are_found_with_their_item() -> None:
    files = repository(metadata=" SSD-7 ")
    (found,) = mentions(files, read(files).document)
    assert (found.number, found.address) == (7, "items/KITE001A")
    assert max(mention.number for mention in mentions(example_repository(), read(example_repository()).document)) == 6


def test_number_far_from_the_others_is_a_problem_with_its_place() -> None:
    files = repository("| SSD-0001 |\n| SSD-0002 |\n| SSD-999999999 |\n", "SSD-5000")
    found = [problem for problem in problems_of_files(files) if problem.rule == "stray-change-number"]
    assert [(problem.severity, problem.file, problem.line, problem.address) for problem in found] == [
        ("warning", "CHANGELOG.md", 3, ""),
        ("warning", "data/objects/x_kite.yml", 4, "items/KITE001A"),
    ]
    assert "SSD-999999999 is more than 1,000 away" in found[0].message


@needs_corpus
def test_real_specification_has_no_stray_number() -> None:
    assert not [found for found in problems_of_files(corpus_repository()) if found.rule == "stray-change-number"]
