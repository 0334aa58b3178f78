"""A personal REST token."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from knox.models import AuthToken

from changes_app.accounts import find_user


class Command(BaseCommand):
    help = "Make a personal REST token. It is shown once, as the last word of the output, and kept only as a hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="User name, or e-mail address.")

    def handle(self, *args: Any, user: str, **options: Any) -> None:
        account = find_user(user)
        if account is None:
            raise CommandError(f"There is no account {user!r}. Make one with add_member, or sign up in the portal.")
        entry, token = AuthToken.objects.create(account)
        until = f" until {entry.expiry:%d %B %Y}" if entry.expiry else ""
        self.stdout.write(f"Token of {account.get_username()}, good{until}: {token}")
