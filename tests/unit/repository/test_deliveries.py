"""Deliveries of webhooks: who may have sent them, and which repository they are about."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from hashlib import sha256

import pytest

from specs_app.repository.deliveries import NotUnderstood, addresses, delivery, payload, plain_address

pytestmark = pytest.mark.one_database
SECRET, BODY, NOW = "s3cret-of-two-hosts", b'{"ref": "refs/heads/main"}', 1_790_000_000.0


def signature(secret: str = SECRET, body: bytes = BODY) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()


def signing(key: bytes, moment: float = NOW, name: str = "d1") -> dict[str, str]:
    signed = b64encode(hmac.new(key, f"{name}.{moment:.0f}.".encode() + BODY, sha256).digest()).decode()
    return {"webhook-id": name, "webhook-timestamp": f"{moment:.0f}", "webhook-signature": f"v1,{signed}"}


@pytest.mark.parametrize(
    ("headers", "secret", "known"),
    [
        ({"X-Hub-Signature-256": signature()}, SECRET, True),
        ({"X-Hub-Signature-256": signature("another")}, SECRET, False),
        ({"X-Hub-Signature-256": signature(body=b"{}")}, SECRET, False),
        ({"X-Hub-Signature-256": signature().removeprefix("sha256=")}, SECRET, False),
        ({"X-Hub-Signature-256": "sha256=\udcff"}, SECRET, False),
        ({"X-Hub-Signature": "sha1=x"}, SECRET, False),
        ({"X-Gitlab-Token": SECRET}, SECRET, True),
        ({"X-Gitlab-Token": SECRET[:-1]}, SECRET, False),
        ({"X-Gitlab-Token": ""}, SECRET, False),
        ({"X-Gitlab-Token": SECRET, "X-Hub-Signature-256": signature("another")}, SECRET, False),
        ({}, SECRET, False),
        (signing(b"key of 32 bytes"), "whsec_" + b64encode(b"key of 32 bytes").decode(), True),
        (signing(b"another key"), "whsec_" + b64encode(b"key of 32 bytes").decode(), False),
        (signing(SECRET.encode()), SECRET, True),
        (signing(SECRET.encode(), NOW - 3600), SECRET, False),
        ({**signing(SECRET.encode()), "webhook-id": "d2"}, SECRET, False),
        ({**signing(SECRET.encode()), "webhook-timestamp": "soon"}, SECRET, False),
    ],
)
def test_delivery_is_from_who_knows_the_secret(headers: dict[str, str], secret: str, known: bool) -> None:
    assert delivery(headers, BODY).is_from(secret, NOW) is known


@pytest.mark.parametrize(
    "address",
    [
        "https://git.example/Owner/Name.git",
        "https://git.example/owner/name",
        "https://user@git.example:8443/owner/name/",
        "ssh://git@git.example:2222/owner/name.git",
        "git@git.example:owner/name.git",
        "git://git.example/owner/name.git",
    ],
)
def test_address_is_the_same_however_the_repository_is_reached(address: str) -> None:
    assert plain_address(address) == "git.example/owner/name"


@pytest.mark.parametrize(
    "address", ["https://git.example/owner/other", "https://other.example/owner/name", "", "https://[x"]
)
def test_address_of_another_repository_is_another(address: str) -> None:
    assert plain_address(address) != "git.example/owner/name"


def test_payload_names_its_repository_in_the_forms_of_both_hosts() -> None:
    github = {"repository": {"clone_url": "https://a.example/o/n.git", "ssh_url": "git@a.example:o/n.git", "id": 1}}
    gitlab = {"project": {"git_ssh_url": "git@b.example:o/n.git"}, "repository": {"homepage": "https://b.example/o/n"}}
    assert addresses(github) == {"a.example/o/n"}
    assert addresses(gitlab) == {"b.example/o/n"}
    assert addresses({"repository": "https://a.example/o/n.git", "project": [1]}) == frozenset()


def test_payload_may_stand_in_a_form() -> None:
    form = b"payload=%7B%22ref%22%3A%20%22x%22%7D"
    assert payload(form, "application/x-www-form-urlencoded; charset=utf-8") == {"ref": "x"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", json.dumps("x").encode(), b"[" * 100_000])
def test_body_that_is_no_payload_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotUnderstood, match=r"is not JSON|JSON object"):
        payload(body, "application/json")
