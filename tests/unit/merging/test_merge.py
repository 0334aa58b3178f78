"""Two versions put together as files: what either side did is in them, and no other line is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from specs_app.document.diff import diff
from specs_app.document.edits import Edit, apply
from specs_app.document.threeway import merge
from specs_app.merging.merge import CannotMerge, merged
from specs_app.merging.sides import Sides
from specs_app.repository.folder import Folder
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.writer import CannotWriteError, write
from tests.factories import small_files
from tests.soak import SOAK
from tests.strategies import documents, edits_for
from tests.versions import side_of

quick = settings(
    max_examples=150 if SOAK else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
PERSON, ADDRESS = "data/objects/tin_person.yml", "data/objects/tin_address.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with Folder.create(tmp_path / "any.git") as found:
        yield found


def changed(files: Mapping[str, bytes], path: str, *swaps: tuple[str, str]) -> dict[str, bytes]:
    text = files[path].decode()
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return {**files, path: text.encode()}


def edited(data: st.DataObject, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files after one or two edits, written as the portal writes them."""
    for _ in range(data.draw(st.integers(1, 2))):
        reading = read(files)
        if any(reading.document.items()):
            target = apply(reading.document, [data.draw(edits_for(reading.document))]).document
            try:
                files = dict(write(reading, target)[1].files)
            except CannotWriteError:
                event("cannot be written")
    return files


@given(data=st.data())
@quick
def test_files_say_what_the_documents_come_to(data: st.DataObject, folder: Folder) -> None:
    base = dict(write(read({}), data.draw(documents()))[1].files)
    sides = Sides(*(side_of(files) for files in (base, edited(data, base), edited(data, base))))
    documents_of = sides.documents()
    try:
        outcome = merged(sides, folder.merged_text, {})
    except CannotMerge:
        event("told")
        return
    made = merge(*documents_of.sides)
    assert {meeting.key for meeting in made.meetings} <= {meeting.key for meeting in outcome.meetings}
    event("met" if outcome.meetings else "merged")
    if outcome.meetings:
        return
    assert diff(made.document, outcome.reading.document) == ()
    theirs, ours = sides.theirs.reading.files, sides.ours.reading.files
    for path, content in outcome.reading.files.items():
        if path in base and theirs.get(path) == base[path] == ours.get(path):
            assert content == base[path]


def test_comments_of_both_sides_stay_in_a_file_that_both_changed(folder: Folder) -> None:
    base = small_files()
    theirs = changed(base, PERSON, ("description: Sex as recorded.", "description: Theirs.  # as people say"))
    ours = changed(base, PERSON, ("guidance: Give", "# asked for\n    guidance: Please give"))
    after = (
        merged(Sides(side_of(base), side_of(theirs), side_of(ours)), folder.merged_text, {})
        .reading.files[PERSON]
        .decode()
    )
    assert all(words in after for words in ("Theirs.  # as people say", "# asked for\n    guidance: Please give"))


def test_lines_that_lie_together_are_written_into_theirs(folder: Folder) -> None:
    """Git sees one place, the document two keys."""
    base = small_files()
    theirs = changed(base, PERSON, ("description: Sex as recorded.", "description: Theirs.  # a remark"))
    ours = changed(base, PERSON, ("name: pers_sex\n", "name: pers_stated_sex\n"))
    assert folder.merged_text(base[PERSON], theirs[PERSON], ours[PERSON]) is None
    after = (
        merged(Sides(side_of(base), side_of(theirs), side_of(ours)), folder.merged_text, {})
        .reading.files[PERSON]
        .decode()
    )
    assert "name: pers_stated_sex\n    description: Theirs.  # a remark\n" in after


def test_a_file_that_is_no_part_of_the_document_meets_whole(folder: Folder) -> None:
    base = small_files()
    sides = Sides(
        side_of(base), side_of({**base, "README.md": b"Theirs.\n"}), side_of({**base, "README.md": b"Ours.\n"})
    )
    (met,) = merged(sides, folder.merged_text, {}).meetings
    assert met.address == "files/README.md"
    outcome = merged(sides, folder.merged_text, {met.key: "theirs"})
    assert (outcome.reading.files["README.md"], outcome.meetings) == (b"Theirs.\n", ())
    assert list(outcome.placed) == [b"README.md"]
    assert merged(sides, folder.merged_text, {met.key: "ours"}).reading.files["README.md"] == b"Ours.\n"


def test_a_file_that_theirs_moved_takes_what_ours_changed_in_it(folder: Folder) -> None:
    base = small_files()
    theirs = {path.replace(ADDRESS, "data/objects/later/tin_address.yml"): data for path, data in base.items()}
    ours = changed(base, ADDRESS, ("Whose address it is.", "Ours."))
    outcome = merged(Sides(side_of(base), side_of(theirs), side_of(ours)), folder.merged_text, {})
    assert ADDRESS not in outcome.reading.files
    assert b"description: Ours." in outcome.reading.files["data/objects/later/tin_address.yml"]
    assert outcome.files[ADDRESS] is None


@pytest.mark.parametrize(
    ("path", "edit", "new"),
    [
        ("data/categories/sex.yml", Edit("change_category", "sex", {"name": "gender"}), "data/categories/gender.yml"),
        (
            "data/objects/tin_visit.yml",
            Edit("change_object", "tin_visit", {"name": "tin_stay"}),
            "data/objects/tin_stay.yml",
        ),
    ],
)
def test_comments_follow_a_file_that_the_other_side_moved(folder: Folder, path: str, edit: Edit, new: str) -> None:
    base = small_files()
    renamed = write(read(base), apply(read(base).document, [edit]).document)[1].files
    commented = {**base, path: b"# About it.\n" + base[path]}
    for theirs, ours in ((commented, renamed), (renamed, commented)):
        outcome = merged(Sides(side_of(base), side_of(theirs), side_of(ours)), folder.merged_text, {})
        assert outcome.meetings == ()
        assert outcome.reading.files == {**renamed, new: b"# About it.\n" + renamed[new]}


def test_what_lies_beside_a_new_name_is_written_into_the_moved_file(folder: Folder) -> None:
    """Git sees one place, the document two keys."""
    base, path = small_files(), "data/objects/tin_visit.yml"
    edit = Edit("change_object", "tin_visit", {"name": "tin_stay"})
    ours = write(read(base), apply(read(base).document, [edit]).document)[1].files
    theirs = changed(base, path, ("- name: tin_visit\n", "- name: tin_visit  # of a worker\n  description: Theirs.\n"))
    after = merged(Sides(side_of(base), side_of(theirs), side_of(ours)), folder.merged_text, {}).reading.files
    assert path not in after
    assert b"- name: tin_stay  # of a worker\n  description: Theirs.\n" in after["data/objects/tin_stay.yml"]


def test_new_folder_of_a_side_that_states_no_settings_is_stated(folder: Folder) -> None:
    base = small_files()
    new = b"nodes:\n- name: tin_late\n  fields:\n  - name: late_id\n    item_ref: LATE001A\n    type: int\n"
    stated = write(read(base), read(base).document, with_settings=True)[1].files
    sides = Sides(side_of(base), side_of({**base, "data/objects__later/tin_late.yml": new}), side_of(stated))
    after = merged(sides, folder.merged_text, {}).reading
    assert "tin_late" in after.document.object_by_name
    assert "data/objects__later" in after.document.settings.layout.objects
    assert after.files["data/objects__later/tin_late.yml"] == new
