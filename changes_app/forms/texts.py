"""The small forms: why a change matters, a comment, a vote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User

from changes_app.forms.own_words import OwnWords
from changes_app.people import display_name
from changes_app.workflow.voting import Verdict
from specs_app.document.problems import Problem


class TextForm(OwnWords):
    """A form whose fields carry the names of an action's arguments."""

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at its field, or at the head of the form."""
        for problem in problems:
            name = problem.pointer.removeprefix("/")
            self.add_error(name if name in self.fields else None, f"{problem.message} {problem.remedy}".strip())


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


class CommentForm(TextForm):
    """Some words. Its ids are its own: it stands on one page with the vote, which takes a comment too."""

    comment = forms.CharField(
        label="Your comment",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your comment."},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "discussion_%s", **options})


class StepForm(TextForm):
    """A step of the way of a change; some steps need a reason."""

    comment = forms.CharField(
        label="Why?",
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        error_messages={"required": "Enter a comment that says why."},
    )

    def __init__(self, *args: Any, needs_comment: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["comment"]
        field.required = needs_comment
        field.label = "What should the proposer know?" if needs_comment else "Anything to add?"


class VoteForm(TextForm):
    """A vote on the content that the hash names."""

    verdict = forms.ChoiceField(
        label="Your organisation's vote",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how your organisation votes.",
            "invalid_choice": "Choose one of the four ways to vote.",
        },
        choices=[
            (Verdict.APPROVE, "Approve"),
            (Verdict.OBJECT, "Object, saying why"),
            (Verdict.ABSTAIN, "Abstain"),
            (Verdict.RECUSE, "Recuse: your organisation has an interest in it"),
        ],
    )
    comment = forms.CharField(label="Comment", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    content_hash = forms.CharField(
        widget=forms.HiddenInput,
        error_messages={
            "required": "The vote did not say what it is about. Read the proposal and send your vote again."
        },
    )
