"""A published version with what it is called: what pages and files are made from, so that each says what it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.versions.version import Version


@dataclass(frozen=True, slots=True)
class Edition:
    """``called`` is what its standing says in words; ``release`` the number of the release that it is, empty where it is none.

    Everything that is published is a function of one of these, and of nothing else.
    """

    version: Version
    called: str
    release: str = ""

    @property
    def name(self) -> str:
        """What it is called, in a sentence: ``version 1.5.0``."""
        return named(self.called)

    @property
    def title(self) -> str:
        """What it is called, at the beginning of a line: ``Version 1.5.0``."""
        return self.name[:1].upper() + self.name[1:]


def named(called: str) -> str:
    """``version 1.5.0``, ``the version after 1.4.5 (revision ab12cd3)``, ``revision ab12cd3``."""
    if called.startswith("revision "):
        return called
    return f"the version {called}" if called.startswith("after ") else f"version {called}"
