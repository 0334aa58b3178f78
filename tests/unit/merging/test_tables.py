"""The registered wide table of two sides put together: rows side by side, cells of one row, and what only a person can say."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from specs_app.document.edits import Edit, apply
from specs_app.merging.merge import Outcome, merged
from specs_app.merging.sides import Sides
from specs_app.tables.raw_csv import joined, parse, value, written
from specs_app.tables.wide_rows import new_table, rows_by_reference
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.writer import write
from tests.factories import small_files
from tests.versions import side_of

TABLE = "docs/items.csv"
DESCRIPTION, GUIDANCE, ALONE = 40, 51, 55
Files = Mapping[str, bytes]


@pytest.fixture
def base() -> Files:
    """The small specification with a registered table of its items."""
    files = small_files()
    files["specification.yml"] = f"title: Tiny\ntables:\n- path: {TABLE}\n  kind: wide\n".encode()
    return {**files, TABLE: new_table(read(files).document)}


def published(files: Files, ref: str, **values: str) -> Files:
    """After a change of an item here, which the table follows."""
    reading = read(files)
    applied = apply(reading.document, [Edit("change_item", ref, values)])
    assert applied.problems == ()
    return write(reading, applied.document)[1].files


def by_hand(files: Files, ref: str, place: int, words: str) -> Files:
    """After somebody altered one cell of the table and nothing else."""
    table = parse(files[TABLE])
    number = rows_by_reference(table.rows)[ref]
    rows = list(table.rows)
    cells = list(rows[number].cells)
    cells[place] = written(words)
    rows[number] = type(rows[number])(tuple(cells), rows[number].ending, rows[number].line)
    return {**files, TABLE: joined(table, rows).encoded()}


def put_together(base: Files, theirs: Files, ours: Files, keep: str = "") -> Outcome:
    """Both sides; what they do not agree on settled one way, where one is given. No file is merged as text."""
    sides = Sides(*map(side_of, (base, theirs, ours)))
    first = merged(sides, lambda *_: None, {})
    return merged(sides, lambda *_: None, {meeting.key: keep for meeting in first.meetings}) if keep else first


def cell(files: Files, ref: str, place: int) -> str:
    rows = parse(files[TABLE]).rows
    return value(rows[rows_by_reference(rows)[ref]].cells[place])


def test_rows_side_by_side_are_both_kept(base: Files) -> None:
    theirs = by_hand(base, "PERS001A", DESCRIPTION, "Said by hand.")
    ours = published(base, "PERS002A", guidance="Said by votes.")
    outcome = put_together(base, theirs, ours)
    after = outcome.reading.files
    assert outcome.meetings == ()
    assert cell(after, "PERS001A", DESCRIPTION) == "Said by hand."
    assert cell(after, "PERS002A", GUIDANCE) == "Said by votes."
    rows = [parse(files[TABLE]).rows for files in (base, after)]
    assert sum(one != other for one, other in zip(*rows, strict=True)) == 2


def test_cells_of_one_row_are_both_kept(base: Files) -> None:
    theirs = by_hand(base, "PERS001A", DESCRIPTION, "Said by hand.")
    ours = published(base, "PERS001A", guidance="Said by votes.")
    after = put_together(base, theirs, ours).reading.files
    assert [cell(after, "PERS001A", place) for place in (DESCRIPTION, GUIDANCE)] == ["Said by hand.", "Said by votes."]


@pytest.mark.parametrize(("keep", "words"), [("ours", "Said by votes."), ("theirs", "Said by hand.")])
def test_cell_that_both_altered_is_a_meeting_with_all_three(base: Files, keep: str, words: str) -> None:
    theirs = by_hand(base, "PERS001A", GUIDANCE, "Said by hand.")
    ours = published(base, "PERS001A", guidance="Said by votes.")
    (meeting,) = put_together(base, theirs, ours).meetings
    assert (meeting.address, meeting.field) == ("items/PERS001A", "table/guidance")
    assert (meeting.theirs, meeting.ours) == ("Said by hand.", "Said by votes.")
    outcome = put_together(base, theirs, ours, keep)
    assert outcome.meetings == ()
    assert cell(outcome.reading.files, "PERS001A", GUIDANCE) == words


@pytest.mark.parametrize(("keep", "words"), [("ours", "Said by votes."), ("theirs", "Said by both of theirs.")])
def test_cell_follows_what_is_chosen_for_the_yaml(base: Files, keep: str, words: str) -> None:
    theirs = published(base, "PERS001A", guidance="Said by both of theirs.")
    ours = published(base, "PERS001A", guidance="Said by votes.")
    (meeting,) = put_together(base, theirs, ours).meetings
    assert meeting.field == "guidance"
    after = put_together(base, theirs, ours, keep).reading
    found = after.document.item_by_ref["PERS001A"][1]
    assert (found.guidance, cell(after.files, "PERS001A", GUIDANCE)) == (words, words)


@pytest.mark.parametrize(("keep", "words"), [("ours", "Ours."), ("theirs", "Theirs.")])
def test_what_is_chosen_stands_though_both_left_the_table_as_it_was(base: Files, keep: str, words: str) -> None:
    left = {TABLE: base[TABLE]}
    theirs = {**published(base, "PERS001A", guidance="Theirs."), **left}
    ours = {**published(base, "PERS001A", guidance="Ours."), **left}
    after = put_together(base, theirs, ours, keep).reading
    assert after.document.item_by_ref["PERS001A"][1].guidance == words
    row = rows_by_reference(parse(base[TABLE]).rows)["PERS001A"]
    others = [
        [one for place, one in enumerate(parse(files[TABLE]).rows) if place != row] for files in (base, after.files)
    ]
    assert others[0] == others[1]


def test_what_the_table_alone_knows_is_merged_by_the_document(base: Files) -> None:
    theirs = by_hand(base, "PERS001A", ALONE, "Theirs")
    ours = by_hand(base, "PERS002A", ALONE, "Ours")
    after = put_together(base, theirs, ours).reading.files
    assert [cell(after, ref, ALONE) for ref in ("PERS001A", "PERS002A")] == ["Theirs", "Ours"]
    both = put_together(base, theirs, by_hand(base, "PERS001A", ALONE, "Ours"))
    assert [meeting.field for meeting in both.meetings] == ["table_cells"]


def test_items_added_and_taken_away_on_both_sides_have_the_rows_that_are_due(base: Files) -> None:
    theirs = write(read(base), apply(read(base).document, [Edit("remove_item", "VISI001A", {})]).document)[1].files
    new = {"name": "pers_new", "item_ref": "PERS009A", "description": "New", "type": "int"}
    ours = write(read(base), apply(read(base).document, [Edit("add_item", "tin_person", new)]).document)[1].files
    for one, other in ((theirs, ours), (ours, theirs)):
        outcome = put_together(base, one, other)
        assert outcome.meetings == ()
        found = rows_by_reference(parse(outcome.reading.files[TABLE]).rows)
        assert set(found) == set(outcome.reading.document.item_by_ref)
        assert list(found).index("PERS009A") == list(found).index("PERS002A") + 1


def test_rows_of_no_item_that_theirs_altered_are_a_meeting_of_the_file(base: Files) -> None:
    theirs = {**base, TABLE: base[TABLE] + b"a note below the table\r\n"}
    ours = published(base, "PERS001A", guidance="Said by votes.")
    assert [meeting.address for meeting in put_together(base, theirs, ours).meetings] == ["files/docs/items.csv"]


def reshaped(files: Files, shape: str) -> Files:
    """The table with another form, and the same cells."""
    table = parse(files[TABLE])
    if shape == "order":
        head, first, second, *others = table.rows
        return {**files, TABLE: joined(table, [head, second, first, *others]).encoded()}
    return {**files, TABLE: table.encoded().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")}


@pytest.mark.parametrize("shape", ["order", "ends"])
def test_form_that_one_side_gave_the_table_stands_with_cells_and_rows_of_the_other(base: Files, shape: str) -> None:
    new = {"name": "pers_new", "item_ref": "PERS009A", "description": "New", "type": "int"}
    added = write(read(base), apply(read(base).document, [Edit("add_item", "tin_person", new)]).document)[1].files
    changed, formed = published(added, "PERS001A", guidance="Said by votes."), reshaped(base, shape)
    for one, other in ((formed, changed), (changed, formed)):
        outcome = put_together(base, one, other)
        assert outcome.meetings == ()
        assert outcome.reading.files[TABLE] == reshaped(changed, shape)[TABLE]


def test_forms_of_two_kinds_are_a_meeting_of_the_file(base: Files) -> None:
    outcome = put_together(base, reshaped(base, "order"), reshaped(base, "ends"))
    assert [meeting.address for meeting in outcome.meetings] == ["files/docs/items.csv"]


def test_row_altered_by_hand_of_an_item_that_the_other_side_took_away_is_a_meeting(base: Files) -> None:
    theirs = by_hand(base, "VISI001A", GUIDANCE, "Said by hand.")
    ours = write(read(base), apply(read(base).document, [Edit("remove_item", "VISI001A", {})]).document)[1].files
    for one, other in ((theirs, ours), (ours, theirs)):
        (meeting,) = put_together(base, one, other).meetings
        assert (meeting.address, meeting.field) == ("items/VISI001A", "table")
        for keep, side in (("theirs", one), ("ours", other)):
            after = put_together(base, one, other, keep).reading.files
            assert after[TABLE] == side[TABLE]


def test_thousands_of_new_rows_are_placed_at_once(base: Files) -> None:
    row = parse(base[TABLE]).rows[1].text
    many = "".join(row.replace("ADDR001A", f"STRA{number:06}A") for number in range(4000)).encode()
    ours = published(base, "PERS001A", guidance="Said by votes.")
    outcome = put_together(base, {**base, TABLE: base[TABLE] + many}, ours)
    assert outcome.reading.files[TABLE] == ours[TABLE] + many
