"""The reference names every address, command, setting and type of problem, and none that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import BaseCommand, get_commands, load_command_class
from django.db import OperationalError
from django.urls import URLPattern, URLResolver, get_resolver
from psycopg.errors import LockNotAvailable
from rest_framework import exceptions

from changes_app.errors import ChangeError
from specs_app.management.commands.draw_reference import TARGET, page
from specs_app.repository.objects import GitError
from specs_app.web.api.parsers import TooLarge
from specs_app.web.failures import failure_of
from specs_app.web.keeping import Keeping
from ssd_portal import hook_secrets
from ssd_portal.remotes import KEY, PREFIX, TOKEN

pytestmark = pytest.mark.one_database

ROOT = Path(settings.BASE_DIR)
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
APPS = {"specs_app", "changes_app", "ssd_portal"}
#: Told in REST's own table, or by the library that they come from.
ELSEWHERE = ("api/v1", "accounts/", "admin/", "static/")


def rows(heading: str, text: str = REFERENCE) -> list[str]:
    """The lines of the table below a heading."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, pattern)
        elif isinstance(entry, URLPattern) and not pattern.lstrip("^").startswith(ELSEWHERE):
            yield "/" + plain(pattern)


def plain(pattern: str) -> str:
    """A Django pattern as the reference writes it."""
    named = re.sub(r"\(\?P<(\w+)>.*?\)(?=/|\\|$)", r"<\1>", pattern.strip("^$"))
    return re.sub(r"<\w+:(\w+)>", r"<\1>", named).replace("\\", "")


def test_reference_names_every_page_and_no_other() -> None:
    told = [line.split("`")[1] for line in rows("Pages")]
    assert sorted(told) == sorted(addresses(get_resolver()))


def kept_pages(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Keeping]]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from kept_pages(entry, pattern)
        elif keeping := getattr(entry.callback, "keeping", None):
            yield "/" + plain(pattern), keeping


def test_kept_page_tells_answers_apart_by_all_that_it_reads_of_the_query() -> None:
    """What a page reads and does not name would be passed over for visitors."""
    told = {line.split("`")[1]: set(re.findall(r"`([a-z_]+)`", line.split(" | ")[-1])) for line in rows("Pages")}
    pages = {page: set(keeping.parameters) for page, keeping in kept_pages(get_resolver())}
    assert pages
    assert [page for page, known in pages.items() if known - {"at"} != told[page] - {"at"}] == []
    assert [page for page, known in pages.items() if "at" in told[page] - known] == []


def test_reference_of_rest_is_drawn_from_the_schema() -> None:
    assert (ROOT / TARGET).read_text(encoding="utf-8") == page(), "run manage.py draw_reference"


def test_reference_names_every_command_and_all_that_it_takes() -> None:
    told = {line.split("`")[1].split()[0]: line.split("`")[1] for line in rows("Commands")}
    own = {name: app for name, app in get_commands().items() if app in APPS}
    assert sorted(told) == sorted(own)
    usual = {*taken(load_command_class("django.core", "check")), "--skip-checks"} - {"--database"}
    for name, app in own.items():
        options = {option for option in taken(load_command_class(str(app), name)) if option.startswith("--")}
        assert options - usual == set(re.findall(r"--[a-z-]+", told[name])), name


def taken(command: BaseCommand) -> set[str]:
    """Every option of a command."""
    parser = command.create_parser("manage.py", "")
    return {option for action in parser._actions for option in action.option_strings}


def test_guide_for_operators_names_every_setting() -> None:
    told = {
        line.split("`")[1] for line in rows("Settings", (ROOT / "docs" / "operator.md").read_text(encoding="utf-8"))
    }
    read = set(re.findall(r'read\.\w+\("([A-Z_]+)"', (ROOT / "ssd_portal" / "settings.py").read_text(encoding="utf-8")))
    assert told == read | {f"{prefix}<SLUG>" for prefix in (PREFIX, KEY, TOKEN, hook_secrets.PREFIX, hook_secrets.FILE)}


def test_reference_names_every_type_of_problem() -> None:
    told = {word for line in rows("Problems") for word in re.findall("`([a-z-]+)`", line.split("|")[1])}
    own = {kind.code for kind in family(ChangeError)}
    sources = [path.read_text(encoding="utf-8") for app in APPS for path in (ROOT / app).rglob("*.py")]
    made = {kind for text in sources for kind in re.findall(r'ProblemDetail\(\s*[\w.]+,\s*"([a-z-]+)"', text)}
    locked = OperationalError()
    locked.__cause__ = LockNotAvailable()
    made |= {failure_of(error).kind for error in (GitError("away"), OperationalError(), locked, ValueError())}
    framework = {kind.default_code.replace("_", "-") for kind in (*family(exceptions.APIException), TooLarge)}
    assert told == {*own, *made, *framework - {"problem-detail"}}


def family(parent: type) -> list[type]:
    """The classes below one, its grandchildren too, that the portal or the framework has."""
    return [kind for child in parent.__subclasses__() for kind in (child, *family(child))]
