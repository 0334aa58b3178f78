"""Rules on the registries of validators and data types, and on what items ask through them."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.names import KINDS, base_type
from specs_app.document.paths import join, of_item
from specs_app.document.types import Document
from specs_app.document.validation import by_key, faults
from specs_app.lint.findings import Finding, rule


@rule("unknown-validator", "warning")
def unknown_validator(document: Document) -> Iterator[Finding]:
    """Every validator that an item names is registered."""
    return _faults(document, "unknown-validator")


@rule("bad-validator-argument", "warning")
def bad_argument(document: Document) -> Iterator[Finding]:
    """Validators have the arguments that the registry names, each of its type."""
    return _faults(document, "bad-validator-argument")


def _faults(document: Document, wanted: str) -> Iterator[Finding]:
    """Nothing is asked where no validator is registered."""
    known = by_key(document.settings.validators)
    for entry, item in document.items() if known else ():
        for validation in item.validators:
            for fault in faults(validation, known):
                if fault.rule == wanted:
                    message = f"{item.item_ref or item.name}: {fault.message}"
                    yield Finding(of_item(entry, item), "validators", message, fault.remedy)


@rule("unknown-base-type", "warning")
def unknown_base(document: Document) -> Iterator[Finding]:
    """A data type extends one that is registered or that tables know, and not itself."""
    known = {entry.key: entry for entry in document.settings.datatypes}
    for entry in document.settings.datatypes:
        base = base_type(entry.key, {key: one for key, one in known.items() if key not in KINDS})
        circle = base in known and known[base].extends and base not in KINDS
        if entry.extends and (circle or (base not in known and base not in KINDS)):
            message = (
                f"The data type {entry.key} extends {base!r}, which {'leads back to it' if circle else 'is not known'}."
            )
            yield Finding(join("settings", "datatypes", entry.key), "", message, "Name a type that stands by itself.")
