"""What a host of Git sends when somebody has pushed there: whether it is from who shares the secret, and what it says. Pure.

GitHub signs the body (``X-Hub-Signature-256``); so do Gitea and Forgejo. GitLab signs it with a signing token
(``webhook-signature``, of Standard Webhooks), or sends the secret itself (``X-Gitlab-Token``).
"""

from __future__ import annotations

import hmac
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from specs_app.repository.sources import SCP

#: Seconds for which a delivery is known; a signed moment may be no further away.
WINDOW = 24 * 60 * 60
CLOCKS = 5 * 60
#: What a signing token begins with, before its key in base64.
SIGNING = "whsec_"
PUSHES = frozenset({"push", "Push Hook", "Tag Push Hook"})
#: Where a payload names its repository, and under which keys.
NAMES = ("repository", "project")
ADDRESSES = (
    *("clone_url", "ssh_url", "git_url", "html_url", "svn_url"),
    *("git_http_url", "git_ssh_url", "http_url", "ssh_url", "web_url", "url", "homepage"),
)


class NotUnderstood(Exception):
    """What was sent is no payload, in words."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The headers that count, and the raw body. ``event`` is as the host calls it, ``key`` what the delivery is known by."""

    event: str
    key: str
    body: bytes
    signature: str = ""
    token: str = ""
    signed: str = ""
    moment: str = ""

    def is_from(self, secret: str, now: float) -> bool:
        """Whether its sender knows the secret; every form that it claims must hold, and no comparison tells how near it was."""
        claims = [
            *([self._signature_holds(secret)] if self.signature else []),
            *([_same(self.token, secret)] if self.token else []),
            *([self._signing_holds(secret, now)] if self.signed else []),
        ]
        return bool(claims) and all(claims)

    @property
    def digest(self) -> str:
        """What tells its content from any other's."""
        return digest(self.body)

    def _signature_holds(self, secret: str) -> bool:
        return _same(self.signature, "sha256=" + hmac.new(secret.encode(), self.body, sha256).hexdigest())

    def _signing_holds(self, secret: str, now: float) -> bool:
        if not re.fullmatch("[0-9]{1,12}", self.moment) or abs(now - int(self.moment)) > CLOCKS:
            return False
        signed = f"{self.key}.{self.moment}.".encode() + self.body
        wanted = b64encode(hmac.new(_signing_key(secret), signed, sha256).digest()).decode()
        return any(_same(given.partition(",")[2], wanted) for given in self.signed.split(" ") if given[:3] == "v1,")


def delivery(headers: Mapping[str, str], body: bytes) -> Delivery:
    """What was sent, by its headers (of any case)."""
    told = {name.lower(): value for name, value in headers.items()}
    keys = ("x-github-delivery", "webhook-id", "idempotency-key", "x-gitlab-event-uuid")
    return Delivery(
        event=told.get("x-github-event") or told.get("x-gitlab-event", ""),
        key=next((told[key] for key in keys if told.get(key)), ""),
        body=body,
        signature=told.get("x-hub-signature-256", ""),
        token=told.get("x-gitlab-token", ""),
        signed=told.get("webhook-signature", ""),
        moment=told.get("webhook-timestamp", ""),
    )


def digest(data: bytes) -> str:
    """What tells some bytes from any others."""
    return sha256(data).hexdigest()


def payload(body: bytes, media_type: str) -> dict[str, Any]:
    """What the body says: JSON, or a form that holds it as ``payload``. Raises ``NotUnderstood``."""
    try:
        text = body.decode("utf-8")
        if media_type.partition(";")[0].strip() == "application/x-www-form-urlencoded":
            text = parse_qs(text, max_num_fields=10).get("payload", [""])[0]
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise NotUnderstood("The body is not a JSON object.")
    return found


def addresses(told: Mapping[str, Any]) -> frozenset[str]:
    """The addresses of the repository that a payload is about, as ``plain_address`` writes them."""
    return frozenset(filter(None, map(plain_address, _addresses(told))))


def _addresses(told: Mapping[str, Any]) -> Iterator[str]:
    for name in NAMES:
        held = told.get(name)
        if isinstance(held, dict):
            yield from (held[key] for key in ADDRESSES if isinstance(held.get(key), str))


def plain_address(address: str) -> str:
    """``host/owner/name``, however the repository is reached; of a path the path. Empty where it is neither."""
    if SCP.fullmatch(address):
        host, _, path = address.rpartition("@")[2].partition(":")
    elif address.startswith("/"):
        host, path = "", address
    else:
        try:
            parts = urlsplit(address)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return ""
    name = path.strip("/").removesuffix(".git")
    return f"{host}/{name}".lower() if name else ""


def _signing_key(secret: str) -> bytes:
    if not secret.startswith(SIGNING):
        return secret.encode()
    try:
        return b64decode(secret.removeprefix(SIGNING), validate=True)
    except ValueError:
        return secret.encode()


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())
