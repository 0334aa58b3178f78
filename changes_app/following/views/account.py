"""A person's own pages: proposals, memberships, tokens, name."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from changes_app.errors import NotFound
from changes_app.people import directory
from changes_app.people.actions import membership, profile, tokens
from changes_app.people.credentials import is_held
from changes_app.people.forms.accounts import GitAddressForm, NameForm
from changes_app.people.views.signing_in import signed_in, typed, way_back
from changes_app.proposals import queries
from changes_app.record.names import confirmed_addresses, display_name, full_name, git_email, no_reply

PROPOSALS_A_PAGE = 20


@signed_in
@never_cache
def account(request: HttpRequest) -> HttpResponse:
    """Everything that is the reader's own, in all standards."""
    person = directory.account(request.user)
    page = {
        "name": display_name(person),
        "git_address": git_email(person),
        "held": is_held(person),
        "batch": Paginator(queries.proposals_of(person), PROPOSALS_A_PAGE).get_page(request.GET.get("page")),
        "memberships": directory.memberships_of(person),
        "tokens": directory.tokens_of(person),
    }
    return render(request, "people/account.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Change one's name."""
    person = directory.account(request.user)
    form = NameForm(data=typed(request), initial={"full_name": full_name(person)})
    if request.method == "POST" and form.is_valid():
        profile.rename(by=person, full_name=form.cleaned_data["full_name"])
        messages.success(request, "Your name is changed.")
        return HttpResponseRedirect(way_back(request) or reverse("people:account"))
    page = {"form": form, "asked": bool(way_back(request))}
    return render(request, "people/name.html", page, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def git_address(request: HttpRequest) -> HttpResponse:
    """Choose which address the history in Git shows."""
    person = directory.account(request.user)
    form = GitAddressForm(
        data=typed(request),
        initial={"address": git_email(person)},
        no_reply=no_reply(person),
        confirmed=confirmed_addresses(person),
    )
    if request.method == "POST" and form.is_valid():
        profile.choose_address(by=person, address=form.cleaned_data["address"])
        messages.success(request, "Your choice holds for everything that is published from now on.")
        return redirect("people:account")
    return render(request, "people/git_address.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, key: int) -> HttpResponse:
    """Give up one's own membership, after asking."""
    person = directory.account(request.user)
    entry = directory.own_membership(person, key)
    if request.method == "GET":
        return render(request, "people/leave.html", {"entry": entry})
    membership.leave(membership=entry, by=person)
    messages.success(request, f"You no longer belong to {entry.specification}.")
    return redirect("people:account")


@signed_in
@require_POST
@never_cache
@sensitive_variables("text")
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    person = directory.account(request.user)
    entry, text = tokens.create(by=person, user=person)
    return render(request, "people/token.html", {"entry": entry, "text": text})


@signed_in
@require_http_methods(["GET", "POST"])
def revoke_token(request: HttpRequest, key: str) -> HttpResponse:
    """Take a token back, after asking."""
    person = directory.account(request.user)
    if request.method == "POST":
        tokens.revoke(by=person, key=key)
        messages.success(request, "The token is revoked. Scripts that use it are refused from now on.")
        return HttpResponseRedirect(reverse("people:account") + "#tokens")
    if (entry := directory.tokens_of(person).filter(token_key=key).first()) is None:
        raise NotFound("You have no such token.", remedy="It may be revoked already; see the list of your tokens.")
    return render(request, "people/revoke.html", {"entry": entry})
