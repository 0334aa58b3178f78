"""Versions of specifications for tests of what is made from them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from specs_app.codec.yaml_reader import read
from specs_app.document.types import Document
from specs_app.git_store import Author, GitStore, repository_path
from specs_app.models import Specification
from specs_app.outputs.edition import Edition

WHEN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADA = Author("Ada Example", "ada@example.org")
SHA = "0123456789abcdef0123456789abcdef01234567"


def edition_of(files: Mapping[str, bytes]) -> Edition:
    """A version that holds these files."""
    return Edition("demo", SHA, WHEN, read(files).document, files)


def edition_with(document: Document) -> Edition:
    """A version that says what the document says."""
    return replace(edition_of({}), document=document)


def published(files: Mapping[str, bytes], slug: str = "demo") -> Specification:
    """A specification with one published revision."""
    with GitStore.create(repository_path(slug), "main") as store:
        sha = store.commit_tree("", files, author=ADA, committer=ADA, when=WHEN, message="Begin")
        store.advance(sha, "")
    return Specification.objects.create(slug=slug, title="Demonstration", branch="main", published_revision=sha)
