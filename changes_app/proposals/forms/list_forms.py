"""The forms about code lists and their codes."""

from __future__ import annotations

from dataclasses import replace

from changes_app.proposals.forms import current, options
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit, Values, plain
from changes_app.proposals.forms.composing import added, changed, removed
from changes_app.proposals.forms.item_questions import CODES
from changes_app.proposals.forms.lines import unparted
from specs_app.document.validity import REPLACED_BY

NAME = Question(
    "name",
    "Name of the list",
    hint="Small letters, digits and underscores, such as plan_outcome. It is the name of its file.",
    required=True,
    missing="Enter the name of the list",
)
CODE = Question(
    "value", "Code", hint="Exactly as it is to be written, such as 01.", required=True, missing="Enter the code"
)
NEW_TEXT = replace(CODE, hint="A new text for the code breaks what councils send today.")
MEANING = Question(
    "description", "Meaning", "prose", "What the code stands for, such as Moved to another council.", rows=3
)
DATES = (
    Question("valid_from", "Valid from", "day", "The first day, such as 1/4/2026. Empty: it always was."),
    Question("valid_to", "Valid to", "day", "The last day, such as 31/3/2027. Empty: until further notice."),
)


REPLACED = Question(
    REPLACED_BY,
    "Replaced by",
    "rows",
    "What councils send once the code is no longer valid. Choose several where it was split. A row that you empty is taken away.",
    columns=(
        Question(
            "code", "Code to send instead", "choice", "Another code of this list.", options.own_codes, blank="None"
        ),
    ),
)


def _code_changed(form: EditForm, about: About, values: Values) -> list[RawEdit]:
    """What differs; of each row in its place, the code."""
    edits = changed(form, about, values)
    for edit in edits:
        if rows := edit["values"].get(REPLACED.key):
            edit["values"][REPLACED.key] = list(dict.fromkeys(row["code"] for row in rows))
    return edits


def _codes_parted(_about: About, values: Values, _stands: Values) -> dict[str, str]:
    """Lines in which another sign stands for the equals sign would become codes."""
    words = unparted(values.get("values") or ())
    return {"values": words} if words else {}


def _after(words: str) -> Question:
    return Question("after", "Place it behind", "place", options=options.own_codes, blank=words)


CODE_KEYS = ("value", "description", "valid_from", "valid_to", "after")
LIST_FORMS = (
    EditForm(
        "add_value",
        "add_value",
        "category",
        "Add a code",
        "Add a code to {target}",
        added,
        plain(CODE, MEANING, *DATES, _after("At the end")),
        keys=CODE_KEYS,
        line="Add the code {name} to {target}",
    ),
    EditForm(
        "change_value",
        "change_value",
        "value",
        "Change a code",
        "Change the code {target}",
        _code_changed,
        plain(
            MEANING,
            *DATES,
            REPLACED,
            NEW_TEXT,
            _after("Where it is now"),
        ),
        "You see what stands now. An answer that you empty is taken away. To retire a code, say until when and what replaces it.",
        (*CODE_KEYS, REPLACED.key),
        stands=current.code,
        opens=lambda _about, values: current.replacements(values),
    ),
    EditForm(
        "remove_value",
        "remove_value",
        "value",
        "Remove a code",
        "Remove the code {target}",
        removed,
        note="Councils that send the code today must stop. To retire it from a day on, change it instead.",
    ),
    EditForm(
        "change_category",
        "change_category",
        "category",
        "Give the list another name",
        "Rename the code list {target}",
        changed,
        plain(NAME),
        "Items that use the list follow its new name.",
        ("name",),
        stands=current.category,
    ),
    EditForm(
        "remove_category",
        "remove_category",
        "category",
        "Remove the whole code list",
        "Remove {target}",
        removed,
        note="Only a list that no item uses can be removed: take it from these items first, in the same proposal.",
    ),
    EditForm(
        "add_category",
        "add_category",
        "standard",
        "Add a code list",
        "Add the code list {target}",
        added,
        plain(NAME, replace(CODES, required=True, missing="Enter the codes, one a line", rows=10)),
        "A list of the codes that an item may hold. Several items can share one list.",
        ("values",),
        checks=_codes_parted,
        line="Add a code list",
        names="name",
    ),
)
