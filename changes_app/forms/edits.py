"""The form of one edit, made from its questions."""

from __future__ import annotations

from typing import Any

from django import forms

from changes_app.forms.answers import first_answers
from changes_app.forms.questions import EditForm, Question
from specs_app.document.problems import Problem
from specs_app.document.types import Document

#: Long enough for any text that the standard takes; what is longer still is refused by the edit itself, with its reason.
ROWS = 8


class AnswerForm(forms.Form):
    """Answers to the questions of one edit. Whether they fit the standard is judged by the edit, not here."""

    def __init__(self, kind: EditForm, document: Document, **options: Any) -> None:
        super().__init__(**options)
        for question in kind.questions:
            self.fields[question.key] = _field(question, document, self.initial.get(question.key))

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at the question it is about, with its remedy; others at the head of the form."""
        for problem in problems:
            words = f"{problem.message} {problem.remedy}".strip()
            self.add_error(self._place(problem.pointer), words)

    def _place(self, pointer: str) -> str | None:
        parts = pointer.split("/")
        key = parts[parts.index("values") + 1] if "values" in parts[:-1] else ""
        key = ALIASES.get(key, key)
        return key if key in self.fields else None


#: Values whose question has another name.
ALIASES = {
    "child_object": "child",
    "child_item": "child",
    "parent_object": "parent",
    "parent_item": "parent",
}


def form_for(kind: EditForm, document: Document, target: str, values: dict[str, Any], data: Any = None) -> AnswerForm:
    """The form of an edit: bound where there is data, else with the part as it stands and ``values`` given before."""
    initial = first_answers(document, kind.action, target, values)
    return AnswerForm(kind, document, data=data, initial=initial)


def _field(question: Question, document: Document, initial: Any) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": question.required}
    common["error_messages"] = {"required": f"Answer this: {question.label[:1].lower()}{question.label[1:]}."}
    if question.kind == "flag":
        return forms.BooleanField(**{**common, "required": False})
    if question.kind == "prose":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": ROWS}), strip=False, **common)
    if question.options is None:
        width = "govuk-input--width-10" if question.kind == "size" else ""
        return forms.CharField(widget=forms.TextInput(attrs={"class": width}), **common)
    options = _with_current(question.options(document), initial)
    if question.kind == "choices":
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    return forms.ChoiceField(choices=[("", "Choose, or leave empty"), *options], **common)


def _with_current(options: list[tuple[str, str]], initial: Any) -> list[tuple[str, str]]:
    """The options, and whatever the part says now besides: what the registry does not know, and what is named once more."""
    current = initial if isinstance(initial, list) else [initial] if initial else []
    words, found = dict(options), list(options)
    for place, value in enumerate(current):
        if value in current[:place]:
            found.append((value, f"{words.get(value, value)} (named once more)"))
        elif value not in words:
            found.append((value, value))
    return found
