"""How allauth speaks: its messages in the portal's words, its e-mails by the portal's outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import User

from changes_app.people.actions import credentials
from changes_app.people.credentials import is_held
from changes_app.record import outbox
from changes_app.record.names import display_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User

WRONG = "The password does not fit the {}. Check both, or reset your password."


def on_site(url: str) -> str:
    """The same page at the portal's own address: whoever asks for a letter may send any Host that is allowed."""
    return settings.SITE_URL + urlunsplit(("", "", *urlsplit(url)[2:]))


class AccountAdapter(DefaultAccountAdapter):
    """An e-mail server that is down delays a confirmation and loses nothing, as with every other e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off. Ask the secretariat of your standard.",
        "email_password_mismatch": WRONG.format("e-mail address"),
        "username_password_mismatch": WRONG.format("user name"),
        "enter_current_password": "This is not your password. Type the one you use to sign in now.",
        "incorrect_password": "This is not your password. Type it again.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "too_many_login_attempts": "There were too many attempts. Wait a few minutes and try again.",
        "email_taken": "Somebody has an account with this address. Sign in, or enter another one.",
        "duplicate_email": "This is your address already. Enter another one.",
    }

    def set_password(self, user: User, password: str) -> None:
        """A password that the owner sets is theirs, unless they came in by one that was not. It ends the pause after too many wrong
        ones: who chose it knew the old one or reads the account's mail."""
        own = not is_held(user)
        super().set_password(user, password)
        reset(username=user.get_username())
        if own:
            credentials.seal(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox; ``site`` is the portal's own address, whatever name a request came by."""
        user = context.get("user")
        name = display_name(user) if user else ""
        links = {key: on_site(value) for key, value in context.items() if key.endswith("_url")}
        values = {
            "request": current.request,
            "email": email,
            "site": settings.SITE_URL,
            "name": name,
            **context,
            **links,
        }
        message = self.render_mail(template_prefix, email, values)
        outbox.post(kind=template_prefix.rpartition("/")[2], to=email, subject=message.subject, body=str(message.body))
