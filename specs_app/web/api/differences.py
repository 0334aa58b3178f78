"""What lies between two versions: all of it, filtered, and what of it somebody has to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from specs_app.document.describe import describe
from specs_app.document.diff import Change, classify
from specs_app.document.for_me import URGENCIES, Leaving, ThingToDo
from specs_app.document.types import CHANGE_CLASSES
from specs_app.publishing.compared import Compared
from specs_app.publishing.differences import FILTERS, UnknownValue, group_of
from specs_app.publishing.for_me import ForMe
from specs_app.publishing.markdown import comparison_markdown
from specs_app.publishing.pdf import comparisons
from specs_app.publishing.pdf.files import PdfWaits
from specs_app.versions.releases import edition_of, mark_of
from specs_app.versions.resolve import pinned
from specs_app.versions.version import Version
from specs_app.web.api import difference_shapes as shapes
from specs_app.web.api.base import ShapedView, SpecificationView
from specs_app.web.api.errors import InputFault, invalid
from specs_app.web.api.files import attachment, being_made
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.renderers import MarkdownRenderer, PdfRenderer
from specs_app.web.keeping import is_full_sha

MARKDOWN = "text/markdown; charset=utf-8"
ONLY = {
    "class": Parameter("Only differences of this class.", words=CHANGE_CLASSES),
    "return": Parameter(
        "Only what reaches this return: an item that names it, before or after, and what belongs to such an item."
    ),
    "cms": Parameter("Only what reaches this case management system: an item that is mapped to it, likewise."),
    "object": Parameter("Only what reaches this object."),
}


class Diff(SpecificationView):
    """The semantic difference of two versions, filtered; as a table one row a difference."""

    shape = shapes.DIFF
    row_key, row_shape = "changes", shapes.DIFFERENCE
    renderer_classes: list[type[BaseRenderer]] = [*ShapedView.renderer_classes, MarkdownRenderer, PdfRenderer]
    waits = True
    throttle_scope = "files"
    parameters = {
        "from": Parameter("The older version: a release, a tag or the SHA of a published revision.", required=True),
        "to": Parameter("The newer version; the one read where it is left out."),
        **ONLY,
    }

    def read(self, **parts: str) -> HttpResponseBase:
        before, after = (edition_of(self.specification, version) for version in self._versions())
        compared = Compared(before, after, {name: self.given[name] for name in FILTERS})
        refuse_unknown(compared.unknown)
        if self.form == MarkdownRenderer.format:
            return self._file(comparison_markdown(compared).encode("utf-8", "replace"), MARKDOWN)
        return self._pdf(compared) if self.form == PdfRenderer.format else Response(diff_answer(compared))

    def _pdf(self, compared: Compared) -> HttpResponseBase:
        try:
            return self._file(comparisons.ask(compared), PdfRenderer.media_type)
        except PdfWaits as waits:
            return being_made(waits)

    def _file(self, data: bytes, media_type: str) -> HttpResponseBase:
        return attachment(data, media_type, f"{self.links.slug}-diff.{self.form}")

    def _versions(self) -> tuple[Version, Version]:
        named = self.given["to"]
        newer = pinned(self.specification, named) if named else self.version
        return pinned(self.specification, self.given["from"]), newer

    def besides(self) -> str:
        """A release may be tagged anew, and some forms name versions by releases."""
        return f".{mark_of(self.specification)}" + "".join(f".{version.sha[:12]}" for version in self._versions())

    def is_settled(self) -> bool:
        """Both versions count, and nothing besides, but for the forms that name them."""
        if self.form in {MarkdownRenderer.format, PdfRenderer.format}:
            return False
        return is_full_sha(self.given["from"]) and is_full_sha(self.given["to"] or self.given["at"])


class ForMeDetail(SpecificationView):
    """What there is to do for whoever runs some systems and makes some returns; as a table one row a thing to do."""

    shape = shapes.FOR_ME
    row_key, row_shape = "things_to_do", shapes.THING_TO_DO
    throttle_scope = "files"
    parameters = {
        "since": Parameter(
            "The version that is run: a release, a tag or the SHA of a published revision.", required=True
        ),
        "cms": Parameter("A case management system that is run; may be given several times.", many=True),
        "return": Parameter(
            "A return that is made; may be given several times. Without either all is told.", many=True
        ),
    }

    def read(self, **parts: str) -> HttpResponseBase:
        asked = ForMe(self._since(), self.version, self._texts("cms"), self._texts("return"))
        refuse_unknown(asked.unknown)
        return Response(for_me_answer(asked))

    def _since(self) -> Version:
        return pinned(self.specification, self.given["since"])

    def _texts(self, name: str) -> list[str]:
        return list(dict.fromkeys(text for text in self.request.query_params.getlist(name) if text))

    def besides(self) -> str:
        """A release may be tagged anew."""
        return f".{self._since().sha[:12]}"

    def is_settled(self) -> bool:
        return super().is_settled() and is_full_sha(self.given["since"])


def refuse_unknown(unknown: Iterable[UnknownValue]) -> None:
    """400 for what there is not, with the known ones."""
    if faults := [InputFault(one.name, "unknown-value", one.message) for one in unknown]:
        raise invalid(*faults)


def diff_answer(compared: Compared) -> dict[str, Any]:
    return {
        "from": compared.older.sha,
        "to": compared.newer.sha,
        "class": classify(compared.changes),
        "counts": compared.counts,
        "changes": [difference_answer(compared, change) for change in compared.changes],
    }


def difference_answer(compared: Compared, change: Change) -> dict[str, Any]:
    words, group = describe(change, compared.titles), group_of(change, compared.extents)
    return {**change.as_dict(), "words": words, "group": group}


def for_me_answer(asked: ForMe) -> dict[str, Any]:
    urgencies = [thing.urgency for thing in asked.things]
    return {
        "since": asked.since.sha if asked.since else None,
        "at": asked.now.sha,
        "cms": list(asked.systems),
        "returns": list(asked.returns),
        "counts": {urgency: urgencies.count(urgency) for urgency in URGENCIES.values()},
        "things_to_do": list(map(thing_answer, asked.things)),
        "leaving": list(map(leaving_answer, asked.leaving)),
    }


def thing_answer(thing: ThingToDo) -> dict[str, Any]:
    return {
        "urgency": thing.urgency,
        "text": thing.text,
        "words_alone": thing.words_alone,
        **thing.change.as_dict(),
    }


def leaving_answer(entry: Leaving) -> dict[str, Any]:
    return {
        "item_ref": entry.key,
        "object": entry.table,
        "name": entry.column,
        "since": entry.since or None,
        "remove_in": entry.remove_in or None,
        "replaced_by": entry.replaced_by or None,
    }
