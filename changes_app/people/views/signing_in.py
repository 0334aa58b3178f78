"""Asking for a sign-in or a name without losing what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponse]

TYPED = "typed_before_signing_in"
#: The forms whose words are kept; no password is typed into them.
OURS = frozenset({"changes", "people"})
#: More than this is not carried over a sign-in: it is no text for a form.
MOST_TYPED = 200_000


def signed_in(view: View) -> View:
    """Asks a visitor to sign in and leads straight back; what they had typed is in the form again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        keep_typed(request)
        return redirect_to_login(request.get_full_path())

    return wrapped


def keep_typed(request: HttpRequest) -> None:
    """Have what was typed in the form again when its page is next opened."""
    text = request.POST.urlencode()
    if request.method == "POST" and len(text) <= MOST_TYPED:
        request.session[TYPED] = {"path": request.get_full_path(), "text": text}


def kept_for_another_try(request: HttpRequest) -> bool:
    """Whether what a form of ours sent is kept though it was not accepted.

    Only what the browser says to come from this very site: nobody else puts words into a form of somebody's.
    """
    match = request.resolver_match
    ours = match is not None and match.namespace in OURS
    sender = urlsplit(request.headers.get("origin", "")).netloc
    if not ours or sender != request.get_host():
        return False
    keep_typed(request)
    return True


def to_name(request: HttpRequest) -> HttpResponseRedirect:
    """On to the page that asks for the person's name, which leads back to the form they had before them."""
    keep_typed(request)
    only_pressed = request.method == "POST" and request.POST.keys() <= {"csrfmiddlewaretoken"}
    form = urlsplit(request.headers.get("referer", "")) if only_pressed else None
    back = form.path if form and form.netloc == request.get_host() else request.get_full_path()
    return HttpResponseRedirect(f"{reverse('people:name')}?{urlencode({'next': back})}")


def way_back(request: HttpRequest) -> str:
    """The page of this portal that ``?next=`` names; empty where it names none."""
    target = request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()) else ""


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent with this request, or was typed on this page before signing in."""
    if request.method == "POST":
        return request.POST
    kept = request.session.get(TYPED)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[TYPED]
    return QueryDict(kept["text"])
