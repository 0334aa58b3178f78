"""The forms about validators and data types: registries of which an edit gives the entries that change."""

from __future__ import annotations

from changes_app.proposals.forms.asking import Question
from changes_app.proposals.forms.entry_forms import RegistryForms
from specs_app.document.validation import ARGUMENT_TYPES

DESCRIPTION = Question(
    "description", "Description", "prose", "What it asks of a value, or what it holds, in a sentence.", rows=3
)
ARGUMENTS = Question(
    "args",
    "Arguments",
    "records",
    "What it must be told, one a line: the name, an equals sign, its type, what an array holds, and help, with bars between, such "
    f"as options = array | string | The values that are allowed. Types: {', '.join(ARGUMENT_TYPES)}.",
    rows=4,
    columns=tuple(Question(key, key) for key in ("name", "type", "items", "help")),
)
EXTENDS = Question("extends", "Narrower than", hint="Another type that it is a form of, such as string. Empty: none.")
FORMAT = Question("format", "Format", hint="How it is written, such as dd/mm/yyyy.")


REGISTRIES = (
    RegistryForms(
        "validators",
        "validator",
        "validator",
        (DESCRIPTION, ARGUMENTS),
        "A check that items may ask for. Say afterwards, item by item, where it applies.",
    ),
    RegistryForms(
        "datatypes",
        "datatype",
        "data type",
        (DESCRIPTION, EXTENDS, FORMAT),
        "A type of the standard's own, to be chosen for items.",
    ),
)
VALIDATION_FORMS = tuple(form for registry in REGISTRIES for form in registry.forms())
