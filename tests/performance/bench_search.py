"""Searches among 60,000 entries, on SQLite and, where one is at hand, on PostgreSQL, beside each database's own query."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.performance.measure import Result
from tests.performance.subject import Subject

SERVER = os.environ.get("TEST_POSTGRES_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
DATABASE = "ssd_bench_search"


def bench(_: Subject) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        yield from searched("SQLite", f"sqlite:///{folder}/searched.sqlite3")
    try:
        with database() as url:
            yield from searched("PostgreSQL", url)
    except psycopg.OperationalError:
        print(f"PostgreSQL cannot be reached at {SERVER}: searches are measured on SQLite alone")


def searched(product: str, url: str) -> Iterator[Result]:
    """What a process of its own measures (`searched`)."""
    command = [sys.executable, "-m", "tests.performance.searched"]
    own = {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
    done = subprocess.run(command, env={**os.environ, **own}, stdout=subprocess.PIPE, check=True)
    for found in json.loads(done.stdout.splitlines()[-1]):
        yield Result(**{**found, "name": f"{product}: {found['name']}"})


@contextmanager
def database() -> Iterator[str]:
    """An empty database of its own, which is gone afterwards."""
    name = sql.Identifier(DATABASE)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield f"{SERVER.rpartition('/')[0]}/{DATABASE}"
        finally:
            server.execute(drop)
