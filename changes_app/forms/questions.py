"""What is asked for each kind of edit: plain data, one entry a question.

A question's ``key`` is the key of a typed edit's values. Forms, their first answers and the values sent are all made from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from specs_app.document.names import category_title
from specs_app.document.types import SENSITIVITIES, Document, item_key
from specs_app.outputs.pages.item import SENSITIVITY_WORDS

Kind = Literal["line", "prose", "flag", "choice", "choices", "item", "size"]
Options = Callable[[Document], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a label, a hint, and how it is answered. ``options`` are the answers to choose from."""

    key: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    options: Options | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class EditForm:
    """One way to edit. ``title`` heads the page, with ``{target}`` in it; ``target`` is what kind of part it is about.

    ``key`` names it in addresses: an action may be asked for in two forms.
    """

    key: str
    action: str
    target: str
    choice: str
    title: str
    questions: tuple[Question, ...] = ()
    note: str = ""


def _domains(document: Document) -> list[tuple[str, str]]:
    return [(term.key, term.title or term.key) for term in document.settings.domains]


def _returns(document: Document) -> list[tuple[str, str]]:
    return [(entry.key, entry.title or entry.key) for entry in document.settings.returns]


def _systems(document: Document) -> list[tuple[str, str]]:
    return [(cms.key, cms.title) for cms in document.settings.cms]


def _statuses(document: Document) -> list[tuple[str, str]]:
    return [(term.key, f"{term.title} ({term.key})" if term.title else term.key) for term in document.settings.statuses]


def _categories(document: Document) -> list[tuple[str, str]]:
    return [(category.name, category_title(category.name)) for category in document.categories]


def _sensitivities(_document: Document) -> list[tuple[str, str]]:
    return [(key, SENSITIVITY_WORDS[key]) for key in SENSITIVITIES]


def _relations(_document: Document) -> list[tuple[str, str]]:
    return [("1:M", "Each parent has many children"), ("1:1", "Each parent has one child")]


def _keys(document: Document) -> list[tuple[str, str]]:
    """Items that a foreign key may point at."""
    found = [(entry, item) for entry, item in document.items() if item.primary_key]
    return [(f"{entry.name}.{item.name}", f"{entry.name}.{item.name}") for entry, item in found]


def _places(document: Document) -> list[tuple[str, str]]:
    return [(item_key(entry, item), f"{entry.name}.{item.name}") for entry, item in document.items()]


def _all_items(document: Document) -> list[tuple[str, str]]:
    return [(f"{entry.name}.{item.name}",) * 2 for entry, item in document.items()]


NAME = Question(
    "name", "Name", hint="Small letters, digits and underscores, as the column is called in SQL.", required=True
)
DESCRIPTION = Question("description", "Definition", hint="What it is, in one sentence.")
GUIDANCE = Question("guidance", "Guidance", "prose", "How to record it. Leave an empty line between paragraphs.")

ITEM_QUESTIONS = (
    Question("type", "Type", hint="As in SQL Server, such as nvarchar, int or datetime."),
    Question("max_field_size", "Size", "size", "A whole number, MAX, or nothing."),
    Question("required", "It must always be filled", "flag"),
    Question("unique", "No value may occur twice", "flag"),
    Question("primary_key", "It is part of the primary key", "flag"),
    Question("foreign_key", "It points at", "item", "The key of another object, if it refers to one.", _keys),
    Question("domains", "Domains", "choices", options=_domains),
    Question("returns", "Returns that ask for it", "choices", options=_returns),
    Question("category", "Code list", "choice", "The list its values come from, if there is one.", _categories),
    Question("expected_data", "Expected data", hint="An example or a rule for its values."),
    Question("status", "Delivery status", "choice", options=_statuses),
    Question("sensitivity", "Sensitivity", "choice", options=_sensitivities),
)
CODE_QUESTIONS = (
    Question("description", "Meaning", "prose"),
    Question("valid_from", "Valid from", hint="Such as 2026-04-01, or nothing."),
    Question("valid_to", "Valid to", hint="Such as 2027-03-31, or nothing."),
)

FORMS: dict[str, EditForm] = {
    form.key: form
    for form in (
        EditForm(
            "wording",
            "change_item",
            "item",
            "Change its definition or guidance",
            "Change the wording of {target}",
            (GUIDANCE, DESCRIPTION),
            "Write it as it should be. What stands now is beside it.",
        ),
        EditForm(
            "details",
            "change_item",
            "item",
            "Change its name, type, returns or other details",
            "Change the details of {target}",
            (NAME, *ITEM_QUESTIONS),
            "Change only what is wrong. Everything you leave alone stays as it is.",
        ),
        EditForm(
            "map_item",
            "map_item",
            "item",
            "Say how a case management system holds it",
            "How a system holds {target}",
            (
                Question("cms", "Case management system", "choice", options=_systems, required=True),
                Question("source", "Source", hint="TABLE.COLUMN in the system's reporting database."),
                Question("status", "Delivery status", "choice", options=_statuses),
                Question("note", "Note", "prose", "Anything a colleague in another council should know."),
            ),
        ),
        EditForm("remove_item", "remove_item", "item", "Remove it from the standard", "Remove {target}"),
        EditForm(
            "add_item",
            "add_item",
            "object",
            "Add a new item to it",
            "Add an item to {target}",
            (
                NAME,
                DESCRIPTION,
                GUIDANCE,
                *ITEM_QUESTIONS,
                Question("item_ref", "Reference", hint="Leave empty to be given the next free one."),
                Question("after", "Place it behind", "choice", "At the end, if you choose nothing.", _places),
            ),
        ),
        EditForm(
            "change_object",
            "change_object",
            "object",
            "Change its title or description",
            "Change {target}",
            (Question("title", "Title"), Question("description", "Description", "prose"), NAME),
        ),
        EditForm(
            "add_relationship",
            "add_relationship",
            "object",
            "Add a relationship to another object",
            "Add a relationship of {target}",
            (
                Question(
                    "child", "The item that points", "item", "Of this or another object.", _all_items, required=True
                ),
                Question("parent", "The key it points at", "item", options=_keys, required=True),
                Question("relation", "How many", "choice", options=_relations),
            ),
        ),
        EditForm(
            "remove_relationship",
            "remove_relationship",
            "object",
            "Remove a relationship",
            "Remove a relationship of {target}",
            (Question("child", "The item that points", "item", options=_all_items, required=True),),
        ),
        EditForm("remove_object", "remove_object", "object", "Remove it from the standard", "Remove {target}"),
        EditForm(
            "add_value",
            "add_value",
            "category",
            "Add a code",
            "Add a code to {target}",
            (Question("value", "Code", hint="Exactly as it is to be written.", required=True), *CODE_QUESTIONS),
        ),
        EditForm("change_value", "change_value", "value", "Change a code", "Change the code {target}", CODE_QUESTIONS),
        EditForm("remove_value", "remove_value", "value", "Remove a code", "Remove the code {target}"),
        EditForm("remove_category", "remove_category", "category", "Remove the whole code list", "Remove {target}"),
        EditForm(
            "add_object",
            "add_object",
            "standard",
            "Add an object",
            "Add an object",
            (NAME, Question("title", "Title"), Question("description", "Description", "prose")),
        ),
        EditForm(
            "add_category",
            "add_category",
            "standard",
            "Add a code list",
            "Add a code list",
            (
                NAME,
                Question("values", "Codes", "prose", "One a line: the code, an equals sign, its meaning."),
            ),
        ),
    )
}


def offered(kind: str) -> list[EditForm]:
    """The edits that can be begun from a part of this kind, in order."""
    kinds = {"category": {"category", "value"}, "item": {"item"}, "object": {"object"}, "standard": {"standard"}}
    return [form for form in FORMS.values() if form.target in kinds[kind]]


def form_of(action: str, keys: Iterable[str]) -> EditForm | None:
    """The form in which an edit with these values was asked for; the first of its action where none has them all."""
    forms = [form for form in FORMS.values() if form.action == action]
    wanted = set(keys)
    fitting = [form for form in forms if wanted <= {question.key for question in form.questions}]
    return next(iter(fitting or forms), None)
