"""What is asked of an item, from what everybody says to what few do."""

from __future__ import annotations

from changes_app.forms import options
from changes_app.forms.asking import Question, Section

NAME = Question(
    "name",
    "Name",
    hint="Small letters, digits and underscores, as the column is called in SQL, such as pers_birth_date.",
    required=True,
    missing="Enter the name",
)
DESCRIPTION = Question("description", "Definition", "prose", "What it is, in one sentence.", rows=2)
GUIDANCE = Question(
    "guidance", "Guidance", "prose", "How to record it. Leave an empty line between paragraphs.", rows=8
)
TYPE = Question(
    "type",
    "Type",
    "another",
    "What it holds. Most text is nvarchar; a date with a time is datetime.",
    options.types,
    blank="Choose a type",
    required=True,
    missing="Choose a type, or enter another",
)
SIZE = Question(
    "max_field_size", "Size", "size", "The most characters a text may have, such as 20, or MAX for a long text."
)
CODE_LIST = Question(
    "category",
    "Code list",
    "choice",
    "The list that its values come from, if there is one.",
    options.categories,
    blank="No code list",
)
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
FLAGS = (
    Question("required", "It must always be filled", "flag"),
    Question("unique", "No value may occur twice", "flag"),
    Question("primary_key", "It is part of the primary key", "flag", "The key tells one row from another."),
)
POINTER = Question(
    "foreign_key",
    "It points at",
    "pointer",
    "The key of another object, if it refers to one.",
    options.keys,
    blank="Nothing",
)
RETURNS = Question(
    "returns", "Returns that ask for it", "choices", "Tick each return that asks for it.", options.returns
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
DOMAINS = Question("domains", "Domains", "choices", "What it is about.", options.domains, near=options.near_domains)
TABLE = Question("table", "Table", hint="Such as dbo.YP_CLIENT.")
FIELD = Question("field", "Field", hint="Such as DATE_OF_BIRTH.")
SOURCE = Question(
    "source",
    "Source",
    "prose",
    "Only where table and field do not say it: a longer path in the reporting database, or an expression over columns.",
    rows=2,
)
DELIVERY = Question(
    "status", "Delivery status", "choice", "How far the script for it is.", options.statuses, blank="Not stated"
)
NOTE = Question("note", "Note", "prose", "Anything a colleague in another council should know.", rows=3)
MARKED = Question("marked", "This system holds it", "flag")
MAPPING = (MARKED, TABLE, FIELD, SOURCE, DELIVERY, NOTE)
SYSTEMS = Question(
    "systems",
    "How systems hold it",
    "each",
    options=options.systems,
    columns=(MARKED, TABLE, FIELD, SOURCE, DELIVERY, NOTE),
)
SENSITIVITY = Question(
    "sensitivity",
    "Sensitivity",
    "choice",
    "How carefully it must be handled.",
    options.sensitivities,
    blank="Not stated",
)
EXPECTED = Question("expected_data", "Expected data", "prose", "An example or a rule for its values.", rows=2)
JOIN = Question("join_type", "Join type", "another", "How a script joins the table that holds it.", options.join_types)
VALIDATORS = Question(
    "validators",
    "Checks of its values",
    "rows",
    "The validator, what it must be told (one a line, such as max = 20, or a list as [a, b]), and the return's own rule that it "
    "stands for. "
    "A row that you empty is taken away.",
    columns=(
        Question("validator", "Validator", "another", "A registered check.", options.validators),
        Question("values", "Settings", "table", "Such as max = 20.", rows=2),
        Question("rule", "The return's rule", hint="Such as rule 203."),
    ),
)
SYNTHETIC = Question(
    "synthetic",
    "Invented data",
    "table",
    "How test data is made up. One setting a line, such as generator = date_of_birth; a list as [a, b].",
    rows=3,
)
DEPRECATED = Question(
    "deprecated",
    "On its way out",
    "group",
    "Leave all three empty unless the standard is going to drop it.",
    columns=(
        Question("since", "Since version", hint="Such as 1.4.0."),
        Question(
            "replaced_by", "Replaced by", "choice", "The item to use in its place.", options.own_items, blank="Nothing"
        ),
        Question("remove_in", "To be removed in version", hint="Such as 2.0.0."),
    ),
)
REFERENCE = Question("item_ref", "Reference", hint="Leave it empty to be given the next free one.")


def after(blank_words: str) -> Question:
    return Question("after", "Place it behind", "place", options=options.own_items, blank=blank_words)


def sections(new: bool) -> tuple[Section, ...]:
    """What is asked of an item, from what everybody says to what few do."""
    rest = (EXPECTED, VALIDATORS, after("At the end" if new else "Where it is now"), JOIN, SYNTHETIC, DEPRECATED)
    systems = Section(
        "How systems hold it", (SYSTEMS,), "Table, field and source in each case management system.", closed=True
    )
    return (
        Section("What it is", (NAME, DESCRIPTION, GUIDANCE)),
        Section("Type, size and codes", (TYPE, SIZE, CODE_LIST, NEW_LIST, POINTER, *FLAGS)),
        Section("Who asks for it", (RETURNS, PLACES, DOMAINS), "Returns, sections and domains.", closed=True),
        *((systems,) if new else ()),
        Section(
            "Sensitivity and the rest",
            (SENSITIVITY, *((DELIVERY, REFERENCE) if new else (DELIVERY,)), *rest),
            "How it is handled, made up and placed.",
            closed=True,
        ),
    )
