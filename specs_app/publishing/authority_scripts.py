"""A script as one authority asks for it."""

from __future__ import annotations

from dataclasses import replace

from specs_app.document.types import Document
from specs_app.sql.errors import SqlError
from specs_app.sql.local_settings import local_settings
from specs_app.sql.options import Options


class UnknownAuthority(SqlError):
    """The specification has no authority of that code."""


def for_authority(document: Document, options: Options, code: str) -> Options:
    """The options with the settings of the authority of a code; as they are where none is given."""
    if not code:
        return options
    found = document.authority_by_code.get(code)
    if found is None:
        known = ", ".join(document.authority_by_code) or "none"
        raise UnknownAuthority(f"There is no authority {code[:20]!r} in this version.", f"Known are: {known}.")
    return replace(options, local=local_settings(found, document))
