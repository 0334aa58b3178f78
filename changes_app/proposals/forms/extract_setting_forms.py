"""The forms about what scripts need beside the mappings: parameters, joins, row scopes and look-ups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About, EditForm, Pairs, Question, RawEdit, Recalled, Values
from changes_app.proposals.forms.composing import differing, filled, without
from changes_app.proposals.forms.entry_forms import KEY, RegistryForms
from specs_app.document.extract_settings import EXTRACT_REGISTRIES, PARAMETER_TYPES, SEPARATOR


def _types(_about: About) -> Pairs:
    return [(key, key.capitalize()) for key in PARAMETER_TYPES]


def _pairs(key: str, label: str, hint: str) -> Question:
    """Names and what they stand for, a line each."""
    columns = (Question("name", "name"), Question("meant", "meant"))
    return Question(key, label, "records", hint, rows=4, columns=columns)


@dataclass(frozen=True, slots=True)
class ExtractSettingForms(RegistryForms):
    """One registry of these. ``keys`` ask for the parts of which an entry's key is made, in their order."""

    keys: tuple[Question, ...] = (KEY,)

    @property
    def asked_first(self) -> tuple[Question, ...]:
        return self.keys

    def _stands(self, about: About) -> Values:
        kinds = EXTRACT_REGISTRIES[self.field].kinds
        entry = self._entry(about)
        return {name: _shown(kinds[name], entry[name]) for name in kinds} if entry else {}

    def _changed(self, form: EditForm, about: About, values: Values) -> list[RawEdit]:
        found = differing(values, form.stands(about))
        return self._edit(about.target, self._told(found)) if found else []

    def _added(self, _form: EditForm, _about: About, values: Values) -> list[RawEdit]:
        names = [question.key for question in self.keys]
        key = SEPARATOR.join(str(values[name]) for name in names if values.get(name))
        return self._edit(key, self._told(filled(without(values, *names))))

    def _recalled(self, given: Values) -> Recalled:
        recalled = RegistryForms._recalled(self, given)
        kinds = EXTRACT_REGISTRIES[self.field].kinds
        identity = EXTRACT_REGISTRIES[self.field].identified(recalled.target) or {}
        told = {name: _shown(kinds[name], value) for name, value in recalled.values.items()}
        return Recalled(recalled.target, "", {**identity, **told})

    def _told(self, values: Values) -> dict[str, Any]:
        """The answers as an edit says them."""
        kinds = EXTRACT_REGISTRIES[self.field].kinds
        return {name: _as_pairs(value) if kinds[name] == "pairs" else value for name, value in values.items()}


def _shown(kind: str, value: Any) -> Any:
    """A value as its question takes it."""
    if kind == "pairs":
        pairs = value.items() if isinstance(value, Mapping) else value or ()
        return [{"name": name, "meant": meant} if meant else name for name, meant in pairs]
    return list(value or ()) if kind == "words" else value


def _as_pairs(records: Any) -> dict[str, str]:
    named = ({"name": record} if isinstance(record, str) else record for record in records or ())
    return {record.get("name", ""): record.get("meant", "") for record in named}


SYSTEM = Question(
    "cms",
    "System",
    "choice",
    "The system that it is about.",
    options.systems,
    blank="Choose a system",
    required=True,
    missing="Choose the system",
)
ANY_SYSTEM = Question(
    "cms",
    "System",
    "choice",
    "Where one system differs, say it for that one besides.",
    options.systems,
    blank="All systems",
)
REGISTRIES = (
    ExtractSettingForms(
        "parameters",
        "parameter",
        "parameter",
        (
            Question(
                "type", "Type", "radios", "What its value must be.", _types, required=True, missing="Choose its type"
            ),
            Question(
                "default",
                "Value",
                hint="What scripts take where an authority sets nothing else.",
                required=True,
                missing="Enter the value",
            ),
            Question("description", "Description", "prose", "What it is for, in a sentence.", rows=3),
        ),
        "A value that queries name by a colon and its short name. An authority may set it otherwise.",
        remove_note="Only a parameter that nothing names should be removed.",
    ),
    ExtractSettingForms(
        "joins",
        "join",
        "join",
        (
            _pairs(
                "columns",
                "Columns that are equal",
                "One pair a line, first the column of the table, then that of the table it is reached from: VISIT_NO = NO.",
            ),
            Question(
                "at_most_one", "Each row meets at most one", "flag", "Only then is it used: it must not multiply rows."
            ),
        ),
        "How a table of a system is reached from another.",
        remove_note="What is reached by it is left empty then.",
        keys=(
            SYSTEM,
            Question(
                "table", "Table", hint="As mappings write it, such as VISITS.", required=True, missing="Enter the table"
            ),
            Question(
                "parent",
                "Reached from the table",
                hint="As mappings write it, such as PEOPLE.",
                required=True,
                missing="Enter the table that it is reached from",
            ),
        ),
    ),
    ExtractSettingForms(
        "row_scopes",
        "row_scope",
        "row scope",
        (
            Question(
                "cohort",
                "Only where this item's row is there",
                hint="The reference of an item that points at another object.",
            ),
            Question("window", "Only where this date is recent", hint="The reference of an item that is a date."),
            Question(
                "years", "Years", hint="How many years are recent: a number, or a parameter such as :timeframe_years."
            ),
            Question(
                "dated_only",
                "Leave rows without that date out",
                "flag",
                "Else they stay: what has not ended has no end date.",
            ),
            Question(
                "sentinels",
                "Keys that stand for no row",
                "records",
                "One a line, such as -1.",
                columns=(Question("value", "value"),),
            ),
            Question(
                "none_because", "Why all rows are needed", "prose", "Only where nothing above is answered.", rows=2
            ),
        ),
        "Which rows of an object scripts take: no more than are needed.",
        remove_note="Scripts take all rows then, and say so.",
        keys=(
            ANY_SYSTEM,
            Question(
                "object",
                "Object",
                "choice",
                "The object of which rows are chosen.",
                options.PARTS["object"],
                blank="Choose an object",
                required=True,
                missing="Choose the object",
            ),
        ),
    ),
    ExtractSettingForms(
        "lookups",
        "lookup",
        "look-up",
        (_pairs("codes", "Codes", "One pair a line, first the system's code, then that of the standard: F = 2."),),
        "Which code of the standard stands for a code of a system. A code that is not listed is left empty and counted.",
        remove_note="The system's own codes are taken as they are then.",
        keys=(
            ANY_SYSTEM,
            Question("item", "Item", hint="Its reference, such as PERS004A.", required=True, missing="Enter the item"),
        ),
    ),
)
EXTRACT_SETTING_FORMS = tuple(form for registry in REGISTRIES for form in registry.forms())
