"""The shapes of hand-written bodies of extracts."""

from __future__ import annotations

from specs_app.web.api.schemas import ADDRESSES
from specs_app.web.api.shaping import choice, flag, maybe, number, shape, text, texts

BODY_COLUMN = shape(
    "BodyColumn",
    "An item of the object, and what a body fills it from.",
    {
        "name": text(),
        "item_ref": maybe(),
        "source": maybe("The expression, written anew by the parser; null where the body does not give the item."),
        "filled": flag("Whether there is a source; a bare NULL is none."),
    },
)
READS = shape(
    "BodyReads",
    "The tables that a body reads.",
    {"own": texts("Of the specification, filled before it."), "system": texts("Of the system.")},
)
BODY_FAULT = shape(
    "BodyFault",
    "What is wrong in a body.",
    {
        "line": number("From 1; 0 for the whole."),
        "message": text(),
        "remedy": text(),
        "severity": choice(("error", "warning"), "Scripts leave a body with an error out."),
    },
)
EXTRACT = shape(
    "Extract",
    "The hand-written SQL that fills one object from one system, or from a local build of it.",
    {
        "cms": text(),
        "object": text(),
        "variant": maybe("The local build; null for the usual one."),
        "sql": text("The text as it is kept: one SELECT."),
        "columns": BODY_COLUMN(many=True),
        "reads": READS(),
        "parameters": texts("The names behind a colon."),
        "scope": maybe("Which rows it takes, as it says itself."),
        "problems": BODY_FAULT(many=True),
        **ADDRESSES,
    },
)
