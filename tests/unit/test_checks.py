"""Commands and the server with wrong settings: one clear line, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings

from ssd_portal.checks import check_proxies

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


#: Several at once, as each start of a process takes two seconds; a name that has more than one wrong value is in more than one.
WRONG = (
    {
        "DATABASE_URL": "mysql://host/name",
        "EMAIL_URL": "nonsense",
        "CACHE_URL": "nonsense",
        "SPEC_REPO_ROOT": "/dev/null/repositories",
        "LOG_LEVEL": "loud",
        "LOG_FORMAT": "xml",
        "SITE_URL": "nonsense",
        "PORT": "eighty",
        "SECRET_KEY": "",
    },
    {
        "SPEC_REMOTE_SSD": "https://user:hunter2@host/name.git",
        "EMAIL_URL": "smtp+tls://:587",
        "SPEC_REPO_ROOT": str(ROOT / "var" / "static" / "repositories"),
    },
    {"EMAIL_URL": "filemail:////dev/null/mail"},
)


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_settings_stop_a_command(wrong: dict[str, str]) -> None:
    done = run("manage.py", "check", **wrong)
    assert done.returncode == 1
    assert [name for name in wrong if f"portal.{name}" not in done.stderr] == []
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_wrong_setting_stops_the_server() -> None:
    done = run("-c", "import ssd_portal.wsgi", SITE_URL="nonsense")
    assert done.returncode == 1
    assert "The portal does not start" in done.stderr
    assert "SITE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_right_settings_let_the_server_start() -> None:
    done = run("-c", "import ssd_portal.wsgi; print(ssd_portal.wsgi.application)")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("url", ["postgres://nobody:hunter2@127.0.0.1:1/nothing", "sqlite:////dev/null/portal.sqlite3"])
def test_database_that_does_not_answer_stops_a_migration(url: str) -> None:
    done = run("manage.py", "migrate", DATABASE_URL=url)
    assert done.returncode == 1
    assert "DATABASE_URL: The database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stderr


def test_counts_of_accounts_are_shared_by_all_processes() -> None:
    done = run("-c", "from ssd_portal import settings as s; print(s.CACHES['default'])", CACHE_URL="")
    assert "DatabaseCache" in done.stdout


def test_site_behind_a_proxy_that_is_not_named_is_warned_of(settings: LazySettings) -> None:
    settings.DEBUG, settings.SITE_IS_HTTPS, settings.PROXIES = False, True, 0
    assert [message.id for message in check_proxies()] == ["portal.W002"]
    settings.PROXIES = 1
    assert check_proxies() == []
    settings.SITE_IS_HTTPS, settings.PROXIES = False, 0
    assert check_proxies() == []


def test_warnings_are_said_by_a_command() -> None:
    assert "portal.W002" in run("manage.py", "check", SITE_URL="https://portal.example.org").stderr
