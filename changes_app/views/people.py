"""Who belongs to a standard, and what waits for whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from changes_app import inbox, permissions, queries
from changes_app.actions import membership
from changes_app.errors import Invalid
from changes_app.forms.people import AdmitForm, JoinForm
from changes_app.models import Membership
from changes_app.models.membership import MembershipState
from changes_app.people import display_name
from changes_app.views.frame import Desk, desk, signed_in, typed
from changes_app.workflow import Permission, Role
from specs_app.models import Specification
from specs_app.outputs.pages.parts import Link
from specs_app.views.reading import show

MEMBERS_A_PAGE = 50
#: Of a part of the inbox; the rest is in the list of changes.
MOST_ROWS = 25
TROUBLED = {
    Specification.SourceState.DIVERGED,
    Specification.SourceState.QUARANTINED,
    Specification.SourceState.UNREACHABLE,
}


@signed_in
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to become a member, for an organisation."""
    here = desk(request, slug)
    mine = queries.membership_of(here.specification, here.user)
    if mine and mine.state != MembershipState.DECLINED:
        return _show(here, "people/joined.html", membership=mine)
    form = JoinForm(data=typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            membership.request(specification=here.specification, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            return HttpResponseRedirect(request.path)
    return _show(here, "people/join.html", form=form, declined=mine, status=422 if form.errors else 200)


@signed_in
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """For the secretariat: who asks to be let in, and who belongs."""
    here = _office(request, slug)
    waiting = queries.membership_requests(here.specification)
    batch = Paginator(queries.members(here.specification), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    return _show(here, "people/members.html", waiting=waiting, batch=batch, join=here.links.page("join"))


@signed_in
@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """For the secretariat: let one person in, or turn them down."""
    here = _office(request, slug)
    entry = queries.membership_request(here.specification, key)
    data = request.POST if request.method == "POST" else None
    form = AdmitForm(data=data, initial={"role": Role.MEMBER})
    if request.method == "POST" and form.is_valid():
        _decide(request, here, entry, form.cleaned_data)
        return HttpResponseRedirect(here.links.page("members"))
    page: dict[str, Any] = {
        "entry": entry,
        "colleagues": queries.colleagues(entry),
        "own": entry.user_id == here.user.pk,
    }
    trail = Link("Members", here.links.page("members"))
    return _show(here, "people/admit.html", trail, form=form, status=422 if form.errors else 200, **page)


def _decide(request: HttpRequest, here: Desk, entry: Membership, answer: dict[str, Any]) -> None:
    name = display_name(entry.user)
    if answer["decision"] == "decline":
        membership.decline(membership=entry, by=here.user)
        messages.success(request, f"You turned down {name}.")
    else:
        membership.approve(membership=entry, by=here.user, role=answer["role"])
        messages.success(request, f"{name} is now in: {Role(answer['role']).label.lower()}.")


@signed_in
def desk_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The inbox: what waits for the reader in this standard, most urgent first."""
    here = desk(request, slug)
    specification, manages = here.specification, _may(here, Permission.MANAGE_MEMBERS)
    eye = inbox.Eye(here.user.pk, here.who.role, queries.unvoted(specification, here.user), timezone.localdate())
    office = here.who.role in permissions.OFFICE
    page: dict[str, Any] = {
        "parts": inbox.fill(queries.desk_of(specification, here.user), eye),
        "most_rows": MOST_ROWS,
        "trouble": specification if office and specification.source_state in TROUBLED else None,
        "waiting": queries.membership_requests(specification) if manages else Membership.objects.none(),
        "manages": manages,
        "changes": here.links.page("changes"),
        "join": here.links.page("join"),
        "member": _may(here, Permission.PROPOSE),
    }
    return _show(here, "people/inbox.html", **page)


def _office(request: HttpRequest, slug: str) -> Desk:
    """The desk of somebody who manages members; raises `NotAllowed`."""
    here = desk(request, slug)
    permissions.require(here.who, Permission.MANAGE_MEMBERS)
    return here


def _may(here: Desk, permission: Permission) -> bool:
    return not permissions.refusal(here.who, permission)


def _show(here: Desk, template: str, *trail: Link, status: int = 200, **page: Any) -> HttpResponse:
    """A page about people in the frame of the standard."""
    response = show(here.request, here.reading, template, trail=trail, who=here.who, **page)
    response.status_code = status
    return response
