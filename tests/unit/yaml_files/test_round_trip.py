"""What is written reads back as the same document: random documents, random edits, random ways from one to another."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specs_app.document.edits import apply
from specs_app.document.types import Document
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.write.verification import first_difference
from tests.strategies import documents, edits_for
from tests.versions import write

QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def written(files: dict[str, bytes], document: Document) -> dict[str, bytes]:
    """The files after the document is written into them."""
    changes = write(files, document, with_settings=True)
    return {path: data for path, data in {**files, **changes}.items() if data is not None}


@QUICK
@given(documents())
def test_document_reads_back_from_new_files(document):
    files = written({}, document)
    reading = read(files)
    assert first_difference(reading.document, document) == ""
    assert write(files, reading.document) == {}


@QUICK
@given(documents(), st.data())
def test_written_edits_read_back_as_the_edited_document(document, data):
    files = written({}, document)
    start = read(files).document
    edits = data.draw(st.lists(edits_for(start), min_size=1, max_size=4))
    target = apply(start, edits).document
    assert first_difference(read(written(files, target)).document, target) == ""


@QUICK
@given(documents(), documents())
def test_any_document_is_written_over_any_other(one, other):
    files = written({}, one)
    assert first_difference(read(written(files, other)).document, other) == ""
