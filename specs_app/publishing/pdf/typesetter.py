"""The one gateway to WeasyPrint: a process that sets pages of HTML, one after the other, as parts of a book.

It reads a frame for each, whose ``name`` identifies the part, and answers with the PDF and what `parts.SetPart` says of it. Nothing
is fetched, from the network or from the disk. `setting.Typesetters` starts it.
"""

from __future__ import annotations

import gc
import sys
from functools import cache
from typing import Any, NoReturn

from specs_app.jobs.processes import end_with_parent
from specs_app.publishing.pdf import frames
from specs_app.publishing.pdf.errors import LIBRARY_MISSING, TELL, PdfError, PdfFetchRefused, PdfLayoutFailed
from specs_app.publishing.pdf.style import SCHEME, style

try:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher
except OSError as missing:  # what it says of a library of the system that it cannot load
    sys.stderr.write(str(missing).partition(": ")[0])
    sys.exit(LIBRARY_MISSING)

#: Layout makes many objects that live as long as their part: looking for garbage among them took an eighth of the time.
SELDOM = (200_000, 20, 100)
#: Points of a pixel.
POINTS = 0.75
VARIANT = "pdf/ua-1"


class _Nothing(URLFetcher):
    """Refuses every address, so that no text can make the server read a file or call anybody."""

    def fetch(self, url: str, *args: object, **options: object) -> NoReturn:
        raise FatalURLFetchingError(f"{url[:200]} may not be read")


def typeset(text: str, name: str) -> tuple[bytes, dict[str, Any]]:
    """The PDF of a part, and what the binder has to know of it; ``name`` is hexadecimal, and as unique as the part."""
    about: dict[str, Any] = {}

    def finish(document: Any, pdf: Any) -> None:
        about.update(_about(document))
        for one in filter(lambda found: isinstance(found, dict), pdf.objects):
            _finish(one, name[:12])

    try:
        page = weasyprint.HTML(string=text, url_fetcher=_Nothing())
        sheet, fonts = _sheet()
        options = {"pdf_identifier": bytes.fromhex(name)[:16], "pdf_variant": VARIANT}
        data = page.write_pdf(stylesheets=[sheet], font_config=fonts, finisher=finish, **options)
    except FatalURLFetchingError as error:
        raise PdfFetchRefused(f"The PDF was not made: {error}.", TELL) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise PdfLayoutFailed(f"The PDF could not be set ({type(error).__name__}: {error}).", TELL) from error
    return bytes(data), about


@cache
def _sheet() -> tuple[Any, Any]:
    """The style sheet, read once, and its fonts."""
    fonts = FontConfiguration()
    return weasyprint.CSS(string=style(), url_fetcher=_Nothing(), font_config=fonts), fonts


def _about(document: Any) -> dict[str, Any]:
    """How many pages there are, and where on them places and headings are."""
    anchors: dict[str, tuple[int, float, float]] = {}
    marks: list[tuple[int, str, int, float, float]] = []
    for number, page in enumerate(document.pages):
        for anchor, at in page.anchors.items():
            anchors.setdefault(anchor, (number, *_point(page, at)))
        marks.extend((level, title, number, *_point(page, at)) for level, title, at, _ in page.bookmarks)
    return {"pages": len(document.pages), "anchors": anchors, "marks": marks}


def _point(page: Any, box: tuple[float, ...]) -> tuple[float, float]:
    """The upper left corner of a box, in points from the lower left one of its page."""
    return round(box[0] * POINTS, 2), round((page.height - box[1]) * POINTS, 2)


def _finish(one: Any, prefix: str) -> None:
    """Have links out of the part lead to named places, and make the identifiers of header cells its own.

    The cells below them hold the very same identifiers.
    """
    if one.get("Subtype") == "/Link" and "A" in one:
        address = one["A"]["URI"]
        if address.string.startswith(SCHEME):
            place = address.string.removeprefix(SCHEME)
            del one["A"]
            one["Dest"], one["Contents"] = type(address)(place), type(address)(f"Go to {place.partition('-')[2]}")
    elif one.get("S") == "/TH" and "ID" in one:
        one["ID"].string = f"{prefix}-{one['ID'].string}"


def main() -> None:
    end_with_parent(int(sys.argv[1]))
    _sheet()
    gc.set_threshold(*SELDOM)
    gc.freeze()  # what is loaded by now stays, and need not be looked at behind every part
    while asked := frames.receive(sys.stdin.buffer):
        head, text = asked
        try:
            data, about = typeset(text.decode(), head["name"])
        except PdfError as error:
            frames.send(sys.stdout.buffer, error.as_dict())
        else:
            frames.send(sys.stdout.buffer, about, data)
        gc.collect()


if __name__ == "__main__":
    main()
