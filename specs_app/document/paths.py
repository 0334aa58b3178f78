"""Stable addresses of the parts of a document, shared by differences, problems, history and proposals.

``objects/ssd_person``, ``items/PERS001A``, ``categories/sex``, ``categories/sex/1``, ``authorities/332``, ``settings``,
``settings/rules``, ``extracts/mosaic/ssd_person`` (or with ``/<variant>`` behind it), and
``relationships/<child object>.<child item>><parent object>.<parent item>``. Parts are percent-encoded, so that ``/`` separates.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote

from specs_app.document.types import DataObject, Item, Relationship, item_key

#: Registries of the settings whose entries have pages.
REGISTRIES = frozenset({"cms", "returns"})


def join(kind: str, *names: str) -> str:
    """An address from its parts."""
    return "/".join((kind, *map(_quoted, names)))


@lru_cache(maxsize=16_384)
def _quoted(name: str) -> str:
    """The same few names are asked for many times in every pass over a document."""
    return quote(name, safe=".>", errors="surrogatepass")


def split(address: str) -> tuple[str, ...]:
    """The parts of an address, decoded; the first is the kind."""
    return tuple(unquote(part, errors="surrogatepass") for part in address.split("/"))


def of_object(name: str) -> str:
    return join("objects", name)


def of_item(entry: DataObject, item: Item) -> str:
    return join("items", item_key(entry, item))


def of_ref(item_ref: str) -> str:
    return join("items", item_ref)


def of_category(name: str) -> str:
    return join("categories", name)


def of_authority(code: str) -> str:
    return join("authorities", code)


def of_change(number: str) -> str:
    """A change that the log tells of: no part of a document, but found like one."""
    return join("changes", number)


def of_value(category: str, value: str) -> str:
    return join("categories", category, value)


def of_extract(cms: str, name: str, variant: str = "") -> str:
    """The hand-written body of a system's extract for an object."""
    return join("extracts", *filter(None, (cms, name, variant)))


def of_entry(registry: str, key: str) -> str:
    """An entry of a registry of the settings, such as ``settings/cms/larchway``."""
    return join("settings", registry, key)


def of_page(kind: str, name: str) -> str:
    """The part that a page at ``<kind>/<name>`` is about; the name of a body is ``system/object`` or ``system/object/variant``."""
    if kind == "extracts":
        return join(kind, *name.split("/"))
    return of_entry(kind, name) if kind in REGISTRIES else join(kind, name)


def page_of(address: str) -> tuple[str, ...]:
    """The reverse: the names in the address of the page about a part."""
    names = split(address)
    return names[1:] if names[0] == "settings" else names


def of_relationship(entry: Relationship) -> str:
    child = f"{entry.child_object}.{entry.child_item}"
    return join("relationships", f"{child}>{entry.parent_object}.{entry.parent_item}")
