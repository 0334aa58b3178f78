"""What is being proposed for the part a page shows. It depends on the day, so it is no part of the page of a revision."""

from __future__ import annotations

from typing import Any

from django import template

from changes_app import queries
from specs_app.document import paths
from specs_app.models import Specification
from specs_app.outputs.links import Links

register = template.Library()


@register.inclusion_tag("changes/open_proposals.html")
def open_proposals(specification: Specification, kind: str, name: str) -> dict[str, Any]:
    """The open proposals that alter a part, or anything within it; one query."""
    found = queries.open_within(specification, paths.join(kind, name))
    return {"found": found, "links": Links(specification.slug)}


@register.inclusion_tag("changes/open_for_comment.html")
def open_for_comment(specification: Specification) -> dict[str, Any]:
    """The newest proposals that are under way in a standard; one query."""
    newest = queries.newest_open(specification)
    return {"found": newest, "links": Links(specification.slug)}
