"""The wide table adds to the document, overwrites nothing, and what it cannot place is listed."""

import csv
import io
from dataclasses import replace

import pytest

from specs_app.document.types import CmsMapping, ReturnMapping
from specs_app.tables.wide_table import enrich
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository
from tests.versions import write

TABLE = "docs/admin/data_objects_specification.csv"


@pytest.fixture(scope="module")
def enriched():
    files = corpus_repository()
    return enrich(read(files).document, files[TABLE], file=TABLE)


def item(enriched, ref):
    return enriched.document.item_by_ref[ref][1]


def table_with(changes: dict[int, str], row: int = 1) -> bytes:
    """The corpus's table with some cells of one row (the first item by default) changed."""
    rows = list(csv.reader(io.StringIO(corpus_repository()[TABLE].decode("utf-8-sig"), newline="")))
    for place, text in changes.items():
        rows[row][place] = text
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


@needs_corpus
class TestCorpus:
    def test_sizes_returns_and_sources_are_taken(self, enriched):
        person = item(enriched, "PERS001A")
        assert person.max_field_size == "48"
        assert person.returns_map[:4] == (
            ReturnMapping("RIIA", mark="[Y]"),
            ReturnMapping("CIN", reference="LAchildID", mark="Y"),
            ReturnMapping("SEN2", mark="Y"),
            ReturnMapping("AnnexA", "List 1", mark="Y"),
        )
        mosaic = person.mapping("mosaic")
        assert (mosaic.source, mosaic.status) == ("moLive.dbo.MO_PERSONS.PERSON_ID", "D")
        assert dict(mosaic.variants)["Essex Data Warehouse"] == "DM_PERSONS.PERSON_ID"
        assert item(enriched, "PERS003A").status == "T"

    def test_what_is_no_path_becomes_a_note(self, enriched):
        mappings = [entry for _, found in enriched.document.items() for entry in found.cms]
        assert all(" " not in entry.source and "laceholder" not in entry.source for entry in mappings)
        assert sum(bool(entry.source) for entry in mappings) > 100
        assert item(enriched, "PERS003A").mapping("liquid_logic").note == "Placeholder"
        assert not any(entry.note in ("0", "#N/A", "NA") for entry in mappings)

    def test_marks_of_unlisted_returns_are_stored_and_reported(self, enriched):
        document = read(corpus_repository()).document
        found = [problem for problem in enriched.problems if problem.rule == "return-mark-not-listed"]
        assert len(found) > 50
        assert all(problem.file == TABLE and problem.line > 1 for problem in found)
        for entry, before in document.items():
            assert enriched.document.item_by_ref[before.item_ref][1].returns == before.returns, entry.name

    def test_what_has_no_place_is_listed(self, enriched):
        listed = {entry.column.split()[0]: entry.count for entry in enriched.unplaced}
        assert listed["1"] == 359
        assert {"33", "55", "56", "57", "74"} <= listed.keys()
        assert all(entry.remedy for entry in enriched.unplaced)

    def test_sections_enter_the_register_of_returns(self, enriched):
        sections = {
            entry.key: tuple(section.key for section in entry.sections) for entry in enriched.document.settings.returns
        }
        assert sections["AnnexA"] == tuple(f"List {number}" for number in range(1, 12))
        assert sections["SSDA903"][1] == "2 adoption (AD1)"

    def test_writing_it_only_adds_lines(self, enriched):
        files = corpus_repository()
        changes = write(files, enriched.document, with_settings=True)
        assert len(changes) == 49
        for path, data in changes.items():
            after = iter(data.splitlines(keepends=True))
            assert all(line in after for line in files.get(path, b"").splitlines(keepends=True)), path
        again = {**files, **changes}
        assert write(again, enrich(read(again).document, files[TABLE]).document, with_settings=True) == {}

    def test_nothing_stated_is_overwritten(self):
        document = read(corpus_repository()).document
        entry = document.object_by_name["ssd_person"]
        stated = replace(
            entry.items[0], max_field_size="7", status="R", cms=(CmsMapping("mosaic", True, source="A.B", status="B"),)
        )
        objects = tuple(
            replace(one, items=(stated, *one.items[1:])) if one.name == entry.name else one for one in document.objects
        )
        found = enrich(replace(document, objects=objects), corpus_repository()[TABLE])
        after = found.document.item_by_ref["PERS001A"][1]
        assert (after.max_field_size, after.status) == ("7", "R")
        assert (after.mapping("mosaic").source, after.mapping("mosaic").status) == ("A.B", "B")

    @pytest.mark.parametrize(
        ("changes", "rule"),
        [({38: "many"}, "bad-size"), ({33: "NONE1"}, "csv-row-not-placed"), ({33: "PERS015A"}, "csv-row-not-placed")],
    )
    def test_wrong_cells_are_problems(self, changes, rule):
        found = enrich(read(corpus_repository()).document, table_with(changes))
        assert rule in {problem.rule for problem in found.problems}

    @pytest.mark.parametrize(("place", "text"), [(37, "money"), (43, "CIN|Other"), (63, "soon"), (51, "Other words")])
    def test_cells_that_differ_from_the_yaml_are_listed(self, place, text):
        found = enrich(read(corpus_repository()).document, table_with({place: text}))
        assert str(place + 1) in {entry.column.split()[0] for entry in found.unplaced}

    def test_table_of_another_order_adds_nothing(self):
        document = read(corpus_repository()).document
        for data in (table_with({38: "other"}, row=0), b"", b"a,b\n1,2\n", b"\xff\xfe", b'"open'):
            found = enrich(document, data)
            assert found.document == document
            assert [problem.rule for problem in found.problems] == ["csv-unreadable"]
