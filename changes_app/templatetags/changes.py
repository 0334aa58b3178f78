"""What is being proposed for the part a page shows. It is of the moment, so no part of what a revision says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context

from changes_app.models import ChangeRequest
from changes_app.proposals import queries
from specs_app.models import Specification
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import COLOURS
from specs_app.versions.version import Version

register = template.Library()

MOST = 5


@register.inclusion_tag("changes/open_proposals.html")
def open_proposals(specification: Specification, links: Links, addresses: Sequence[str]) -> dict[str, Any]:
    """The newest open proposals that alter one of the addresses or what lies within the first; one query.

    Nothing for a reader who asked for a version: what that says stays the same for good.
    """
    if links.at:
        return {}
    return _shown(links, queries.open_within(specification, addresses))


@register.inclusion_tag("changes/open_about_system.html")
def open_about_system(specification: Specification, links: Links, version: Version, cms: str) -> dict[str, Any]:
    """The newest open proposals that alter what a system holds, its SQL or its entry; one query. Nothing for a pinned version."""
    if links.at:
        return {}
    shown = _shown(links, queries.open_about_system(specification, version.document, cms))
    return {**shown, "everything": links.current("changes", status="open")}


@register.inclusion_tag("changes/open_for_comment.html")
def open_for_comment(specification: Specification, links: Links) -> dict[str, Any]:
    """The newest proposals that are under way in a standard; one query. Nothing for a reader who asked for a version."""
    if links.at:
        return {}
    return _shown(links, queries.all_open(specification))


@register.inclusion_tag("changes/add_to_draft.html", takes_context=True)
def add_to_draft(context: Context, specification: Specification, links: Links, kind: str, key: str) -> dict[str, Any]:
    """A link to each open draft of the reader, to which a change of this part may belong; one query for who has signed in."""
    reader = context.get("user")
    if links.at or reader is None or not reader.is_authenticated:
        return {}
    found = queries.drafts(specification, reader)[:MOST]
    return {"drafts": [(draft, links.suggest(**{kind: key}, draft=draft.number)) for draft in found]}


def _shown(links: Links, found: QuerySet[ChangeRequest]) -> dict[str, Any]:
    newest = list(found[: MOST + 1])
    entries = [
        {
            "text": f"{change.number}: {change.title}",
            "href": links.change(change.number),
            "status": change.get_status_display(),
            "change_class": change.change_class,
            "colour": COLOURS.get(change.change_class, "grey"),
        }
        for change in newest[:MOST]
    ]
    everything = links.current("changes", status="open")
    more = len(newest) > MOST
    return {"current": True, "entries": entries, "more": more, "everything": everything, "suggest": links.suggest()}
