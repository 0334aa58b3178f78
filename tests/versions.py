"""Versions of specifications for tests of what is made from them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from specs_app.document.types import Document
from specs_app.merging.sides import Side
from specs_app.models import Specification
from specs_app.repository.commits import Author, Commit
from specs_app.repository.objects import Stored
from specs_app.repository.rows import stored
from specs_app.repository.trees import FILE, TreeFile
from specs_app.versions.editions import Edition
from specs_app.versions.version import Version
from specs_app.yaml_files import writer
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.writer import Changes

WHEN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADA = Author("Ada Example", "ada@example.org")
SHA = "0123456789abcdef0123456789abcdef01234567"


def version_of(files: Mapping[str, bytes], *, slug: str = "demo", sha: str = SHA) -> Version:
    """A version that holds these files."""
    commit = Commit(sha, "0" * 40, (), ADA, WHEN, ADA.name, WHEN, "Begin", "")
    return Version(slug, commit, read(files))


def edition_of(version: Version, called: str = "", release: str = "") -> Edition:
    """A version with what it is called: its revision, where nothing is said."""
    return Edition(version, called or f"revision {version.sha[:7]}", release)


def version_with(document: Document) -> Version:
    """A version that says what the document says."""
    return saying(version_of({}), document)


def saying(version: Version, document: Document) -> Version:
    """A version that says something else of the same files."""
    return replace(version, reading=replace(version.reading, document=document))


def side_of(files: Mapping[str, bytes]) -> Side:
    """One side of a merge that has these files."""
    entries = {path.encode(): TreeFile(FILE, Stored("blob", data).name, path.encode()) for path, data in files.items()}
    return Side(read(files), entries)


def write(files: Mapping[str, bytes], target: Document, *, with_settings: bool = False) -> Changes:
    """The files that change so that all together say what the document says."""
    changes, _ = writer.write(read(files), target, with_settings=with_settings)
    return changes


def published(files: Mapping[str, bytes], slug: str = "demo") -> Specification:
    """A specification with one published revision."""
    specification = Specification.objects.create(slug=slug, title="Demonstration", branch="main")
    sha = stored(specification).commit_tree("", files, author=ADA, committer=ADA, when=WHEN, message="Begin")
    specification.published_revision = sha
    specification.save()
    return specification
