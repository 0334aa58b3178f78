"""Atom feeds that can always be written."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from django.utils.feedgenerator import Atom1Feed

#: What no XML may hold; a tag or a standard from elsewhere may say it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class WritableFeed(Atom1Feed):
    """An Atom feed in which each character that XML cannot hold is a replacement character; Django's ends in an error.

    Its id is a whole address, as Atom asks (RFC 4287, 4.2.6): a path given as ``feed_guid`` is on the site of ``link``.
    """

    def __init__(self, **said: Any) -> None:
        if path := said.get("feed_guid"):
            said["feed_guid"] = urljoin(said["link"], path)
        super().__init__(**_writable(said))

    def add_item(self, **said: Any) -> None:  # type: ignore[override] # Django's view gives each by its name
        super().add_item(**_writable(said))


def _writable(said: dict[str, Any]) -> dict[str, Any]:
    return {name: _UNWRITABLE.sub("\ufffd", told) if isinstance(told, str) else told for name, told in said.items()}
