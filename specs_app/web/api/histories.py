"""The history of single parts."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from django.http.response import HttpResponseBase

from specs_app import queries
from specs_app.document import paths
from specs_app.projection.part_history import READERS, HistoryEntry
from specs_app.web.api import schemas
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged
from specs_app.web.api.views import not_there


class PartHistory(SpecificationView):
    """Each key of a part that a revision changed, newest first."""

    shape, many = schemas.HISTORY_ENTRY, True
    refusals = (HTTPStatus.GONE,)
    kind: ClassVar[str]

    def read(self, **parts: str) -> HttpResponseBase:
        name = "/".join(parts.values())
        entries = READERS[self.kind](self.specification, queries.number_of(self.specification, self.version), name)
        if not (entries or self.is_there(name)):
            raise not_there(self, paths.of_page(self.kind, name))
        return paged(self.request, entries, lambda entry: history_answer(self, entry))

    def is_there(self, _name: str) -> bool:
        """Whether a part without a change is in the version; all parts of other kinds have the change that brought them."""
        return False


class ItemHistory(PartHistory):
    """Each key of an item that a revision changed, newest first; also of one that was removed."""

    kind = "items"


class ObjectHistory(PartHistory):
    """Each key of an object or of its items that a revision changed, newest first; also of one that was removed."""

    kind = "objects"


class CategoryHistory(PartHistory):
    """Each key and code of a code list that a revision changed, newest first; also of one that was removed."""

    kind = "categories"


class SystemHistory(PartHistory):
    """Each key of the entry of a system in its registry that a revision changed, newest first; also of one that was removed."""

    kind = "cms"


class ReturnHistory(PartHistory):
    """Each key of the entry of a return in its registry that a revision changed, newest first; also of one that was removed."""

    kind = "returns"


class ExtractHistory(PartHistory):
    """Each revision's changes of a hand-written body: its text, its output columns and its named queries, newest first; also of one
    that was removed."""

    kind = "extracts"

    def is_there(self, _name: str) -> bool:
        return _name in self.document.extract_by_target


class LocalExtractHistory(ExtractHistory):
    """The same of a hand-written body for a local build of a system."""


def history_answer(view: SpecificationView, entry: HistoryEntry) -> dict[str, Any]:
    change, revision = entry.change, entry.revision
    number = revision.change_number
    return {
        "who": revision.author_name,
        "when": revision.committed_at.isoformat(),
        "change": number or None,
        "title": revision.title,
        "why": revision.why or None,
        "revision": revision.sha,
        "address": change.address,
        "key": change.key,
        "before": change.before,
        "after": change.after,
        "change_url": view.absolute(view.links.change(number)) if number else None,
        "revision_url": view.absolute(view.links.revision(revision.sha)),
    }
