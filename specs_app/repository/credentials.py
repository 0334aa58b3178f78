"""A repository that the portal may write to, and what lets it in. Pure, but for the file of a token.

A secret goes to Git beside the command, in its environment: never into an argument, an address, a message or a row.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Literal
from urllib.parse import urlsplit

from specs_app.repository.objects import GitError
from specs_app.repository.sources import HOST, SCP

Kind = Literal["path", "ssh", "https"]

#: Asks nobody: not for a password, not whether a host is the right one.
SSH = "ssh -oBatchMode=yes -oConnectTimeout=20"
#: Hosts that let a token in by itself take any user; others want a certain one, before a colon.
ANY_USER = "x-access-token"
HIDDEN = "(hidden)"


@dataclass(frozen=True, slots=True)
class Remote:
    """``address``: an absolute path, or an address of SSH or HTTPS that holds no secret.

    ``key`` is the path of a file: an SSH key, or for HTTPS the token. ``token`` is the token itself, ``user:token`` where the host
    asks for a certain user.
    """

    address: str
    key: str = ""
    token: str = field(default="", repr=False)

    def secret(self) -> str:
        """The token for HTTPS as it is now, empty where there is none. Raises ``GitError`` where its file holds none."""
        if self.token or not self.key or kind_of(self.address) != "https":
            return self.token
        return read_token(self.key)

    def environment(self, secret: str) -> dict[str, str]:
        """What Git is told beside the command."""
        if kind_of(self.address) == "https":
            return _with_header(secret)
        return {"GIT_SSH_COMMAND": f"{SSH} -oIdentitiesOnly=yes -i {quote(self.key)}" if self.key else SSH}


def kind_of(address: str) -> Kind | None:
    """How an address is reached; None where the portal does not write to such a one, or it holds a secret."""
    if not address.isprintable() or " " in address:
        return None
    if address.startswith("/"):
        return "path"
    if SCP.fullmatch(address):
        return "ssh"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    bare = not (parts.password or parts.query or parts.fragment) and len(parts.path) > 1
    if not (bare and (HOST.fullmatch(host) or HOST.fullmatch(f"[{host}]"))):
        return None
    if parts.scheme == "https":
        return None if "@" in parts.netloc else "https"
    return "ssh" if parts.scheme == "ssh" else None


def read_token(path: str) -> str:
    """The token that a file holds, blanks around it left out. Raises ``GitError``; no message holds a part of it."""
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise GitError("The file of the token cannot be read", path) from error
    if not is_token(text):
        raise GitError("The file of the token does not hold one line without blanks", path)
    return text


def is_token(text: str) -> bool:
    """Whether a text can be a token, or a user and a token with a colon between."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def without(secret: str, text: str) -> str:
    """A text in which nothing of a secret stands."""
    forms = (_basic(secret), secret, secret.partition(":")[2]) if secret else ()
    for form in filter(None, forms):
        text = text.replace(form, HIDDEN)
    return text


def _basic(secret: str) -> str:
    return b64encode((secret if ":" in secret else f"{ANY_USER}:{secret}").encode()).decode()


def _with_header(secret: str) -> dict[str, str]:
    """Git sends a header of ours wherever it is led, so it is not led anywhere."""
    told = {"http.followRedirects": "false"}
    if secret:
        told["http.extraHeader"] = f"Authorization: Basic {_basic(secret)}"
    found = {"GIT_CONFIG_COUNT": str(len(told))}
    for number, (name, value) in enumerate(told.items()):
        found |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return found
