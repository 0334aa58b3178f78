"""Which colleagues write a proposal with its proposer, and who else may be let in."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import QuerySet

from changes_app.models import ChangeRequest, Colleague, Membership


def inside(entry: ChangeRequest) -> QuerySet[Colleague]:
    """Who may write a request with its proposer now, in the order in which they were let in."""
    return entry.colleagues.belonging().select_related("user")


def possible(entry: ChangeRequest) -> QuerySet[User]:
    """Who may be let in: members for the organisation that the proposer belongs to the standard for, and not in yet."""
    seats = Membership.objects.approved().filter(specification=entry.specification_id, organisation__isnull=False)
    home = seats.filter(user=entry.proposer_id).values("organisation")
    there = seats.filter(organisation__in=home).exclude(user=entry.proposer_id).values("user")
    already = entry.colleagues.belonging().values("user")
    found = User.objects.filter(pk__in=there, is_active=True).exclude(pk__in=already)
    return found.order_by("first_name", "last_name", "pk")
