"""Who belongs to a standard: asked for, decided, changed and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid
from changes_app.models import Membership
from changes_app.models.membership import MembershipState
from changes_app.people import directory, permissions
from changes_app.people.actions import membership
from changes_app.people.forms.memberships import AdmitForm, EndForm, JoinForm, MemberForm
from changes_app.people.forms.own_words import TextForm
from changes_app.people.views.context import ReaderContext, reader_context
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.record.names import display_name
from changes_app.workflow import Permission, Role
from specs_app.publishing.pages.components import Link
from specs_app.web.pages.context import show

MEMBERS_A_PAGE = 50


@signed_in
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to become a member, for an organisation."""
    here = reader_context(request, slug)
    mine = directory.membership_of(here.specification, here.user)
    if mine and not mine.is_over:
        return _show(here, "people/joined.html", membership=mine)
    form = JoinForm(data=typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            membership.request(specification=here.specification, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            return HttpResponseRedirect(request.path)
    return _show(here, "people/join.html", form=form, over=mine, status=422 if form.errors else 200)


@signed_in
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """For the secretariat: who asks to be let in, and who belongs."""
    here = _office(request, slug)
    waiting = directory.membership_requests(here.specification)
    batch = Paginator(directory.members(here.specification), MEMBERS_A_PAGE).get_page(request.GET.get("page"))
    return _show(here, "people/members.html", waiting=waiting, batch=batch, join=here.links.page("join"))


@signed_in
@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """For the secretariat: decide on a request, or change what a member is here."""
    here = _office(request, slug)
    entry = directory.membership(here.specification, key)
    deciding = entry.state == MembershipState.REQUESTED or "decision" in request.POST
    return _admit(here, entry) if deciding else _change(here, entry)


@signed_in
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """For the secretariat: end a membership, after asking why."""
    here = _office(request, slug)
    entry = directory.membership(here.specification, key)
    form = EndForm(data=typed(request))
    return _answered(here, entry, form, "people/end.html", _end)


def _admit(here: ReaderContext, entry: Membership) -> HttpResponse:
    first = {"role": Role.MEMBER, "organisation": entry.organisation}
    form = AdmitForm(data=typed(here.request), initial=first)
    page = {"colleagues": directory.colleagues(entry), "similar": directory.known_alike(entry)}
    return _answered(here, entry, form, "people/admit.html", _decide, **page)


def _change(here: ReaderContext, entry: Membership) -> HttpResponse:
    first = {"role": entry.role, "organisation": entry.organisation}
    form = MemberForm(data=typed(here.request), initial=first)
    return _answered(here, entry, form, "people/member.html", _alter, similar=directory.known_alike(entry))


def _answered(
    here: ReaderContext, entry: Membership, form: TextForm, template: str, act: Callable[..., str], **page: Any
) -> HttpResponse:
    """The page about one person; once its form is filled in, what it says is done, and the list shows it."""
    if here.request.method == "POST" and form.is_valid():
        try:
            done = act(entry, here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            messages.success(here.request, done)
            for words in directory.unmet(here.specification)[here.specification.pk]:
                messages.warning(here.request, words)
            return HttpResponseRedirect(here.links.page("members"))
    trail = Link("Members", here.links.page("members"))
    page = {"entry": entry, "own": entry.user_id == here.user.pk, **page}
    return _show(here, template, trail, form=form, status=422 if form.errors else 200, **page)


def _decide(entry: Membership, by: User, *, decision: str, role: str, organisation: str) -> str:
    name = display_name(entry.user)
    if decision == "decline":
        membership.decline(membership=entry, by=by)
        return f"You turned down {name}."
    membership.approve(membership=entry, by=by, role=role, organisation=organisation)
    return f"{name} is now in: {Role(role).label.lower()}."


def _alter(entry: Membership, by: User, *, role: str, organisation: str, reason: str) -> str:
    membership.change(membership=entry, by=by, role=role, organisation=organisation, reason=reason)
    return f"{display_name(entry.user)} is told of the change."


def _end(entry: Membership, by: User, *, reason: str) -> str:
    membership.end(membership=entry, by=by, reason=reason)
    return f"{display_name(entry.user)} no longer belongs to the standard, and is told so."


def _office(request: HttpRequest, slug: str) -> ReaderContext:
    """The context of somebody who manages members; raises `NotAllowed`."""
    here = reader_context(request, slug)
    permissions.require(here.who, Permission.MANAGE_MEMBERS)
    return here


def _may(here: ReaderContext, permission: Permission) -> bool:
    return not permissions.refusal(here.who, permission)


def _show(here: ReaderContext, template: str, *trail: Link, status: int = 200, **page: Any) -> HttpResponse:
    """A page about people, below the menu of the standard."""
    response = show(here.request, here.context, template, trail=trail, who=here.who, **page)
    response.status_code = status
    return response
