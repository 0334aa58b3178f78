"""A draft of mappings that notes tell of: what a system's notes say, as edits that somebody has to stand for."""

from __future__ import annotations

from django.contrib.auth.models import User

from changes_app.errors import Invalid
from changes_app.models import ChangeRequest
from changes_app.proposals.actions import drafts
from changes_app.proposals.assessment import MOST_EDITS
from specs_app.document.types import Cms
from specs_app.models import Specification
from specs_app.publishing.scripts import sources_noted
from specs_app.sql.noted_sources import NotedSource
from specs_app.versions.resolve import current
from specs_app.versions.version import Version

REASON = "These mappings name a table of the standard itself, which tells nothing of the system. Their notes name the column."
BENEFIT = "Scripts can fill these columns, and whoever reads the mapping finds the source where it belongs."


def found(head: Version, cms: Cms, *, more: bool) -> tuple[NotedSource, ...]:
    """What one draft takes: the notes that name a column and say nothing else, or (``more``) those that go on; no more than fit."""
    return tuple(source for source in sources_noted(head, cms) if source.more == more)[:MOST_EDITS]


def propose(*, specification: Specification, cms: Cms, more: bool, by: User) -> ChangeRequest:
    """Begin a draft of these mappings. Raises `Invalid` where there are none any more."""
    edits = [source.edit(cms.key).as_json() for source in found(current(specification), cms, more=more)]
    if not edits:
        raise Invalid("No note says where this system holds an item that its mapping does not tell.")
    title = f"Where {cms.title or cms.key} holds {len(edits)} item{'' if len(edits) == 1 else 's'}, as notes say"
    return drafts.create(specification=specification, by=by, title=title, reason=REASON, benefit=BENEFIT, edits=edits)
