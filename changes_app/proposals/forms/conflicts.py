"""The form in which each conflict of a proposal is settled by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from changes_app.people.forms.own_words import TextForm
from changes_app.proposals.summary import ConflictLine, conflict_line
from specs_app.document.problems import Problem

MINE = ("mine", "Keep what the proposal says")
THEIRS = ("theirs", "Take what the standard says now")
OTHER = ("other", "Write something else")


class ConflictForm(TextForm):
    """A choice for each conflict, and other words where they can be given. Fields are named by the place of the conflict, so that
    an answer stays with its question when the standard moves on meanwhile."""

    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, conflicts: Sequence[Mapping[str, Any]], rewritable: Sequence[bool], **options: Any) -> None:
        super().__init__(**options)
        self.conflicts = list(conflicts)
        for conflict, with_words in zip(self.conflicts, rewritable, strict=True):
            self._ask(conflict, with_words)

    def _ask(self, conflict: Mapping[str, Any], with_words: bool) -> None:
        line, name = conflict_line(conflict), _name(conflict)
        self.fields[f"keep_{name}"] = forms.ChoiceField(
            label=f"What should stand for {line.heading}?",
            choices=[MINE, THEIRS, *([OTHER] if with_words else [])],
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose what should stand: {line.heading}."},
        )
        if with_words:
            self.fields[f"value_{name}"] = forms.CharField(
                label=f"Your words, if you write something else: {line.heading}",
                required=False,
                strip=False,
                initial=conflict["mine"],
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def questions(self) -> list[tuple[ConflictLine, list[BoundField]]]:
        """Each conflict in words with its fields."""
        return [
            (conflict_line(conflict), [self[name] for name in self._fields_of(conflict)]) for conflict in self.conflicts
        ]

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The answers, as the action takes them."""
        return [
            {
                "address": conflict["address"],
                "field": conflict["field"],
                "keep": self.cleaned_data[f"keep_{_name(conflict)}"],
                "value": self.cleaned_data.get(f"value_{_name(conflict)}", "").replace("\r\n", "\n"),
            }
            for conflict in self.conflicts
        ]

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at the conflict it is about, or at the head of the form."""
        for problem in problems:
            self.add_error(self._place(problem.pointer), f"{problem.message} {problem.remedy}".strip())

    def _fields_of(self, conflict: Mapping[str, Any]) -> list[str]:
        return [name for name in (f"keep_{_name(conflict)}", f"value_{_name(conflict)}") if name in self.fields]

    def _place(self, pointer: str) -> str | None:
        head, _, rest = pointer.removeprefix("/").partition("/")
        number, _, key = rest.partition("/")
        if head != "choices" or not number.isdecimal():
            return None
        name = f"{key or 'keep'}_{_name(self.conflicts[int(number)])}"
        return name if name in self.fields else None


def _name(conflict: Mapping[str, Any]) -> str:
    return sha256(f"{conflict['address']} {conflict['field']}".encode()).hexdigest()[:12]
