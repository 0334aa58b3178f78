"""Specifications published from files, revision by revision, for tests of what is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from specs_app.codec.yaml_reader import read
from specs_app.document.diff import Change, diff
from specs_app.document.paths import split
from specs_app.document.types import Document
from specs_app.git_store import Author, GitStore, repository_path
from specs_app.models import Revision, RevisionChange, Specification

Files = dict[str, bytes]

WHEN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADA = Author("Ada Example", "ada@example.org")


def publish(slug: str, *versions: Files) -> Specification:
    """A specification whose revisions hold just these files, the last one current."""
    settings = read(versions[-1]).document.settings
    found = Specification.objects.create(slug=slug, branch="main", title=settings.title)
    with GitStore.create(repository_path(slug), "main") as store:
        before: Files = {}
        for files in versions:
            add_revision(found, store, before, files)
            before = files
    return found


def add_revision(found: Specification, store: GitStore, before: Files, files: Files) -> Revision:
    """One more revision, after which the specification holds just ``files``."""
    parent = found.published_revision
    number = found.revisions.count() + 1
    when = WHEN + timedelta(days=number)
    changes: dict[str, bytes | None] = {path: None for path in before if path not in files}
    changes.update({path: data for path, data in files.items() if before.get(path) != data})
    subject = f"Revision {number}"
    sha = store.commit_tree(parent, changes, author=ADA, committer=ADA, when=when, message=subject)
    store.advance(sha, parent)
    revision = Revision.objects.create(
        specification=found,
        number=number,
        sha=sha,
        tree=store.tree_of(sha),
        parent=parent,
        kind="upstream" if parent else "import",
        author_name=ADA.name,
        authored_at=when,
        committed_at=when,
        subject=subject,
    )
    old, new = read(before).document, read(files).document
    record_changes(revision, diff(old, new) if parent else (), new)
    found.published_revision = sha
    found.save()
    return revision


def record_changes(revision: Revision, changes: tuple[Change, ...], document: Document) -> None:
    """The rows that say what a revision changed."""
    RevisionChange.objects.bulk_create(
        RevisionChange(revision=revision, position=position, object_name=_object(change, document), **change.as_dict())
        for position, change in enumerate(changes)
    )


def _object(change: Change, document: Document) -> str:
    """The object that a change is about; empty where it is about none."""
    kind, *names = split(change.address)
    if kind == "objects":
        return names[0]
    found = document.item_by_ref.get(names[0]) if kind == "items" else None
    if found:
        return found[0].name
    return str((change.before or {}).get("object", "")) if change.kind == "removed" else ""


def edited(files: Mapping[str, bytes], path: str, *replacements: tuple[str, str]) -> Files:
    """The files with some text of one of them replaced; the text must be there."""
    text = files[path].decode()
    for old, new in replacements:
        if old not in text:
            raise ValueError(f"{path} does not say {old!r}")
        text = text.replace(old, new, 1)
    return {**files, path: text.encode()}
