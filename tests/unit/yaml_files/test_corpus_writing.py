"""Writing into the real specification: nothing changes without an edit, and an edit touches only its item's lines."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from specs_app.document.types import CategoryValue, CmsMapping, DataObject, Document, Item
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository
from tests.soak import SOAK, sample
from tests.versions import write

pytestmark = needs_corpus


def changed_lines(before: bytes, after: bytes) -> set[int]:
    """The lines of ``before`` (from 1) that are altered or removed, and those above which lines are put in."""
    matcher = difflib.SequenceMatcher(
        None, before.splitlines(keepends=True), after.splitlines(keepends=True), autojunk=False
    )
    lines: set[int] = set()
    for tag, start, end, _, _ in matcher.get_opcodes():
        if tag != "equal":
            lines |= set(range(start + 1, end + 1)) if end > start else {start}
    return lines


def rounds(files, reading) -> Iterator[list[tuple[DataObject, int, range]]]:
    """The items with the lines that they stand on, one of every object at a time: the objects are in files of their own.

    All of them in a soak; else the first and second, and from there on every fifth.
    """
    most = max(len(entry.items) for entry in reading.document.objects)
    for index in range(most) if SOAK else (0, *range(1, most, 5)):
        yield [
            (entry, index, lines(files, reading, entry, index))
            for entry in reading.document.objects
            if index < len(entry.items)
        ]


def lines(files, reading, entry: DataObject, index: int) -> range:
    starts = [reading.source_map[f"items/{item.item_ref}"].line for item in entry.items]
    starts.append(files[reading.homes[f"objects/{entry.name}"]].count(b"\n") + 1)
    return range(starts[index], starts[index + 1])


def with_items(document: Document, items: dict[str, tuple[Item, ...]]) -> Document:
    objects = (replace(entry, items=items.get(entry.name, entry.items)) for entry in document.objects)
    return replace(document, objects=tuple(objects))


def mapping_changed(item: Item) -> Item:
    others = tuple(entry for entry in item.cms if entry.cms != "mosaic")
    mine = CmsMapping("mosaic", True, "mo_table", "mo_field", source="DBO.TABLE.COLUMN", status="R")
    return replace(item, cms=tuple(sorted((*others, mine), key=lambda entry: entry.cms)))


CHANGES: dict[str, Callable[[Item], Item]] = {
    "guidance": lambda item: replace(item, guidance='Now: "this" – # and\n\nthat, at 012'),
    "type": lambda item: replace(item, type="decimal"),
    "required": lambda item: replace(item, required=not item.required),
    "mapping": mapping_changed,
    "metadata": lambda item: replace(item, metadata=(("change_id", "SSD-0099"), ("versions_count", "2"))),
}


def test_writing_without_edits_changes_no_byte():
    files = corpus_repository()
    assert write(files, read(files).document) == {}


@pytest.mark.soak
@pytest.mark.parametrize("name", CHANGES)
def test_change_of_every_item_touches_only_its_lines(name):
    files = corpus_repository()
    reading = read(files)
    count = 0
    for group in rounds(files, reading):
        items = {entry.name: replaced(entry, index, CHANGES[name]) for entry, index, _ in group}
        changes = write(files, with_items(reading.document, items))
        for entry, index, span in group:
            path = reading.homes[f"objects/{entry.name}"]
            touched = changed_lines(files[path], changes.pop(path, files[path]))
            assert bool(touched) == (items[entry.name] != entry.items)
            assert touched <= set(span), (entry.items[index].item_ref, touched - set(span))
            count += 1
        assert not changes
    assert count == 359 if SOAK else count > 359 / 5


def replaced(entry: DataObject, index: int, change: Callable[[Item], Item]) -> tuple[Item, ...]:
    return (*entry.items[:index], change(entry.items[index]), *entry.items[index + 1 :])


@pytest.mark.soak
def test_adding_behind_every_item_only_adds_lines_there():
    files = corpus_repository()
    reading = read(files)
    for group in rounds(files, reading):
        items = {
            entry.name: (*entry.items[: index + 1], new_item(entry), *entry.items[index + 1 :])
            for entry, index, _ in group
        }
        changes = write(files, with_items(reading.document, items))
        assert len(changes) == len(group)
        for entry, _, span in group:
            path = reading.homes[f"objects/{entry.name}"]
            before, after = files[path].splitlines(), changes[path].splitlines()
            added = len(after) - len(before)
            end = span[-1]
            assert before[:end] + after[end : end + added] + before[end:] == after
            assert after[end].startswith(b"  - name: news_item")


def new_item(entry: DataObject) -> Item:
    ref = f"NEW{entry.name.upper()}"
    return Item(ref, "news_item", "New", "nvarchar", "Words: of guidance", max_field_size="48", returns=("CIN",))


@pytest.mark.soak
def test_removing_every_item_removes_only_its_lines():
    files = corpus_repository()
    document = replace(read(files).document, relationships=())
    files = {**files, **write(files, document)}
    reading = read(files)
    for group in rounds(files, reading):
        items = {entry.name: (*entry.items[:index], *entry.items[index + 1 :]) for entry, index, _ in group}
        changes = write(files, with_items(reading.document, items))
        for entry, _, span in group:
            path = reading.homes[f"objects/{entry.name}"]
            before = files[path].splitlines()
            rest = before[: span[0] - 1] + before[span[-1] :]
            assert changes[path].splitlines() == (rest if items[entry.name] else [*rest[:-1], b"  fields: []"])


def test_moving_items_moves_their_lines_as_they_are():
    files = corpus_repository()
    reading = read(files)
    items = {
        entry.name: (*entry.items[1:-1], entry.items[0], entry.items[-1])
        for entry in reading.document.objects
        if len(entry.items) > 2
    }
    changes = write(files, with_items(reading.document, items))
    assert len(changes) == len(items)
    for path, data in changes.items():
        assert sorted(data.splitlines()) == sorted(files[path].splitlines())


def test_renaming_a_parent_rewrites_both_statements_of_its_relationships():
    files = corpus_repository()
    document = read(files).document
    objects = tuple(
        replace(entry, name="ssd_people") if entry.name == "ssd_person" else entry for entry in document.objects
    )
    relationships = tuple(
        replace(entry, parent_object="ssd_people") if entry.parent_object == "ssd_person" else entry
        for entry in document.relationships
    )
    changes = write(files, replace(document, objects=objects, relationships=relationships))
    assert changes["data/objects/ssd_person.yml"] is None
    renamed = changes.pop("data/objects/ssd_people.yml")
    assert changed_lines(files["data/objects/ssd_person.yml"], renamed) == {3}
    for path, data in changes.items():
        before = files[path].splitlines()
        for line in changed_lines(files[path], data or b"") if data else ():
            assert b"ssd_person" in before[line - 1]


@pytest.mark.soak
def test_changes_of_every_code_list_touch_only_their_lines():
    files = corpus_repository()
    reading = read(files)
    for place, category in sample(list(enumerate(reading.document.categories)), 4):
        values = category.values
        last = replace(values[-1], description="Changed: it")
        for altered, expected in (
            ((*values, CategoryValue("012", "New: one")), None),
            ((*values[:-1], last), {reading.source_map[f"categories/{category.name}"].line}),
            (values[:-1], None),
        ):
            categories = list(reading.document.categories)
            categories[place] = replace(category, values=altered)
            changes = write(files, replace(reading.document, categories=tuple(categories)))
            path = reading.homes[f"categories/{category.name}"]
            assert changes.keys() == {path}
            before, after = files[path].splitlines(), changes[path].splitlines()
            same = sum(
                block.size
                for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
            )
            assert same >= len(before) - 3, (category.name, expected)
