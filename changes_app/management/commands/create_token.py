"""A personal REST token."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from changes_app.errors import ChangeError
from changes_app.people.accounts import find_user
from changes_app.people.actions import profile, tokens


class Command(BaseCommand):
    help = "Make a personal REST token. It is shown once, as the last word of the output, and kept only as a hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="User name, or e-mail address.")
        parser.add_argument("--name", default="", help="What to call a person who has not given a name yet.")

    def handle(self, *args: Any, user: str, name: str, **options: Any) -> None:
        account = find_user(user)
        if account is None:
            raise CommandError(f"There is no account {user!r}. Make one with add_member, or sign up in the portal.")
        try:
            with transaction.atomic():
                if name:
                    profile.name_for(user=account, full_name=name)
                entry, token = tokens.create(by=None, user=account)
        except ChangeError as error:
            raise CommandError(f"{error.message} {error.remedy}".strip()) from error
        until = f" until {entry.expiry:%d %B %Y}" if entry.expiry else ""
        self.stdout.write(f"Token of {account.get_username()}, good{until}: {token}")
