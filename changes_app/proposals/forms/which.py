"""Which part an edit is about, and in which system: asked first, as the answer decides what stands in the form."""

from __future__ import annotations

from typing import Any

from django import forms

from changes_app.people.forms.own_words import OwnWords
from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About, EditForm, Pairs

#: More than these are chosen from a list that opens.
MOST_RADIOS = 12


def asks(kind: EditForm, about: About) -> bool:
    """Whether the form cannot open yet."""
    return not options.known(kind.part, about) or bool(kind.choose and about.chosen not in _choices(kind, about))


def _choices(kind: EditForm, about: About) -> dict[str, str]:
    return dict(kind.choose.options(about)) if kind.choose and kind.choose.options else {}


class WhichForm(OwnWords):
    """The part, and what is chosen besides; what the address says already is carried along."""

    def __init__(self, kind: EditForm, about: About, data: Any = None) -> None:
        super().__init__(data=data)
        if not options.known(kind.part, about):
            words = options.WHICH[kind.part]
            self.fields["target"] = _field(words, options.PARTS[kind.part](about))
        else:
            self.fields["target"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=about.target)
        if kind.choose:
            self.fields[kind.choose.key] = _field(kind.choose.label, list(_choices(kind, about).items()))
            self.initial[kind.choose.key] = about.chosen


def _field(words: str, choices: Pairs) -> forms.ChoiceField:
    """Radio buttons, or a list that opens where there are many."""
    messages = {
        "required": f"Answer this: {words[:1].lower()}{words[1:].rstrip('?')}",
        "invalid_choice": "Choose one of those",
    }
    if len(choices) <= MOST_RADIOS:
        return forms.ChoiceField(label=words, choices=choices, widget=forms.RadioSelect, error_messages=messages)
    return forms.ChoiceField(label=words, choices=[("", "Choose"), *choices], error_messages=messages)
