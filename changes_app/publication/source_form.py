"""The form in which each place is settled where the source and what is published do not agree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from changes_app.people.forms.own_words import TextForm
from changes_app.proposals.summary import ConflictLine, conflict_line
from specs_app.document.threeway import OURS, THEIRS
from specs_app.models import SourceMeeting

SIDES = ((OURS, "Keep what is published here"), (THEIRS, "Take what the source says"))
#: Fields are named by the key of the meeting, so that an answer is about exactly what was read.
PREFIX = "keep_"


class SourceForm(TextForm):
    """A choice for each meeting."""

    def __init__(self, row: SourceMeeting, **options: Any) -> None:
        super().__init__(**options)
        self.meetings: list[dict[str, Any]] = list(row.meetings)
        for meeting in self.meetings:
            heading = line_of(meeting).heading
            self.fields[PREFIX + meeting["key"]] = forms.ChoiceField(
                label=f"What should stand for {heading}?",
                choices=SIDES,
                initial=row.choices.get(meeting["key"], {}).get("keep"),
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose what should stand: {heading}."},
            )

    @property
    def questions(self) -> list[tuple[ConflictLine, BoundField]]:
        """Each meeting in words with its field."""
        return [(line_of(meeting), self[PREFIX + meeting["key"]]) for meeting in self.meetings]

    @property
    def choices(self) -> list[dict[str, str]]:
        """The answers, as the action takes them."""
        keys = [meeting["key"] for meeting in self.meetings]
        return [{"key": key, "keep": self.cleaned_data[PREFIX + key]} for key in keys]

    @property
    def strays(self) -> bool:
        """Whether there are answers to what is no question any more."""
        return any(name.startswith(PREFIX) and name not in self.fields for name in self.data)


def line_of(meeting: Mapping[str, Any]) -> ConflictLine:
    """One meeting as a reader sees it; what is published here stands in the place of one's own side."""
    return conflict_line({**meeting, "mine": meeting["ours"]})
