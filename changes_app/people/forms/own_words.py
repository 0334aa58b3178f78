"""Errors of forms in the portal's own words: whatever Django and allauth would say is said otherwise, by its code.

A message of ours is plain text; one of a library is a lazy translation, or has a code that a library alone gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.utils.functional import Promise

from specs_app.document.problems import Problem

#: By code; ``{label}`` is the question, the rest are the parameters of the library's message.
SAID: dict[str, str] = {
    "required": "Answer this: {label}",
    "invalid": "{label}: write this otherwise",
    "invalid_choice": "Choose one of the answers that are offered",
    "invalid_list": "Choose one of the answers that are offered",
    "max_length": "{label}: write at most {limit_value} characters; these are {show_value}",
    "min_length": "{label}: write at least {limit_value} characters; these are {show_value}",
    "max_value": "{label}: enter {limit_value} or less",
    "min_value": "{label}: enter {limit_value} or more",
    "null_characters_not_allowed": "{label}: take out what is no letter, digit or sign",
    "password_too_short": "Choose a longer password: at least {min_length} characters",
    "password_too_common": "Choose another password: many people use this one",
    "password_entirely_numeric": "Choose a password that is not digits alone",
    "password_too_similar": "Choose a password that is less like your name or your address",
}
#: The same for a kind of field.
SAID_OF: tuple[tuple[type[forms.Field], str, str], ...] = (
    (forms.EmailField, "invalid", "Enter an e-mail address in full, such as ada@example.org"),
    (forms.IntegerField, "invalid", "{label}: enter a whole number, such as 2"),
)
#: What comes without a code, by its English.
WITHOUT_CODE = {"You must type the same password each time.": "Type the same password both times"}


class OwnWords(forms.Form):
    """A form that says nothing in the words of a library."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Takes what Django's own takes."""
        found = error if isinstance(error, ValidationError) else ValidationError(error)
        if hasattr(found, "error_dict"):
            super().add_error(None, {name: self._own(name, entries) for name, entries in found.error_dict.items()})
        else:
            super().add_error(field, self._own(field, found.error_list))

    def _own(self, name: str | None, entries: list[ValidationError]) -> ValidationError:
        field = self.fields.get(name or "")
        label = str(field.label or pretty_name(name or "")) if field else ""
        return ValidationError([ValidationError(said(entry, field, label), code=entry.code) for entry in entries])


def said(error: ValidationError, field: forms.Field | None, label: str) -> str:
    """One error in our words; one that is ours already, or that nothing is known of, as it is."""
    (words,) = error.messages
    template = _template(error, field)
    parameters: Mapping[str, Any] = error.params or {}
    return template.format(label=label.rstrip("?"), **parameters) if template else WITHOUT_CODE.get(words, words)


def _template(error: ValidationError, field: forms.Field | None) -> str:
    code = error.code or ""
    if not isinstance(error.message, Promise) and not code.startswith("password_"):
        return ""
    special = (words for kind, known, words in SAID_OF if isinstance(field, kind) and known == code)
    return next(special, SAID.get(code, ""))


class TextForm(OwnWords):
    """A form whose fields carry the names of an action's arguments."""

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at its field, or at the head of the form."""
        for problem in problems:
            name = problem.pointer.removeprefix("/")
            self.add_error(name if name in self.fields else None, f"{problem.message} {problem.remedy}".strip())
