"""The Atom feed of a standard's proposals."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from changes_app import queries
from changes_app.models import ChangeRequest
from specs_app import access
from specs_app.models import Specification
from specs_app.outputs.links import Links
from specs_app.queries import specification

NEWEST = 50


class ChangesFeed(Feed):  # type: ignore[type-arg] # takes parameters in the stubs alone
    """The newest proposals as the public sees them."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> Specification:
        found = specification(slug, viewer=request.user)
        access.note(request.META, found)
        return found

    def title(self, found: Specification) -> str:
        return f"Changes to {found.title or found.slug}"

    def link(self, found: Specification) -> str:
        return Links(found.slug).page("changes")

    def items(self, found: Specification) -> list[ChangeRequest]:
        return list(queries.visible(found, AnonymousUser())[:NEWEST])

    def item_title(self, change: ChangeRequest) -> str:
        return f"{change.number}: {change.title} ({change.get_status_display().lower()})"

    def item_description(self, change: ChangeRequest) -> str:
        return change.reason

    def item_link(self, change: ChangeRequest) -> str:
        return Links(change.specification.slug).change(change.number)

    def item_updateddate(self, change: ChangeRequest) -> datetime:
        return change.updated_at
