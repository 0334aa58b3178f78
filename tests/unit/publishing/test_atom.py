"""Feeds hold what XML cannot as replacement characters."""

from __future__ import annotations

from xml.etree import ElementTree

from specs_app.publishing.atom import WritableFeed

CONTROLS = "a\x00\x01\x0b\x1f\ud800\uffffb"


def test_feed_with_characters_that_xml_cannot_hold_is_written() -> None:
    feed = WritableFeed(title=CONTROLS, link="/", description=CONTROLS)
    feed.add_item(title=CONTROLS, link="/one/", description=f"{CONTROLS}\n\té<")
    told = [
        node.text for node in ElementTree.fromstring(feed.writeString("utf-8")).iter() if "a\ufffd" in (node.text or "")
    ]
    assert told == ["a" + "\ufffd" * 6 + "b" + rest for rest in ("", "", "\n\té<")]
