"""Diagrams as files: drawings that stand alone, and text in notations that other tools read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from specs_app.diagrams.catalogue import Kind, find
from specs_app.diagrams.dbml import as_dbml
from specs_app.diagrams.dot import as_dot
from specs_app.diagrams.mermaid import as_mermaid
from specs_app.diagrams.svg import as_file
from specs_app.diagrams.values import Diagram
from specs_app.models import Specification
from specs_app.publishing.diagrams.kept import Awaited, layouts
from specs_app.publishing.links import Links
from specs_app.versions.version import Version

#: By the ending of the file; an SVG is XML that browsers draw.
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "dot": "text/vnd.graphviz; charset=utf-8",
    "mmd": "text/vnd.mermaid; charset=utf-8",
    "dbml": "text/plain; charset=utf-8",
}


class CannotBeDrawn(Exception):
    """There is no drawing and there will be none: the diagram is too large or empty, or Graphviz is not here."""


def file_of(specification: Specification, version: Version, kind: Kind, name: str, ending: str) -> bytes | None:
    """A diagram of a version; None where it has none of that name. Raises `Awaited` or `CannotBeDrawn`, of drawings alone.

    Its addresses are whole, and pinned to the revision, so that the same revision gives the same bytes.
    """
    document = version.document
    diagram = find(document, kind, name)
    if diagram is None:
        return None
    links = Links(version.slug, version.sha)

    def href(target: tuple[str, ...]) -> str:
        return settings.SITE_URL + links.page(*target)

    if ending == "svg":
        return _drawn(
            specification, diagram, href, f"{document.settings.title or version.slug}, revision {version.sha}"
        )
    if ending == "dbml":
        return as_dbml(document, version.slug, _objects(version, diagram)).encode("utf-8", "replace")
    return (as_dot(diagram, href) if ending == "dot" else as_mermaid(diagram)).encode("utf-8", "replace")


def _objects(version: Version, diagram: Diagram) -> set[str] | None:
    """The objects that a diagram shows; all where it shows none."""
    return {key for key in diagram.box_of if key in version.document.object_by_name} or None


def _drawn(specification: Specification, diagram: Diagram, href: Callable[[tuple[str, ...]], str], about: str) -> bytes:
    stands = layouts(specification, [diagram])[0]
    if isinstance(stands, Awaited):
        raise stands
    if stands is None:
        raise CannotBeDrawn(diagram.title)
    return as_file(diagram, stands, href, about).encode("utf-8", "replace")
