"""Reading settings: a wrong one is a problem with a remedy, and never a traceback or a piece of a password."""

from typing import Any

import environ
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssd_portal.environment import NO_DATABASE, POSTGRESQL, SQLITE, Reader, is_site


def reader(monkeypatch: pytest.MonkeyPatch, **values: str) -> Reader:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return Reader(environ.Env())


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("port", "0"),
        ("port", "eight"),
        ("port", "65536"),
        ("port", "٨٠٠٠"),
        ("site", "portal.example.org"),
        ("site", "https://portal.example.org/path"),
        ("site", "ftp://portal.example.org"),
        ("site", "https://user@portal.example.org"),
        ("site", "http://host:port"),
        ("database", "nonsense"),
        ("database", "mysql://user:hunter2@host/name"),
        ("database", "postgres://user:hunter2@host:port/name"),
        ("database", "postgres://user:hunter2/x@host/name"),
        ("database", "postgres://"),
        ("database", "sqlite:///"),
        ("email", "nonsense"),
        ("email", "smtp://user:hunter2@host:port"),
        ("cache", "nonsense"),
        ("cache", "redis://:hunter2@host:port/0"),
        ("cache", "redis://:hunter2@host:6379/0?nonsense=1"),
        ("cache", "redis://:hunter2@host:6379/nonsense"),
        ("cache", "pymemcache://host:11211"),
    ],
)
def test_wrong_value_is_one_problem(monkeypatch: pytest.MonkeyPatch, read: str, value: str) -> None:
    defaults: dict[str, Any] = {
        "port": 8000,
        "site": "http://127.0.0.1:8000",
        "database": "sqlite:////tmp/portal.sqlite3",
        "email": "consolemail://",
        "cache": "locmemcache://",
    }
    source = reader(monkeypatch, SETTING=value)
    getattr(source, read)("SETTING", defaults[read])
    (problem,) = source.problems
    assert problem.name == "SETTING"
    assert problem.remedy
    assert "hunter2" not in problem.message


def test_wrong_database_is_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader(monkeypatch, D="mysql://h/n").database("D", "sqlite:////tmp/p.sqlite3") == NO_DATABASE


@pytest.mark.parametrize(
    ("url", "engine"), [("", SQLITE), ("sqlite:////srv/p.sqlite3", SQLITE), ("postgres://u:p@h:5432/n", POSTGRESQL)]
)
def test_right_database_is_read(monkeypatch: pytest.MonkeyPatch, url: str, engine: str) -> None:
    source = reader(monkeypatch, D=url)
    assert source.database("D", "sqlite:////tmp/p.sqlite3")["ENGINE"] == engine
    assert source.problems == []


def test_flag_that_is_neither_is_off_and_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    source = reader(monkeypatch, DEBUG="maybe")
    assert source.flag("DEBUG") is False
    assert [problem.name for problem in source.problems] == ["DEBUG"]


@pytest.mark.parametrize(
    ("key", "debug", "problems"), [("", False, 1), ("", True, 0), ("short", True, 1), ("x" * 50, False, 0)]
)
def test_secret_key_is_needed_unless_debugging(
    monkeypatch: pytest.MonkeyPatch, key: str, debug: bool, problems: int
) -> None:
    source = reader(monkeypatch, SECRET_KEY=key)
    source.secret_key("SECRET_KEY", debug)
    assert len(source.problems) == problems


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_as_site_is_judged(text: str) -> None:
    assert is_site(text) in {True, False}
