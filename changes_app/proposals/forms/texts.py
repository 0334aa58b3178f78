"""The small forms of a proposal: why it matters, who may write it too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User

from changes_app.people.forms.own_words import TextForm
from changes_app.record.names import display_name


class ReasonForm(TextForm):
    """What is wrong and why it matters."""

    title = forms.CharField(
        label="Give your proposal a short title",
        help_text="Such as: Clarify the guidance on sex.",
        error_messages={"required": "Enter a short title"},
    )
    reason = forms.CharField(
        label="What is wrong, or missing?",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What have you come across? Nobody's personal details, please.",
        error_messages={"required": "Enter what is wrong, or missing"},
    )
    benefit = forms.CharField(
        label="Why does it matter?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who is helped, and what becomes easier.",
    )


class ColleagueForm(TextForm):
    """Which of some people is let in to a draft."""

    def __init__(self, people: Iterable[User], **options: Any) -> None:
        super().__init__(**options)
        self.people = {str(person.pk): person for person in people}
        names = [(key, display_name(person)) for key, person in self.people.items()]
        messages = {"required": "Choose a colleague", "invalid_choice": "Choose one of these colleagues"}
        choices = [("", "Choose a colleague"), *names]
        self.fields["colleague"] = forms.ChoiceField(label="Who?", choices=choices, error_messages=messages)

    def clean_colleague(self) -> User:
        """The person of the key that was sent."""
        return self.people[self.cleaned_data["colleague"]]
