"""The one gateway to WeasyPrint: a process that sets one page of HTML, read from its input, and writes the PDF to its output.

Nothing is fetched, from the network or from the disk: the style sheet is handed over as text.
`setting.set_apart` starts the process.
"""

from __future__ import annotations

import gc
import sys
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from specs_app.jobs.processes import end_with_parent
from specs_app.publishing.pdf.setting import LIBRARY_MISSING, STYLE, TELL, PdfError, PdfFetchRefused, PdfLayoutFailed

try:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher
except OSError as missing:  # what it says of a library of the system that it cannot load
    sys.stderr.write(str(missing).partition(": ")[0])
    sys.exit(LIBRARY_MISSING)

#: Layout makes millions of objects that live to the end: looking for garbage among them took an eighth of the time.
SELDOM = (200_000, 20, 100)


class _Nothing(URLFetcher):
    """Refuses every address, so that no text can make the server read a file or call anybody."""

    def fetch(self, url: str, *args: object, **options: object) -> NoReturn:
        raise FatalURLFetchingError(f"{url[:200]} may not be read")


def typeset(text: str, name: bytes) -> bytes:
    """The PDF of a page of HTML; ``name`` is its identifier."""
    fonts = FontConfiguration()
    try:
        page = weasyprint.HTML(string=text, url_fetcher=_Nothing())
        sheet = weasyprint.CSS(string=style(), url_fetcher=_Nothing(), font_config=fonts)
        return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts, **options(name)))
    except FatalURLFetchingError as error:
        raise PdfFetchRefused(f"The PDF was not made: {error}.", TELL) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise PdfLayoutFailed(f"The PDF could not be set ({type(error).__name__}: {error}).", TELL) from error


def options(name: bytes) -> dict[str, Any]:
    """What WeasyPrint is told besides the text."""
    return {"pdf_identifier": name, "pdf_variant": "pdf/ua-1"}


@cache
def style() -> str:
    """The style sheet of print. Found beside this package, as this process has no settings."""
    return (Path(__file__).resolve().parents[3] / STYLE).read_text(encoding="utf-8")


def main() -> None:
    end_with_parent(int(sys.argv[2]))
    gc.set_threshold(*SELDOM)
    try:
        data = typeset(sys.stdin.buffer.read().decode(), bytes.fromhex(sys.argv[1]))
    except PdfError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
