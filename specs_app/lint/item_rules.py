"""Rules on single items, against the registries of the specification."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs_app.document.names import logical_type, needs_size
from specs_app.document.paths import of_item
from specs_app.document.release_numbers import figures
from specs_app.document.types import SENSITIVITIES, Deprecation, Document, Item
from specs_app.lint.findings import Finding, rule

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_SIZE = re.compile(r"[1-9][0-9]{0,4}|MAX", re.IGNORECASE)


@rule("unknown-return", "error")
def unknown_return(document: Document) -> Iterator[Finding]:
    """Every return that an item names is in the register of returns."""
    known = {entry.key for entry in document.settings.returns}
    for entry, item in document.items():
        for name in dict.fromkeys((*item.returns, *(place.name for place in item.returns_map))):
            if name not in known:
                message = f"{_who(item)} names the return {name!r}, which is not registered."
                yield Finding(of_item(entry, item), "returns", message, "Correct its spelling, or register it.")


@rule("unknown-cms", "error")
def unknown_cms(document: Document) -> Iterator[Finding]:
    """Every case management system that an item names is in the register."""
    known = {entry.key for entry in document.settings.cms}
    for entry, item in document.items():
        for mapping in item.cms:
            if mapping.cms not in known:
                message = f"{_who(item)} names the system {mapping.cms!r}, which is not registered."
                yield Finding(of_item(entry, item), "cms", message, "Correct its spelling, or register it.")


@rule("unknown-domain", "warning")
def unknown_domain(document: Document) -> Iterator[Finding]:
    """Every domain that an item names is in the register."""
    known = {entry.key for entry in document.settings.domains}
    for entry, item in document.items():
        for name in dict.fromkeys(item.domains):
            if name not in known:
                message = f"{_who(item)} names the domain {name!r}, which is not registered."
                yield Finding(of_item(entry, item), "categories", message, "Correct its spelling, or register it.")


@rule("unknown-status", "error")
def unknown_status(document: Document) -> Iterator[Finding]:
    """Every status, of an item or of a mapping, is in the register."""
    known = {"", *(entry.key for entry in document.settings.statuses)}
    for entry, item in document.items():
        named = (("status", item.status), *(("cms_source", mapping.status) for mapping in item.cms))
        for key, status in named:
            if status not in known:
                message = f"{_who(item)} has the status {status!r}, which is not registered."
                yield Finding(of_item(entry, item), key, message, "Choose a registered status.")


@rule("unknown-category", "error")
def unknown_category(document: Document) -> Iterator[Finding]:
    """The code list that an item names is there."""
    for entry, item in document.items():
        if item.category and item.category not in document.category_by_name:
            message = f"{_who(item)} takes its codes from {item.category!r}, which cannot be found or read."
            yield Finding(
                of_item(entry, item), "category", message, "Correct the name, or add or repair the code list."
            )


@rule("unknown-type", "error")
def unknown_type(document: Document) -> Iterator[Finding]:
    """The type of an item is one that tables can be made from, or a registered data type."""
    known = {entry.key for entry in document.settings.datatypes}
    for entry, item in document.items():
        if item.type not in known and logical_type(item).kind == "unknown":
            message = f"{_who(item)} has {f'the type {item.type!r}' if item.type else 'no type'}."
            yield Finding(of_item(entry, item), "type", message, "Use a known type such as nvarchar, int or datetime.")


@rule("unknown-sensitivity", "error")
def unknown_sensitivity(document: Document) -> Iterator[Finding]:
    """The sensitivity of an item is one of the four levels."""
    for entry, item in document.items():
        if item.sensitivity and item.sensitivity not in SENSITIVITIES:
            message = f"{_who(item)} has the sensitivity {item.sensitivity!r}."
            yield Finding(of_item(entry, item), "sensitivity", message, f"Use one of {', '.join(SENSITIVITIES)}.")


@rule("size-missing", "warning")
def size_missing(document: Document) -> Iterator[Finding]:
    """Text of a fixed length says the length."""
    for entry, item in document.items():
        if needs_size(item):
            message = f"{_who(item)} is {item.type} without a size, which becomes text of any length in SQL."
            yield Finding(
                of_item(entry, item), "max_field_size", message, "Give the number of characters, or nvarchar."
            )


@rule("bad-size", "error")
def bad_size(document: Document) -> Iterator[Finding]:
    """A size is a whole number from 1 to 99999, or MAX."""
    for entry, item in document.items():
        if item.max_field_size and not _SIZE.fullmatch(item.max_field_size):
            message = f"{_who(item)} has the size {item.max_field_size!r}."
            yield Finding(of_item(entry, item), "max_field_size", message, "Write a whole number, or MAX.")


@rule("unknown-replacement", "error")
def unknown_replacement(document: Document) -> Iterator[Finding]:
    """What replaces a deprecated item is another item of the specification."""
    for entry, item in document.items():
        other = item.deprecated.replaced_by if item.deprecated else ""
        if other and (other not in document.item_by_ref or other == item.item_ref):
            message = f"{_who(item)} is replaced by {other!r}, which is no other item."
            yield Finding(
                of_item(entry, item), "deprecated", message, "Name the reference of the item that replaces it."
            )


@rule("bad-release-number", "warning")
def bad_release_number(document: Document) -> Iterator[Finding]:
    """The releases since which an item is deprecated, and in which it goes, are figures joined by dots."""
    for entry, item in document.items():
        said = item.deprecated or Deprecation()
        for key, text in (("since", said.since), ("remove_in", said.remove_in)):
            if text and not figures(text):
                message = f"{_who(item)} is deprecated with the {key} {text!r}, which is no release number."
                yield Finding(
                    of_item(entry, item), "deprecated", message, "Write figures joined by dots, such as 2.0.0."
                )


@rule("return-mark-not-listed", "info")
def mark_not_listed(document: Document) -> Iterator[Finding]:
    """A return that has a place for an item is among the item's returns."""
    for entry, item in document.items():
        for name in dict.fromkeys(place.name for place in item.returns_map if place.name not in item.returns):
            message = f"{_who(item)} is marked for the return {name}, which the item does not list."
            yield Finding(of_item(entry, item), "returns", message, "Add the return to the item, or remove the mark.")


@rule("bad-name", "warning")
def bad_name(document: Document) -> Iterator[Finding]:
    """Names of items are lower case letters, digits and underscores."""
    for entry, item in document.items():
        if item.name and not _NAME.fullmatch(item.name):
            message = f"The name {item.name!r} is no plain lower case name."
            yield Finding(of_item(entry, item), "name", message, "Use lower case letters, digits and underscores.")


@rule("no-description", "info")
def no_description(document: Document) -> Iterator[Finding]:
    """Every item has a description."""
    for entry, item in document.items():
        if not item.description.strip():
            yield Finding(
                of_item(entry, item), "", f"{_who(item)} has no description.", "Say in a few words what it holds."
            )


@rule("repeated-entry", "info")
def repeated_entry(document: Document) -> Iterator[Finding]:
    """No return or domain is named twice by one item."""
    for entry, item in document.items():
        for key, names in (("returns", item.returns), ("categories", item.domains)):
            twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
            for name in twice:
                yield Finding(of_item(entry, item), key, f"{_who(item)} names {name} twice.", "Remove one of them.")


def _who(item: Item) -> str:
    return item.item_ref or item.name
