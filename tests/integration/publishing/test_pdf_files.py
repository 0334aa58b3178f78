"""PDFs that readers download: made once, one at a time, and never half."""

import os
import subprocess
import sys
import threading
from http import HTTPStatus
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.publishing.pdf import files, setting
from specs_app.versions.version import Version
from specs_app.web.pages import pdfs
from tests.corpus_files import example_repository
from tests.typesetting import needs_pango
from tests.versions import published, version_of

pytestmark = pytest.mark.one_database

WHOLE = "/demo/downloads/demo.pdf"
OBJECT = "/demo/downloads/objects/ysd_team.pdf"


@pytest.fixture(autouse=True)
def pdf_root(settings, tmp_path: Path) -> Path:
    settings.PDF_ROOT = tmp_path / "pdf"
    return settings.PDF_ROOT


@pytest.fixture
def version() -> Version:
    return version_of(example_repository())


@pytest.fixture
def demo(db: None) -> str:
    return published(example_repository()).published_revision


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Setting waits until the event is set, and is counted in `slow.texts`."""
    go = threading.Event()
    go.texts = []

    def wait(text: str, name: bytes, limit: float = 0) -> bytes:
        go.texts.append(text)
        go.wait(20)
        return b"%PDF-fake"

    monkeypatch.setattr(files, "set_apart", wait)
    return go


@needs_pango
def test_object_pdf_is_downloaded_and_kept(client: Client, demo: str, pdf_root: Path, monkeypatch) -> None:
    monkeypatch.setattr(pdfs, "PATIENCE", 60)
    first = client.get(OBJECT)
    assert first.status_code == HTTPStatus.OK
    assert first["Content-Type"] == "application/pdf"
    assert 'filename="ysd_team.pdf"' in first["Content-Disposition"]
    data = first.getvalue()
    assert data == setting.render(queries.at("demo", viewer=PORTAL)[1], "ysd_team")
    monkeypatch.setattr(files, "set_apart", lambda *_: pytest.fail("made twice"))
    assert client.get(f"{OBJECT}?at={demo[:10]}").getvalue() == data
    assert len(list(pdf_root.rglob("*.pdf"))) == 1
    assert not list(pdf_root.rglob("*.part"))


def test_whole_pdf_says_that_it_is_being_made(client: Client, demo: str, slow, monkeypatch) -> None:
    monkeypatch.setattr(pdfs, "PATIENCE", 0.1)
    for _ in range(3):
        answer = client.get(WHOLE)
        assert answer.status_code == HTTPStatus.ACCEPTED
        assert answer["Refresh"] == "5"
        assert "no-store" in answer["Cache-Control"]
        assert "The PDF is being made" in answer.content.decode()
    slow.set()
    monkeypatch.setattr(pdfs, "PATIENCE", 20)
    assert client.get(WHOLE).getvalue() == b"%PDF-fake"
    assert len(slow.texts) == 1


def test_two_pdfs_are_never_made_at_once(version: Version, slow) -> None:
    assert files.ask(version, "ysd_team", wait=0.2) is None
    assert files.ask(version, "ysd_venue", wait=0.3) is None
    assert len(slow.texts) == 1
    slow.set()
    assert files.read(version, "ysd_venue") == b"%PDF-fake"
    assert len(slow.texts) == 2


def test_too_many_pdfs_are_refused(version: Version, slow, monkeypatch) -> None:
    monkeypatch.setattr(files, "WAITING", 1)
    assert files.ask(version, "ysd_team", wait=0) is None
    with pytest.raises(files.PdfBusy, match="Try again"):
        files.ask(version, "ysd_venue", wait=0)
    slow.set()
    assert files.read(version, "ysd_team")


def test_failure_is_said_and_not_kept(client: Client, demo: str, pdf_root: Path, monkeypatch) -> None:
    real = files.set_apart
    monkeypatch.setattr(files, "set_apart", lambda text, name: real(text, name, limit=0.01))
    answer = client.get(OBJECT)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "took longer than" in answer.content.decode()
    assert not list(pdf_root.rglob("*.pdf"))


@needs_pango
def test_error_of_the_other_process_is_said(version: Version) -> None:
    with pytest.raises(setting.PdfLayoutFailed, match="may not be read"):
        files.set_apart("<img alt='' src='file:///etc/passwd'>", b"0" * 16)


def test_missing_library_is_said_and_costs_nothing_but_pdfs(
    client: Client, demo: str, pdf_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = "raise OSError(\"cannot load library 'libpango-1.0-0': not found. Additionally, much more.\")\n"
    (tmp_path / "weasyprint.py").write_text(lacking)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answer = client.get(OBJECT)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "a library is missing (cannot load library &#x27;libpango-1.0-0&#x27;)" in answer.content.decode()
    assert "names what to install" in answer.content.decode()


def test_portal_itself_never_loads_the_layout_engine() -> None:
    script = "import sys, ssd_portal.wsgi, ssd_portal.urls; sys.exit('weasyprint' in sys.modules)"
    environment = {**os.environ, "DEBUG": "1", "DATABASE_URL": ""}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0


def test_oldest_files_go_first(version: Version, slow, pdf_root: Path, monkeypatch) -> None:
    monkeypatch.setattr(files, "KEPT_FILES", 1)
    slow.set()
    for name in ("ysd_team", "ysd_venue"):
        files.read(version, name)
    assert list(pdf_root.rglob("*.pdf")) == [files.place(version, "ysd_venue")]


@pytest.mark.parametrize(
    "address", ["/demo/downloads/other.pdf", "/demo/downloads/objects/none.pdf", f"{WHOLE}?at=1234567"]
)
def test_what_is_not_there_is_404(client: Client, demo: str, address: str) -> None:
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


@needs_pango
def test_command_writes_the_pdf(demo: str, tmp_path: Path) -> None:
    target, said = tmp_path / "out.pdf", StringIO()
    call_command("build_pdf", "demo", "--object", "ysd_team", "--at", demo, "-o", str(target), stdout=said)
    assert PdfReader(BytesIO(target.read_bytes())).metadata.title == "Teams, Youth Services Dataset"
    assert str(target) in said.getvalue()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "No standard called"),
        (["demo", "--object", "ysd_none"], "no object 'ysd_none'"),
        (["demo", "--at", "deadbeef"], "no published version"),
    ],
)
def test_command_says_what_is_wrong(demo: str, tmp_path: Path, words: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("build_pdf", *words, "-o", str(tmp_path / "out.pdf"))
    assert not (tmp_path / "out.pdf").exists()


@needs_pango
def test_command_says_where_it_cannot_write(demo: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("build_pdf", "demo", "--object", "ysd_team", "-o", str(tmp_path / "no" / "out.pdf"))


def test_rest_gives_the_same_pdf(client: Client, demo: str, slow) -> None:
    slow.set()
    answer = client.get("/api/v1/specifications/demo/export/pdf/")
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == b"%PDF-fake"
    assert client.get(WHOLE).getvalue() == answer.content


def test_rest_says_that_there_is_no_pdf_now(demo: str, slow, monkeypatch) -> None:
    monkeypatch.setattr(files, "WAITING", 0)
    answer = Client(raise_request_exception=False).get("/api/v1/specifications/demo/export/pdf/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Content-Type"] == "application/problem+json"
    assert "Try again" in answer.json()["detail"]
