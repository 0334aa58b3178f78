"""The forms about validators and data types: registries of which an edit gives the entries that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from changes_app.forms.asking import About, EditForm, Part, Question, RawEdit, Recalled, Values, nothing, plain
from changes_app.forms.composing import differing, edit, filled, without
from changes_app.forms.registry_forms import KEY
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


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its field of the settings, what an entry is called, and what is asked besides its key."""

    field: str
    part: Part
    noun: str
    questions: tuple[Question, ...]
    note: str

    def forms(self) -> Iterator[EditForm]:
        """One form to change an entry, one to add one, one to remove one."""
        change = EditForm(
            f"change_{self.part}",
            "change_settings",
            self.part,
            f"Change a {self.noun}",
            f"Change the {self.noun} {{target}}",
            self._changed,
            plain(*self.questions),
            "You see what stands now. An answer that you empty is taken away.",
            (self.field,),
            line=f"Describe the {self.noun} {{target}}",
            stands=self._stands,
            recalls=self._recalled,
            fits=lambda values: not self._removes(values),
        )
        yield change
        yield replace(
            change,
            key=f"add_{self.part}",
            part="standard",
            choice=f"Add a {self.noun}",
            title=f"Add a {self.noun}",
            compose=self._added,
            sections=plain(KEY, *self.questions),
            note=self.note,
            stands=nothing,
            fits=lambda _values: False,
        )
        yield replace(
            change,
            key=f"remove_{self.part}",
            choice=f"Remove a {self.noun}",
            title=f"Remove the {self.noun} {{target}}",
            compose=lambda _form, about, _values: self._edit(about.target, None),
            sections=(),
            note=f"Only a {self.noun} that no item names can be removed: take it from these items first, in the same proposal.",
            line="",
            fits=self._removes,
        )

    def _edit(self, key: str, entry: Values | None) -> list[RawEdit]:
        return [edit("change_settings", "", {self.field: {key: entry}})]

    def _entry(self, about: About) -> dict[str, Any]:
        entries = {entry.key: entry for entry in getattr(about.document.settings, self.field)}
        return asdict(entries[about.target]) if about.target in entries else {}

    def _stands(self, about: About) -> Values:
        found = without(self._entry(about), "key", "extra")
        return {key: _as_records(value) if key == "args" else value or None for key, value in found.items()}

    def _changed(self, form: EditForm, about: About, values: Values) -> list[RawEdit]:
        found = differing(values, form.stands(about))
        return self._edit(about.target, found) if found else []

    def _added(self, _form: EditForm, _about: About, values: Values) -> list[RawEdit]:
        return self._edit(str(values["key"]), filled(without(values, "key")))

    def _recalled(self, given: Values) -> Recalled:
        entries: Mapping[str, Any] = given["values"].get(self.field) or {}
        name = next(iter(entries), "")
        return Recalled(name, "", entries.get(name) or {})

    def _removes(self, values: Values) -> bool:
        return all(entry is None for entry in (values.get(self.field) or {}).values())


def _as_records(arguments: Any) -> list[Any]:
    """Arguments with the keys that say something; a bare name where that is all."""
    found = ({key: text for key, text in without(argument, "extra").items() if text} for argument in arguments)
    return [record["name"] if record.keys() == {"name"} else record for record in found]


REGISTRIES = (
    Registry(
        "validators",
        "validator",
        "validator",
        (DESCRIPTION, ARGUMENTS),
        "A check that items may ask for. Say afterwards, item by item, where it applies.",
    ),
    Registry(
        "datatypes",
        "datatype",
        "data type",
        (DESCRIPTION, EXTENDS, FORMAT),
        "A type of the standard's own, to be chosen for items.",
    ),
)
VALIDATION_FORMS = tuple(form for registry in REGISTRIES for form in registry.forms())
