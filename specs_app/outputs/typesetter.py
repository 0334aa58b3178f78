"""A process that sets one page of HTML, read from its input, and writes the PDF to its output. See `pdf_files.set_apart`."""

import sys

from specs_app.outputs.pdf import PdfError, typeset


def main() -> None:
    try:
        data = typeset(sys.stdin.buffer.read().decode(), bytes.fromhex(sys.argv[1]))
    except PdfError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
