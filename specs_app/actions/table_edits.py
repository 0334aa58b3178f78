"""What others altered in the registered table by hand, and left alone in the YAML: the portal lets the YAML follow.

One commit for each outside commit that did so, on top of what was taken: its author wrote it, the portal committed it, and a
trailer names it. What the YAML says wins where both moved; a cell that nothing can be made of is a problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from specs_app.actions.revisions import committer, record_from
from specs_app.document.commit_messages import SOURCE_COMMIT, composed
from specs_app.document.problems import Problem
from specs_app.models import Revision, Specification
from specs_app.repository.references import MERGED
from specs_app.repository.rows import Rows, stored
from specs_app.tables.wide_edits import HandEdits, hand_edits
from specs_app.versions.loading import load, load_made
from specs_app.versions.version import Version
from specs_app.yaml_files.writer import CannotWriteError, write

WORDS = "The table was altered by hand; the YAML says the same now."


def follow(specification: Specification, began: str, taken: Sequence[str]) -> list[Problem]:
    """Publish what the table says otherwise since ``began``, for the commits taken after it, oldest first; what was not taken.

    Runs in the caller's transaction, after these commits were recorded. Doing it twice makes no second commit, as the YAML says it
    then.
    """
    problems: list[Problem] = []
    if not load(specification, specification.published_revision).document.settings.wide_table:
        return problems
    for before, after in pairwise(load(specification, sha) for sha in (began, *taken)):
        head = load(specification, specification.published_revision)
        path = head.document.settings.wide_table
        if path and before.files.get(path) != after.files.get(path) and path in before.files and path in after.files:
            problems += _followed(specification, head, before, after, path)
    return problems


def _followed(
    specification: Specification, head: Version, before: Version, after: Version, path: str
) -> tuple[Problem, ...]:
    """One commit for those cells that nobody altered again behind it."""
    states = before.files[path], after.files[path], head.files[path]
    found = hand_edits(*states, then=before.document, now=head.document, path=path)
    if found.document == head.document:
        return found.problems
    try:
        _publish(specification, head, after, found)
    except CannotWriteError as error:
        return (*found.problems, error.problem)
    return found.problems


def _publish(specification: Specification, head: Version, outside: Version, found: HandEdits) -> None:
    changes, reading = write(head.reading, found.document)
    commit, repository = outside.commit, stored(specification)
    sha = repository.commit_tree(
        head.sha,
        changes,
        author=commit.author,
        authored_at=commit.authored_at,
        committer=committer(),
        when=commit.when,
        message=composed(f"Follow the table: {', '.join(found.taken)}", WORDS, ((SOURCE_COMMIT, outside.sha),)),
    )
    Rows(specification).set_refs({f"{MERGED}/{sha}": sha})
    version = load_made(repository, specification.slug, sha, head, reading)
    record_from(repository, version, head, specification=specification, kind=Revision.Kind.UPSTREAM)
