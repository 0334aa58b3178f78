"""How people are called on pages, and what waits for the reader."""

from __future__ import annotations

from typing import Any

from django import template

from changes_app.following.workload import workload
from changes_app.record.names import display_name

register = template.Library()
register.filter("called", display_name)


@register.simple_tag(takes_context=True)
def waiting_for(context: dict[str, Any], user: Any) -> int:
    """How much asks something of a person who has signed in, in all their standards; asked once a page."""
    known = context.get("all_work")
    return known.waiting if known else workload(user, asking=True).waiting
