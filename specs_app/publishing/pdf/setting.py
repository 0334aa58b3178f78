"""Parts set in type by processes of their own, two at a time, and bound by another.

The same text gives the same bytes. This process never loads the layout engine and its libraries: a portal without them serves
everything but PDFs.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict
from queue import SimpleQueue
from threading import Timer
from typing import IO, Any

from django.conf import settings
from django.template.loader import render_to_string

from specs_app.publishing.pdf import frames
from specs_app.publishing.pdf.errors import LIBRARY_MISSING, TELL, TELL_SETUP, PdfLayoutFailed, PdfLibraryMissing, told
from specs_app.publishing.pdf.parts import SetPart, Whole

#: Seconds after which setting one part, or binding all, is given up.
LIMIT = 120
#: How many parts are set at once. Each process takes up to 300 MB.
AT_ONCE = 2
#: What no PDF may hold as text: control characters and halves of surrogate pairs.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printed(template: str, about: Mapping[str, Any]) -> str:
    """A template as a page that can be set: everything from the specification is escaped by it."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", render_to_string(template, dict(about)))


class Child:
    """A process that answers frames with frames, one at a time; stopped where an answer takes longer than ``limit`` seconds."""

    def __init__(self, module: str, limit: float) -> None:
        self.limit, self.late = limit, False
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        command = [sys.executable, "-m", module, str(os.getpid())]
        self.process = subprocess.Popen(  # noqa: S603 - this very Python, and no word of a reader's
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, cwd=settings.BASE_DIR
        )

    def ask(self, asked: Sequence[tuple[Mapping[str, Any], bytes]]) -> frames.Frame:
        """Send frames, and give the answer to them. Raises PdfError."""
        timer = Timer(self.limit, self._stop)
        timer.start()
        try:
            answer = self._exchange(asked)
        finally:
            timer.cancel()
        if answer is None:
            raise self._failure()
        if "error" in answer[0]:
            raise told(answer[0])
        return answer

    def _exchange(self, asked: Sequence[tuple[Mapping[str, Any], bytes]]) -> frames.Frame | None:
        if self.process.stdin is None or self.process.stdout is None:
            return None
        try:
            for about, data in asked:
                frames.send(self.process.stdin, about, data)
            return frames.receive(self.process.stdout)
        except BrokenPipeError:
            return None

    def _stop(self) -> None:
        self.late = True
        self.process.kill()

    def _failure(self) -> Exception:
        code = self.process.wait()
        self.errors.seek(0)
        last = self.errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
        if self.late:
            return PdfLayoutFailed(
                f"The PDF took longer than {self.limit:g} seconds.", "Ask for the PDF of one object instead."
            )
        if code == LIBRARY_MISSING:
            return PdfLibraryMissing(f"PDFs cannot be made here: a library is missing ({last}).", TELL_SETUP)
        return PdfLayoutFailed(f"The PDF could not be set ({last}).", TELL)

    def end(self) -> None:
        """Have the process end."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()
        self.process.kill()
        self.process.wait()
        self.errors.close()


class Typesetters:
    """Up to two processes that set parts, each begun when there is work for it."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.idle: SimpleQueue[Child] = SimpleQueue()
        self.children: list[Child] = []

    def set_all(self, texts: Mapping[str, str]) -> Iterator[tuple[str, SetPart]]:
        """Each text by its name, in the order in which they are done. Raises PdfError."""
        while len(self.children) < min(AT_ONCE, len(texts)):
            self.children.append(Child("specs_app.publishing.pdf.typesetter", self.limit))
            self.idle.put(self.children[-1])
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            waiting = [pool.submit(self._set, name, text) for name, text in texts.items()]
            yield from (done.result() for done in as_completed(waiting))
        finally:
            pool.shutdown(cancel_futures=True)

    def _set(self, name: str, text: str) -> tuple[str, SetPart]:
        child = self.idle.get()
        try:
            about, data = child.ask([({"name": name}, text.encode())])
            return name, SetPart.of(data, about)
        finally:
            self.idle.put(child)


@contextmanager
def typesetters(limit: float = LIMIT) -> Iterator[Typesetters]:
    """Processes that set parts, ended afterwards."""
    made = Typesetters(limit)
    try:
        yield made
    finally:
        for child in made.children:
            child.end()


def bound(whole: Whole, parts: Sequence[SetPart], limit: float = LIMIT) -> bytes:
    """One PDF of parts in their order, by a process of its own; the last of them is the one with the letters."""
    child = Child("specs_app.publishing.pdf.binder", limit)
    try:
        return child.ask(
            [({"whole": asdict(whole), "parts": len(parts)}, b""), *((part.about, part.data) for part in parts)]
        )[1]
    finally:
        child.end()


def name_of_text(text: str, design: str) -> str:
    """The name of a part with this text: a digest of all that its PDF depends on."""
    return hashlib.sha256(f"{design}\0{text}".encode()).hexdigest()
