"""Editions of the example: two items that say which one it is, so that an answer tells whether it is whole."""

from __future__ import annotations

import json
import re
from typing import Any

from specs_app.web.api.parameters import MOST_ENTRIES

SLUG = "ysd"
REST = f"/api/v1/specifications/{SLUG}"
#: Two items of different objects whose guidance every edition changes together.
TOGETHER = ("YOUN002A", "TEAM001A")
#: What an edition calls itself. No change request has a word of this stem, as each has of "edition" in being editorial: a search
#: would list them alone once they are many.
WORD = "volume"
EDITION = re.compile(rf"{WORD} (\d+)", re.IGNORECASE)


def edits(number: int) -> list[dict[str, Any]]:
    """What makes the edition of that number."""
    words = {"guidance": f"This is {WORD} {number}."}
    return [{"action": "change_item", "target": ref, "values": words} for ref in TOGETHER]


def said(page: bytes) -> list[int]:
    """The editions that an answer names, in its order."""
    return [int(number) for number in EDITION.findall(re.sub("<[^>]*>", "", page.decode("utf-8", "replace")))]


def assert_whole(path: str, page: bytes, etag: str) -> None:
    """What an answer with status 200 says is of one edition, that which it names."""
    named = said(page)
    if path.startswith((f"/{SLUG}/search?q={WORD}", f"{REST}/items/?page_size")):
        assert len(set(named)) == 1, f"{path} mixes the editions {sorted(set(named))}"
    if path == f"/{SLUG}/items/{TOGETHER[0]}/":
        assert named[0] == max(named), f"{path} shows edition {named[0]} with the history of edition {max(named)}"
    if path == f"/{SLUG}/":
        shown, newest, *_ = re.findall(r"/revisions/(\w+)/", page.decode())
        assert shown == newest, f"{path} is revision {shown} and names {newest} as the newest"
    if path.startswith(f"{REST}/revisions/?"):
        found = json.loads(page)
        assert found["results"][0]["sha"] in etag, f"{path} begins with another revision than it names"
        assert min(found["count"], MOST_ENTRIES) == len(found["results"])
