"""The read of the glossary."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from specs_app.publishing.pages.glossary import GlossaryEntry, GlossaryGroup, glossary
from specs_app.web.api import schemas
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged


class Glossary(SpecificationView):
    """The words of the portal and of the standard, in the order of the page."""

    shape, many = schemas.GLOSSARY_ENTRY, True

    def read(self, **parts: str) -> HttpResponseBase:
        groups = glossary(self.document, self.links)
        pairs = [(group, entry) for group in groups for entry in group.entries]
        return paged(self.request, pairs, _answer)


def _answer(pair: tuple[GlossaryGroup, GlossaryEntry]) -> dict[str, str | None]:
    group, entry = pair
    return {"group": group.anchor, "term": entry.term, "key": entry.key or None, "meaning": entry.meaning or None}
