"""What the pages of proposals share: the standard they are about, who reads, and keeping what was typed before a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from changes_app import permissions, queries
from changes_app.models import ChangeRequest
from changes_app.permissions import Standing
from specs_app.document.types import Document
from specs_app.models import Specification
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.web.pages.context import Context, open_version, show

View = Callable[..., HttpResponse]

TYPED = "typed_before_signing_in"
#: The forms whose words are kept; no password is typed into them.
OURS = frozenset({"changes", "people"})
#: More than this is not carried over a sign-in: it is no text for a form.
MOST_TYPED = 200_000


@dataclass(frozen=True, slots=True)
class Desk:
    """One reader in one standard, as it stands now."""

    request: HttpRequest
    context: Context
    who: Standing

    @property
    def specification(self) -> Specification:
        return self.context.specification

    @property
    def document(self) -> Document:
        return self.context.document

    @property
    def links(self) -> Links:
        return Links(self.context.links.slug)

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def change(self, number: str) -> ChangeRequest:
        """One request that the reader may see."""
        return queries.change(self.specification, number, self.request.user)

    def draft(self, change: ChangeRequest) -> Link:
        """The step back to a draft, for the pages below it."""
        return Link(change.number, self.links.page("changes", change.number, "draft"))

    def to(self, *parts: str, **query: str) -> HttpResponseRedirect:
        """On to a page below ``changes/``."""
        return HttpResponseRedirect(self.links.page("changes", *parts, **query))

    def to_page(self, *parts: str) -> HttpResponseRedirect:
        """On to a page of the standard."""
        return HttpResponseRedirect(self.links.page(*parts))

    def show(self, template: str, *trail: Link, **page: Any) -> HttpResponse:
        """A page in the frame of the standard, below its changes."""
        changes = Link("Changes", self.links.page("changes"))
        return show(self.request, self.context, template, "changes", (changes, *trail), who=self.who, **page)


def desk(request: HttpRequest, slug: str) -> Desk:
    """The reader's desk; raises `NotPublished` (404)."""
    context = open_version(request, slug)
    return Desk(request, context, permissions.standing(request.user, context.specification))


def signed_in(view: View) -> View:
    """Asks a visitor to sign in and leads straight back; what they had typed is in the form again."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        keep_typed(request)
        return redirect_to_login(request.get_full_path())

    return wrapped


def posted_from(*page: str) -> Callable[[View], View]:
    """A view that takes what a page of a proposal sends, such as ``draft``.

    Whoever comes to its address otherwise, as after signing in, is led to that page; what was typed is there again.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, number: str, **where: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, slug, number, **where)
            here = desk(request, slug)
            here.change(number)
            answer = here.to(number, *page)
            _carry_typed(request, answer.url)
            return answer

        return wrapped

    return decorated


def _carry_typed(request: HttpRequest, page: str) -> None:
    """What was typed for this address is for a page from now on."""
    kept = request.session.get(TYPED)
    if kept and kept["path"] == request.get_full_path():
        request.session[TYPED] = {**kept, "path": page}


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
