"""Whether the rows of a repository hold all that its commits need, each object proved by its name."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.models import Specification
from specs_app.repository.commits import parents_of, parse_commit
from specs_app.repository.objects import Stored, is_held
from specs_app.repository.references import QUARANTINED
from specs_app.repository.rows import BATCH, Rows, proved
from specs_app.repository.trees import FOLDER, parse_tree


def lost(specification: Specification) -> list[str]:
    """The names of objects that are missing or damaged, each with the object that needs it, in words."""
    rows = Rows(specification)
    sound, needed = set[str](), dict[str, str]()
    for name, kind, data in rows.objects.values_list("name", "kind", "data").iterator(BATCH):
        found = proved(name, kind, data) if data is not None else None
        if found or data is None:
            sound.add(name)
        if found:
            needed.update(_needs(name, found))
    held = sound | set(rows.refs(QUARANTINED).values())
    published = {specification.published_revision: "the published revision"}
    return [
        f"{name[:12]}, {place}, is lost or damaged" for name, place in (needed | published).items() if name not in held
    ]


def _needs(name: str, found: Stored) -> Iterator[tuple[str, str]]:
    """What an object cannot be without, and where that stands."""
    if found.kind == "commit":
        yield parse_commit(name, found.data).tree, f"the files of commit {name[:12]}"
        yield from ((parent, f"the commit before {name[:12]}") for parent in parents_of(found.data))
    elif found.kind == "tree":
        for part, (mode, below) in parse_tree(found.data).items():
            if mode == FOLDER or is_held(part, mode):
                yield below, f"{part.decode('utf-8', 'backslashreplace')} of folder {name[:12]}"
