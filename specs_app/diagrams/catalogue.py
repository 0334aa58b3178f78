"""Every diagram of a document, by its kind and the name of what it is about: the same words as in its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from specs_app.diagrams.domains import domain_map
from specs_app.diagrams.objects import neighbours, of_domain, whole
from specs_app.diagrams.returns import of_return, return_map
from specs_app.diagrams.values import Diagram
from specs_app.document.domains import by_domain
from specs_app.document.stages import returns_in
from specs_app.document.types import Document

Kind: TypeAlias = Literal["objects", "domains", "returns"]
KINDS: tuple[Kind, ...] = ("objects", "domains", "returns")


def find(document: Document, kind: Kind, name: str = "") -> Diagram | None:
    """The diagram of a kind, of everything or of what is called so; None where nothing is."""
    if not name:
        return {"objects": whole, "domains": domain_map, "returns": return_map}[kind](document)
    if kind == "objects":
        entry = document.object_by_name.get(name)
        return neighbours(document, entry) if entry else None
    if kind == "domains":
        return of_domain(document, name) if name in domain_keys(document) else None
    asked = next((entry for entry in returns_in(document) if entry.key == name), None)
    return of_return(document, asked) if asked else None


def names(document: Document) -> Iterator[tuple[Kind, str]]:
    """Kind and name of every diagram; an empty name for that of everything."""
    known: dict[Kind, list[str]] = {
        "domains": domain_keys(document),
        "objects": list(document.object_by_name),
        "returns": [entry.key for entry in returns_in(document)],
    }
    return ((kind, name) for kind, found in known.items() for name in ("", *found))


def every(document: Document) -> Iterator[Diagram]:
    """All of them."""
    found = (find(document, kind, name) for kind, name in names(document))
    return (diagram for diagram in found if diagram)


def domain_keys(document: Document) -> list[str]:
    """The domains that have a diagram of their own: those that objects are shown under, and that have a key."""
    return [domain.key for domain in by_domain(document) if domain.key]
