"""Reads of change requests: what a person may see, with everything a page needs in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, Prefetch, Q, QuerySet

from changes_app.errors import NotFound
from changes_app.models import ChangeRequest, Comment, Event, Membership, Review, TouchedAddress
from changes_app.workflow import OPEN, Status
from specs_app.models import Specification

Reader = User | AnonymousUser


def visible(specification: Specification, reader: Reader) -> QuerySet[ChangeRequest]:
    """The requests a person may see, newest number first."""
    found = ChangeRequest.objects.filter(specification=specification).visible_to(reader.pk)
    return found.select_related("specification", "proposer", "organisation")


def change(specification: Specification, number: str, reader: Reader) -> ChangeRequest:
    """One request with edits, votes and comments at hand; raises `NotFound`."""
    votes = Review.objects.select_related("reviewer", "organisation")
    comments = Comment.objects.select_related("author")
    found = (
        visible(specification, reader)
        .filter(number=number)
        .prefetch_related("edits", Prefetch("reviews", votes), Prefetch("comments", comments))
    )
    if (entry := found.first()) is None:
        raise NotFound(f"There is no change request {number[:40]}.", remedy="Check the number in the list of changes.")
    return entry


def filtered(
    entries: QuerySet[ChangeRequest], *, status: str = "", change_class: str = "", address: str = "", text: str = ""
) -> QuerySet[ChangeRequest]:
    """Narrowed by what is given; ``status`` may be ``open``, ``address`` is one of the document."""
    if status:
        entries = entries.filter(status__in=OPEN if status == "open" else [status])
    if change_class:
        entries = entries.filter(change_class=change_class)
    if address:
        entries = entries.filter(touched__address=address)
    if text:
        entries = entries.filter(Q(title__icontains=text) | Q(number__icontains=text) | Q(reason__icontains=text))
    return entries


def open_on(specification: Specification, addresses: Iterable[str]) -> dict[str, list[ChangeRequest]]:
    """The open requests that alter any of the addresses, by address; one query for a whole page."""
    wanted = list(dict.fromkeys(addresses))
    found: dict[str, list[ChangeRequest]] = {address: [] for address in wanted}
    rows = TouchedAddress.objects.filter(change__specification=specification, address__in=wanted)
    for row in rows.filter(change__status__in=OPEN).select_related("change").order_by("-change__sequence"):
        found[row.address].append(row.change)
    return found


def timeline(entry: ChangeRequest) -> QuerySet[Event]:
    """Everything on record about a request, oldest first."""
    return Event.objects.filter(specification=entry.specification.slug, change_number=entry.number)


def with_status(specification: Specification, *statuses: Status) -> QuerySet[ChangeRequest]:
    """For inboxes: the requests in these statuses, longest waiting first."""
    found = ChangeRequest.objects.filter(specification=specification, status__in=statuses)
    return found.select_related("proposer", "organisation").order_by("submitted_at")


def awaiting_vote(specification: Specification, membership: Membership) -> QuerySet[ChangeRequest]:
    """What is in review and lacks a valid vote of the member's organisation, but for the member's own."""
    voted = Review.objects.filter(organisation=membership.organisation, content_hash=F("change__content_hash"))
    in_review = with_status(specification, Status.IN_REVIEW).exclude(proposer_id=membership.user_id)
    return in_review.exclude(pk__in=voted.values("change_id"))


def drafts(specification: Specification, owner: User) -> QuerySet[ChangeRequest]:
    """A person's own drafts of one standard, newest first."""
    return ChangeRequest.objects.filter(specification=specification, proposer=owner, status=Status.DRAFT)


def others_on(entry: ChangeRequest) -> QuerySet[ChangeRequest]:
    """The open requests that alter something that this one alters too."""
    mine = entry.touched.values("address")
    others = ChangeRequest.objects.open().filter(specification=entry.specification, touched__address__in=mine)
    return others.exclude(pk=entry.pk).distinct()


def open_within(specification: Specification, address: str) -> list[ChangeRequest]:
    """The open requests that alter a part or anything within it, newest first."""
    touched = TouchedAddress.objects.filter(Q(address=address) | Q(address__startswith=f"{address}/"))
    found = ChangeRequest.objects.open().filter(specification=specification, pk__in=touched.values("change_id"))
    return list(found.order_by("-sequence"))


SHOWN_OPEN = 5


def newest_open(specification: Specification) -> list[ChangeRequest]:
    """The newest open requests of a standard."""
    return list(ChangeRequest.objects.open().filter(specification=specification).order_by("-sequence")[:SHOWN_OPEN])
