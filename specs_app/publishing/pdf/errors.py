"""Why there is no PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: How the process that sets parts ends where a library of the system is missing.
LIBRARY_MISSING = 3
TELL = "Tell whoever runs this portal; every other page and download still works."
TELL_SETUP = (
    "Tell whoever runs this portal: `make setup` names what to install. Every other page and download still works."
)


class PdfError(Exception):
    """A PDF cannot be made. Says what failed and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy

    def as_dict(self) -> dict[str, str]:
        """What another process is told of it."""
        return {"error": type(self).__name__, "message": self.message, "remedy": self.remedy}


class PdfFetchRefused(PdfError):
    """Something in the text asked for a file or an address."""


class PdfLayoutFailed(PdfError):
    """The layout engine gave up."""


class PdfLibraryMissing(PdfError):
    """A library of the system is not there."""


def told(about: Mapping[str, Any]) -> PdfError:
    """The error that another process tells of."""
    kind = {one.__name__: one for one in (PdfFetchRefused, PdfLayoutFailed)}.get(about["error"], PdfError)
    return kind(about["message"], about["remedy"])
