"""The forms about one entry of a registry of the settings: an edit gives the entries that change, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from changes_app.proposals.forms.asking import (
    About,
    EditForm,
    Part,
    Question,
    RawEdit,
    Recalled,
    Values,
    nothing,
    plain,
)
from changes_app.proposals.forms.composing import differing, edit, filled, without

KEY = Question(
    "key",
    "Short name",
    hint="Letters, digits and underscores, beginning with a letter. Files and addresses use it; it cannot be changed later.",
    required=True,
    missing="Enter the short name",
)


@dataclass(frozen=True, slots=True)
class RegistryForms:
    """One registry: its field of the settings, what an entry is called, and what is asked besides its key."""

    field: str
    part: Part
    noun: str
    questions: tuple[Question, ...]
    add_note: str
    change_note: str = "You see what stands now. An answer that you empty is taken away."
    remove_note: str = ""

    @property
    def asked_first(self) -> tuple[Question, ...]:
        """What a new entry is known by."""
        return (KEY,)

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
            self.change_note,
            (self.field,),
            line=f"Describe the {self.noun} {{target}}",
            stands=self._stands,
            recalls=self._recalled,
            fits=self._describes,
        )
        yield change
        yield replace(
            change,
            key=f"add_{self.part}",
            part="standard",
            choice=f"Add a {self.noun}",
            title=f"Add a {self.noun}",
            compose=self._added,
            sections=plain(*self.asked_first, *self.questions),
            note=self.add_note,
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
            note=self.remove_note
            or f"Only a {self.noun} that no item names can be removed: take it from these items first, in the same proposal.",
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
        entries = _by_key(given["values"].get(self.field))
        name = next(iter(entries), "")
        return Recalled(name, "", entries.get(name) or {})

    def _describes(self, values: Values) -> bool:
        return any(entry is not None for entry in _by_key(values.get(self.field)).values())

    def _removes(self, values: Values) -> bool:
        return bool(_by_key(values.get(self.field))) and not self._describes(values)


def _by_key(given: Any) -> Mapping[str, Any]:
    """The entries that an edit gives; a list of all entries, as older edits have it, has no form."""
    return given if isinstance(given, Mapping) else {}


def _as_records(arguments: Any) -> list[Any]:
    """Arguments with the keys that say something; a bare name where that is all."""
    found = ({key: text for key, text in without(argument, "extra").items() if text} for argument in arguments)
    return [record["name"] if record.keys() == {"name"} else record for record in found]
