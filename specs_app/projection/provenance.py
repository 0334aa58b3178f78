"""What Git says about each published revision: the truth that rows are recorded from and compared with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from specs_app.document import paths
from specs_app.document.diff import Change, classify, diff
from specs_app.document.storable import clean, plain
from specs_app.document.types import Document
from specs_app.models import Revision, Specification
from specs_app.models.base import ADDRESS_LENGTH
from specs_app.repository.commits import Commit
from specs_app.repository.references import BASELINE, CHANGES, IMPORTED, MERGED, PAST, PORTAL, RELEASES, TAKEN
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows, stored
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version

_OWN = {IMPORTED: Revision.Kind.IMPORT, BASELINE: Revision.Kind.BASELINE}
_RELEASE_COLUMNS = ("version", "sha", "released_at")
_VERSION_TAG = re.compile(r"v(?=\d)")


@dataclass(frozen=True, slots=True)
class Facts:
    """The columns of a revision, and those of its differences from the one before."""

    columns: dict[str, Any]
    changes: tuple[dict[str, Any], ...]

    @property
    def sha(self) -> str:
        return str(self.columns["sha"])


Origins: TypeAlias = dict[str, tuple[str, str]]


def origins(repository: Repository) -> Origins:
    """What brought each governed commit: the kind of its revision, and the number of its change request.

    Told from references that only the portal sets, never from words in the commit, which anybody can write.
    """
    found: Origins = {}
    for name, sha in repository.refs(PORTAL, CHANGES).items():
        if name.startswith(f"{CHANGES}/"):
            found[sha] = (Revision.Kind.CHANGE, name.removeprefix(f"{CHANGES}/"))
        elif name.startswith((f"{TAKEN}/", f"{MERGED}/")):
            found.setdefault(sha, (Revision.Kind.UPSTREAM, ""))
        elif name.startswith(f"{RELEASES}/"):
            found[sha] = (Revision.Kind.RELEASE, "")
        elif name.startswith(f"{PAST}/"):
            found.setdefault(sha, (Revision.Kind.IMPORT, ""))
        elif name in _OWN:
            found[sha] = (_OWN[name], "")
    return found


def facts(
    commit: Commit, origin: tuple[str, str], before: Version | None = None, after: Version | None = None
) -> Facts:
    """The facts of one commit, given what brought it, its version, and the one published before it (None for the first).

    A baseline has no differences: it only says what was known when the specification came.
    """
    kind, number = origin
    change_class, rows = "", list[dict[str, Any]]()
    if before and after and kind != Revision.Kind.BASELINE:
        old, new = before.document, after.document
        changes = diff(old, new)
        change_class, rows = classify(changes), [_change_row(change, old, new) for change in changes]
    columns = {
        "sha": commit.sha,
        "tree": commit.tree,
        "parent": commit.parents[0] if commit.parents else "",
        "kind": str(kind),
        "author_name": clean(commit.author.name),
        "authored_at": commit.authored_at,
        "committed_at": commit.when,
        "subject": clean(commit.subject),
        "body": clean(commit.body),
        "change_number": number,
        "change_class": change_class,
    }
    return Facts(columns, tuple(rows))


def _change_row(change: Change, before: Document, after: Document) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "address": clean(change.address)[:ADDRESS_LENGTH],
        "object_name": clean(_object_of(change.address, after) or _object_of(change.address, before)),
        "field": change.field,
        "before": plain(change.before),
        "after": plain(change.after),
        "change_class": change.change_class,
    }


def _object_of(address: str, document: Document) -> str:
    kind, *names = paths.split(address)
    if kind == "items" and names:
        found = document.item_by_ref.get(names[0])
        return found[0].name if found else ""
    if kind == "extracts" and len(names) > 1:
        return names[1]
    return names[0] if kind == "objects" and names else ""


def provenance(specification: Specification) -> Iterator[Facts]:
    """The facts of every governed revision, in the order of publication."""
    repository = stored(specification)
    known = origins(repository)
    before: Version | None = None
    for sha in Rows(specification).commits.values_list("name", flat=True):
        if sha in known:
            version = load_from(repository, specification.slug, sha, before)
            yield facts(version.commit, known[sha], before, version)
            before = version


def release_rows(specification: Specification) -> dict[str, dict[str, Any]]:
    """The columns of each release, by tag: a tag on a commit that was published. Sorted by name.

    A number means one text. Where tags as ``v1.2.0`` and ``1.2.0`` are on different commits, that of the release made here is one,
    else that on the commit that was published first; the others are none.
    """
    repository = stored(specification)
    rows: dict[str, dict[str, Any]] = {
        clean(name): {
            "version": clean(_VERSION_TAG.sub("", name, count=1)),
            "sha": sha,
            "released_at": repository.commit(sha).when,
        }
        for name, sha in sorted(repository.tags().items())
    }
    commits = Rows(specification).commits.filter(name__in={row["sha"] for row in rows.values()})
    meant = _meant(rows.values(), list(commits.values_list("name", flat=True)), repository.refs(RELEASES))
    return {name: row for name, row in rows.items() if row["sha"] == meant[row["version"]]}


def _meant(rows: Iterable[dict[str, Any]], published: Sequence[str], made_here: Mapping[str, str]) -> dict[str, str]:
    """The commit that each number means; ``published`` are those with tags in the order of publication, whatever their dates."""
    places = {sha: place for place, sha in enumerate(published)}
    newest_first = sorted(rows, key=lambda row: places[row["sha"]], reverse=True)
    found = {row["version"]: row["sha"] for row in newest_first}
    own = {name.removeprefix(f"{RELEASES}/"): sha for name, sha in made_here.items()}
    return {version: own.get(version, sha) for version, sha in found.items()}


def stored_releases(specification: Specification) -> dict[str, dict[str, Any]]:
    """The same as the database holds them."""
    rows = specification.releases.values("tag", *_RELEASE_COLUMNS)
    return {row["tag"]: {name: row[name] for name in _RELEASE_COLUMNS} for row in rows}
