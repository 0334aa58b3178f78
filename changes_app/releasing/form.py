"""The form in which the secretariat makes a release."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from changes_app.people.forms.own_words import TextForm
from changes_app.releasing.gathering import Gathered
from changes_app.texts import LONGEST_TEXT
from specs_app.document.names import day_in_words

#: As people write a day; scripts write the first.
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")


class DayInput(forms.DateInput):
    """A day as people write it."""

    def format_value(self, value: Any) -> str | None:
        return day_in_words(value) if isinstance(value, date) else super().format_value(value)


class ReleaseForm(TextForm):
    """Number, day and notes, each with what would be taken where nothing is said; and the revision that was read."""

    version = forms.CharField(
        label="Number of the release", max_length=40, widget=forms.TextInput({"class": "govuk-input--width-10"})
    )
    effective = forms.DateField(
        label="From which day does it hold?",
        input_formats=DAYS,
        widget=DayInput({"class": "govuk-input--width-10"}),
        error_messages={"invalid": "Write the day as 14 December 2026 or 14/12/2026"},
    )
    notes = forms.CharField(
        label="Notes",
        help_text="What everybody reads about this release. It begins with what changed, in the portal’s words; write it in yours.",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 16}),
    )
    revision = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, gathered: Gathered, today: date, **options: Any) -> None:
        first = {
            "version": gathered.suggested,
            "effective": gathered.earliest(today),
            "notes": gathered.notes,
            "revision": gathered.head.sha,
        }
        super().__init__(initial=first, **options)
        self.fields["version"].help_text = _number_hint(gathered)
        self.fields["effective"].help_text = _day_hint(gathered, today)

    def take_as_read(self) -> None:
        """Keep what was typed, and count the published revision as read: its page says what it holds."""
        self.data = dict(self.data.items()) | {self.add_prefix("revision"): self.initial["revision"]}


def _number_hint(gathered: Gathered) -> str:
    article = "an" if gathered.change_class[0] in "aeiou" else "a"
    before = gathered.latest or "nothing before it"
    return f"{gathered.suggested} follows from {before} by {article} {gathered.change_class} change."


def _day_hint(gathered: Gathered, today: date) -> str:
    if gathered.earliest(today) > today:
        first = gathered.earliest(today)
        return (
            f"The rules ask for {gathered.notice_days} days of notice of a breaking change: {first.day} {first:%B %Y} is "
            "the first day that keeps it."
        )
    return "Such as 14 December 2026. Councils have until then to get ready."
