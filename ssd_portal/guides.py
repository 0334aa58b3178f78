"""The guides that come with the portal, as they are found on its pages."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from ssd_portal.prose import Prose, render

DOCS = settings.BASE_DIR / "docs"
#: Each guide's name in addresses, where it stands in the folder of documents, and its name in lists; the first is the beginning.
GUIDES = {
    "start": ("user/README.md", "All guides"),
    "tutorial": ("user/tutorial.md", "A first proposal, step by step"),
    "reading": ("user/reader.md", "Reading a standard"),
    "suggesting": ("user/proposer.md", "Suggesting a change"),
    "deciding": ("user/steering.md", "Deciding as the steering group"),
    "secretariat": ("user/secretariat.md", "Running the process as the secretariat"),
    "scripts": ("user/scripts.md", "Scripts and the REST interface"),
    "reference": ("reference.md", "Reference"),
    "rest": ("rest.md", "REST: every address"),
}
NAMES = {path: name for name, (path, _) in GUIDES.items()}


@cache
def guide(name: str) -> Prose:
    """One guide; raises ``KeyError`` where there is none of that name."""
    path, _ = GUIDES[name]
    folder = PurePosixPath(path).parent
    return render((DOCS / path).read_text(encoding="utf-8"), lambda href: place_of(href, folder))


def address_of(name: str) -> str:
    """Where people read a guide."""
    return reverse("help") if name == "start" else reverse("guide", args=[name])


def place_of(href: str, folder: PurePosixPath) -> str | None:
    """Where a link of a guide leads on the site; None for papers that are for those who run or build it."""
    path, _, part = href.partition("#")
    if not path or "://" in path or path.startswith(("/", "mailto:")):
        return href
    found = _joined(folder, path)
    if found.startswith("images/"):
        return _picture(f"guides/{found.removeprefix('images/')}")
    if found not in NAMES:
        return None
    return address_of(NAMES[found]) + (f"#{part}" if part else "")


def _picture(name: str) -> str:
    """Where a picture is served; by its plain address where the manifest was collected before it came."""
    try:
        return static(name)
    except ValueError:
        return urljoin(settings.STATIC_URL, quote(name))


def _joined(folder: PurePosixPath, path: str) -> str:
    """A path as a document writes it, from the folder of documents on."""
    parts: list[str] = []
    for part in (*folder.parts, *PurePosixPath(path).parts):
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)
