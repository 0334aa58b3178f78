"""The Atom feed of a standard's proposals: all of them, or those of a status, about one part or about one system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest

from changes_app.models import ChangeRequest
from changes_app.proposals import queries
from changes_app.workflow import Status
from specs_app import access
from specs_app.models import Specification
from specs_app.publishing.atom import WritableFeed
from specs_app.publishing.links import Links
from specs_app.queries import at
from specs_app.web.keeping import Keeping

NEWEST = 50
#: What it can be narrowed by.
ASKED = ("status", "address", "cms")


@dataclass(frozen=True, slots=True)
class Watched:
    """What a feed is about, and its newest entries."""

    specification: Specification
    address: str
    title: str
    entries: list[ChangeRequest]


class ChangesFeed(Feed):  # type: ignore[type-arg] # takes parameters in the stubs alone
    """The newest proposals as the public sees them."""

    feed_type = WritableFeed
    keeping = Keeping(ASKED)

    def get_object(self, request: HttpRequest, slug: str) -> Watched:
        found, version = at(slug, viewer=request.user)
        access.note(request.META, found)
        asked = {name: request.GET.get(name, "").strip() for name in ASKED}
        if asked["status"] not in {"", "open", *Status.values}:
            raise Http404
        entries = queries.filtered(
            queries.visible(found, AnonymousUser()), status=asked["status"], address=asked["address"]
        )
        title = asked["address"].rpartition("/")[2] or found.title or found.slug
        if asked["cms"]:
            system = next((entry for entry in version.document.settings.cms if entry.key == asked["cms"]), None)
            if system is None:
                raise Http404
            entries, title = queries.about_system(entries, found, version.document, system.key), system.title
        address = Links(found.slug).feed(**{name: text for name, text in asked.items() if text})
        return Watched(found, address, f"Changes to {title}", list(entries[:NEWEST]))

    def title(self, watched: Watched) -> str:
        return watched.title

    def link(self, watched: Watched) -> str:
        return Links(watched.specification.slug).page("changes")

    def feed_url(self, watched: Watched) -> str:
        """With what it was asked for: a reader that follows two of them tells them apart."""
        return watched.address

    feed_guid = feed_url

    def items(self, watched: Watched) -> list[ChangeRequest]:
        return watched.entries

    def item_title(self, change: ChangeRequest) -> str:
        return f"{change.number}: {change.title} ({change.get_status_display().lower()})"

    def item_description(self, change: ChangeRequest) -> str:
        return change.reason

    def item_link(self, change: ChangeRequest) -> str:
        return Links(change.specification.slug).change(change.number)

    def item_updateddate(self, change: ChangeRequest) -> datetime:
        return change.updated_at
