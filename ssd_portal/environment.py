"""Reads settings from the environment; a wrong one becomes a problem with a remedy, never a traceback.

Each reader returns a usable value and, where the text is wrong, adds a `SettingProblem` to the list it is given. The
system checks (`ssd_portal/checks.py`) turn those into errors that stop the start.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

from ssd_portal.ports import is_port

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
CACHES = {
    "django.core.cache.backends.locmem.LocMemCache",
    "django.core.cache.backends.filebased.FileBasedCache",
    "django.core.cache.backends.db.DatabaseCache",
    "django.core.cache.backends.dummy.DummyCache",
}
CACHE_SERVERS = {"redis", "rediss"}
#: The framework's own 300 would throw counts away while they are needed.
MOST_CACHED = 10_000
#: An address that was given and is not understood.
UNKNOWN: dict[str, Any] = {"ENGINE": None}
#: Any use of it is an error: nothing is written to a place nobody named.
NO_DATABASE = {"ENGINE": "django.db.backends.dummy"}
#: Each thread keeps its connection from one request to the next: to open one costs more than most pages ask of it. Not for ever,
#: so that a file that was put in another's place is found.
KEPT = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
SQLITE_OPTIONS = {
    # Writers queue for the lock at the start of their transaction instead of failing in the middle of it.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # With write-ahead log alone a commit may be lost with the power, after the branch has been moved to it.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
POSTGRESQL_OPTIONS = {
    # Seconds after which a server that does not answer counts as away.
    "connect_timeout": 5,
    # One that went away without a word is noticed within half a minute, not after hours, by whoever waits for its answer.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


@dataclass(frozen=True)
class SettingProblem:
    """One wrong setting: its name, what is wrong, what to write instead."""

    name: str
    message: str
    remedy: str


class Reader:
    """Reads settings one by one and collects what is wrong in `problems`."""

    def __init__(self, env: environ.Env) -> None:
        self.env = env
        self.problems: list[SettingProblem] = []

    def wrong(self, name: str, message: str, remedy: str) -> None:
        self.problems.append(SettingProblem(name, message, remedy))

    def text(self, name: str, default: str = "") -> str:
        """The text without spaces around it; unset and empty are the same."""
        return self.env.str(name, default="").strip() or default

    def words(self, name: str, default: list[str]) -> list[str]:
        """A list with commas between."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()] or default

    def flag(self, name: str) -> bool:
        """A yes or no; unset or empty is no."""
        text = self.text(name).lower()
        if text not in {"", "0", "1", "true", "false", "yes", "no", "on", "off"}:
            self.wrong(name, f"{text!r} is neither yes nor no.", "Write 1 or 0.")
        return text in {"1", "true", "yes", "on"}

    def choice(self, name: str, known: list[str]) -> str:
        """One of some words, in whatever letters; the first where it is unset."""
        text = self.text(name, known[0])
        for word in known:
            if word.lower() == text.lower():
                return word
        self.wrong(name, f"{text!r} is not known.", f"Write {', '.join(known[:-1])} or {known[-1]}.")
        return known[0]

    def whole(self, name: str, default: int) -> int:
        """A small whole number."""
        text = self.text(name, str(default))
        if text.isascii() and text.isdigit() and len(text) < 4:
            return int(text)
        self.wrong(name, f"{text!r} is not a small whole number.", f"Write a number such as {default}.")
        return default

    def port(self, name: str, default: int) -> int:
        text = self.text(name, str(default))
        if is_port(text):
            return int(text)
        self.wrong(name, f"{text!r} is not a port.", "Write a number from 1 to 65535, such as 8000.")
        return default

    def site(self, name: str, default: str) -> str:
        """Scheme, host and port without a path, such as https://portal.example.org."""
        text = self.text(name, default).rstrip("/")
        if is_site(text):
            return text
        self.wrong(
            name, f"{text!r} is no address of a site.", "Write it as https://portal.example.org, without a path."
        )
        return default

    def secret_key(self, name: str, debug: bool) -> str:
        """The signing key; empty where it is missing, which only DEBUG allows."""
        text = self.text(name)
        remedy = "Write at least 50 random characters; `make setup` puts one into .env."
        if not text and not debug:
            self.wrong(name, "It is not set.", remedy)
        if text and len(text) < 32:
            self.wrong(name, "It is too short to be safe.", remedy)
        return text

    def database(self, name: str, default: str) -> dict[str, Any]:
        config = self._parsed(self.env.db_url_config, name) or self.env.db_url_config(default)
        if config.get("ENGINE") in {SQLITE, POSTGRESQL} and config.get("NAME") not in {"", ":memory:"}:
            return self._reachable(name, dict(config))
        self.wrong(
            name,
            "It names no SQLite file and no PostgreSQL database.",
            "Write sqlite:////srv/portal/portal.sqlite3 or postgres://user:password@host:5432/database.",
        )
        return dict(NO_DATABASE)

    def _reachable(self, name: str, config: dict[str, Any]) -> dict[str, Any]:
        """A file whose folder is none is said here: the framework's own checks would open it before any of ours."""
        folder = Path(config["NAME"]).parent
        if config["ENGINE"] != SQLITE or folder.is_dir():
            return config
        self.wrong(name, f"The database cannot be reached: {folder} is no folder.", "Make it, or name another file.")
        return dict(NO_DATABASE)

    def email(self, name: str, default: str) -> dict[str, Any]:
        config = self._parsed(self.env.email_url_config, name) or self.env.email_url_config(default)
        if config.get("EMAIL_BACKEND") and (config["EMAIL_BACKEND"] != SMTP or config.get("EMAIL_HOST")):
            return dict(config)
        self.wrong(
            name,
            "It names no mail server.",
            "Write smtp+tls://user:password@host:587, filemail:////srv/portal/mail or consolemail://.",
        )
        return dict(self.env.email_url_config(default))

    def cache(self, name: str, default: str) -> dict[str, Any]:
        """Where processes count together; the default where a server is named, on which nobody's sign-in shall depend."""
        named = None if self.cache_server(name) else self._parsed(self.env.cache_url_config, name)
        config = named or self.env.cache_url_config(default)
        if config.get("BACKEND") in CACHES:
            return {**config, "OPTIONS": {"MAX_ENTRIES": MOST_CACHED, **config.get("OPTIONS", {})}}
        self.wrong(
            name,
            "It names no cache that the portal knows.",
            "Write redis://host:6379/0, dbcache://portal_cache, filecache:////srv/portal/cache or locmemcache://.",
        )
        return dict(self.env.cache_url_config(default))

    def cache_server(self, name: str) -> str:
        """The address of a server for kept answers; empty where the setting names none."""
        text = self.text(name)
        return text if is_cache_server(text) else ""

    def _parsed(self, parse: Callable[[str], dict[str, Any]], name: str) -> dict[str, Any] | None:
        """What the address says; None where it is unset, nothing known where it does not parse.

        The parser's own message is left out: it can hold a piece of a password.
        """
        text = self.text(name)
        if not text:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return parse(text) or UNKNOWN
            except (ValueError, KeyError, AttributeError, environ.ImproperlyConfigured):
                return UNKNOWN


def is_site(text: str) -> bool:
    """True for http(s)://host[:port] and nothing else."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.path or parts.query or parts.fragment or parts.username)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and bare and port != 0


def is_cache_server(text: str) -> bool:
    """True for redis(s)://[user:password@]host[:port][/number] and nothing else."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    number = parts.path.removeprefix("/") or "0"
    bare = number.isdecimal() and not parts.query
    return parts.scheme in CACHE_SERVERS and bool(parts.hostname) and bare and port != 0


def with_database_defaults(config: dict[str, Any], sqlite_test_file: Path) -> dict[str, Any]:
    """Adds what the portal relies on: kept connections, and on SQLite locking and the write-ahead log."""
    if config["ENGINE"] == SQLITE:
        # Tests use a file too: an in-memory database has no locks, so races would go unseen.
        return {**config, **KEPT, "OPTIONS": {**SQLITE_OPTIONS}, "TEST": {"NAME": str(sqlite_test_file)}}
    if config["ENGINE"] == POSTGRESQL:
        options = {**POSTGRESQL_OPTIONS, **config.get("OPTIONS", {})}
        return {**config, **KEPT, "OPTIONS": options}
    return config
