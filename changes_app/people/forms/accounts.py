"""The forms of accounts, in the portal's own words; what they do is allauth's."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from secrets import token_hex
from typing import Any

from allauth.account import forms as allauth
from allauth.account.models import EmailAddress
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from changes_app import texts
from changes_app.people.actions import credentials
from changes_app.people.forms.own_words import OwnWords
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


class InWords(OwnWords):
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
        if problems := texts.name_faults(name):
            raise ValidationError([f"{problem.message} {problem.remedy}" for problem in problems])
        return name


class SignupForm(InWords, allauth.SignupForm):
    """A new account, with the name that the record shows."""

    full_name = NameField()
    field_order = ("full_name", "email", "password1", "password2")

    def custom_signup(self, _request: HttpRequest, user: User) -> None:
        user.first_name = self.cleaned_data["full_name"]
        user.save(update_fields=["first_name"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """For an address that has an account the same is done and undone: the time taken tells nobody that it has one."""
        if self.account_already_exists:
            with transaction.atomic():
                credentials.seal(self._of_nobody().save(request))
                transaction.set_rollback(True)
        answer: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return answer

    def save(self, request: HttpRequest) -> User:
        with transaction.atomic():
            user: User = super().save(request)
        return user

    def _of_nobody(self) -> SignupForm:
        """The form with an address that no account has."""
        form = copy(self)
        form.account_already_exists = False
        form.cleaned_data = {**self.cleaned_data, "email": f"{token_hex(8)}@example.invalid"}
        return form


class LoginForm(InWords, allauth.LoginForm):
    """Signing in."""


class ResetPasswordForm(InWords, allauth.ResetPasswordForm):
    """Asking for a link that sets a new password."""

    def save(self, request: HttpRequest, **options: Any) -> str:
        """What is looked up for a known address alone, or for an unknown one, is looked up for both."""
        email = self.cleaned_data["email"]
        if self.users:
            next(get_user_model().objects.filter(email=email).iterator(), None)
        else:
            for _ in range(2):
                EmailAddress.objects.filter(email=email).exists()
        return str(super().save(request, **options))


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


class NameForm(OwnWords):
    """Changing one's name."""

    full_name = NameField(
        label=WORDS["full_name"][0],
        help_text=WORDS["full_name"][1],
        error_messages={"required": WORDS["full_name"][2]},
    )


class GitAddressForm(OwnWords):
    """Which of one's addresses the history in Git shows."""

    address = forms.ChoiceField(
        label="Which address stands beside your name?",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of your own addresses"),
    )

    def __init__(self, *args: Any, no_reply: str, confirmed: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(address, f"{address}: everybody can see it, for good") for address in confirmed]
        self.fields["address"].choices = [(no_reply, f"{no_reply}: reaches nobody"), *own]  # type: ignore[attr-defined]
