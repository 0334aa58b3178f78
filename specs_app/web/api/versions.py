"""Specifications, their revisions and releases, and files of a whole version."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from specs_app import access, queries
from specs_app.document.identity import Identity
from specs_app.models import Revision, Specification
from specs_app.publishing.exports import EXPORTS
from specs_app.publishing.identities import identity_of, identity_of_row
from specs_app.publishing.links import Links
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.files import PdfWaits
from specs_app.publishing.pdf.scope import WHOLE, BookScope, Kind, NotInVersion, since
from specs_app.publishing.readings import hole_record
from specs_app.repository.objects import SHORT_SHA
from specs_app.versions.history import revisions, revisions_until
from specs_app.versions.releases import ReleaseStanding, edition_of, standing_of, standings_of
from specs_app.versions.resolve import pinned
from specs_app.web.api import schemas
from specs_app.web.api.base import ShapedView, SpecificationView, TellsReleases
from specs_app.web.api.errors import InputFault, invalid
from specs_app.web.api.files import attachment, being_made
from specs_app.web.api.negotiation import AsTheAddressSays
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.views import addresses
from specs_app.web.keeping import is_full_sha


class Specifications(ShapedView):
    """Every specification published here that the reader may see."""

    shape, many = schemas.ENTRY, True
    kept = of_all = True

    def get(self, request: Request) -> Response:
        rows = list(queries.specifications(request.user))
        access.note(request.META, *rows)
        if request.user.is_authenticated:
            access.keep_nothing(request.META)
        standings = standings_of(rows)
        return self.formed(paged(request, rows, lambda entry: specification_entry(request, entry, standings[entry.pk])))


class SpecificationDetail(TellsReleases):
    """One specification: how large it is, and which revision is read."""

    shape = schemas.SPECIFICATION

    def read(self, **parts: str) -> HttpResponseBase:
        document, standing = self.document, standing_of(self.specification, self.version)
        counts = {
            "objects": len(document.objects),
            "items": sum(len(entry.items) for entry in document.objects),
            "relationships": len(document.relationships),
            "categories": len(document.categories),
        }
        return Response(
            {
                "slug": self.links.slug,
                "title": document.settings.title,
                "publisher": document.settings.publisher or None,
                "identity": identity_record(identity_of(self.version)),
                "description": document.settings.description or None,
                "access": self.specification.access,
                "revision": self.version.sha,
                "version": str(standing),
                "release": standing.exact or None,
                "latest_release": standing.latest or None,
                "date": self.version.date.isoformat(),
                "counts": counts,
                "holes": [hole_record(one) for one in self.version.holes],
                **addresses(self),
            }
        )


class Revisions(SpecificationView):
    """The revision read and those before it, newest first."""

    shape, many = schemas.REVISION, True

    def read(self, **parts: str) -> HttpResponseBase:
        rows = revisions_until(self.specification, self.version.sha)
        return paged(self.request, rows, lambda row: revision_answer(self, row))  # type: ignore[arg-type]


class RevisionDetail(SpecificationView):
    """One revision, with what it changed; as a table its differences."""

    shape = schemas.REVISION_CHANGES
    row_key, row_shape = "changes", schemas.CHANGE

    def read(self, **parts: str) -> HttpResponseBase:
        known = revisions(self.specification)
        found = known.filter(sha__startswith=parts["sha"]).first() if SHORT_SHA.fullmatch(parts["sha"]) else None
        if found is None:
            raise Http404("No published revision has that SHA.")
        changes = [row.as_change().as_dict() for row in found.changes.all()]
        return Response({**revision_answer(self, found), "changes": changes})

    def is_settled(self) -> bool:
        """The revision told of may be another than that of ``at``."""
        return super().is_settled() and is_full_sha(self.kwargs["sha"])


#: What of a version a PDF may be asked for.
PDF_SCOPES = {
    "object": Parameter("Only this object, by name; of a PDF alone."),
    "domain": Parameter("Only the objects of this domain, by its key; of a PDF alone."),
    "return": Parameter("Only what this return asks for, by its key; of a PDF alone."),
    "since": Parameter("Only what changed since this version: a release, a tag or a SHA; of a PDF alone."),
}
SCOPE_KINDS: dict[str, Kind] = {"object": "object", "domain": "domain", "return": "return"}


class ExportFile(TellsReleases):
    """A file that holds the whole version."""

    file = sorted({export.media_type.partition(";")[0] for export in EXPORTS.values()})
    names = {"kind": list(EXPORTS)}
    waits = True

    parameters = PDF_SCOPES
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AsTheAddressSays
    throttle_scope = "files"
    kept = False  # larger than all else together

    def read(self, **parts: str) -> HttpResponseBase:
        export = EXPORTS.get(parts["kind"])
        if export is None:
            raise Http404(f"There is no export {parts['kind'][:60]!r}. There are: {', '.join(EXPORTS)}.")
        scope = self._scope(parts["kind"])
        try:
            data = export.make(self.edition) if scope == WHOLE else files.ask(self.edition, scope)
        except PdfWaits as waits:
            return being_made(waits)
        except NotInVersion as error:
            raise Http404(str(error)) from error
        about = "" if scope == WHOLE else f"-{scope.kind}-{scope.key[:40]}"
        return attachment(data, export.media_type, f"{self.links.slug}{about}{export.ending}")

    def _scope(self, kind: str) -> BookScope:
        """What of the version a PDF is asked for; every other file holds all of it."""
        asked = [(name, self.given[name]) for name in PDF_SCOPES if self.given[name]]
        if asked and kind != "pdf":
            raise invalid(InputFault(asked[0][0], "not-for-this", "Only a PDF can be of a part."))
        if len(asked) > 1:
            raise invalid(InputFault(asked[1][0], "too-many", f"Give one of {', '.join(PDF_SCOPES)}."))
        name, text = asked[0] if asked else ("", "")
        if name == "since":
            return since(edition_of(self.specification, pinned(self.specification, text)))
        return BookScope(SCOPE_KINDS[name], text) if name else WHOLE

    def is_settled(self) -> bool:
        """What does not say what its version is called follows from the revision alone."""
        export = EXPORTS.get(self.kwargs["kind"])
        return export is not None and not export.named and is_full_sha(self.given["at"])


def specification_entry(request: Request, entry: Specification, standing: ReleaseStanding) -> dict[str, Any]:
    """A specification in the list of them."""
    links = Links(entry.slug)
    return {
        "slug": entry.slug,
        "title": entry.title,
        "publisher": entry.publisher or None,
        "identity": identity_record(identity_of_row(entry)),
        "access": entry.access,
        "revision": entry.published_revision,
        "version": str(standing),
        "release": standing.exact or None,
        "latest_release": standing.latest or None,
        "url": request.build_absolute_uri(links.rest()),
        "html_url": request.build_absolute_uri(links.home()),
    }


def identity_record(found: Identity) -> dict[str, str]:
    """What a standard is recognised by."""
    return {"short_name": found.short_name, "mark": found.mark, "colour": found.colour, "hex": found.hex}


def revision_answer(view: SpecificationView, row: Revision) -> dict[str, Any]:
    return {
        "sha": row.sha,
        "number": row.number,
        "parent": row.parent or None,
        "kind": row.kind,
        "author": row.author_name,
        "date": row.committed_at.isoformat(),
        "subject": row.subject,
        "change": row.change_number or None,
        "class": row.change_class or None,
        **addresses(view, "revisions", row.sha),
    }


class NotThere(APIView):
    """The answer at an address that is none of this interface's."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404("There is no such address. /api/v1/schema/ lists all of them.")
