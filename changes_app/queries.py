"""Reads of change requests: what a person may see, with everything a page needs in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from knox.models import AuthToken

from changes_app import collisions, organisations
from changes_app.errors import NotAllowed, NotFound
from changes_app.models import ChangeRequest, Colleague, Comment, Event, Membership, Organisation, TouchedAddress
from changes_app.models.change_request import written_by
from changes_app.models.membership import MembershipQuerySet
from changes_app.workflow import EDITABLE, OPEN
from specs_app import access
from specs_app.document import paths
from specs_app.document.types import Document
from specs_app.models import RevisionChange, Specification

Reader = User | AnonymousUser

#: Columns of a request that lists do not show.
LONG = ("reason", "benefit", "differences", "problems", "impact", "conflicts", "overrides")


def visible(specification: Specification, reader: Reader) -> QuerySet[ChangeRequest]:
    """The requests a person may see, newest number first."""
    found = ChangeRequest.objects.filter(specification=specification).visible_to(reader.pk)
    return found.select_related("specification", "proposer", "organisation")


def change(specification: Specification, number: str, reader: Reader) -> ChangeRequest:
    """One request with edits and comments at hand; raises `NotFound`."""
    comments = Comment.objects.select_related("author")
    found = (
        visible(specification, reader).filter(number=number).prefetch_related("edits", Prefetch("comments", comments))
    )
    if (entry := found.first()) is None:
        raise NotFound(f"There is no change request {number[:40]}.", remedy="Check the number in the list of changes.")
    return entry


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
    further, as its proposer or let in; longest waiting first. Each says whether the person was let in."""
    readable = access.readable(person)
    own = Q(proposer=person, status__in=OPEN, specification__in=readable)
    written = Q(written_by(person.pk), status__in=EDITABLE, specification__in=readable)
    marks = {"is_let_in": Exists(Colleague.objects.standing().filter(user=person, change=OuterRef("pk")))}
    found = ChangeRequest.objects.filter(Q(specification__in=standards, status__in=OPEN) | own | written)
    found = found.select_related("specification", "proposer", "organisation").defer(*LONG)
    return found.annotate(**marks).order_by("submitted_at", "pk")


def proposals_of(person: User) -> QuerySet[ChangeRequest]:
    """A person's own proposals in every standard that they may still read, last touched first."""
    found = ChangeRequest.objects.filter(proposer=person, specification__in=access.readable(person))
    found = found.select_related("specification")
    return found.defer(*LONG).order_by("-updated_at", "-pk")


def memberships_of(person: User) -> MembershipQuerySet:
    """Where a person belongs, or has asked to, of the standards that they may read."""
    found: MembershipQuerySet = Membership.objects.filter(user=person, specification__in=access.readable(person))
    found = found.select_related("specification", "organisation")
    return found.order_by("specification__title", "pk")


def membership_of(specification: Specification, person: User) -> Membership | None:
    """A person's membership of one standard, in whatever state."""
    return Membership.objects.filter(specification=specification, user=person).select_related("organisation").first()


def members(specification: Specification) -> QuerySet[Membership]:
    """Everybody who belongs to a standard, by organisation and name."""
    found = Membership.objects.approved().filter(specification=specification).select_related("user", "organisation")
    return found.order_by("organisation__name", "user__first_name", "user__last_name", "pk")


def membership_requests(*specifications: Specification) -> QuerySet[Membership]:
    """Who asks to be let in to some standards, longest waiting first."""
    found = Membership.objects.requested().filter(specification__in=specifications)
    return found.select_related("specification", "user", "organisation").order_by("requested_at", "pk")


def membership(specification: Specification, key: int) -> Membership:
    """A request that waits, or somebody who belongs; raises `NotFound`, also where it was declined or has ended."""
    either = membership_requests(specification) | members(specification)
    if (found := either.filter(pk=key).first()) is None:
        raise NotFound("This request is not waiting any more.", remedy="A colleague may have decided it; see the list.")
    return found


def own_membership(person: User, key: int) -> Membership:
    """Where a person belongs; raises `NotFound`."""
    if (found := memberships_of(person).approved().filter(pk=key).first()) is None:
        raise NotFound("You do not belong there any more.", remedy="See the list of your standards.")
    return found


def known_alike(entry: Membership) -> list[tuple[str, list[Membership]]]:
    """The organisations that a reader may take for the one of a request, each with who belongs to the standard for it."""
    names = entry.organisation.look_alikes() if entry.organisation else []
    found = members(entry.specification).filter(organisation__name__in=names)
    return [(name, [one for one in found if one.organisation and one.organisation.name == name]) for name in names]


def look_alikes_of(name: str) -> list[str]:
    """The organisations that a reader may take for one that is not known yet; none for a name that is known, or none."""
    key = organisations.key(name)
    if not key or Organisation.objects.filter(key=key).exists():
        return []
    return Organisation(name=name).look_alikes()


def tokens_of(person: User) -> QuerySet[AuthToken]:
    """A person's REST tokens, newest first."""
    found: QuerySet[AuthToken] = AuthToken.objects.filter(user=person).order_by("-created")
    return found


def colleagues(entry: Membership) -> int:
    """How many people belong to the standard for the organisation of a request already."""
    return members(entry.specification).filter(organisation=entry.organisation).count()


def account(reader: Reader) -> User:
    """The account of a reader who has signed in; raises `NotAllowed` for a visitor."""
    if not isinstance(reader, User):
        raise NotAllowed("Sign in first.", remedy="Sign in, or make an account.")
    return reader
