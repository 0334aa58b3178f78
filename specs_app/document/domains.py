"""The domains of a standard: which objects belong to which, and what each is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from specs_app.document.types import DataObject, Document


@dataclass(frozen=True, slots=True)
class DomainObjects:
    """The objects of one domain; the key is empty for those of none."""

    key: str
    objects: tuple[DataObject, ...]


def by_domain(document: Document, only: Collection[str] | None = None) -> tuple[DomainObjects, ...]:
    """Every object once, under the domain that most of its items name; in the order of the standard's domains.

    ``only``: the names of the objects wanted; all where None.
    """
    found: dict[str, list[DataObject]] = {}
    for entry in document.objects:
        if only is None or entry.name in only:
            found.setdefault(document.domain_of[entry.name], []).append(entry)
    order = [term.key for term in document.settings.domains]
    keys = [key for key in order if key in found] + [key for key in found if key not in order]
    return tuple(DomainObjects(key, tuple(found[key])) for key in keys)


def marked_with(document: Document) -> Counter[str]:
    """How many items name each domain, whatever object they stand in: an item may name several, and none."""
    return Counter(key for _, item in document.items() for key in dict.fromkeys(item.domains))


def domain_title(document: Document, key: str) -> str:
    """A domain's title from the registry, or its key as words."""
    known = {term.key: term.title for term in document.settings.domains}
    return known.get(key) or key.replace("_", " ").capitalize() or "No domain"


def domain_description(document: Document, key: str) -> str:
    """What the registry says that a domain is about; empty where it says nothing."""
    return next((term.description for term in document.settings.domains if term.key == key), "")
