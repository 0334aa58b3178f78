"""Which portal an answer comes from: this code with these settings, or another that reaches the same cache server."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path

from django.conf import settings

#: All that bytes of an answer are made of, besides libraries; an installed package has the latter three within the first.
FOLDERS = ("ssd_portal", "specs_app", "changes_app", "templates", "static/dist", "docs")


def edition() -> bytes:
    """A key of 32 bytes that two processes share only where equal states have equal answers in both."""
    found = blake2b(settings.SECRET_KEY.encode(), digest_size=32)
    libraries = sorted((one.name, one.version) for one in distributions())
    found.update(repr((settings.SITE_URL, settings.DEBUG, libraries)).encode())
    for file in _files():
        content = file.read_bytes()
        found.update(f"{file.relative_to(settings.CHECKOUT)} {len(content)}\n".encode() + content)
    return found.digest()


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((settings.CHECKOUT / folder).rglob("*")):
            if path.is_file() and path.parent.name != "__pycache__":
                yield path
