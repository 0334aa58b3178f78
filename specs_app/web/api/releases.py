"""The releases of a specification in REST: all that are known, one, and the newest that can be read."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.response import Response

from specs_app.document.release_numbers import is_later
from specs_app.versions.releases import KnownRelease
from specs_app.web.api import release_schemas
from specs_app.web.api.base import SHAPE, TellsReleases
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.views import addresses


class Releases(TellsReleases):
    """Every release known, the highest number first: those with a text, and those that the version history alone tells of."""

    shape, many = release_schemas.RELEASE, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.releases, lambda release: release_answer(self, release))


class ReleaseDetail(TellsReleases):
    """One release."""

    shape = release_schemas.RELEASE

    def read(self, **parts: str) -> HttpResponseBase:
        found = next((release for release in self.releases if release.version == parts["version"]), None)
        if found is None:
            raise Http404(f"There is no release {parts['version'][:60]!r}.")
        return Response(release_answer(self, found))


class LatestRelease(TellsReleases):
    """The release with the highest number that can be read. The `ETag` is another only once that is another release, or other
    things are said of it: whoever asks for something newer sends it back, and gets 304 until then."""

    shape = release_schemas.LATEST_RELEASE
    parameters = {
        "since": Parameter(
            "The number of the release that you have, as 1.4.5: `newer` says whether this one comes behind it.",
            pattern=r"\A[vV]?[0-9]{1,9}(\.[0-9]{1,9}){0,5}\Z",
        )
    }

    def read(self, **parts: str) -> HttpResponseBase:
        found = self.latest
        if found is None:
            raise Http404(f"{self.specification} has no release that can be read: no tag is on any of its revisions.")
        since = self.given["since"].lstrip("vV")
        newer = is_later(found.version, since) if since else None
        return Response({**release_answer(self, found), "newer": newer})

    @property
    def latest(self) -> KnownRelease | None:
        return next((release for release in self.releases if release.has_text), None)

    def _etag(self) -> str:
        said = sha256(repr(self.latest).encode("utf-8", "replace")).hexdigest()[:24]
        return f'"{said}.{self.form}.{SHAPE}"'


def release_answer(view: TellsReleases, release: KnownRelease) -> dict[str, Any]:
    """A release as a record; one without a text has neither SHA nor tag."""
    return {
        "version": release.version,
        "date": release.date.isoformat() if release.date else None,
        "words": release.words or None,
        "impact": release.impact or None,
        "systems": list(release.systems),
        "class": release.change_class or None,
        "has_text": release.has_text,
        "sha": release.sha or None,
        "tag": release.tag or None,
        **addresses(view, "releases", release.version),
    }
