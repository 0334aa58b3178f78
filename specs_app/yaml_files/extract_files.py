"""Which file holds which hand-written body: ``data/cms/<cms>/<object>.sql``, or ``<object>.<variant>.sql`` for a local build."""

from __future__ import annotations

from specs_app.document.extracts import Extract, ExtractKey

FOLDER, ENDING = "data/cms", ".sql"


def extract_key(path: str) -> ExtractKey | None:
    """The system, object and variant that a path names, or None where it names none."""
    parts = path.removeprefix(f"{FOLDER}/").split("/") if path.startswith(f"{FOLDER}/") else []
    if len(parts) != 2 or not parts[1].endswith(ENDING):
        return None
    name, _, variant = parts[1].removesuffix(ENDING).partition(".")
    return (parts[0], name, variant) if parts[0] and name else None


def extract_path(extract: Extract) -> str:
    """The file of a body."""
    return f"{FOLDER}/{extract.cms}/{'.'.join(filter(None, (extract.object, extract.variant)))}{ENDING}"
