"""The forms of deciding: a comment, a step with its reason, a vote."""

from __future__ import annotations

from typing import Any

from django import forms

from changes_app.people.forms.own_words import TextForm
from changes_app.workflow.voting import Verdict


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

    def speak_for_the_secretariat(self) -> None:
        """Ask for the secretariat's word, where that decides and no organisation votes."""
        verdict = self.fields["verdict"]
        verdict.label = "The secretariat's decision"
        verdict.choices = [  # type: ignore[attr-defined]
            (Verdict.APPROVE, "Approve"),
            (Verdict.OBJECT, "Object, saying why"),
            (Verdict.ABSTAIN, "Abstain"),
            (Verdict.RECUSE, "Recuse: the secretariat has an interest in it"),
        ]
