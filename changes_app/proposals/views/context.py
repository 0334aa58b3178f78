"""What the pages of proposals share: the standard they are about, who reads, and leading back from where nothing can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from changes_app.models import ChangeRequest
from changes_app.people.views.context import ReaderContext, reader_context
from changes_app.people.views.signing_in import TYPED, View
from changes_app.proposals import queries
from specs_app.publishing.pages.components import Link
from specs_app.web.pages.context import show


@dataclass(frozen=True, slots=True)
class ChangeContext(ReaderContext):
    """One reader below ``changes/`` of a standard: the requests they may see, and how pages there lead to each other."""

    def change(self, number: str) -> ChangeRequest:
        """One request that the reader may see."""
        return queries.change(self.specification, number, self.request.user)

    def draft(self, change: ChangeRequest) -> Link:
        """The step back to a draft, for the pages below it."""
        return Link(change.number, self.links.page("changes", change.number, "draft"))

    def to(self, *parts: str, **query: str) -> HttpResponseRedirect:
        """On to a page below ``changes/``."""
        return HttpResponseRedirect(self.links.page("changes", *parts, **query))

    def show(self, template: str, *trail: Link, **page: Any) -> HttpResponse:
        """A page of a change request, below the menu of the standard."""
        changes = Link("Changes", self.links.page("changes"))
        return show(self.request, self.context, template, "changes", (changes, *trail), who=self.who, **page)


def change_context(request: HttpRequest, slug: str) -> ChangeContext:
    """The reader below ``changes/`` of the standard of that name; raises `NotPublished` (404)."""
    read = reader_context(request, slug)
    return ChangeContext(read.request, read.context, read.who)


def posted_from(*page: str) -> Callable[[View], View]:
    """A view that takes what a page of a proposal sends, such as ``draft``.

    Whoever comes to its address otherwise, as after signing in, is led to that page; what was typed is there again.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, slug: str, number: str, **where: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, slug, number, **where)
            here = change_context(request, slug)
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
