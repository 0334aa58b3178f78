"""What every view of REST does: take only what it knows.

What has a shape comes in several forms, also as a table. A read of a version finds it, and answers 304 before any work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from specs_app import access, queries
from specs_app.document.types import Document
from specs_app.models import Specification
from specs_app.publishing import flat
from specs_app.publishing.links import Links
from specs_app.publishing.since import Sinces
from specs_app.versions.editions import Edition
from specs_app.versions.releases import KnownRelease, edition_of, mark_of, releases_of
from specs_app.versions.version import Version
from specs_app.web.api import tables
from specs_app.web.api.files import file_name
from specs_app.web.api.negotiation import AsTheAddressSays
from specs_app.web.api.parameters import FIELDS, PAGING, PINNED, Parameter, formats, read
from specs_app.web.api.renderers import CsvRenderer, XlsxRenderer, YamlRenderer
from specs_app.web.keeping import A_YEAR, AN_HOUR, ASK_AGAIN, is_full_sha

#: Part of every ETag: raise it when the shape of the answers changes.
SHAPE = "6"
#: The methods whose answers come in the forms that a view has.
READS = ("GET", "HEAD")
#: What all addresses of specifications have in common, and the name of the list of them.
ALL = "specifications"


class RestView(APIView):
    """Takes the query parameters that it names, and no others; ``given`` has their texts, empty where there are none."""

    #: What reads take besides pages, version and format.
    parameters: Mapping[str, Parameter] = {}
    #: Answers in pages.
    many = False
    #: Takes `?at=`.
    pinned = False
    #: What it may answer besides the problems that every view of its kind has.
    refusals: tuple[HTTPStatus, ...] = ()
    #: What stands at another address, to which it leads on with 307; empty where nothing does.
    elsewhere = ""
    #: Answers every visitor alike, so that what it said once may be given again (`specs_app.web.keeping`).
    kept = False
    #: Tells of every public specification, where it is kept.
    of_all = False
    given: dict[str, str]

    @classmethod
    def taken(cls, method: str) -> dict[str, Parameter]:
        """Every query parameter of a method."""
        chosen = {} if cls.content_negotiation_class is AsTheAddressSays else formats(cls.forms(method))
        if method not in SAFE_METHODS:
            return chosen
        return {**cls.parameters, **(PAGING if cls.many else {}), **(PINNED if cls.pinned else {}), **chosen}

    @classmethod
    def renderers(cls, method: str) -> Sequence[type[BaseRenderer]]:
        """What makes the forms of an answer; what is no read is answered as JSON."""
        return cls.renderer_classes if method in READS else (JSONRenderer,)

    @classmethod
    def forms(cls, method: str) -> tuple[str, ...]:
        """The words of `?format=`."""
        return tuple(str(renderer.format) for renderer in cls.renderers(method))

    def get_renderers(self) -> list[BaseRenderer]:
        return [renderer() for renderer in self.renderers(str(self.request.method))]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Method first: whoever writes to what can only be read needs no token to learn so."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        if any("\0" in part for part in kwargs.values()):
            raise Http404("A name in the address holds a NUL.")
        self.given = read(request.query_params, self.taken(str(request.method)))


class ShapedView(RestView):
    """A read whose answer has a ``shape``: as JSON or YAML, or as a table; `?fields=` chooses from it."""

    renderer_classes: list[type[BaseRenderer]] = [JSONRenderer, YamlRenderer, CsvRenderer, XlsxRenderer]
    shape: Any
    #: The rows of the answer as a table: the key that holds them, and their shape; else the answer itself is the row.
    row_key: str = ""
    row_shape: Any = None

    @classmethod
    def taken(cls, method: str) -> dict[str, Parameter]:
        """What may be left out of an answer may be where its form can be chosen."""
        known = super().taken(method)
        return {**known, **FIELDS} if method in SAFE_METHODS and "format" in known else known

    def columns(self) -> Sequence[flat.FlatColumn]:
        """The columns of the answer as a table."""
        return tables.columns_of(self.row_shape or self.shape)

    def formed(self, answer: Response) -> Response:
        """Cut to the keys that are asked for; in the form of a table its rows under their columns, to be kept as a file."""
        fields, data = self.given["fields"], answer.data
        entries = data["results"] if self.many else [data]
        if self.form in tables.TABULAR:
            rows = entries[0][self.row_key] if self.row_key else entries
            answer.data = flat.table(tables.pick_columns(self.columns(), fields), rows)
            answer["Content-Disposition"] = f'attachment; filename="{self._file_name()}"'
        elif keys := fields and tables.pick_keys(tables.keys_of(self.shape), fields):
            cut = [{key: entry[key] for key in keys} for entry in entries]
            answer.data = {**data, "results": cut} if self.many else cut[0]
        return answer

    @property
    def form(self) -> str:
        """The word of `?format=` for the form of the answer."""
        return getattr(self.request.accepted_renderer, "format", "file")

    def _file_name(self) -> str:
        """``ssd-items.csv``: the standard and what follows it in the address."""
        _, _, path = self.request.path.partition(f"/{ALL}/")
        return file_name("-".join(part for part in path.split("/") if part) or ALL) + f".{self.form}"


class SpecificationView(ShapedView):
    """A read of one version of a specification; subclasses answer with ``read``."""

    pinned = kept = True
    specification: Specification
    version: Version
    links: Links

    def get(self, request: Request, slug: str, **parts: str) -> HttpResponseBase:
        """Load, compare the ETag, read."""
        at = self.given["at"]
        self.specification, self.version = queries.at(slug, at or None, viewer=request.user)
        self.links = Links(slug, at)
        access.note(request.META, self.specification)
        etag, asked = self._etag(), parse_etags(request.headers.get("If-None-Match", ""))
        if known(etag, asked):
            return self._with_headers(HttpResponseNotModified(), etag, at)
        answer = self.read(**parts)
        if answer.status_code != HTTPStatus.OK:
            return answer
        if isinstance(answer, Response):
            self.formed(answer)
        return self._with_headers(HttpResponseNotModified() if "*" in asked else answer, etag, at)

    def read(self, **parts: str) -> HttpResponseBase:
        """The answer."""
        raise NotImplementedError

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Nobody keeps an error: what is missing now may be published in a minute."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.setdefault("Cache-Control", "no-store")
        return answer

    @property
    def document(self) -> Document:
        return self.version.document

    def absolute(self, path: str) -> str:
        """An address with scheme and host."""
        return self.request.build_absolute_uri(path)

    def is_settled(self) -> bool:
        """Whether the answer can never be another: it follows from the revision alone, and the address has its whole SHA."""
        return is_full_sha(self.given["at"])

    def _etag(self) -> str:
        return f'"{self.version.sha}.{self.form}.{SHAPE}{self.besides()}"'

    def besides(self) -> str:
        """What the answer depends on besides the revision, as part of the ETag."""
        return ""

    def _with_headers(self, response: HttpResponseBase, etag: str, at: str) -> HttpResponseBase:
        response["ETag"] = etag
        response["Cache-Control"] = A_YEAR if self.is_settled() else AN_HOUR if at else ASK_AGAIN
        patch_vary_headers(response, ["Accept"])
        return response


class TellsReleases(SpecificationView):
    """A read that tells of releases: which there are, in which one a part came, or by which one a version is called. A tag may come
    without a revision, so the ETag tells of them too."""

    @cached_property
    def releases(self) -> tuple[KnownRelease, ...]:
        """Every release, the highest number first."""
        return releases_of(self.specification, self.version)

    @cached_property
    def edition(self) -> Edition:
        """The version read, with what it is called."""
        return edition_of(self.specification, self.version)

    @cached_property
    def sinces(self) -> Sinces:
        """Since when the parts of the version are there."""
        return queries.sinces(self.specification, self.version)

    def besides(self) -> str:
        mark = mark_of(self.specification)
        return f".{mark}" if mark else ""

    def is_settled(self) -> bool:
        return False


def known(etag: str, asked: Collection[str]) -> bool:
    """Whether the client names this ETag; one that a proxy has made weak will do (RFC 9110, 13.1.2). `*` is no name."""
    return any(entry.removeprefix("W/") == etag for entry in asked)
