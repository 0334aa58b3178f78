"""The change log grows by the rows of a change and by nothing else."""

import csv
import io
from dataclasses import replace

import pytest

from specs_app.tables.change_log import LogEntry, with_entry
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository

ENTRY = LogEntry(
    "SSD-0028",
    "2026-11-21",
    "Sex | as <b>recorded</b>\nat birth",
    "editorial",
    (("PERS002A", "ssd_person"), ("PERS050A", "ssd_person")),
    "=cmd()",
)


@needs_corpus
def test_entry_adds_one_row_to_the_table_and_one_for_each_item_to_the_csv():
    files = corpus_repository()
    changed = with_entry(files, ENTRY)
    assert changed.keys() == {"CHANGELOG.md", "docs/admin/ssd_change_log.csv"}
    before, after = files["CHANGELOG.md"].splitlines(), changed["CHANGELOG.md"].splitlines()
    assert [line for line in after if line not in before] == [after[6]]
    assert after[:6] + after[7:] == before
    assert after[6].decode().replace("\\|", "").count("|") == 11
    assert b"| PERS002A, PERS050A | " in after[6]
    assert b"Sex \\| as &lt;b>recorded&lt;/b> at birth" in after[6]


@needs_corpus
def test_csv_keeps_its_bytes_and_line_ends_and_holds_no_formula():
    data = corpus_repository()["docs/admin/ssd_change_log.csv"]
    new = with_entry({"docs/admin/ssd_change_log.csv": data}, ENTRY)["docs/admin/ssd_change_log.csv"]
    assert new.startswith(data)
    added = new[len(data) :].decode()
    assert added.count("\r\n") == 2
    rows = list(csv.reader(io.StringIO(added)))
    assert [row[0] for row in rows] == ["PERS002A", "PERS050A"]
    assert rows[0][-1] == "'=cmd()"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_line_ends_and_a_missing_last_one_are_kept(newline, last):
    text = newline.join(["# Log", "", "| change_id | item_ref |", "|---|---|"]) + (newline if last else "")
    table = newline.join(["item_ref,change_id", "A,SSD-1"]) + (newline if last else "")
    changed = with_entry({"CHANGELOG.md": text.encode(), "x_change_log.csv": table.encode()}, ENTRY)
    markdown, rows = changed["CHANGELOG.md"].decode(), changed["x_change_log.csv"].decode()
    assert markdown == (text if last else text + newline) + "| SSD-0028  | PERS002A, PERS050A |" + (
        newline if last else ""
    )
    assert rows.startswith(table)
    assert rows.replace("\r\n", "\n").replace("\n", newline) == rows
    assert rows.endswith(newline) == bool(last)


def test_rows_say_what_the_log_calls_the_change_and_the_reason_on_one_line():
    entry = replace(ENTRY, types={"PERS050A": "New Feature"}, notes="Analysts | ask.\n\nOften.")
    head = b"item_ref,change_id,change_type,change_impact_notes\n"
    table = b"| change_id | item_ref | change_type | change_impact_notes |\n|---|---|---|---|\n"
    changed = with_entry({"CHANGELOG.md": table, "x_change_log.csv": head}, entry)
    rows = list(csv.reader(io.StringIO(changed["x_change_log.csv"].decode())))[1:]
    assert [row[2:] for row in rows] == [
        ["editorial", "Analysts | ask. Often."],
        ["New Feature", "Analysts | ask. Often."],
    ]
    (line,) = changed["CHANGELOG.md"].splitlines()[2:]
    assert line.endswith(b"| editorial   | Analysts \\| ask. Often. |")
    alone = replace(entry, rows=(("PERS050A", "ssd_person"),))
    assert b"| New Feature | " in with_entry({"CHANGELOG.md": table}, alone)["CHANGELOG.md"]


def test_files_without_a_table_stay():
    files = {
        "CHANGELOG.md": b"# Nothing\n\n| a | b |\n|---|---|\n",
        "x_change_log.csv": b"a,b\n",
        "y_change_log.csv": b"\xff",
    }
    assert with_entry(files, ENTRY) == {}


def test_change_without_items_is_named_by_what_it_is_about_in_the_table_and_has_no_row_in_the_csv():
    entry = replace(ENTRY, rows=(), subjects=("settings/rules", "categories/sex"))
    files = {
        "CHANGELOG.md": b"| change_id | item_ref | change_object_name |\n|---|---|---|\n",
        "x_change_log.csv": b"item_ref,change_id\n",
    }
    changed = with_entry(files, entry)
    assert changed.keys() == {"CHANGELOG.md"}
    assert changed["CHANGELOG.md"].splitlines()[-1] == b"| SSD-0028  |          | settings/rules, categories/sex |"


def test_change_of_items_and_of_more_names_each_object_once():
    entry = replace(ENTRY, subjects=("ssd_person", "categories/sex"))
    table = with_entry({"CHANGELOG.md": b"| change_id | item_ref | change_object_name |\n|---|---|---|\n"}, entry)
    assert table["CHANGELOG.md"].splitlines()[-1].endswith(b"| PERS002A, PERS050A | ssd_person, categories/sex |")
