"""The forms of membership."""

from __future__ import annotations

from typing import Any

from django import forms

from changes_app.people import directory
from changes_app.people.forms.own_words import TextForm
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


class NamingForm(TextForm):
    """A form that names an organisation: a new name that looks like a known one is taken once it is said to be another."""

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("organisation", "")
        if found := directory.look_alikes_of(name):
            known = ", ".join(found)
            self.fields["apart"] = forms.BooleanField(label=f"It is another organisation than {known}", required=False)
            names = list(self.fields)
            self.order_fields([*names[: names.index("organisation") + 1], "apart"])
            if "apart" not in self.data:
                self.add_error(
                    "organisation", f"This looks like {known}. Write the same name, or say that it is another"
                )
        return self.cleaned_data


class AdmitForm(NamingForm):
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
    organisation = forms.CharField(
        label="For which organisation?",
        required=False,
        help_text="Alter it where they wrote the name of one that is known otherwise. Each organisation has one vote.",
    )


class MemberForm(NamingForm):
    """Another role or organisation for a member, and why."""

    role = forms.ChoiceField(
        label="Role", widget=forms.RadioSelect, choices=ROLES, error_messages={"required": "Choose a role"}
    )
    organisation = forms.CharField(
        label="Organisation",
        required=False,
        help_text="Whom this person stands for. Only somebody of the secretariat may stand for none.",
    )
    reason = forms.CharField(
        label="Why do you change it?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They read this in an e-mail, and it is kept on record.",
        error_messages={"required": "Say why"},
    )


class EndForm(TextForm):
    """Ending a membership."""

    reason = forms.CharField(
        label="Why does it end?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They read this in an e-mail, and it is kept on record.",
        error_messages={"required": "Say why"},
    )
