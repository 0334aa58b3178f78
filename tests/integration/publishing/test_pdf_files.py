"""PDFs that readers download: made by a job, once, and never half."""

import os
import subprocess
import sys
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pypdf import PdfReader

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.jobs.worker import claim, run
from specs_app.models import Drawing, PdfFile, PdfPart
from specs_app.publishing.diagrams import kept
from specs_app.publishing.pdf import files, making, setting, shelf
from specs_app.publishing.pdf.book import Book
from specs_app.publishing.pdf.chapters import Opening
from specs_app.publishing.pdf.errors import PdfFetchRefused
from specs_app.publishing.pdf.making import Say
from specs_app.publishing.pdf.parts import SetPart
from specs_app.publishing.pdf.scope import BookScope
from specs_app.publishing.pdf.shelf import KeptParts
from specs_app.versions.editions import Edition
from specs_app.versions.releases import edition_of
from tests.corpus_files import example_repository
from tests.jobs import make_due, run_due
from tests.typesetting import needs_pango
from tests.versions import published

pytestmark = pytest.mark.one_database

WHOLE = "/demo/downloads/demo.pdf"
OBJECT = "/demo/downloads/objects/ysd_team.pdf"


@pytest.fixture
def edition(demo: str) -> Edition:
    return edition_of(*queries.at("demo", viewer=PORTAL))


@pytest.fixture
def demo(db: None) -> str:
    return published(example_repository()).published_revision


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[Book]:
    """Setting costs nothing; the books that were made."""
    books: list[Book] = []

    def make(text: Book, *_: object) -> bytes:
        books.append(text)
        return b"%PDF-fake"

    monkeypatch.setattr(files, "make_book", make)
    return books


@needs_pango
def test_object_pdf_is_made_once_and_kept(client: Client, demo: str, edition: Edition) -> None:
    assert client.get(OBJECT).status_code == HTTPStatus.ACCEPTED
    run_due()
    first = client.get(OBJECT)
    assert first.status_code == HTTPStatus.OK
    assert first["Content-Type"] == "application/pdf"
    assert 'filename="ysd_team.pdf"' in first["Content-Disposition"]
    assert first.content == files.built(edition, BookScope("object", "ysd_team"))
    assert client.get(f"{OBJECT}?at={demo[:10]}").content == first.content
    assert first["Cache-Control"] == "no-cache"
    assert client.get(f"{OBJECT}?at={demo}")["Cache-Control"] == "no-cache"  # a tag may give it another name
    assert (run_due(), PdfFile.objects.count()) == (0, 1)


def test_drawings_of_a_book_are_made_by_its_job(demo: str, edition: Edition, quick: list[Book]) -> None:
    pytest.importorskip("pygraphviz")
    files.built(edition, BookScope("domain", "provision"))
    opening = next(part.about for part in quick[0].parts if isinstance(part.about, Opening))
    assert opening.figure is not None
    assert "<title>What is offered: objects and their relationships</title>" in opening.figure.svg
    assert Drawing.objects.filter(made_at=None).count() == 0 < Drawing.objects.count()


def test_book_is_made_without_drawings_where_there_is_no_graphviz(
    demo: str, edition: Edition, quick: list[Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "lay_out", lambda graphs: [""] * len(graphs))
    files.built(edition, BookScope("domain", "provision"))
    opening = next(part.about for part in quick[0].parts if isinstance(part.about, Opening))
    assert opening.figure is None


def test_whole_pdf_says_that_it_is_being_made(client: Client, demo: str, quick: list[Book]) -> None:
    for _ in range(3):
        answer = client.get(WHOLE)
        assert answer.status_code == HTTPStatus.ACCEPTED
        assert answer["Refresh"] == "5"
        assert "no-store" in answer["Cache-Control"]
        assert "The PDF is being made" in answer.content.decode()
    run_due()
    assert client.get(WHOLE).content == b"%PDF-fake"
    assert len(quick) == 1


def test_page_tells_how_far_it_is(client: Client, demo: str, edition: Edition, monkeypatch) -> None:
    def shown() -> str:
        return client.get(WHOLE).content.decode()

    client.get(OBJECT)
    assert "One job comes before it." in shown()
    assert "It is the next job." in client.get(OBJECT).content.decode()
    run(claim("a worker"))
    row = claim("a worker")
    assert "It has begun." in shown()
    said: list[str] = []

    def make(_text: Book, _shelf: object, say: Say) -> bytes:
        say("3 of 10 parts are laid out.")
        said.append(shown())
        return b"%PDF-fake"

    monkeypatch.setattr(files, "make_book", make)
    run(row)
    assert "3 of 10 parts are laid out." in said[0]


def test_pdf_waits_for_its_next_try_after_a_fault(client: Client, demo: str, monkeypatch) -> None:
    monkeypatch.setattr(files, "make_book", lambda *_: 1 / 0)
    client.get(OBJECT)
    run_due()
    assert "is tried again at" in client.get(OBJECT).content.decode()
    make_due()
    run_due()
    answer = client.get(OBJECT)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "The PDF could not be made." in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


def test_too_many_pdfs_are_refused(client: Client, demo: str, quick: list[Book], monkeypatch) -> None:
    monkeypatch.setattr(files, "MOST_WAITING", 1)
    assert client.get(OBJECT).status_code == HTTPStatus.ACCEPTED
    answer = client.get(WHOLE)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Try again in a few minutes." in answer.content.decode()
    assert client.get(OBJECT).status_code == HTTPStatus.ACCEPTED
    run_due()
    assert client.get(OBJECT).status_code == HTTPStatus.OK


def test_failure_is_said_and_tried_again_for_who_asks_later(client: Client, demo: str, monkeypatch) -> None:
    monkeypatch.setattr(files, "make_book", lambda *about: making.make(*about, limit=0.01))
    client.get(OBJECT)
    run_due()
    for _ in range(2):
        answer = client.get(OBJECT)
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "took longer than" in answer.content.decode()
    assert not PdfFile.objects.exists()
    monkeypatch.setattr(files, "PAUSE", timedelta(0))
    assert client.get(OBJECT).status_code == HTTPStatus.ACCEPTED


@needs_pango
def test_error_of_the_other_process_is_said() -> None:
    with setting.typesetters() as setters, pytest.raises(PdfFetchRefused, match="may not be read"):
        list(setters.set_all({"00" * 32: "<img alt='' src='file:///etc/passwd'>"}))


def test_missing_library_is_said_and_costs_nothing_but_pdfs(
    client: Client, demo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = "raise OSError(\"cannot load library 'libpango-1.0-0': not found. Additionally, much more.\")\n"
    (tmp_path / "weasyprint.py").write_text(lacking)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    client.get(OBJECT)
    run_due()
    answer = client.get(OBJECT)
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "a library is missing (cannot load library &#x27;libpango-1.0-0&#x27;)" in answer.content.decode()
    assert "names what to install" in answer.content.decode()


def test_portal_itself_never_loads_the_layout_engine() -> None:
    script = "import sys, ssd_portal.wsgi, ssd_portal.urls; sys.exit('weasyprint' in sys.modules)"
    environment = {**os.environ, "DEBUG": "1", "DATABASE_URL": ""}
    assert subprocess.run([sys.executable, "-c", script], env=environment, check=False).returncode == 0


def test_oldest_files_go_first(client: Client, edition: Edition, quick: list[Book], monkeypatch) -> None:
    monkeypatch.setattr(files, "KEPT_BYTES", len(b"%PDF-fake"))
    for name in ("ysd_team", "ysd_venue"):
        client.get(f"/demo/downloads/objects/{name}.pdf")
        run_due()
    assert [kept.pk for kept in PdfFile.objects.all()] == [files.name_of(edition, BookScope("object", "ysd_venue"))]


@pytest.mark.parametrize(
    ("address", "asked", "subject"),
    [
        ("domains/identity", "domain=identity", "Who the young person is"),
        ("returns/YAC", "return=YAC", "Youth Activity Count"),
        ("changed-since-{sha}", "since={sha}", "Changes since the version"),
    ],
)
def test_part_of_a_standard_has_its_pdf_at_an_address_and_by_rest(
    client: Client, demo: str, quick: list[Book], address: str, asked: str, subject: str
) -> None:
    page = f"/demo/downloads/{address.format(sha=demo[:12])}.pdf"
    rest = f"/api/v1/specifications/demo/export/pdf/?{asked.format(sha=demo)}"
    assert client.get(page).status_code == HTTPStatus.ACCEPTED
    run_due()
    assert quick[-1].cover.subject.startswith(subject)
    assert client.get(page).content == client.get(rest).content == b"%PDF-fake"
    assert len(quick) == 1, "both are the same file"


def test_rest_refuses_two_parts_at_once_and_a_part_of_another_file(client: Client, demo: str) -> None:
    for address in ("pdf/?object=ysd_team&domain=identity", "csv/?object=ysd_team"):
        assert client.get(f"/api/v1/specifications/demo/export/{address}").status_code == HTTPStatus.BAD_REQUEST
    assert client.get("/api/v1/specifications/demo/export/pdf/?domain=x").status_code == HTTPStatus.NOT_FOUND


def test_parts_that_were_used_last_are_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, part = KeptParts(), SetPart(b"%PDF-fake", 1, {"place": (0, 1.0, 2.0)}, ((1, "Heading", 0, 1.0, 2.0),))
    for name in ("older", "newer", "newest"):
        kept.put(name, part)
    assert kept.take(["older", "unknown"]) == {"older": part}
    monkeypatch.setattr(shelf, "KEPT_BYTES", 2 * len(part.data))
    shelf.prune()
    assert set(PdfPart.objects.values_list("name", flat=True)) == {"older", "newest"}


@pytest.mark.parametrize(
    "address",
    [
        "/demo/downloads/other.pdf",
        "/demo/downloads/objects/none.pdf",
        "/demo/downloads/domains/none.pdf",
        "/demo/downloads/returns/none.pdf",
        f"{WHOLE}?at=1234567",
    ],
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


def test_rest_gives_the_same_pdf(client: Client, demo: str, quick: list[Book]) -> None:
    client.get(WHOLE)
    run_due()
    answer = client.get("/api/v1/specifications/demo/export/pdf/")
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content == b"%PDF-fake"


def test_rest_says_that_there_is_no_pdf_now(demo: str, monkeypatch) -> None:
    monkeypatch.setattr(files, "MOST_WAITING", 0)
    answer = Client(raise_request_exception=False).get("/api/v1/specifications/demo/export/pdf/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["Content-Type"] == "application/problem+json"
    assert "Try again" in answer.json()["detail"]
