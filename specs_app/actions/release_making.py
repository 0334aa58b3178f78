"""Making a release: a commit that states its number in the settings and in the version history, and an annotated tag on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import User

from specs_app.actions.revisions import committer, record_from
from specs_app.document.commit_messages import composed
from specs_app.document.problems import Problem
from specs_app.document.release_numbers import figures
from specs_app.document.types import ChangeClass
from specs_app.models import Revision, Specification
from specs_app.repository import mirror
from specs_app.repository.commits import Author
from specs_app.repository.objects import GitError, Stored, clashes
from specs_app.repository.references import TAGS, UPSTREAM_TAGS, of_release, of_tag
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.repository.tags import tag_data
from specs_app.versions.loading import load_made
from specs_app.versions.releases import CLASS, EFFECTIVE
from specs_app.versions.version import Version
from specs_app.yaml_files import writer
from specs_app.yaml_files.patch.text import RefusedError
from specs_app.yaml_files.reader import Reading
from specs_app.yaml_files.tree import YamlError
from specs_app.yaml_files.version_history import ToldRelease, path_of, with_release
from specs_app.yaml_files.writer import CannotWriteError, Changes


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """What a release says: its number, notes in plain words, the day from which it holds, the class of what it brings, and the
    systems whose part of the standard it alters."""

    version: str
    notes: str
    effective: date
    change_class: ChangeClass
    systems: tuple[str, ...] = ()


def make_release(
    *,
    specification: Specification,
    head: Version,
    release: ReleaseContent,
    author: Author,
    when: datetime,
    by: User | None,
) -> Revision:
    """Publish the commit of a release on ``head``, the published version, with its tag, in the caller's transaction.

    Raises ``CannotWriteError`` where the settings or the version history cannot be written, ``GitError`` where another tag
    has the name. Whether it may be made was judged before.
    """
    rows = Rows(specification)
    repository = Repository(rows)
    tag = _free_tag(rows, specification, release.version)
    written, reading = _written(head, release)
    message = composed(f"{specification} {release.version}", release.notes, _trailers(release))
    sha = repository.commit_tree(
        head.sha, written, author=author, committer=committer(), when=when, message=f"Release {message}"
    )
    stored = Stored("tag", tag_data(commit=sha, name=tag, tagger=committer(), when=when, message=message))
    rows.add({stored.name: stored})
    rows.set_refs({of_release(release.version): sha, of_tag(tag): stored.name})
    version = load_made(repository, specification.slug, sha, head, reading)
    kind = Revision.Kind.RELEASE
    revision = record_from(repository, version, head, specification=specification, kind=kind, proposer=by)
    mirror.follow.enqueue(specification.slug)
    return revision


def _trailers(release: ReleaseContent) -> tuple[tuple[str, str], ...]:
    return ((EFFECTIVE, release.effective.isoformat()), (CLASS, release.change_class))


def _free_tag(rows: Rows, specification: Specification, version: str) -> str:
    """``v1.5.0``, or without the letter where the tags of releases have none. Raises ``GitError`` where the name is taken."""
    named = [tag for tag in specification.releases.values_list("tag", flat=True) if figures(tag.removeprefix("v"))]
    tag = version if named and not any(name.startswith("v") for name in named) else f"v{version}"
    taken = {name.replace(UPSTREAM_TAGS, TAGS, 1) for name in rows.refs(TAGS, UPSTREAM_TAGS)}
    if of_tag(tag) in taken or clashes(of_tag(tag), taken):
        remedy = "Choose a later number, or have the tag taken away where it came from, and synchronise."
        raise GitError(f"There is a tag {tag} already, which is no release", specification.slug, remedy)
    return tag


def _written(head: Version, release: ReleaseContent) -> tuple[Changes, Reading]:
    """The files that state the number, and all files as they are then read."""
    history = _history(head.files, release)
    reading = writer.changed(head.reading, history)
    settings = replace(reading.document.settings, version=release.version)
    written, after = writer.write(reading, replace(reading.document, settings=settings))
    return {**history, **written}, after


def _history(files: Mapping[str, bytes], release: ReleaseContent) -> dict[str, bytes]:
    """The version history with the release; nothing where the standard has none."""
    path = path_of(files)
    if not path:
        return {}
    told = ToldRelease(release.version, release.effective.isoformat(), release.notes, systems=release.systems)
    try:
        return {path: with_release(files[path], told)}
    except RefusedError as error:
        problem = Problem("cannot-write", "error", error.message, error.remedy, path, error.line)
        raise CannotWriteError(problem) from error
    except YamlError as error:
        raise CannotWriteError(Problem("cannot-write", "error", str(error), error.remedy, path, error.line)) from error
