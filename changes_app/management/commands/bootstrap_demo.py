"""A portal with something in it, for a first look."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from changes_app import demo
from changes_app.errors import ChangeError
from changes_app.models import ChangeRequest, Membership
from changes_app.models.membership import MembershipState
from specs_app.errors import NothingImported
from specs_app.models import Specification
from specs_app.repository.objects import GitError


class Command(BaseCommand):
    requires_system_checks = ["settings"]  # those of pages take a second of every start, and `migrate` has made them
    help = (
        "Import the bundled specifications and make organisations, people of every role with a known password, and "
        "changes in every status. Keeps what is there. Refuses where others could reach the portal, or people use it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        before = _made()
        try:
            people = demo.bootstrap()
        except ChangeError as error:
            raise CommandError(_failed(before, f"{error.message} {error.remedy}")) from error
        except (NothingImported, GitError, DatabaseError, OSError) as error:
            raise CommandError(_failed(before, str(error))) from error
        told = demo.story()
        self.stdout.write(f"Demo sign-ins, all with the password {told['password']}")
        places = _places(people, [entry["slug"] for entry in told["specifications"]])
        for user in people:
            self.stdout.write(
                f"  {user.username:<12} {user.get_full_name():<12} {places.get(user.pk, 'Administrator')}"
            )


def _made() -> tuple[int, int, int]:
    """How much there is of what the demo makes."""
    return User.objects.count(), Specification.objects.count(), ChangeRequest.objects.count()


def _failed(before: tuple[int, int, int], why: str) -> str:
    """Whether a part was made, why no more, and what to do."""
    if _made() == before:
        return f"No demo was made. {why}"
    return (
        f"The demo is not whole. {why} Run this again, which goes on with the next change; or stop the portal, remove its "
        "database and repositories (both in var/ unless the settings say otherwise) and begin anew."
    )


def _places(people: list[User], slugs: list[str]) -> dict[int, str]:
    """What each of some people is in the specifications, in words."""
    found = Membership.objects.filter(user__in=people, specification__slug__in=slugs).order_by("specification", "pk")
    places: dict[int, str] = {}
    for entry in found.select_related("organisation", "specification"):
        before = f"{places[entry.user_id]}; " if entry.user_id in places else ""
        places[entry.user_id] = f"{before}{entry.specification.slug}: {_place(entry)}"
    return places


def _place(entry: Membership) -> str:
    if entry.state == MembershipState.REQUESTED:
        return f"asks to join for {entry.organisation}"
    if entry.state != MembershipState.APPROVED:
        return entry.get_state_display().lower()
    role = entry.get_role_display()
    return f"{role}, {entry.organisation}" if entry.organisation else role
