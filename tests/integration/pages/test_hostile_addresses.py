"""Addresses that nobody types by accident give a clear page and no error, on both databases."""

from __future__ import annotations

from django.test import Client

from tests.integration.pages.conftest import Site

ADDRESSES = [
    ("items/%00/", {}, 400),
    ("changes/%00/", {}, 400),
    ("search", {"q": "a\0b"}, 400),
    ("items/", {"at": "\0"}, 400),
    ("changes/", {"q": "a\0b"}, 400),
    ("items/", {"at": "--upload-pack=x"}, 404),
    ("items/%ED%A0%80/", {}, 404),
    ("changes/" + "9" * 4000 + "/", {}, 404),
]


def test_hostile_address_is_answered_clearly(site: Site) -> None:
    client = Client(raise_request_exception=False)
    for path, query, status in ADDRESSES:
        answer = client.get(f"/ysd/{path}", query)
        assert answer.status_code == status, path
        assert b"<h1" in answer.content, path
