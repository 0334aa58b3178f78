"""A specification with several revisions, taken in by the real import from a repository that has their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from tests.factories import commit_all, git, imported, write_files

Files = dict[str, bytes]


def publish(folder: Path, slug: str, versions: Sequence[Files], tags: Sequence[str] = ()) -> Specification:
    """A specification whose revisions hold just these files: the first is imported, the others come by synchronisation.

    ``tags`` are put on the first of the revisions; on one whose tag is empty, none is.
    """
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    held: Files = {}
    for number, files in enumerate(versions, start=1):
        for path in held.keys() - files.keys():
            (folder / path).unlink()
        write_files(folder, files)
        commit_all(folder, f"Revision {number}")
        if number <= len(tags) and tags[number - 1]:
            git(folder, "tag", tags[number - 1])
        _take(folder, slug)
        held = files
    return Specification.objects.get(slug=slug)


def _take(folder: Path, slug: str) -> None:
    found = Specification.objects.filter(slug=slug).first()
    if found is None:
        imported(folder, slug)
    elif problems := sync(specification=found).problems:
        raise ValueError(f"The source was not taken in: {problems}")


def edited(files: Mapping[str, bytes], path: str, *replacements: tuple[str, str]) -> Files:
    """The files with some text of one of them replaced everywhere; the text must be there."""
    text = files[path].decode()
    for old, new in replacements:
        if old not in text:
            raise ValueError(f"{path} does not say {old!r}")
        text = text.replace(old, new)
    return {**files, path: text.encode()}
