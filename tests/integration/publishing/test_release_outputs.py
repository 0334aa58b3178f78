"""All outputs of a release are the same bytes, made again and on either database.

In a soak alone: four portals from nothing take more than half a minute, and a check says the same of each output by itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from changes_app.releasing import making
from tests.drivers import COMPATIBLE, EDITORIAL, World, mirrored
from tests.integration.sql.conftest import address, scratch  # noqa: F401
from tests.soak import SOAK

pytestmark = [pytest.mark.soak, pytest.mark.one_database, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[3]


def made(folder: Path, database: str, source: Path) -> dict[str, str]:
    """The digests of all outputs in a portal of its own."""
    folder.mkdir()
    own = {"DATABASE_URL": database, "VAR_DIR": str(folder), "SPEC_REPO_ROOT": str(folder / "repositories")}
    command = [sys.executable, "-m", "tests.release_outputs", str(source), "1.2.0"]
    environment = {**os.environ, "DEBUG": "1", "SITE_URL": "http://127.0.0.1:8000", **own}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    return dict(json.loads(done.stdout))


if SOAK:

    def test_outputs_of_a_release_are_equal_on_both_databases(
        world: World,
        tmp_path: Path,
        scratch: psycopg.Connection,
    ) -> None:
        world.published(COMPATIBLE)
        world.published(EDITORIAL)
        making.make(specification=world.specification, by=world.people.secretariat)
        source = mirrored(world.specification)
        first = made(tmp_path / "a", f"sqlite:///{tmp_path}/a.sqlite3", source)
        assert len(first) > 200
        assert all(name.startswith(("200 ", "PDF")) for name in first)
        assert made(tmp_path / "b", f"sqlite:///{tmp_path}/b.sqlite3", source) == first
        assert made(tmp_path / "c", address(scratch.info.dbname), source) == first
