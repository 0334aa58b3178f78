"""Whether PDFs can be set here; the tests that set one skip, saying why, where they cannot."""

from ctypes.util import find_library

import pytest

LIBRARIES = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0"}
MISSING = [package for library, package in LIBRARIES.items() if find_library(library) is None]
REASON = f"Pango is not installed: apt-get install {' '.join(MISSING)}"

needs_pango = pytest.mark.skipif(bool(MISSING), reason=REASON)


def skip_without_pango() -> None:
    """For a module that sets PDFs in its own process: skips it before it loads what needs Pango."""
    if MISSING:
        pytest.skip(REASON, allow_module_level=True)
