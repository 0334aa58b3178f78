"""What is asked of an item, from what everybody says to what few do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from changes_app.proposals.forms import asking, options
from changes_app.proposals.forms.asking import Question
from specs_app.document.item_key import ItemKey, Kind, Section
from specs_app.document.item_keys import ASKED, IN_FORMS

#: How a key of each kind is asked for, unless `OWN` says otherwise.
QUESTION_KINDS: dict[Kind, asking.Kind] = {
    "line": "line",
    "prose": "prose",
    "choice": "choice",
    "flag": "flag",
    "words": "choices",
    "table": "table",
}
#: What the question of one key has besides its words: another kind, what there is to choose from, its parts.
OWN: dict[str, dict[str, Any]] = {
    "name": {"required": True, "missing": "Enter the name"},
    "type": {
        "kind": "another",
        "options": options.types,
        "blank": "Choose a type",
        "required": True,
        "missing": "Choose a type, or enter another",
    },
    "max_field_size": {"kind": "size"},
    "category": {"kind": "choice", "options": options.categories, "blank": "No code list"},
    "foreign_key": {"kind": "pointer", "options": options.keys, "blank": "Nothing"},
    "returns": {"options": options.returns},
    "domains": {"options": options.domains, "near": options.near_domains},
    "status": {"kind": "choice", "options": options.statuses, "blank": "Not stated"},
    "sensitivity": {"options": options.sensitivities, "blank": "Not stated"},
    "join_type": {"kind": "another", "options": options.join_types},
    "validators": {
        "kind": "rows",
        "columns": (
            Question("validator", "Validator", "another", "A registered check.", options.validators),
            Question("values", "Settings", "table", "Such as max = 20.", rows=2),
            Question("rule", "The return's rule", hint="Such as rule 203."),
        ),
    },
    "deprecated": {
        "kind": "group",
        "columns": (
            Question("since", "Since version", hint="Such as 1.4.0."),
            Question(
                "replaced_by",
                "Replaced by",
                "choice",
                "The item to use in its place.",
                options.own_items,
                blank="Nothing",
            ),
            Question("remove_in", "To be removed in version", hint="Such as 2.0.0."),
        ),
    },
}


def _question(key: ItemKey) -> Question:
    question = Question(key.name, key.label, QUESTION_KINDS.get(key.kind, "line"), key.hint, rows=key.rows)
    return replace(question, **OWN.get(key.name, {}))


QUESTIONS = {key.name: _question(key) for key in ASKED}
CODES = Question(
    "values",
    "Codes",
    "records",
    "One a line: the code, an equals sign, its meaning, such as 1 = Yes. Where a code is valid for a time only, add both days: "
    "1 = Yes | 2026-04-01 | 2027-03-31. You can paste these four columns from a spreadsheet.",
    rows=6,
    columns=tuple(Question(key, key) for key in ("value", "description", "valid_from", "valid_to")),
)
NEW_LIST = Question(
    "new_list",
    "Make a new code list in this proposal",
    "group",
    "Only if none of the lists above fits.",
    columns=(
        Question("name", "Name of the new list", hint="Small letters, digits and underscores, such as plan_outcome."),
        CODES,
    ),
)
PLACES = Question(
    "places",
    "Where the returns ask for it",
    "rows",
    "The section of a return, and what the return itself calls the item, such as N00097 or Date of birth. A row that you empty is "
    "taken away.",
    columns=(
        Question(
            "where",
            "Return and section",
            "choice",
            "Where in the return it is asked for.",
            options.return_places,
            blank="None",
        ),
        Question("reference", "The return's own name for it", hint="Such as N00097, or Date of birth."),
    ),
)
CELLS = Question(
    "table_cells",
    "Columns of the table",
    "rows",
    "The column, and what the cell says. A row that you empty is taken away.",
    columns=(
        Question(
            "column", "Header of the column", "choice", "As the table heads it.", options.table_columns, blank="None"
        ),
        Question("text", "What the cell says", "prose", "As it shall stand in the table.", rows=1),
    ),
)
TABLE = Question("table", "Table", hint="Such as dbo.YP_CLIENT.")
FIELD = Question("field", "Field", hint="Such as DATE_OF_BIRTH.")
SOURCE = Question(
    "source",
    "Source",
    "prose",
    "Only where table and field do not say it: a longer path in the reporting database, or an expression over columns.",
    rows=2,
)
NOTE = Question("note", "Note", "prose", "Anything a colleague in another council should know.", rows=3)
MARKED = Question("marked", "This system holds it", "flag")
MAPPING = (MARKED, TABLE, FIELD, SOURCE, QUESTIONS["status"], NOTE)
SYSTEMS = Question(
    "systems",
    "How systems hold it",
    "each",
    options=options.systems,
    columns=MAPPING,
)
#: What local builds of a system say instead; asked where one system is spoken of.
VARIANTS = Question(
    "variants",
    "Where a local build of the system holds it otherwise",
    "table",
    "One build a line, such as Reporting copy = rpt.CLIENT.SURNAME.",
    rows=2,
)


def after(blank_words: str) -> Question:
    """Behind which item it stands; ``blank_words`` say where it stands when none is chosen."""
    return Question("after", "Place it behind", "place", options=options.own_items, blank=blank_words)


def sections(new: bool) -> tuple[asking.Section, ...]:
    """The sections of an item's form; of a ``new`` item it asks the reference and how systems hold it too."""
    systems = asking.Section(
        "How systems hold it", (SYSTEMS,), "Table, field and source in each case management system.", closed=True
    )
    return (
        asking.Section("What it is", _questions("what", new)),
        asking.Section("Type, size and codes", _questions("type", new)),
        asking.Section("Who asks for it", _questions("asked", new), "Returns, sections and domains.", closed=True),
        *((systems,) if new else ()),
        asking.Section(
            "Sensitivity and the rest", _questions("rest", new), "How it is handled, made up and placed.", closed=True
        ),
    )


def _questions(section: Section, new: bool) -> tuple[Question, ...]:
    """The questions of a section, each with those that hang on it."""
    behind = {
        "category": (NEW_LIST,),
        "returns": (PLACES,),
        "validators": (after("At the end" if new else "Where it is now"),),
    }
    keys = (key.name for key in IN_FORMS if key.section == section and (new or not key.fixed))
    return tuple(question for key in keys for question in (QUESTIONS[key], *behind.get(key, ())))
