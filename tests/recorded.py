"""What the real actions make of an empty portal, recorded once in each process of the tests and put there again.

An import and ten people cost a quarter of a second, most tests begin with them, and nothing in them differs from test to test.
The first test that asks has them made by the real actions; what stands in the tables then, and in the folders, is what the next
tests get. Where anything stands in a table or a repository already, the real actions run.
"""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery
from psycopg import ClientCursor

Statement = tuple[str, Any]
#: What migrations fill.
ALWAYS_FILLED = {"django_content_type", "auth_permission"}


@dataclass(frozen=True)
class Recording:
    """The rows as the statements that insert them, and a copy of the repositories and of what they were made from."""

    statements: tuple[Statement, ...]
    repositories: Path
    source: Path

    def play(self, source: Path) -> None:
        shutil.copytree(self.repositories, settings.SPEC_REPO_ROOT, dirs_exist_ok=True)
        shutil.copytree(self.source, source, symlinks=True)
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in self.statements:
                cursor.execute(statement, values)


_recordings: dict[str, Recording] = {}


def as_before(name: str, make: Callable[[Path], object]) -> Path:
    """What ``make`` makes, which must be the same each time under this name; by itself, or as it was recorded.

    It is given a folder that does not exist yet, where it may put a source to import. That is returned, at the same place each
    time, as the rows name it.
    """
    source = _workplace() / name / "source"
    source.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(source, ignore_errors=True)
    if not is_empty():
        make(source)
    elif name in _recordings:
        _recordings[name].play(source)
    else:
        make(source)
        _recordings[name] = _record(source)
    return source


@cache
def _workplace() -> Path:
    folder = Path(mkdtemp(prefix="recorded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def is_empty() -> bool:
    """True where no row and no repository stands."""
    return not any(Path(settings.SPEC_REPO_ROOT).iterdir()) and not filled()


def filled() -> set[str]:
    """The tables that hold a row which no migration has put there."""
    quote = connection.ops.quote_name
    tables = [model._meta.db_table for model in models()]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


@cache
def models() -> tuple[type[Model], ...]:
    found = apps.get_models(include_auto_created=True)
    return tuple(model for model in found if model._meta.managed and model._meta.db_table not in ALWAYS_FILLED)


def _record(source: Path) -> Recording:
    source.mkdir(exist_ok=True)
    kept = Path(mkdtemp(dir=source.parent))
    repositories = shutil.copytree(settings.SPEC_REPO_ROOT, kept / "repositories")
    statements = tuple(statement for model in models() for statement in _inserts(model))
    statements += tuple((reset, None) for reset in connection.ops.sequence_reset_sql(no_style(), list(models())))
    return Recording(_written_out(statements), repositories, shutil.copytree(source, kept / "source", symlinks=True))


def _written_out(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """On PostgreSQL one text of all statements: to hand the values over anew cost more than to insert them."""
    if connection.vendor != "postgresql" or not statements:
        return statements
    connection.ensure_connection()
    with ClientCursor(connection.connection) as cursor:
        return ((";".join(cursor.mogrify(*statement) for statement in statements), None),)


def _inserts(model: type[Model]) -> Iterator[Statement]:
    """Every row as it stands, its key and what the database has filled in itself included."""
    rows = list(model._base_manager.order_by("pk"))
    if rows:
        query = InsertQuery(model)
        query.insert_values(model._meta.concrete_fields, rows, raw=True)
        yield from query.get_compiler(connection=connection).as_sql()
