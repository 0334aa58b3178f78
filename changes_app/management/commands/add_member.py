"""A person's role in a specification, given by the operator."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from changes_app.errors import ChangeError
from changes_app.people import directory
from changes_app.people.accounts import get_or_create_user
from changes_app.people.actions import membership, profile
from changes_app.workflow import Role
from specs_app.models import Specification


class Command(BaseCommand):
    help = "Give a person a role in a specification; the account and the organisation are made if need be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The specification.")
        parser.add_argument("user", help="User name, or e-mail address.")
        parser.add_argument("--role", required=True, choices=[role.value for role in membership.ROLES])
        parser.add_argument(
            "--organisation", default="", help="Whom the person stands for; only a secretariat has none."
        )
        parser.add_argument("--name", default="", help="What to call a person who has not given a name yet.")

    def handle(self, *args: Any, slug: str, user: str, role: str, organisation: str, name: str, **options: Any) -> None:
        specification = Specification.objects.filter(slug=slug).first()
        if specification is None:
            raise CommandError(f"There is no specification {slug!r}. Import it first with import_spec.")
        try:
            with transaction.atomic():
                account = get_or_create_user(user)
                if name:
                    profile.name_for(user=account, full_name=name)
                membership.add_member(specification=specification, user=account, role=role, organisation=organisation)
        except ChangeError as error:
            raise CommandError(f"{error.message} {error.remedy}".strip()) from error
        where = f" for {organisation}" if organisation else ""
        self.stdout.write(f"{account.get_username()} is {Role(role).label.lower()} of {slug}{where}.")
        for words in directory.unmet(specification)[specification.pk]:
            self.stderr.write(words)
