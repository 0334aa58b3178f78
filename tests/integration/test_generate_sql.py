"""The command that writes an extract script, on a repository of two revisions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from specs_app.models import Specification
from specs_app.repository.commits import Author
from specs_app.versions.cache import VERSIONS
from tests.drivers import repository_of

EXAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "example"
AUTHOR = Author("A. Tester", "tester@example.org")
BODY = b"SELECT worker_key AS work_worker_idd FROM staff.worker"

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def revisions(repository_root: Path) -> list[str]:
    """The example as ``example``: first without, then with a hand-written body that does not fit."""
    files: dict[str, bytes | None] = {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()
    }
    Specification.objects.create(slug="example", branch="main")
    first = commit("", files)
    return [first, commit(first, {"data/cms/kestrel/ysd_worker.sql": BODY})]


def commit(parent: str, files: dict[str, bytes | None]) -> str:
    when = datetime(2026, 1, 2, tzinfo=UTC)
    sha = repository_of("example").commit_tree(
        parent, files, author=AUTHOR, committer=AUTHOR, when=when, message="Test"
    )
    Specification.objects.update(published_revision=sha)
    return sha


def run(*arguments: str) -> tuple[str, str]:
    """What the command says on its two channels."""
    out, err = StringIO(), StringIO()
    call_command("generate_sql", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_script_is_written_in_the_dialect_of_the_system(revisions: list[str]) -> None:
    text, _ = run("example", "--cms", "larchway")
    assert f"-- Revision: {revisions[1]}\n" in text
    assert "CREATE TABLE [ysd_young_person]" in text
    assert text == run("example", "--cms", "larchway")[0]


def test_dialect_and_revision_can_be_chosen(revisions: list[str]) -> None:
    text, problems = run("example", "--cms", "kestrel", "--at", revisions[0], "--dialect", "tsql")
    assert f"-- Revision: {revisions[0]}\n" in text
    assert "CREATE TABLE [ysd_young_person]" in text
    assert problems == ""


def test_body_that_does_not_fit_is_said_beside_the_script(revisions: list[str]) -> None:
    text, problems = run("example", "--cms", "kestrel")
    assert (
        "The hand-written body for ysd_worker is not used: Column work_worker_id is missing: it is the key" in problems
    )
    assert 'CREATE TABLE "ysd_worker"' in text


def test_script_goes_to_a_file_and_its_summary_to_the_reader(revisions: list[str], tmp_path: Path) -> None:
    target = tmp_path / "extract.sql"
    summary, _ = run("example", "--cms", "harbour", "-o", str(target))
    assert target.read_text(encoding="utf-8") == run("example", "--cms", "harbour")[0]
    assert "ysd_young_person: " in summary


def test_rest_gives_the_same_script(revisions: list[str], client: Client) -> None:
    answer = client.get("/api/v1/specifications/example/sql/larchway/")
    assert answer.status_code == 200
    assert answer.content.decode() == run("example", "--cms", "larchway")[0]


def test_file_an_object_comes_as_an_archive_that_is_the_same_each_time(
    revisions: list[str], client: Client, tmp_path: Path
) -> None:
    targets = [tmp_path / name for name in ("first.zip", "second.zip")]
    for target in targets:
        run("example", "--cms", "harbour", "--as", "files", "-o", str(target))
    VERSIONS.clear()
    answer = client.get("/api/v1/specifications/example/sql/harbour/?as=files")
    assert answer["Content-Type"] == "application/zip"
    assert targets[0].read_bytes() == targets[1].read_bytes() == answer.content
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        manifest = json.loads(archive.read(names[0]))
        assert [entry["name"] for entry in manifest["files"]] == names[1:]
        for entry in manifest["files"]:
            assert sha256(archive.read(entry["name"])).hexdigest() == entry["sha256"]
        first = archive.read(names[1]).decode()
    assert {"revision": revisions[1], "cms": "harbour"}.items() <= manifest.items()
    assert f"-- Checksum of the edition: {manifest['checksum']}\n" in first
    objects = sorted(path.stem for path in (EXAMPLE / "data/objects").glob("ysd_*"))
    assert sorted(name[4:-4] for name in names[2:-2]) == objects
    with pytest.raises(CommandError, match="--output"):
        run("example", "--cms", "harbour", "--as", "files")


@pytest.mark.parametrize(
    ("query", "words"), [("as=procedures", "CREATE OR ALTER PROCEDURE"), ("rebuild=keep", "TRUNCATE TABLE")]
)
def test_rest_and_command_know_the_forms(revisions: list[str], client: Client, query: str, words: str) -> None:
    answer = client.get(f"/api/v1/specifications/example/sql/larchway/?{query}")
    name, value = query.split("=")
    assert answer.content.decode() == run("example", "--cms", "larchway", f"--{name}", value)[0]
    assert words in answer.content.decode()
    assert client.get("/api/v1/specifications/example/sql/larchway/?as=nothing").status_code == 400


def test_rest_explains_why_there_is_no_script(revisions: list[str], client: Client) -> None:
    text = (EXAMPLE / "specification.yml").read_bytes().replace(b"table_prefix: ysd_", b"table_prefix: ''")
    commit(revisions[1], {"specification.yml": text})
    answer = client.get("/api/v1/specifications/example/sql/larchway/")
    assert answer.status_code == 409
    assert "no table prefix" in answer.json()["detail"]
    with pytest.raises(CommandError, match="no table prefix"):
        run("example", "--cms", "larchway")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing", "--cms", "larchway"), "No standard called 'nothing'"),
        (("example", "--cms", "nothing"), "larchway, harbour, kestrel"),
        (("example", "--cms", "larchway", "--dialect", "cobol"), "invalid choice"),
        (("example", "--cms", "larchway", "--at", "0" * 40), "no published version"),
        (("example", "--cms", "larchway", "--at", "--upload-pack=x"), "at"),
        (("example", "--cms", "larchway", "-o", "/dev/null/x.sql"), "cannot be written"),
        (("example",), "--cms"),
    ],
)
def test_wrong_request_is_explained(revisions: list[str], arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(*arguments)
