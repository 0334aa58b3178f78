"""A process that sets one page of HTML, read from its input, and writes the PDF to its output. See `pdf_files.set_apart`."""

import gc
import sys

from specs_app.outputs.pdf import PdfError, typeset

#: Layout makes millions of objects that live to the end: looking for garbage among them took an eighth of the time.
SELDOM = (200_000, 20, 100)


def main() -> None:
    gc.set_threshold(*SELDOM)
    try:
        data = typeset(sys.stdin.buffer.read().decode(), bytes.fromhex(sys.argv[1]))
    except PdfError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
