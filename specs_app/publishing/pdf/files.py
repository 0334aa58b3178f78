"""PDFs kept on disk: made once a revision, one at a time on the whole machine, and shared by all who ask.

Setting a whole specification takes half a minute. It runs in a process of its own, so that pages stay quick meanwhile and a text
that would take for ever is stopped. A file appears under its name only when it is whole.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from specs_app.publishing.pdf import setting
from specs_app.publishing.pdf.booklet import booklet
from specs_app.publishing.pdf.setting import LIMIT, set_apart
from specs_app.versions.version import Version

KEPT_FILES = 200
#: How many PDFs may wait to be made; whoever asks for more is told to come again.
WAITING = 8
#: How many requests of REST may wait for theirs.
PATIENT = 2

_making: dict[Path, Future[Path]] = {}
_making_lock = threading.Lock()
_patient = threading.BoundedSemaphore(PATIENT)


class PdfBusy(setting.PdfError):
    """Too many PDFs wait to be made."""


def ask(version: Version, object_name: str | None = None, *, wait: float) -> Path | None:
    """The PDF's file; None if it is still being made after ``wait`` seconds. An unknown object is a KeyError. Raises PdfError."""
    path = place(version, object_name)
    if path.is_file():
        return path
    try:
        return _begin(path, version, object_name).result(timeout=wait)
    except NotYet:
        return None


def read(version: Version, object_name: str | None = None) -> bytes:
    """The bytes of the PDF, once it is made. Raises as `ask`, and PdfBusy where others wait already."""
    with _patience() as seconds:
        path = ask(version, object_name, wait=seconds)
    if path is None:
        raise PdfBusy("The PDF is still being made.", "Ask again in half a minute.")
    return path.read_bytes()


@contextmanager
def _patience() -> Iterator[float]:
    """How long a request may wait: a few may wait to the end, so that never all of the server's threads do."""
    patient = _patient.acquire(blocking=False)
    try:
        yield LIMIT if patient else 0
    finally:
        if patient:
            _patient.release()


def place(version: Version, object_name: str | None = None) -> Path:
    """Where the PDF is kept. The name holds all that its bytes depend on."""
    if object_name is not None and object_name not in version.document.object_by_name:
        raise KeyError(object_name)
    about = (version.sha, version.release, object_name or "", design())
    digest = hashlib.sha256("\0".join(about).encode("utf-8", "replace")).hexdigest()[:24]
    return folder() / version.slug / f"{version.sha[:12]}-{digest}.pdf"


def folder() -> Path:
    return Path(settings.PDF_ROOT)


@cache
def design() -> str:
    """A hash of what shapes a PDF besides the text: the style, the templates, this code and WeasyPrint."""
    digest = hashlib.sha256(version("weasyprint").encode())
    base = Path(settings.BASE_DIR)
    code = Path(__file__).parents[1].rglob("*.py")
    for path in sorted([*code, *(base / "templates" / "pdf").rglob("*.html"), base / setting.STYLE]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _begin(path: Path, version: Version, object_name: str | None) -> Future[Path]:
    """The making of a file: the one under way, or a new one."""
    with _making_lock:
        if path in _making:
            return _making[path]
        if len(_making) >= WAITING:
            raise PdfBusy("Many PDFs are being made just now.", "Try again in a few minutes.")
        future: Future[Path] = Future()
        _making[path] = future
    threading.Thread(target=_fulfil, args=(future, path, version, object_name), daemon=True).start()
    return future


def _fulfil(future: Future[Path], path: Path, version: Version, object_name: str | None) -> None:
    try:
        future.set_result(_make(path, version, object_name))
    except Exception as error:  # noqa: BLE001 - whoever asked gets the error, whatever it is
        future.set_exception(error)
    finally:
        with _making_lock:
            del _making[path]


def _make(path: Path, version: Version, object_name: str | None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone():
        if not path.is_file():
            text = booklet(version, object_name)
            _write(path, set_apart(setting.html(text), setting.identifier(text)))
            _forget_old()
    return path


@contextmanager
def _alone() -> Iterator[None]:
    """Holds a lock against every other process of the portal; the system frees it even if this one is killed."""
    with (folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)


def _forget_old() -> None:
    """Keeps the newest files, so that readers of old versions cannot fill the disk."""
    files = sorted(folder().rglob("*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT_FILES:]:
        path.unlink(missing_ok=True)
