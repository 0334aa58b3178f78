"""Edits of registries, validators, mappings and names on the real specification: each touches its own lines and no others."""

import difflib
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from specs_app.document.edits import Edit, apply
from specs_app.document.types import Document
from specs_app.yaml_files.layout import SETTINGS_FILE
from specs_app.yaml_files.reader import Reading, read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository
from tests.versions import write

pytestmark = needs_corpus
VALIDATORS, DATATYPES = "data/validators__future_release.yml", "data/datatypes__future_release.yml"
PERSON = "data/objects/ssd_person.yml"
LIST = "data/categories__future_release/legal_status.yml"


@cache
def corpus() -> Reading:
    return read(corpus_repository())


def after(*edits: tuple[str, str, Mapping[str, Any]], start: Document | None = None) -> Document:
    applied = apply(start or corpus().document, [Edit(*edit) for edit in edits])
    assert applied.problems == ()
    return applied.document


def difference(before: bytes, changed: bytes) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    old, new = before.decode().splitlines(), changed.decode().splitlines()
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = [line for tag, start, end, _, _ in steps if tag != "equal" for line in old[start:end]]
    return gone, [line for tag, _, _, start, end in steps if tag != "equal" for line in new[start:end]]


def written(document: Document, path: str, files: Mapping[str, bytes] | None = None) -> tuple[list[str], list[str]]:
    """The lines that went and came in the only file that changes."""
    files = files or corpus_repository()
    changes = write(files, document)
    assert changes.keys() == {path}
    return difference(files[path], changes[path] or b"")


def test_registries_are_read_with_all_that_they_say() -> None:
    settings = corpus().document.settings
    assert len(settings.validators) == 9
    assert len(settings.datatypes) == 7
    after_date = next(entry for entry in settings.validators if entry.key == "date_after")
    assert [(argument.name, argument.type, argument.items) for argument in after_date.args] == [
        ("field_id", "array", "string")
    ]
    assert (settings.layout.validators, settings.layout.datatypes) == (VALIDATORS, DATATYPES)
    assert corpus().source_map["settings/validators/date_after"].file == VALIDATORS
    assert not [problem for problem in corpus().problems if problem.file in (VALIDATORS, DATATYPES)]


@pytest.mark.parametrize(
    ("registry", "path", "entries", "gone", "come"),
    [
        (
            "validators",
            VALIDATORS,
            {"postcode": {"description": "A postcode."}},
            0,
            ["postcode:", "  description: A postcode."],
        ),
        ("validators", VALIDATORS, {"date_after": None}, 10, []),
        ("datatypes", DATATYPES, {"date": {"format": "yyyy-mm-dd"}}, 1, ['  format: "yyyy-mm-dd"']),
        ("datatypes", DATATYPES, {"list": None}, 2, []),
    ],
)
def test_entry_of_a_registry_is_changed_in_its_own_file(
    registry: str, path: str, entries: Any, gone: int, come: list[str]
) -> None:
    lines = written(after(("change_settings", "", {registry: entries})), path)
    assert (len(lines[0]), lines[1]) == (gone, come)


def test_settings_and_registry_changed_together_are_written_where_each_lives() -> None:
    document = after(("change_settings", "", {"title": "Another", "validators": {"date_after": None}}))
    changes = write(corpus_repository(), document)
    assert changes.keys() == {SETTINGS_FILE, VALIDATORS}
    assert b"\nvalidators:" not in (changes[SETTINGS_FILE] or b"")


def test_validators_of_an_item_come_change_and_go_line_by_line() -> None:
    files = corpus_repository()
    given = [{"validator": "character_limit", "values": {"characters": 20}, "rule": "SSDA903 103"}]
    document = after(("change_item", "PERS002A", {"validators": given}))
    came = ["    validators:", "    - character_limit:", "        characters: 20", "        rule: SSDA903 103"]
    assert written(document, PERSON) == ([], came)
    files = {**files, **write(files, document)}
    shorter = after(
        ("change_item", "PERS002A", {"validators": [{**given[0], "values": {"characters": 10}}]}), start=document
    )
    assert written(shorter, PERSON, files) == (["        characters: 20"], ["        characters: 10"])
    gone = after(("change_item", "PERS002A", {"validators": None}), start=document)
    assert write(files, gone)[PERSON] == corpus_repository()[PERSON]


def test_table_and_field_of_a_mapping_go_and_come_back_as_they_were() -> None:
    files = corpus_repository()
    _, item = corpus().document.item_by_ref["PERS002A"]
    mapping = next(one for one in item.cms if one.table and one.field)
    bare = after(("map_item", "PERS002A", {"cms": mapping.cms, "table": None, "field": None, "source": "A.B"}))
    gone, come = written(bare, PERSON)
    assert sorted(line.strip() for line in gone) == sorted(
        [f"- {mapping.cms}:{mapping.table}", f"- {mapping.cms}:{mapping.field}"]
    )
    assert [line.strip() for line in come] == ["cms_source:", f"{mapping.cms}:", "source: A.B"]
    files = {**files, **write(files, bare)}
    words = {"table": mapping.table, "field": mapping.field, "source": None}
    back = after(("map_item", "PERS002A", {"cms": mapping.cms, **words}), start=bare)
    assert back == corpus().document
    gone, come = written(back, PERSON, files)
    assert (len(gone), len(come)) == (3, 2)


def test_other_values_of_an_item_come_and_go_without_a_trace() -> None:
    values: dict[str, Any] = {
        "join_type": "LEFT",
        "expected_data": "A code",
        "synthetic": {"shape": "uniform", "low": 1},
        "deprecated": {"since": "1.4", "replaced_by": "PERS003A"},
    }
    document = after(("change_item", "PERS002A", values))
    gone, come = written(document, PERSON)
    assert gone == []
    assert len(come) == 8
    files = {**corpus_repository(), **write(corpus_repository(), document)}
    cleared = after(("change_item", "PERS002A", dict.fromkeys(values)), start=document)
    assert write(files, cleared)[PERSON] == corpus_repository()[PERSON]


def test_sections_of_a_return_have_titles_in_the_settings() -> None:
    start = corpus().document
    files = {**corpus_repository(), **write(corpus_repository(), start, with_settings=True)}
    named = after(("change_return", "SSDA903", {"sections": ["EPI", "AD1"]}), start=start)
    assert written(named, SETTINGS_FILE, files) == ([], ["  sections:", "  - EPI", "  - AD1"])
    files = {**files, **write(files, named)}
    sections = {"sections": ["EPI", {"key": "AD1", "title": "Adoption"}]}
    titled = after(("change_return", "SSDA903", sections), start=named)
    assert written(titled, SETTINGS_FILE, files) == (["  - AD1"], ["  - key: AD1", "    title: Adoption"])


def test_renamed_code_list_takes_its_file_along_with_what_else_changes_in_it() -> None:
    files = corpus_repository()
    name = LIST.rpartition("/")[2].removesuffix(".yml")
    code = corpus().document.category_by_name[name].values[0]
    edits = (
        ("change_category", name, {"name": "status_in_law"}),
        ("change_value", f"status_in_law/{code.value}", {"description": "Another meaning"}),
    )
    changes = write(files, after(*edits))
    renamed = LIST.replace(name, "status_in_law")
    assert changes.keys() == {LIST, renamed}
    assert changes[LIST] is None
    gone, come = difference(files[LIST], changes[renamed] or b"")
    assert len(gone) == 1
    assert [line.strip() for line in come] == ["description: 'Another meaning'"]
