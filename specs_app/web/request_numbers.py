"""The number under which a request stands in the log, in the answer's `X-Request-ID`, and on the page of an error."""

from __future__ import annotations

import secrets
from contextvars import ContextVar

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 8

#: Of the request that is being answered; empty outside of one.
current_reference: ContextVar[str] = ContextVar("current_reference", default="")


def new_reference() -> str:
    """Eight letters that spell nothing and cannot be misread on the telephone."""
    return "".join(_LETTERS[number % len(_LETTERS)] for number in secrets.token_bytes(_LENGTH))


def reference() -> str:
    """The request's, or a new one outside of a request."""
    return current_reference.get() or new_reference()
