"""A portal with something in it, for a first look."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from changes_app.actions import demo
from changes_app.errors import ChangeError
from changes_app.models import Membership
from specs_app.errors import NothingImported
from specs_app.git_store import GitError


class Command(BaseCommand):
    requires_system_checks = ["settings"]  # those of pages take a second of every start, and `migrate` has made them
    help = (
        "Import the bundled example specification and make organisations, people of every role with a known password, and "
        "changes in every status. Keeps what is there. Refuses where others could reach the portal, or people use it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            people = demo.bootstrap()
        except ChangeError as error:
            raise CommandError(f"No demo was made. {error.message} {error.remedy}") from error
        except (NothingImported, GitError) as error:
            raise CommandError(f"No demo was made. {error}") from error
        found = Membership.objects.filter(user__in=people).select_related("organisation")
        roles = {entry.user_id: entry for entry in found}
        self.stdout.write(f"Demo sign-ins, all with the password {demo.story()['password']}")
        for user in people:
            self.stdout.write(f"  {user.username:<12} {user.get_full_name():<12} {_place(roles.get(user.pk))}")


def _place(entry: Membership | None) -> str:
    """What somebody is in the example, in words."""
    if entry is None:
        return "Administrator"
    words = f"{entry.get_role_display()}, {entry.organisation}" if entry.organisation else entry.get_role_display()
    return words if entry.state == "approved" else f"asks to join for {entry.organisation}"
