"""Why a commit of the source is not taken: what it makes unreadable, and what of how changes are decided it alters."""

from __future__ import annotations

from specs_app.document import governance
from specs_app.document.problems import Problem
from specs_app.document.types import Settings
from specs_app.repository.objects import NotReadable
from specs_app.repository.repository import Repository
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version
from specs_app.yaml_files.layout import SETTINGS_FILE
from specs_app.yaml_files.reader import Reading


def problems_of_commit(source: Repository, before: Version, sha: str) -> list[Problem]:
    """Why a commit cannot be taken after a version; empty where it can."""
    try:
        after = load_from(source, before.slug, sha, before)
    except NotReadable as error:
        return [unreadable(sha, error)]
    return [
        *broken(before.reading, after.reading, sha),
        *governs_otherwise(before.document.settings, after.document.settings, sha),
    ]


def unreadable(sha: str, error: NotReadable) -> Problem:
    """The problem of a commit of which nothing is read."""
    message = f"Commit {sha[:12]} of the source cannot be read: {error.what}."
    return Problem("unreadable-commit", "error", message, error.remedy or "Mend it by another commit.")


def broken(before: Reading, after: Reading, sha: str) -> list[Problem]:
    """The problems of the files that ``after`` can no longer read."""
    newly = newly_unreadable(before, after)
    intro = f"Commit {sha[:12]} of the source makes this file unreadable: "
    return [
        Problem(found.rule, "error", intro + found.message, found.remedy, found.file, found.line)
        for found in after.problems
        if found.file in newly and found.severity == "error"
    ]


def newly_unreadable(before: Reading, after: Reading) -> frozenset[str]:
    """The files that could be read before and cannot be any more."""
    return frozenset(after.unreadable & (before.plan.kinds.keys() - before.unreadable))


def governs_otherwise(before: Settings, after: Settings, sha: str, ours: Settings | None = None) -> list[Problem]:
    """The problem of a commit that alters what only a change request, judged by the rules before it, may alter; where it is merged,
    otherwise than ``ours`` has it already."""
    words = [
        word for word in governance.altered(before, after) if ours is None or word in governance.altered(ours, after)
    ]
    if not words:
        return []
    message = f"Commit {sha[:12]} of the source alters {' and '.join(words)}, which only a change request may do."
    remedy = "Publish a change request that sets the same, or take it back in the source; then sync again."
    return [Problem("outside-governance", "error", message, remedy, SETTINGS_FILE)]
