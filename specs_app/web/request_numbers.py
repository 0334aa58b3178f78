"""The number under which a request stands in the log, in the answer's `X-Request-ID`, and on the page of an error."""

from __future__ import annotations

import random
from contextvars import ContextVar

_LETTERS = b"BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 8
#: The letter of each byte.
_OF_BYTES = bytes(_LETTERS[number % len(_LETTERS)] for number in range(256))

#: Of the request that is being answered; empty outside of one.
current_reference: ContextVar[str] = ContextVar("current_reference", default="")


def new_reference() -> str:
    """Eight letters that spell nothing and cannot be misread on the telephone."""
    return random.getrandbits(8 * _LENGTH).to_bytes(_LENGTH, "big").translate(_OF_BYTES).decode()


def reference() -> str:
    """The request's, or a new one outside of a request."""
    return current_reference.get() or new_reference()
