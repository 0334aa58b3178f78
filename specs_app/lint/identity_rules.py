"""Rules on what a standard is recognised by."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.identity import COLOURS, LEAST, MARK, SHORT_NAME_LIMIT
from specs_app.document.paths import join
from specs_app.document.types import Document
from specs_app.lint.findings import Finding, rule


@rule("unknown-colour", "warning")
def unknown_colour(document: Document) -> Iterator[Finding]:
    """The colour of a standard is one of the palette, in which all are legible on white and below white."""
    colour = document.settings.colour
    if colour and colour not in COLOURS:
        message = f"The colour {colour!r} is none of the palette, so nothing says that text can be read in it."
        remedy = f"Choose {', '.join(COLOURS)}: each has a contrast of {LEAST} to 1 with white or more."
        yield Finding(join("settings", "colour"), "colour", message, remedy)


@rule("bad-mark", "warning")
def bad_mark(document: Document) -> Iterator[Finding]:
    """A mark has one to three letters or digits, and a short name is short, so that both fit where they are shown."""
    settings = document.settings
    if settings.mark and not MARK.fullmatch(settings.mark):
        message = f"The mark {settings.mark!r} does not fit its tile."
        yield Finding(join("settings", "mark"), "mark", message, "Write one to three letters or digits.")
    if len(settings.short_name) > SHORT_NAME_LIMIT:
        message = f"The short name has {len(settings.short_name)} characters."
        remedy = f"Write at most {SHORT_NAME_LIMIT}."
        yield Finding(join("settings", "short_name"), "short_name", message, remedy)
