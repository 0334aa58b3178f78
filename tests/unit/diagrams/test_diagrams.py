"""Small documents drawn: domains, returns, proposals; and names that try to break out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from specs_app.diagrams import catalogue, values
from specs_app.diagrams.dbml import as_dbml
from specs_app.diagrams.dot import as_dot
from specs_app.diagrams.layout import graph_of
from specs_app.diagrams.lettering import broken, width
from specs_app.diagrams.mermaid import as_mermaid
from specs_app.diagrams.proposals import proposed
from specs_app.diagrams.svg_style import GREY, PALETTE, STYLE
from specs_app.diagrams.values import Diagram, Line
from specs_app.diagrams.words import in_words
from specs_app.document.types import DataObject, Document, Item, Relationship, Return, ReturnMapping, Settings, Term
from tests.unit.diagrams.laid import address, marks_of

EVIL = "a\"]; x -> y [b='<script>&\\n]\n}}\u2028--> end"
FED = ReturnMapping("CENSUS", section="part 1")


def item(reference: str, name: str, domain: str = "sky", **more) -> Item:
    return Item(reference, name, type="int", domains=(domain,), **more)


KITE = DataObject("x_kite", (item("K1", "kite_id", primary_key=True), item("K2", "kite_span", returns=("CENSUS",))))
FLIGHT = DataObject(
    "x_flight",
    (
        item("F1", "flight_id", "air", primary_key=True),
        item("F2", "flight_kite", "air"),
        item("F3", "flight_day", "air", returns=("CENSUS",), returns_map=(FED,)),
    ),
)
LINK = Relationship("x_kite", "kite_id", "x_flight", "flight_kite")
SETTINGS = Settings(
    table_prefix="x_",
    domains=(Term("sky", "The sky"), Term("air", "The air")),
    returns=(Return("CENSUS", "Kite census", (Term("part 1", "Part 1"), Term("part 2"))),),
)
SMALL = Document(SETTINGS, (KITE, FLIGHT), relationships=(LINK,))


def drawn(document: Document, kind: catalogue.Kind, name: str = "") -> Diagram:
    found = catalogue.find(document, kind, name)
    assert found
    return found


def test_domains_are_linked_by_as_many_relationships_as_lead_there() -> None:
    more = replace(
        SMALL, relationships=(LINK, replace(LINK, child_item="flight_id"), replace(LINK, child_object="x_kite"))
    )
    diagram = drawn(more, "domains")
    assert diagram.lines == (Line("sky", "air", "shared", weight=2),)
    assert diagram.boxes[0].notes == ("1 object, 2 items", "1 relationship within")


def test_domain_has_its_keys_and_the_objects_around_it() -> None:
    diagram = drawn(SMALL, "domains", "air")
    assert [(box.key, [row.key for row in box.rows]) for box in diagram.boxes] == [
        ("x_flight", ["PK", "FK"]),
        ("x_kite", []),
    ]


def test_neighbourhood_is_told_from_its_subject() -> None:
    words = in_words(drawn(SMALL, "objects", "x_flight")).lines
    assert [(sentence.before, str(sentence.clauses[0])) for sentence in words] == [
        ("Each record of Flight belongs to one record of", "Kite through flight_kite")
    ]


def test_return_is_fed_through_its_sections() -> None:
    diagram = drawn(SMALL, "returns", "CENSUS")
    assert {(line.tail, line.head, line.weight) for line in diagram.lines} == {
        ("x_flight", "section part 1", 1),
        ("x_kite", "return CENSUS", 1),
        ("section part 1", "return CENSUS", 1),
    }


def test_many_neighbours_stand_in_columns_in_the_order_of_their_groups() -> None:
    names = [f"x_{number}" for number in range(13)]
    links = tuple(Relationship("x_kite", "kite_id", name, "kite") for name in reversed(names))
    objects = (KITE, *(DataObject(name) for name in names))
    graph = graph_of(drawn(Document(SETTINGS, objects, relationships=links), "objects", "x_kite"))
    edges = [line for line in graph.split("\n") if " -> " in line]
    assert [edge.partition(" [")[0] for edge in edges] == [f"n0 -> n{number}" for number in range(1, 14)]
    assert ["minlen=2" in edge for edge in edges] == [bool(at % 2) for at in range(13)]
    assert "minlen" not in graph_of(drawn(Document(SETTINGS, objects, relationships=links[:8]), "objects", "x_kite"))


def test_stages_are_no_returns_that_are_fed() -> None:
    staged = replace(SETTINGS, returns=(*SETTINGS.returns, Return("DRAFT", kind="stage")))
    kite = replace(KITE, items=(item("K1", "kite_id", returns=("DRAFT", "ASTRAY")),))
    document = replace(SMALL, settings=staged, objects=(kite, FLIGHT))
    assert [box.key for box in drawn(document, "returns").boxes] == ["domain air", "return CENSUS"]
    assert catalogue.find(document, "returns", "DRAFT") is None


def test_proposal_shows_what_it_adds_and_removes() -> None:
    log = DataObject("x_log", (item("L1", "log_id", primary_key=True),))
    span = replace(KITE, items=(KITE.items[0], item("K3", "kite_tail")))
    after = replace(
        SMALL, objects=(span, FLIGHT, log), relationships=(Relationship("x_kite", "kite_id", "x_log", "log_id"),)
    )
    diagram = proposed(SMALL, after)
    assert diagram
    assert {box.key: box.mark for box in diagram.boxes} == {"x_kite": "changed", "x_log": "added", "x_flight": ""}
    assert [(row.text, row.mark) for row in diagram.box_of["x_kite"].rows] == [
        ("kite_tail", "added"),
        ("kite_span", "removed"),
    ]
    assert {(line.head, line.mark) for line in diagram.lines} == {("x_flight", "removed"), ("x_log", "added")}
    assert diagram.box_of["x_log"].target == ()


def test_proposal_that_leaves_the_objects_alone_has_no_diagram() -> None:
    changed = replace(KITE, items=(replace(KITE.items[0], metadata=(("release", "2"),)), KITE.items[1]))
    assert proposed(SMALL, replace(SMALL, objects=(changed, FLIGHT), settings=replace(SETTINGS, title="Kites"))) is None


def test_proposal_of_new_words_alone_has_no_diagram() -> None:
    """They are read. What comes beside a new item is marked in its drawing all the same."""
    first = replace(KITE.items[0], guidance="Read it off the tail.", type="int")
    words = replace(KITE, items=(first, *KITE.items[1:]), description="What flies")
    assert proposed(SMALL, replace(SMALL, objects=(words, FLIGHT))) is None
    more = replace(words, items=(*words.items, item("K9", "kite_tail")))
    diagram = proposed(SMALL, replace(SMALL, objects=(more, FLIGHT)))
    assert diagram
    assert [row.mark for row in diagram.box_of["x_kite"].rows] == ["changed", "added"]


def test_two_objects_of_one_name_are_one_box() -> None:
    twice = replace(SMALL, objects=(KITE, FLIGHT, replace(KITE, items=())))
    assert [box.key for box in drawn(twice, "objects").boxes] == ["x_kite", "x_flight"]


def test_what_is_too_much_is_not_drawn() -> None:
    many = tuple(DataObject(f"x_{number}") for number in range(values.MOST_BOXES + 1))
    assert drawn(SMALL, "objects").can_be_drawn
    assert not drawn(replace(SMALL, objects=many), "objects").can_be_drawn
    assert not drawn(Document(), "objects").can_be_drawn


def test_domain_with_too_much_around_it_is_drawn_alone() -> None:
    around = tuple(DataObject(f"x_{number}") for number in range(values.MOST_BOXES))
    links = tuple(Relationship("x_kite", "kite_id", entry.name, "kite") for entry in around)
    diagram = drawn(replace(SMALL, objects=(KITE, *around), relationships=links), "domains", "sky")
    assert [box.key for box in diagram.boxes] == ["x_kite"]
    assert diagram.can_be_drawn


def hostile() -> Document:
    """The small document, all of whose names and titles are one text that ends strings and statements."""
    kite = DataObject(EVIL, (item(EVIL, EVIL, EVIL, primary_key=True, description=EVIL, returns=(EVIL,)),), title=EVIL)
    links = (Relationship(EVIL, EVIL, EVIL, EVIL), Relationship(EVIL + "2", EVIL, EVIL, EVIL))
    settings = Settings(title=EVIL, domains=(Term(EVIL, EVIL),), returns=(Return(EVIL, EVIL),))
    return Document(settings, (kite,), relationships=links)


@pytest.mark.parametrize("kind", catalogue.KINDS)
def test_names_break_out_of_no_notation(kind: catalogue.Kind) -> None:
    for name in ("", EVIL):
        diagram = drawn(hostile(), kind, name)
        assert len(marks_of(diagram).boxes) == len(diagram.boxes)
        dot = as_dot(diagram, address)
        assert dot.count("\n") == 5 + len(diagram.boxes) + len(diagram.lines)
        assert not any(line.replace("\\\\", "").replace('\\"', "").count('"') % 2 for line in dot.split("\n"))
        mermaid = as_mermaid(diagram)
        assert not {"<script", "]; x", "}}"} & set(mermaid.split('"'))
        assert all(line.count('"') % 2 == 0 for line in mermaid.split("\n"))


def test_dbml_keeps_each_text_within_its_quotes() -> None:
    statements = as_dbml(hostile(), EVIL).split("\n")
    columns = [line for line in statements if line.startswith('  "')]
    assert len(columns) == 1
    assert columns[0].partition("note: ")[0].count('"') == 4
    assert all(line.replace("\\\\", "").replace("\\'", "").count("'") % 2 == 0 for line in statements if "Note" in line)


def test_lettering_breaks_behind_blanks_and_cuts_what_is_too_long() -> None:
    assert broken("CLA previous permanence", 15, 140, 3, bold=True) == ("CLA previous", "permanence")
    assert broken("x" * 60, 15, 100, 2)[1].endswith("…")
    assert all(width(line, 15) <= 100 for line in broken("word " * 30, 15, 100, 3))


def test_pages_and_files_have_the_same_colours() -> None:
    sheet = (Path(__file__).parents[3] / "static" / "src" / "parts" / "_diagram.scss").read_text()
    assert all(f"{fill}, {line}" in sheet for fill, line in (*PALETTE, GREY))
    assert STYLE.isascii()
    assert "<" not in STYLE
