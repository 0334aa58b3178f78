"""The forms of accounts, in the portal's own words; what they do is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from changes_app import texts
from changes_app.texts import LONGEST_NAME

LENGTH_ADVICE = "At least 12 characters. Three words that do not belong together are easy to remember."

#: Label, hint, and what is said when nothing was entered, of each field.
WORDS = {
    "full_name": (
        "Full name",
        "It is shown beside your proposals, comments and votes, and in the history of the standard.",
        "Enter your full name",
    ),
    "email": ("E-mail address", "", "Enter your e-mail address"),
    "login": ("E-mail address or user name", "", "Enter your e-mail address or user name"),
    "password": ("Password", "", "Enter your password"),
    "remember": ("Keep me signed in on this device", "", ""),
    "oldpassword": ("Current password", "", "Enter the password you use now"),
    "password1": ("Choose a password", LENGTH_ADVICE, "Choose a password"),
    "password2": ("Type the password again", "", "Type the password again"),
}


class InWords(forms.Form):
    """Gives every field its label, hint and message, and takes placeholders away: they vanish when they are needed."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label, field.help_text, field.error_messages["required"] = WORDS[name]
            field.widget.attrs.pop("placeholder", None)


class NameField(forms.CharField):
    """What a person is called: one line of text."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(max_length=LONGEST_NAME, widget=widget, **options)

    def clean(self, value: Any) -> str:
        name = " ".join(filter(None, super().clean(value).split(" ")))
        if problems := texts.faults("full_name", name):
            raise ValidationError([f"{problem.message} {problem.remedy}" for problem in problems])
        return name


class SignupForm(InWords, allauth.SignupForm):
    """A new account, with the name that the record shows."""

    full_name = NameField()
    field_order = ("full_name", "email", "password1", "password2")

    def custom_signup(self, _request: HttpRequest, user: User) -> None:
        user.first_name = self.cleaned_data["full_name"]
        user.save(update_fields=["first_name"])


class LoginForm(InWords, allauth.LoginForm):
    """Signing in."""


class ResetPasswordForm(InWords, allauth.ResetPasswordForm):
    """Asking for a link that sets a new password."""


class ResetPasswordKeyForm(InWords, allauth.ResetPasswordKeyForm):
    """The new password, after following the link."""


class ChangePasswordForm(InWords, allauth.ChangePasswordForm):
    """A new password for who knows the old one."""


class SetPasswordForm(InWords, allauth.SetPasswordForm):
    """A first password, for an account that was made without one."""


class AddEmailForm(InWords, allauth.AddEmailForm):
    """Another address instead of the present one."""


class ReauthenticateForm(InWords, allauth.ReauthenticateForm):
    """The password once more, before something sensitive."""


class NameForm(forms.Form):
    """Changing one's name."""

    full_name = NameField(label=WORDS["full_name"][0], help_text=WORDS["full_name"][1])
