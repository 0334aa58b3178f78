"""The pages of diagrams, and the files that hold them."""

from __future__ import annotations

from http import HTTPStatus

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse

from specs_app.diagrams.catalogue import KINDS, Kind
from specs_app.diagrams.svg_style import STYLE_HASH
from specs_app.document import paths
from specs_app.publishing.diagrams.files import MEDIA_TYPES, CannotBeDrawn, file_of
from specs_app.publishing.diagrams.kept import Awaited
from specs_app.publishing.diagrams.pictures import files_of, picture
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.model import ModelPage, model_page, part_page
from specs_app.web.keeping import kept, lasting
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.missing import missing
from specs_app.web.waiting import AGAIN


@kept("at")
def model(request: HttpRequest, slug: str) -> HttpResponse:
    """All objects and their relationships; by domain where they are too many for one drawing."""
    context = open_version(request, slug)
    return _shown(request, context, model_page(context.document, context.links))


@kept("at")
def model_part(request: HttpRequest, slug: str, kind: Kind, name: str = "") -> HttpResponse:
    """The diagram of a domain, an object, a return, or of all domains or returns."""
    context = open_version(request, slug)
    page = part_page(context.document, kind, name, context.links)
    if page is None:
        return _missing(request, context, kind, name)
    return _shown(request, context, page)


def _shown(request: HttpRequest, context: Context, page: ModelPage) -> HttpResponse:
    files = files_of(context.links, page.kind, page.name)
    drawn = picture(context.specification, page.diagram, context.links, files=files)
    trail = () if page.title == "Model" else (Link("Model", context.links.model()),)
    return show(request, context, "specs/model.html", "model", trail, page=page, diagram=drawn)


def _missing(request: HttpRequest, context: Context, kind: Kind, name: str) -> HttpResponse:
    """Of an object or a return what became of it; a domain that no object is shown under has no diagram."""
    if kind == "domains":
        raise Http404
    return missing(request, context, paths.of_object(name) if kind == "objects" else paths.of_entry("returns", name))


@csp_replace({"style-src": [f"'{STYLE_HASH}'"]})  # type: ignore[arg-type]  # it names a view of one argument
@kept("at")
def model_file(request: HttpRequest, slug: str, kind: Kind, ending: str, name: str = "") -> HttpResponse:
    """A diagram as a file: a drawing that stands alone, or text. 202 while the drawing is made."""
    context = open_version(request, slug)
    if kind not in KINDS or ending not in MEDIA_TYPES:
        raise Http404
    try:
        data = file_of(context.specification, context.version, kind, name, ending)
    except Awaited:
        said = "The drawing is being made. Ask again in a few seconds.\n"
        headers = {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}
        return HttpResponse(said, "text/plain; charset=utf-8", HTTPStatus.ACCEPTED, headers=headers)
    except CannotBeDrawn:
        raise Http404("There is no drawing of this.") from None
    if data is None:
        return _missing(request, context, kind, name)
    return HttpResponse(data, MEDIA_TYPES[ending], headers={"Cache-Control": lasting(context.links.at)})
