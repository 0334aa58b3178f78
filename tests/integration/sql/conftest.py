"""A scratch database on a real PostgreSQL server, made for one test and dropped after it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

SERVER = os.environ.get("TEST_POSTGRES_URL") or "postgres://postgres@127.0.0.1:5432/postgres"


def address(database: str) -> str:
    """The server's address with another database."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


@contextmanager
def scratch_database() -> Iterator[psycopg.Connection]:
    """A connection to an empty database that is dropped afterwards; each statement stands for itself (autocommit)."""
    name = f"extract_{uuid.uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(address("postgres"), autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"PostgreSQL cannot be reached ({str(error).strip().splitlines()[0]}): set TEST_POSTGRES_URL")
    with admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            with psycopg.connect(address(name), autocommit=True) as connection:
                yield connection
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def scratch() -> Iterator[psycopg.Connection]:
    """An empty database of the test's own."""
    with scratch_database() as connection:
        yield connection
