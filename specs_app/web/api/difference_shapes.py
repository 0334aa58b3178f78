"""The shapes of what lies between two versions."""

from __future__ import annotations

from specs_app.document.for_me import URGENCIES
from specs_app.web.api.schemas import CHANGE_FIELDS, CLASSES
from specs_app.web.api.shaping import choice, flag, maybe, number, shape, text, texts

DIFFERENCE = shape(
    "DifferenceInWords",
    "One difference of meaning, and what it is in words.",
    {
        **CHANGE_FIELDS,
        "words": text("One sentence."),
        "group": text(
            "The object that it belongs to (`objects/<name>`), or `relationships`, `categories` or `settings`."
        ),
    },
)
DIFF = shape(
    "Differences",
    "What lies between two versions.",
    {
        "from": text(),
        "to": text(),
        "class": choice(CLASSES, "The gravest of those that are told."),
        "counts": shape(
            "DifferenceCounts", "How many of each class.", {name: number() for name in reversed(CLASSES)}
        )(),
        "changes": DIFFERENCE(many=True),
    },
)
THING_TO_DO = shape(
    "ThingToDo",
    "A difference that concerns whoever asks, as something to do.",
    {
        "urgency": choice(
            URGENCIES.values(), "`must` of a breaking, `should` of a compatible, `know` of an editorial change."
        ),
        "text": text("What to do."),
        "words_alone": flag("Whether only wording changed, so that there is nothing to do."),
        **CHANGE_FIELDS,
    },
)
LEAVING = shape(
    "LeavingItem",
    "An item that concerns whoever asks and is on its way out.",
    {
        "item_ref": text(),
        "object": text(),
        "name": text(),
        "since": maybe(),
        "remove_in": maybe(),
        "replaced_by": maybe(),
    },
)
FOR_ME = shape(
    "ForMe",
    "What there is to do between two versions for whoever runs some systems and makes some returns.",
    {
        "since": text("The version that is run."),
        "at": text("The version that is looked at."),
        "cms": texts("The systems that were asked for."),
        "returns": texts("The returns that were asked for."),
        "counts": shape("TaskCounts", "How many of each urgency.", {name: number() for name in URGENCIES.values()})(),
        "things_to_do": THING_TO_DO(many=True),
        "leaving": LEAVING(many=True),
    },
)
