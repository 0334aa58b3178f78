"""The shapes of rows of matrices, and of the numbers behind charts."""

from __future__ import annotations

from specs_app.document.holding import BODY, MAPPING
from specs_app.web.api.shaping import flag, maybe, moment, number, shape, text, texts

ITEM_HEAD = {
    "item_ref": text("The reference, or `object.name` where there is none."),
    "name": text(),
    "title": text("What people call it."),
    "object": text(),
    "domains": texts(),
}
GAP = flag("Whether something is asked for that nobody has recorded.")
FILLED = {
    "body": number("Filled by SQL written by hand."),
    "mapping": number("Filled by a mapping with a known source."),
    "nothing": number("Filled by nothing."),
    "held": number("Of those, how many the system is said to hold."),
    "share": number("Percent that something fills, rounded down."),
}
RETURN_CELL = shape(
    "MatrixReturnCell",
    "A place at which a return asks for the item.",
    {
        "return": text(),
        "section": maybe(),
        "reference": maybe("What the return itself calls it."),
        "mark": maybe("The return's own sign."),
        "gap": GAP,
    },
)
ITEM_RETURNS = shape(
    "MatrixItemReturns", "An item, and who asks for it.", {**ITEM_HEAD, "cells": RETURN_CELL(many=True)}
)
FILLING_CELL = shape(
    "MatrixSystemCell",
    "How one system fills the item.",
    {
        "cms": text(),
        "filled_by": maybe(f"`{BODY}`, SQL written by hand, or `{MAPPING}`; null where nothing fills it."),
        "source": maybe("The expression of the body, or the place that the mapping names."),
        "status": maybe("How far delivery is."),
        "note": maybe(),
        "held": flag("Whether the standard says that the system has it."),
        "gap": GAP,
    },
)
ITEM_SYSTEMS = shape(
    "MatrixItemSystems", "An item, and how each system fills it.", {**ITEM_HEAD, "cells": FILLING_CELL(many=True)}
)
SHARE_CELL = shape("MatrixShareCell", "How many items of the object one system fills.", {"cms": text(), **FILLED})
OBJECT_SYSTEMS = shape(
    "MatrixObjectSystems",
    "An object, and how much of it each system fills.",
    {
        "object": text(),
        "title": text(),
        "domain": maybe("The one that most of its items name."),
        "items": number(),
        "cells": SHARE_CELL(many=True),
    },
)
COVERAGE = shape(
    "CoverageBar",
    "How much is filled, of one system or of one domain.",
    {
        "key": maybe("Of the system or the domain; null for the objects of no domain."),
        "title": text(),
        "total": number("Items; of a domain over several systems each counts once for each."),
        **FILLED,
    },
)
QUALITY = shape(
    "QualityPoint",
    "The findings of one revision.",
    {
        "number": number(),
        "revision": text(),
        "date": moment(),
        "errors": number(),
        "warnings": number(),
        "notes": number(),
    },
)
