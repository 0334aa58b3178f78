"""All objects of the real specification: what is drawn, and the same in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.diagrams import catalogue
from specs_app.diagrams.dbml import as_dbml
from specs_app.diagrams.dot import as_dot
from specs_app.diagrams.mermaid import as_mermaid
from specs_app.diagrams.values import Diagram
from specs_app.diagrams.words import in_words
from specs_app.document.types import Document
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository, example_repository
from tests.unit.diagrams.laid import address, marks_of


@pytest.fixture(scope="module")
def real() -> Document:
    return read(corpus_repository()).document


def whole(document: Document) -> Diagram:
    found = catalogue.find(document, "objects")
    assert found
    return found


def said(diagram: Diagram) -> tuple[list[str], list[str]]:
    """What the text alternative says of boxes and of lines."""
    words = in_words(diagram)
    boxes = [str(clause) for sentence in words.boxes for clause in sentence.clauses]
    return boxes, [f"{sentence.before} {clause}" for sentence in words.lines for clause in sentence.clauses]


@needs_corpus
def test_drawing_and_words_have_every_object_and_every_link(real: Document) -> None:
    marks, (boxes, lines) = marks_of(whole(real)), said(whole(real))
    assert (len(marks.links), len(marks.lines)) == (48, 68)
    assert (sorted(marks.boxes), sorted(marks.lines)) == (sorted(boxes), sorted(lines))
    assert sorted(marks.links) == sorted(f"/x/objects/{entry.name}" for entry in real.objects)


@needs_corpus
def test_what_is_not_there_is_drawn_as_such(real: Document) -> None:
    assert marks_of(whole(real)).missing == [
        "CLA placements (ssd_cla_placements, not in this version)",
        "Each record of CLA placements has many records of CLA episodes through clae_cla_placement_id (not in this version)",
    ]


@needs_corpus
def test_relationship_taken_out_is_gone_from_drawing_and_words(real: Document) -> None:
    less = replace(real, relationships=real.relationships[1:])
    assert (len(marks_of(whole(less)).lines), len(said(whole(less))[1])) == (67, 67)


@needs_corpus
def test_other_notations_have_as_many_lines(real: Document) -> None:
    dot, mermaid, dbml = as_dot(whole(real), address), as_mermaid(whole(real)), as_dbml(real, "ssd")
    assert (dot.count(" -> "), mermaid.count("||--o{")) == (68, 68)
    assert (dbml.count("\nTable "), dbml.count("Ref: "), dbml.count("// not in this version: Ref")) == (48, 68, 2)


@pytest.mark.parametrize("files", [example_repository, pytest.param(corpus_repository, marks=needs_corpus)])
def test_every_diagram_says_in_words_what_it_draws(files) -> None:
    document = read(files()).document
    for diagram in catalogue.every(document):
        marks = marks_of(diagram)
        assert (sorted(marks.boxes), sorted(marks.lines)) == tuple(map(sorted, said(diagram))), diagram.title
        assert len(diagram.box_of) == len(diagram.boxes)
