"""The shapes of diagrams as data."""

from __future__ import annotations

from specs_app.diagrams.catalogue import KINDS
from specs_app.web.api.schemas import ADDRESSES
from specs_app.web.api.shaping import choice, flag, maybe, number, shape, text, texts

KIND = "What its boxes are."
NAME = "What it is about; null where it is about everything."
URL = "Its page; null where it has none."
MARK = (
    "`missing` of what is named and is not there; of a change request what it does: `added`, `removed` or `changed`. "
    "Null of everything else."
)

DIAGRAM_ENTRY = shape(
    "DiagramEntry",
    "A diagram that there is.",
    {
        "kind": choice(KINDS, KIND),
        "name": maybe(NAME),
        "title": text(),
        "boxes": number("How many."),
        "lines": number("How many."),
        **ADDRESSES,
    },
)
GROUP = shape("DiagramGroup", "A domain that boxes belong to.", {"key": text(), "title": text()})
ROW = shape(
    "DiagramRow",
    "An item in a box.",
    {"text": text(), "key": maybe("`PK`, `FK` or both: `PK FK`."), "mark": maybe(MARK), "html_url": maybe(URL)},
)
BOX = shape(
    "DiagramBox",
    "What is drawn as a box.",
    {
        "key": text("Unique in the diagram."),
        "title": text(),
        "name": maybe("Its technical name."),
        "notes": texts("What is said of it, in a few words each."),
        "group": maybe("The key of its domain."),
        "mark": maybe(MARK),
        "subject": flag("Whether the diagram is about it."),
        "rows": ROW(many=True),
        "html_url": maybe(URL),
    },
)
LINE = shape(
    "DiagramLine",
    "A line between two boxes.",
    {
        "tail": text("The key of a box: of a relationship the parent."),
        "head": text("The key of a box: of a relationship the child."),
        "kind": choice(
            ("many", "one", "shared", "feeds"),
            "`many`, `one`: each record of the tail has many of the head, or one. `shared`: so many relationships lead there. "
            "`feeds`: so many items go there.",
        ),
        "through": maybe("The item of the child that points at the parent."),
        "weight": number("What it stands for."),
        "mark": maybe(MARK),
        "words": text("The same in a sentence."),
    },
)
MARKS = {"groups": GROUP(many=True), "boxes": BOX(many=True), "lines": LINE(many=True)}
DIAGRAM = shape(
    "Diagram",
    "What a diagram shows, but for where on the page it lies.",
    {
        "kind": choice(KINDS, KIND),
        "name": maybe(NAME),
        "title": text(),
        **MARKS,
        **ADDRESSES,
    },
)
PROPOSED = shape(
    "ProposedDiagram",
    "What a change request does to objects and relationships, and what these are linked to; null where it leaves them alone.",
    {"title": text(), **MARKS},
)
