"""The form of one edit, made from its questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField

from changes_app.people.forms.own_words import OwnWords
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit, Section, Values, blank
from changes_app.proposals.forms.kinds import KINDS, joined, options_of, value_of
from specs_app.document.problems import Problem

#: Values whose question has another name.
ALIASES = {
    "child_object": "child",
    "child_item": "child",
    "parent_object": "parent",
    "parent_item": "parent",
}


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that stand together, or rows of them. A ``closed`` block is folded away, unless it says something."""

    legend: str
    hint: str
    fields: tuple[BoundField, ...] = ()
    rows: tuple[tuple[BoundField, ...], ...] = ()
    closed: bool = False
    is_open: bool = False

    @property
    def faulty(self) -> bool:
        return any(field.errors for row in (self.fields, *self.rows) for field in row)


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section as the page shows it."""

    section: Section
    blocks: tuple[Block, ...]
    is_open: bool


class AnswerForm(OwnWords):
    """Answers to the questions of one edit. Whether they fit the standard is judged by the edit, not here.

    ``given`` are the values of the edit that is being changed (none of a new one), ``stands`` what the part says now, ``first`` the
    answers that the form opens with: what stands, and over it what is given.
    """

    def __init__(self, kind: EditForm, about: About, given: Values, data: Any = None) -> None:
        super().__init__(data=data)
        self.kind, self.about, self.given = kind, about, given
        self.stands = dict(kind.stands(about))
        self.first = {**self.stands, **kind.opens(about, given)}
        sent = frozenset(data or ())
        for question in kind.questions():
            for suffix, field, initial in KINDS[question.kind].fields(
                question, about, self.first.get(question.key), sent
            ):
                name = joined(question.key, suffix)
                self.fields[name] = field
                self.initial[name] = initial

    def clean(self) -> dict[str, Any]:
        """Notes each answer that is needed and missing, and what the form itself asks of the answers together."""
        cleaned = super().clean() or self.cleaned_data
        values = self.values()
        for question in self.kind.questions():
            if question.required and blank(values[question.key]) and not self._faulty(question):
                self.add_error(question.key, question.missing)
        for name, words in self.kind.checks(self.about, values, self.stands).items():
            self.add_error(name if name in self.fields else None, words)
        return cleaned

    def values(self) -> dict[str, Any]:
        """The value of every question; one whose answer was left as it was keeps its value, in every detail."""
        altered = set(self.changed_data)
        return {
            question.key: value_of(question, self.cleaned_data)
            if altered & set(self._names(question))
            else self.first.get(question.key)
            for question in self.kind.questions()
        }

    def edits(self) -> list[RawEdit]:
        """The edits that the answers come to; none where nothing was changed."""
        return self.kind.compose(self.kind, self.about, self.values())

    def _names(self, question: Question) -> list[str]:
        return [name for name in self.fields if name == question.key or name.startswith(f"{question.key}-")]

    def _faulty(self, question: Question) -> bool:
        return any(name in self.errors for name in self._names(question))

    def parts(self) -> Iterator[FormSection]:
        """The sections with their fields. One with a fault, or with something given, is open."""
        for section in self.kind.sections:
            blocks = tuple(block for question in section.questions for block in self._blocks(question))
            yield FormSection(section, blocks, any(block.faulty for block in blocks) or self._is_given(section))

    def _is_given(self, section: Section) -> bool:
        """Whether the draft's own edit answers one of its questions."""
        opened = self.kind.opens(self.about, self.given)
        return any(not blank(opened.get(question.key)) for question in section.questions)

    def _blocks(self, question: Question) -> Iterator[Block]:
        if question.kind == "rows":
            numbers = dict.fromkeys(name.split("-")[1] for name in self._names(question))
            yield Block(
                question.label, question.hint, rows=tuple(self._under(question.key, number) for number in numbers)
            )
        elif question.kind == "each":
            for key, title in options_of(question, self.about):
                fields = self._under(question.key, key)
                yield Block(title, "", fields, closed=True, is_open=any(_says(field) for field in fields))
        else:
            yield from self._single(question)

    def _under(self, *names: str) -> tuple[BoundField, ...]:
        """The fields of one row."""
        return tuple(self[name] for name in self.fields if name.startswith(f"{joined(*names)}-"))

    def _single(self, question: Question) -> Iterator[Block]:
        names = self._names(question)
        more = joined(question.key, "more")
        fields = tuple(self[name] for name in names if name != more)
        legend = question.label if question.kind == "group" else ""
        closed = question.key == "new_list"
        yield Block(
            legend,
            question.hint if legend else "",
            fields,
            closed=closed,
            is_open=any(_says(field) for field in fields),
        )
        if more in names:
            field = self[more]
            yield Block(f"Other {question.label.lower()}", "", (field,), closed=True, is_open=_says(field))

    def add_problems(self, problems: Sequence[Problem], edits: Sequence[RawEdit], start: int) -> None:
        """Put each problem at the question it is about, with its remedy; others at the head of the form.

        ``edits`` stand in the proposal from position ``start`` on. Where one of them is wrong, what those of other actions behind
        it lack follows from that, and is not said.
        """
        found = [(self._edit_at(problem.pointer, edits, start), problem) for problem in problems]
        first = next((row["action"] for row in edits if any(row is at for at, _ in found)), None)
        for at, problem in found:
            if at is None or at["action"] == first:
                words = f"{problem.message} {problem.remedy}".strip()
                self.add_error(self._place(problem.pointer, at) if at else None, words)

    def _edit_at(self, pointer: str, edits: Sequence[RawEdit], start: int) -> RawEdit | None:
        """Which of the edits a pointer into the proposal names."""
        parts = pointer.strip("/").split("/")
        number = int(parts[1]) - start if len(parts) > 1 and parts[1].isdigit() else -1
        return edits[number] if 0 <= number < len(edits) else None

    def _place(self, pointer: str, at: RawEdit) -> str | None:
        """The field that a pointer into an edit is about, by the longest run of its parts that names one."""
        parts = pointer.strip("/").split("/")
        named = [self.kind.names or "name"] if parts[2:] == ["target"] else parts[3:]
        path = [*self._prefix(at), *named]
        runs = [path[begin:end] for begin in range(len(path)) for end in range(begin + 1, len(path) + 1)]
        names = ("-".join(ALIASES.get(part, part) for part in run) for run in sorted(runs, key=len, reverse=True))
        return next((name for name in names if name in self.fields), None)

    def _prefix(self, edit: RawEdit) -> list[str]:
        """What a value of an edit beside the form's own is asked for under."""
        if edit["action"] == self.kind.action:
            return []
        return ["systems", str(edit["values"].get("cms"))] if edit["action"] == "map_item" else ["new_list"]


def _says(field: BoundField) -> bool:
    """Whether a field holds an answer, or a fault."""
    return bool(field.errors) or not blank(field.value() or None)
