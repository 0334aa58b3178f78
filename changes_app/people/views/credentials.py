"""Confirming that what opens an account is its owner's own."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from changes_app.people import directory
from changes_app.people.actions import credentials
from changes_app.people.credentials import is_held, owner
from changes_app.people.views.signing_in import signed_in

#: So long a person waits before another link is mailed.
PAUSE = timedelta(minutes=3)


@signed_in
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Have the link mailed."""
    person = directory.account(request.user)
    if request.method == "GET":
        return render(request, "people/confirm.html", {"held": is_held(person)})
    if cache.add(f"changes_app.credentials.asked:{person.pk}", True, PAUSE.total_seconds()):
        credentials.ask(by=person)
    messages.success(request, "We have sent you an e-mail. Follow the link in it to confirm.")
    return HttpResponseRedirect(reverse("people:account"))


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Where the mailed link leads: looking confirms nothing, as programs that read mail look too."""
    if request.method == "GET":
        return render(request, "people/confirm.html", {"named": owner(key)})
    credentials.confirm(key=key)
    messages.success(request, "Thank you. Your password and address are confirmed as yours.")
    return HttpResponseRedirect(reverse("people:account"))
