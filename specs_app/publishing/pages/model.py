"""The pages of the model: the map, all objects, those of a domain, the neighbours of one, and what feeds which return."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.diagrams.catalogue import Kind, domain_keys, find
from specs_app.diagrams.domains import domain_map
from specs_app.diagrams.objects import links_at, whole
from specs_app.diagrams.values import Diagram
from specs_app.document.domains import by_domain, domain_title
from specs_app.document.names import object_title
from specs_app.document.stages import returns_in
from specs_app.document.types import Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link

#: What the PDF of a part is called where it is linked.
BOOKS: dict[Kind, str] = {
    "objects": "This object as a PDF",
    "domains": "This domain as a PDF",
    "returns": "What this return asks for, as a PDF",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Where else there is a diagram, with a few words on what it shows."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ModelPage:
    """One diagram with what leads to the others. ``lead`` is what it shows, in a sentence; ``back`` the page of what it is about,
    ``book`` that as a PDF.

    ``is_sectioned``: all objects are too many for one drawing, so the map of domains stands in its place.
    """

    title: str
    lead: str
    diagram: Diagram
    kind: Kind
    name: str
    choices: tuple[Choice, ...]
    back: Link | None = None
    book: Link | None = None
    is_sectioned: bool = False


def model_page(document: Document, links: Links) -> ModelPage:
    """All objects and their relationships."""
    every = whole(document)
    if every.can_be_drawn or not every.boxes:
        lead = "Every object of the standard and every relationship between them."
        return ModelPage("Model", lead, every, "objects", "", _choices(document, links))
    lead = "The standard is larger than one drawing can show: these are its domains, each with a drawing of its own."
    return ModelPage("Model", lead, domain_map(document), "domains", "", _choices(document, links), is_sectioned=True)


def part_page(document: Document, kind: Kind, name: str, links: Links) -> ModelPage | None:
    """The diagram of one part, or of all domains or returns; None where there is no such part."""
    diagram = find(document, kind, name)
    if diagram is None:
        return None
    title, lead, back = _about(document, kind, name, diagram, links)
    book = Link(BOOKS[kind], links.download(kind, f"{name}.pdf")) if name else None
    return ModelPage(title, lead, diagram, kind, name, _choices(document, links, kind, name), back, book)


def _about(document: Document, kind: Kind, name: str, diagram: Diagram, links: Links) -> tuple[str, str, Link | None]:
    """Title, sentence, and where its subject has a page of its own."""
    if kind == "objects":
        title = object_title(document.object_by_name[name], document.settings)
        return (
            f"{title} and its neighbours",
            f"{title} with every object that it is linked to.",
            Link(f"The page of {title}", links.object(name)),
        )
    if kind == "domains" and name:
        title = domain_title(document, name)
        return title, _lead_of_domain(document, name, diagram), Link(f"All items of {title}", links.items(domain=name))
    if kind == "domains":
        return "Domains", "The domains of the standard, and how many relationships lead from one to another.", None
    if not name:
        return "Return map", "Which domains feed which return; the broader the line, the more items.", None
    title = next(entry.title or entry.key for entry in returns_in(document) if entry.key == name)
    lead = "The objects and items that this return asks for, and where in it they go."
    return f"What feeds {title}", lead, Link(f"The page of {title}", links.return_(name))


def _lead_of_domain(document: Document, name: str, diagram: Diagram) -> str:
    """What the drawing of a domain shows; what it leaves out where there is too much."""
    inside = {entry.name for entry in document.objects if document.domain_of[entry.name] == name}
    around = {end for link in links_at(document, inside) for end in (link.parent_object, link.child_object)} - inside
    if around and not around <= set(diagram.box_of):
        return "The objects of this domain with their keys. What they are linked to in others is more than one drawing can show."
    return "The objects of this domain with their keys, and the objects of others that they are linked to."


def _choices(document: Document, links: Links, kind: str = "", name: str = "") -> tuple[Choice, ...]:
    """Every other diagram, but for those of objects, which their domains lead to; of a domain its objects."""
    found = [
        Choice("Everything", tuple(_whole(links, kind, name))),
        Choice("By domain", tuple(_domains(document, links, kind, name))),
    ]
    if kind == "domains" and name:
        found.append(Choice("By object", tuple(_objects(document, links, name))))
    if returns_in(document):
        found.append(Choice("By return", tuple(_returns(document, links, kind, name))))
    return tuple(found)


def _whole(links: Links, kind: str, name: str) -> list[Link]:
    pages = (
        ("", "All objects", links.model()),
        ("domains", "Map of domains", links.model("domains")),
        ("returns", "Return map", links.model("returns")),
    )
    return [Link(text, href, current=key == kind and not name) for key, text, href in pages]


def _domains(document: Document, links: Links, kind: str, name: str) -> list[Link]:
    keys = domain_keys(document)
    here = kind == "domains"
    return [
        Link(domain_title(document, key), links.model("domains", key), current=here and key == name) for key in keys
    ]


def _objects(document: Document, links: Links, domain: str) -> list[Link]:
    entries = (entry for group in by_domain(document) if group.key == domain for entry in group.objects)
    return [Link(object_title(entry, document.settings), links.model("objects", entry.name)) for entry in entries]


def _returns(document: Document, links: Links, kind: str, name: str) -> list[Link]:
    here = kind == "returns"
    return [
        Link(entry.title or entry.key, links.model("returns", entry.key), current=here and entry.key == name)
        for entry in returns_in(document)
    ]
