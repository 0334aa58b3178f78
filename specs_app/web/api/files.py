"""Files in answers of REST: one to keep, and what is said while it is made."""

from __future__ import annotations

from http import HTTPStatus

from django.http import JsonResponse
from django.http.response import HttpResponseBase

from specs_app.publishing.exports import File
from specs_app.publishing.pdf.files import PdfWaits
from specs_app.web.files import file_answer
from specs_app.web.waiting import AGAIN, progress_of


def attachment(data: File, media_type: str, name: str) -> HttpResponseBase:
    """A file to keep; its name holds nothing that a header could be broken with."""
    return file_answer(data, media_type, {"Content-Disposition": f'attachment; filename="{file_name(name)}"'})


def file_name(name: str) -> str:
    """A name that breaks no header: all but letters, digits, ``-``, ``_`` and ``.`` is a hyphen."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else "-" for letter in name)


def being_made(waits: PdfWaits) -> JsonResponse:
    """202: how far the file is, and when to ask again."""
    about = {"state": "being made", "progress": progress_of(waits.standing)}
    return JsonResponse(about, status=HTTPStatus.ACCEPTED, headers={"Retry-After": str(AGAIN)})
