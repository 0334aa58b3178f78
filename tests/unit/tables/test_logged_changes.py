"""What a change log tells of changes, in its table, its CSV and the metadata of items."""

from specs_app.document.types import DataObject, Document, Item, Settings
from specs_app.tables.logged_changes import LoggedItem, logged_changes
from specs_app.yaml_files.reader import read
from tests.corpus import CORPUS, corpus_files, needs_corpus

HEAD = "| item_ref | change_id | change_impact_title | change_impact_notes |\n|:--|:--|:--|:--|\n"
EMPTY = Document(settings=Settings(prefix="SSD"))


def log(*rows: str) -> dict[str, bytes]:
    return {"CHANGELOG.md": (HEAD + "".join(f"{row}\n" for row in rows)).encode()}


def test_a_row_is_a_change_with_its_items_and_words_as_they_were_before_escaping() -> None:
    (change,) = logged_changes(log(r"| A1, A2 | SSD-0003 | Say \| why | &lt;b> |"), EMPTY)
    assert (change.number, change.title, change.notes) == ("SSD-0003", "Say | why", "<b>")
    assert [item.item_ref for item in change.items] == ["A1", "A2"]


def test_changes_come_the_highest_number_first_and_numbers_of_others_not_at_all() -> None:
    rows = ("| A1 | SSD-0002 | a | |", "| A1 | SSD-0010 | b | |", "| A1 | ABC-0001 | c | |", "| A1 | SSD-99999 | d | |")
    assert [change.number for change in logged_changes(log(*rows), EMPTY)] == ["SSD-0010", "SSD-0002"]


def test_csv_and_metadata_add_items_and_words_that_are_missing() -> None:
    files = {
        **log("| A1 | SSD-0001 | | |"),
        "docs/ssd_change_log.csv": b"item_ref,old_item_ref,change_id,change_type\nA1,Z9,SSD-0001,New\nA2,,SSD-0001,Other\n",
    }
    item = Item("A3", "c", metadata=(("change_id", "SSD-0001"), ("impact_title", "From the item")))
    (change,) = logged_changes(
        files, Document(objects=(DataObject("thing", (item,)),), settings=Settings(prefix="SSD"))
    )
    assert (change.title, change.kind) == ("From the item", "New")
    assert [entry.item_ref for entry in change.items] == ["A1", "A2", "A3"]
    assert change.items[-1] == LoggedItem("A3", "", "thing")


def test_a_log_that_is_no_table_tells_of_nothing() -> None:
    files = {"CHANGELOG.md": b"# Changes\n\n\xff SSD-0001 here", "change_log.csv": b'a,b\n"unclosed'}
    assert logged_changes(files, EMPTY) == ()


@needs_corpus
def test_the_real_log_tells_of_27_changes_each_with_its_item() -> None:
    files = {str(path.relative_to(CORPUS)): path.read_bytes() for path in corpus_files(".")}
    found = logged_changes(files, read(files).document)
    assert len(found) == 27
    assert all(change.items for change in found)
    assert found[-1].number == "SSD-0001"
