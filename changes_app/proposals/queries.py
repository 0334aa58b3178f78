"""Reads of change requests: what a person may see, with everything a page needs in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from changes_app.errors import NotAllowed, NotFound, WrongStatus
from changes_app.models import ChangeRequest, Colleague, Comment, Event, TouchedAddress
from changes_app.models.change_request import written_by
from changes_app.people import permissions
from changes_app.people.permissions import Participant
from changes_app.proposals import collisions, steps
from changes_app.workflow import EDITABLE, OPEN, EventKind, Status
from specs_app import access
from specs_app.document import paths
from specs_app.document.types import Document
from specs_app.models import RevisionChange, Specification

Reader = User | AnonymousUser

#: Columns of a request that lists do not show.
LONG = ("reason", "benefit", "differences", "problems", "impact", "conflicts", "overrides", "decision")
#: Columns that tell in which part of an inbox a request belongs.
SORTED_BY = (
    "specification_id",
    "proposer_id",
    "organisation_id",
    "status",
    "change_class",
    "content_hash",
    "rules",
    "rule_hash",
    "review_opened_at",
    "publish_after",
)


def visible(specification: Specification, reader: Reader) -> QuerySet[ChangeRequest]:
    """The requests a person may see, newest number first."""
    found = ChangeRequest.objects.filter(specification=specification).visible_to(reader.pk)
    return found.select_related("specification", "proposer", "organisation")


def change(specification: Specification, number: str, reader: Reader) -> ChangeRequest:
    """One request with edits and comments at hand; raises `NotFound`."""
    comments = Comment.objects.select_related("author")
    found = (
        visible(specification, reader)
        .filter(number=number)
        .select_related("reverts__specification")
        .prefetch_related("edits", Prefetch("comments", comments))
    )
    if (entry := found.first()) is None:
        raise NotFound(f"There is no change request {number[:40]}.", remedy="Check the number in the list of changes.")
    return entry


def reverting(entry: ChangeRequest, reader: Reader) -> QuerySet[ChangeRequest]:
    """The requests that revert a published one, of those that a person may see, oldest first."""
    found = visible(entry.specification, reader).filter(reverts=entry).order_by("sequence")
    return found.defer(*LONG) if entry.status == Status.PUBLISHED else found.none()


def about_system(
    entries: QuerySet[ChangeRequest], specification: Specification, document: Document, cms: str
) -> QuerySet[ChangeRequest]:
    """Those that alter an item of which the system says something in ``document``, and those that once altered what it says."""
    items = [paths.of_item(entry, item) for entry, item in document.items() if item.mapping(cms) is not None]
    altered = TouchedAddress.objects.filter(change__specification=specification, address__in=items)
    mapped = RevisionChange.objects.filter(revision__specification=specification, field=f"cms/{cms}")
    return entries.filter(
        Q(pk__in=altered.values("change"))
        | Q(number__in=mapped.exclude(revision__change_number="").values("revision__change_number"))
    )


def open_about_system(specification: Specification, document: Document, cms: str) -> QuerySet[ChangeRequest]:
    """The open requests that alter an item of which the system says something, its SQL, or its entry in the registry; the newest
    first."""
    items = [paths.of_item(entry, item) for entry, item in document.items() if item.mapping(cms) is not None]
    own = Q(address__in=[*items, paths.of_entry("cms", cms)]) | Q(address__startswith=paths.join("extracts", cms, ""))
    touched = TouchedAddress.objects.filter(own, change__specification=specification)
    return all_open(specification).filter(pk__in=touched.values("change"))


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


def timeline(entry: ChangeRequest) -> QuerySet[Event]:
    """Everything on record about a request, oldest first."""
    return Event.objects.filter(specification=entry.specification.slug, change_number=entry.number)


def asked(entry: ChangeRequest) -> Event | None:
    """The request, with its words, under which it is back with its author; None where it is not, or nobody wrote any."""
    if entry.status != Status.CHANGES_REQUESTED:
        return None
    found = timeline(entry).filter(kind=EventKind.CHANGES_REQUESTED).last()
    return found if found and found.data.get("comment") else None


def drafts(specification: Specification, owner: User) -> QuerySet[ChangeRequest]:
    """What a person may write further in one standard, newest first: drafts and what was given back, their own and those of
    colleagues who have let them in."""
    found = ChangeRequest.objects.filter(written_by(owner.pk), specification=specification, status__in=EDITABLE)
    return found.defer(*LONG)


def others_on(entry: ChangeRequest) -> QuerySet[ChangeRequest]:
    """The open requests that alter something that this one alters too, or what lies around or within it."""
    mine = entry.touched.values_list("address", flat=True)
    return meeting(entry.specification, mine).exclude(pk=entry.pk)


def meeting(specification: Specification, addresses: Iterable[str]) -> QuerySet[ChangeRequest]:
    """The open requests that `collisions` may find at these addresses, newest first; one query."""
    wanted = {place for address in addresses for place in collisions.around(address)}
    altered = Q(address__in=wanted)
    for address in sorted(wanted):
        if address.startswith("categories/") and address.count("/") == 1:
            altered |= Q(address__startswith=f"{address}/")
    return all_open(specification).filter(pk__in=TouchedAddress.objects.filter(altered).values("change"))


def open_within(specification: Specification, addresses: Sequence[str]) -> QuerySet[ChangeRequest]:
    """The open requests that alter one of the addresses or a part of the first, newest first."""
    altered = Q(address__in=addresses) | Q(address__startswith=f"{addresses[0]}/")
    return all_open(specification).filter(pk__in=TouchedAddress.objects.filter(altered).values("change"))


def all_open(specification: Specification) -> QuerySet[ChangeRequest]:
    """The open requests of a standard, newest first."""
    return ChangeRequest.objects.open().filter(specification=specification).order_by("-sequence")


def desk_of(person: User, standards: Sequence[int]) -> QuerySet[ChangeRequest]:
    """For an inbox: everything under way in some standards, by their keys, the person's own everywhere, and what they may write
    further, as its proposer or let in; longest waiting first.

    Each says whether the person was let in, and has the columns by which it is sorted; `lines` reads what is shown.
    """
    theirs = Q(proposer=person, status__in=(*OPEN, *EDITABLE)) | Q(is_let_in=True, status__in=EDITABLE)
    marks = {"is_let_in": Exists(Colleague.objects.belonging().filter(user=person, change=OuterRef("pk")))}
    found = ChangeRequest.objects.annotate(**marks).filter(
        Q(specification__in=standards, status__in=OPEN) | theirs & Q(specification__in=access.readable(person))
    )
    return found.only(*SORTED_BY).order_by("submitted_at", "pk")


def asking(desk: QuerySet[ChangeRequest], person: User) -> QuerySet[ChangeRequest]:
    """What of a desk may ask something of the person."""
    return desk.exclude(status=Status.ON_HOLD).exclude(status=Status.DRAFT, proposer=person)


def lines(keys: Iterable[int]) -> dict[int, ChangeRequest]:
    """Some requests by their keys, with all that lists show; one query."""
    found = ChangeRequest.objects.select_related("specification", "proposer", "organisation").defer(*LONG)
    return found.in_bulk(list(keys))


def proposals_of(person: User) -> QuerySet[ChangeRequest]:
    """A person's own proposals in every standard that they may still read, last touched first."""
    found = ChangeRequest.objects.filter(proposer=person, specification__in=access.readable(person))
    found = found.select_related("specification")
    return found.defer(*LONG).order_by("-updated_at", "-pk")


def refusal(change: ChangeRequest, who: Participant) -> str:
    """Why a person may not write this further now, in words; empty where they may."""
    try:
        permissions.require_step(who, "edit", change)
        steps.require_fit(change, "edit")
    except (NotAllowed, WrongStatus) as error:
        return f"{error.message} {error.remedy}".strip()
    return ""
