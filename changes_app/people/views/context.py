"""One reader in one standard, as the pages about people and proposals need them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseRedirect

from changes_app.people import permissions
from changes_app.people.permissions import Participant
from specs_app.document.types import Document
from specs_app.models import Specification
from specs_app.publishing.links import Links
from specs_app.web.pages.context import Context, open_version


@dataclass(frozen=True, slots=True)
class ReaderContext:
    """One reader in one standard, as it stands now: who they are there, and what they read."""

    request: HttpRequest
    context: Context
    who: Participant

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

    def to_page(self, *parts: str) -> HttpResponseRedirect:
        """On to a page of the standard."""
        return HttpResponseRedirect(self.links.page(*parts))


def reader_context(request: HttpRequest, slug: str) -> ReaderContext:
    """The reader in the standard of that name, as its address is read; raises `NotPublished` (404)."""
    context = open_version(request, slug)
    return ReaderContext(request, context, permissions.participant(request.user, context.specification))
