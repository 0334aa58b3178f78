"""The forms of membership."""

from __future__ import annotations

from django import forms

from changes_app.forms.texts import TextForm
from changes_app.workflow import Role

#: What each role may do, beside its name.
ROLES = [
    (Role.MEMBER, "Member: may suggest changes and comment"),
    (Role.STEERING, "Steering group: votes for the organisation"),
    (Role.CHAIR, "Chair: votes, and leads the steering group"),
    (Role.SECRETARIAT, "Secretariat: reads proposals first, and lets people in"),
]


class JoinForm(TextForm):
    """Asking to join a standard for an organisation."""

    organisation = forms.CharField(
        label="Which organisation do you work for?",
        help_text="Its full name, such as Northshire County Council.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "Enter the name of the organisation you work for"},
    )
    note = forms.CharField(
        label="Is there anything the secretariat should know?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What you do there, or who can vouch for you.",
    )


class AdmitForm(TextForm):
    """Letting somebody in, in a role, or turning them down."""

    decision = forms.ChoiceField(
        label="Do you let this person in?",
        widget=forms.RadioSelect,
        choices=[("approve", "Yes"), ("decline", "No")],
        error_messages={"required": "Say whether you let this person in"},
    )
    role = forms.ChoiceField(
        label="If so, in which role?",
        widget=forms.RadioSelect,
        choices=ROLES,
        error_messages={"required": "Choose a role"},
    )
