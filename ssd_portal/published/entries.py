"""A kept answer: its bytes and headers as they are sent, and the state that they were made in."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TypeAlias

import brotli
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from specs_app.freshness import States
from specs_app.web.keeping import ASK_AGAIN
from ssd_portal.middleware import loggable
from ssd_portal.published.asked import Key

Headers: TypeAlias = tuple[tuple[str, str], ...]

REFERENCE = "X-Request-ID"
#: What is said of bytes, and not where none are sent.
OF_THE_BYTES = ("content-type", "content-length", "content-encoding", "content-disposition")
PACKERS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=5),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
#: Bytes in memory besides the body: key, headers, and what Python needs for them. Measured with `tracemalloc`.
OVERHEAD = 4000


@dataclass(slots=True)
class Entry:
    """An answer with status 200 to a ``path`` as the log writes it. ``unchanged`` are the headers of a 304.

    ``state`` has the states that it depends on. ``stood_in`` are those in which it was last found to stand, ``used`` whether it was
    given since the shelf last looked: both are for whoever gives it, and no part of it.
    """

    path: str
    state: States
    etag: str
    headers: Headers
    unchanged: Headers
    body: bytes
    stood_in: States | None = field(default=None, compare=False, repr=False)
    used: bool = field(default=False, compare=False, repr=False)

    @property
    def weight(self) -> int:
        """Bytes of memory."""
        return len(self.body) + OVERHEAD

    def stands(self, states: States, of_all: bool) -> bool:
        """Whether the states are still those that it was made in; ``of_all``: it tells of every specification there is.

        Compared once for each reading of the states in which something was written.
        """
        if states is self.stood_in:
            return True
        stands = states == self.state if of_all else states.items() >= self.state.items()
        if stands:
            self.stood_in = states
        return stands

    def is_among(self, said: str) -> bool:
        """Whether a header If-None-Match names these very bytes. A proxy may have made the tag weak (RFC 9110, 13.1.2)."""
        return said == self.etag or any(one == "*" or one.removeprefix("W/") == self.etag for one in parse_etags(said))


def entry_of(response: HttpResponse, key: Key, state: States) -> Entry:
    """The answer of Django as it is kept and sent: packed as the client takes it, under a tag of its own for each way."""
    plain = response.content
    packed = PACKERS[key.encoding](plain) if key.encoding else plain
    encoding, body = (key.encoding, packed) if len(packed) < len(plain) else ("", plain)
    etag = _etag(response, plain, encoding)
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers.setdefault("Cache-Control", ASK_AGAIN)
    response.headers["ETag"], response.headers["Content-Length"] = etag, str(len(body))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    headers = tuple((name, text) for name, text in response.items() if name != REFERENCE)
    unchanged = tuple((name, text) for name, text in headers if name.lower() not in OF_THE_BYTES)
    return Entry(loggable(key.path.encode("latin-1").decode()), state, etag, headers, unchanged, body)


def _etag(response: HttpResponse, plain: bytes, encoding: str) -> str:
    """The view's own, or one of the bytes; other bytes, other tag."""
    own: str = response.headers.get("ETag", f'"{blake2b(plain, digest_size=16).hexdigest()}"')
    return f'{own[:-1]}.{encoding}"' if encoding else own
