"""Shared fixtures, and the rules that nothing is skipped in silence when REQUIRE_ALL=1 and that a check says the same twice."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import settings as drawing

from tests.corpus import CORPUS
from tests.migrated import hurry, use_a_copy
from tests.recorded import filled
from tests.soak import SOAK

pytest_plugins = ["tests.browser_fixtures", "tests.log_lines", "tests.mail_sink", "tests.two_databases"]

REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"

# The same examples each time, so that a check fails for what was changed; `make soak` draws others.
drawing.register_profile("check", derandomize=not SOAK)
drawing.load_profile("check")


def _refuse_skip(report: Any) -> None:
    if REQUIRE_ALL and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 allows no skip: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def database_missing() -> str:
    """Why this session's PostgreSQL cannot be used; empty where it can or where SQLite is tested."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.postgresql":
        return ""
    try:
        psycopg.connect(
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            password=database["PASSWORD"],
            dbname="postgres",
            connect_timeout=3,
        ).close()
    except psycopg.OperationalError as error:
        return f"PostgreSQL cannot be reached ({str(error).strip().splitlines()[0]}): set TEST_POSTGRES_URL"
    return ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        apart = [item for item in items if item.get_closest_marker("several_machines")]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]
    if reason := database_missing():
        for item in items:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the real specification."""
    if not CORPUS.is_dir():
        pytest.skip(f"the real specification is not at {CORPUS}: set SSD_CORPUS to its folder")
    return CORPUS


@pytest.fixture(autouse=True)
def repository_root(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty `SPEC_REPO_ROOT` of the test's own."""
    settings.SPEC_REPO_ROOT = tmp_path / "repositories"
    settings.SPEC_REPO_ROOT.mkdir()
    return settings.SPEC_REPO_ROOT


@pytest.fixture(autouse=True)
def nobody_pulls_the_plug(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk is most of the time of an import; that it is waited for, and in which order, has tests of its own."""
    monkeypatch.setattr(os, "fsync", lambda _number: None)


@pytest.fixture(scope="session", autouse=True)
def only_what_is_filled_is_emptied() -> Generator[None]:
    """After a test that commits, by rows: few tables hold any, and few.

    Django empties every table, on PostgreSQL by giving it new files, and then has content types and permissions made again.
    """

    def emptied(_case: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in filled():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Generator[None]:
    """The same for SQLite's own waiting; and a file of this process's own, which no other session and no killed one is in.

    No thread keeps its connection: one of a test before could hold what a later test locks.
    """
    database = settings.DATABASES["default"]
    database["CONN_MAX_AGE"] = 0
    hurry(database)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    with pytest.MonkeyPatch.context() as patch:
        use_a_copy(patch)
        yield


@pytest.fixture(autouse=True)
def plain_static_files(settings: LazySettings) -> None:
    """Static files by their own names and found when asked for: the tests need no `collectstatic`, and no client lists them all."""
    settings.WHITENOISE_AUTOREFRESH = True
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
