"""The forms about the registries of the settings: systems, domains and statuses, entry by entry, and returns.

An edit holds all of a registry, so a draft has one edit of each, and every form builds on what it says already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from changes_app.forms import options, standing
from changes_app.forms.asking import About, EditForm, Part, Question, RawEdit, Recalled, Values, plain
from changes_app.forms.composing import added, changed, edit, filled, removed, without

KEY = Question(
    "key",
    "Short name",
    hint="Letters, digits and underscores, beginning with a letter. Files and addresses use it; it cannot be changed later.",
    required=True,
    missing="Enter the short name",
)
DIALECT = Question(
    "dialect",
    "Its reporting database",
    "choice",
    "The scripts for this system are written for it.",
    options.dialects,
    blank="Choose a database",
    required=True,
    missing="Choose its reporting database",
)


@dataclass(frozen=True, slots=True)
class Registry:
    """One registry: its field of the settings, what an entry is called, and what is asked besides its key."""

    field: str
    part: Part
    noun: str
    questions: tuple[Question, ...]
    add_note: str
    change_note: str
    remove_note: str

    def forms(self) -> Iterator[EditForm]:
        """One form to add an entry, one to change one, one to remove one."""
        base = EditForm(
            f"change_{self.part}",
            "change_settings",
            self.part,
            f"Change a {self.noun}",
            f"Change the {self.noun} {{target}}",
            self._with_changed,
            plain(*self.questions),
            self.change_note,
            (self.field,),
            line=f"Change the list of {plural(self.noun)}",
            stands=self._stands,
            recalls=lambda _edit: Recalled("", "", {}),
            whole=self.field,
        )
        yield replace(
            base,
            key=f"add_{self.part}",
            part="standard",
            choice=f"Add a {self.noun}",
            title=f"Add a {self.noun}",
            compose=self._with_added,
            sections=plain(KEY, *self.questions),
            note=self.add_note,
            stands=lambda _about: {},
        )
        yield base
        yield replace(
            base,
            key=f"remove_{self.part}",
            choice=f"Remove a {self.noun}",
            title=f"Remove the {self.noun} {{target}}",
            compose=self._without,
            sections=(),
            note=self.remove_note,
        )

    def entries(self, about: About) -> list[dict[str, Any]]:
        """The registry as an edit holds it."""
        return [asdict(entry) for entry in getattr(about.document.settings, self.field)]

    def _stands(self, about: About) -> Values:
        found = next((entry for entry in self.entries(about) if entry["key"] == about.target), {})
        return {key: value or None for key, value in without(found, "key").items()}

    def _whole(self, entries: list[dict[str, Any]]) -> list[RawEdit]:
        return [edit("change_settings", "", {self.field: entries})]

    def _with_added(self, _form: EditForm, about: About, values: Values) -> list[RawEdit]:
        return self._whole([*self.entries(about), filled(values)])

    def _with_changed(self, _form: EditForm, about: About, values: Values) -> list[RawEdit]:
        given = {key: value or "" for key, value in values.items()}
        old = self.entries(about)
        new = [{**entry, **given} if entry["key"] == about.target else entry for entry in old]
        return self._whole(new) if new != old else []

    def _without(self, _form: EditForm, about: About, _values: Values) -> list[RawEdit]:
        return self._whole([entry for entry in self.entries(about) if entry["key"] != about.target])


def plural(noun: str) -> str:
    """``status`` gives ``statuses``."""
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


REGISTRIES = (
    Registry(
        "cms",
        "system",
        "case management system",
        (Question("title", "Name", hint="As its makers write it, such as Larchway Casework."), DIALECT),
        "Say afterwards, item by item, how it holds them.",
        "The scripts for this system follow what you choose here.",
        "Only a system that no item names can be removed: take its mappings away first, in the same proposal.",
    ),
    Registry(
        "domains",
        "domain",
        "domain",
        (Question("title", "Title", hint="What people read, such as Places."),),
        "A domain groups items that are about the same.",
        "Every page that lists the domain shows the new title.",
        "Only a domain that no item names can be removed: take it from these items first, in the same proposal.",
    ),
    Registry(
        "statuses",
        "status",
        "delivery status",
        (Question("title", "Title", hint="What people read, such as Being tested."),),
        "A delivery status says how far the script for an item is.",
        "Every item with this status shows the new title.",
        "Only a status that no item has can be removed: give these items another first, in the same proposal.",
    ),
)
RETURN_QUESTIONS = (
    Question("title", "Title", hint="Its full name, such as Children looked after return."),
    Question(
        "sections",
        "Sections",
        "records",
        "One a line, in order, such as Part 1. A title may follow an equals sign: A1 = Children in need.",
        rows=6,
        columns=(Question("key", "Section"), Question("title", "Title")),
    ),
)
RETURN_FORMS = (
    EditForm(
        "change_return",
        "change_return",
        "return",
        "Change its title or sections",
        "Change the return {target}",
        changed,
        plain(*RETURN_QUESTIONS),
        "You see what stands now. A section that items name must stay until they name another.",
        ("title", "sections"),
        stands=standing.return_,
    ),
    EditForm(
        "remove_return",
        "remove_return",
        "return",
        "Remove it from the standard",
        "Remove the return {target}",
        removed,
        note="Only a return that no item names can be removed: take it from these items first, in the same proposal.",
    ),
    EditForm(
        "add_return",
        "add_return",
        "standard",
        "Add a return",
        "Add the return {target}",
        added,
        plain(replace(KEY, key="name", hint="Letters, digits and underscores, such as SSDA903."), *RETURN_QUESTIONS),
        "A statutory or local return. Say afterwards which items it asks for.",
        ("title", "sections"),
        line="Add a return",
        names="name",
    ),
)
REGISTRY_FORMS = tuple(form for registry in REGISTRIES for form in registry.forms())
