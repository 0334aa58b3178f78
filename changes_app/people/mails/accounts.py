"""The e-mails about accounts: what was done to yours, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app.addresses import whole
from changes_app.record import outbox
from changes_app.record.names import display_name


def confirm_credentials(person: User, address: str, key: str) -> None:
    """To the person, at the address that was theirs before: somebody else set your password; is it yours?"""
    page = whole(f"/account/confirm/{key}/")
    _post("confirm_credentials", "Confirm that your password is yours", person, page, to=address)


def token_made(person: User, by: User | None, letters: str) -> None:
    """To the person: a script may act for you from now on."""
    page = whole("/account/")
    _post("token_made", "A token was made for your account", person, page, by=_called(person, by), letters=letters)


def account_changed(person: User, by: User, changes: Iterable[str]) -> None:
    """To the person: an administrator changed your account."""
    page = whole("/account/")
    _post("account_changed", "Your account was changed", person, page, by=display_name(by), changes=list(changes))


def rights_changed(administrators: Iterable[User], person: User, by: User, changes: Iterable[str]) -> None:
    """To the other administrators: somebody has become one of you, or is one no longer."""
    page, lines = whole("/admin/auth/user/"), list(changes)
    subject = f"The rights of {display_name(person)} were changed"
    for one in administrators:
        _post("rights_changed", subject, one, page, by=display_name(by), whose=display_name(person), changes=lines)


def _called(person: User, by: User | None) -> str:
    return "you" if by == person else display_name(by)


def _post(kind: str, subject: str, person: User, page: str, *, to: str = "", **values: Any) -> None:
    if address := to or person.email:
        body = render_to_string(f"people/email/{kind}.txt", {"name": display_name(person), "page": page, **values})
        outbox.post(kind=kind, to=address, subject=subject, body=body)
