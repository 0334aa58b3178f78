"""Whether what a source has now goes on from what was taken of it: a line that was rewritten, a repository that is another one, a
branch that is gone. Nothing of such a source is taken before a person has decided, and nothing that was published is lost."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.problems import Problem
from specs_app.models import Push, Specification
from specs_app.repository import remotes
from specs_app.repository.folder import Folder
from specs_app.repository.objects import GitError
from specs_app.repository.references import IMPORTED, LEFT, MERGED, TAKEN
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows

State = Specification.SourceState
#: Accepts the line that the source has by now, whichever that is.
ANY = "*"
MOST_NAMED = 10
#: Where a problem is, with the commit behind it.
SEEN = "commits/"


@dataclass(frozen=True, slots=True)
class LineObstacle:
    """Why nothing is taken; ``missing`` are the commits that the source held once and holds no more."""

    state: State
    problem: Problem
    missing: tuple[str, ...] = ()


def obstacle(folder: Folder, specification: Specification, upstream: str) -> LineObstacle | None:
    """What is wrong with the source's line as a whole; None where it goes on from what is known of it.

    All commits that are known must be in the folder.
    """
    source, published = Repository(folder), specification.published_revision
    if source.is_ancestor(published, upstream):
        return None
    history = source.history(upstream)
    if not history & source.history(published):
        return LineObstacle(State.UNRELATED, _unrelated(upstream))
    rows = Rows(specification)
    missing = tuple(sha for sha in _known(specification, source, rows) if sha not in history)
    return LineObstacle(State.REWRITTEN, _rewritten(specification, upstream, missing), missing) if missing else None


def accept(specification: Specification, found: LineObstacle) -> None:
    """What the source holds no more need not be there from now on. It stays published."""
    Rows(specification).set_refs({f"{LEFT}/{sha}": sha for sha in found.missing})


def unanswered(folder: Folder, specification: Specification, error: GitError) -> tuple[State, Problem]:
    """Why a fetch failed: the branch is gone, and which there are; else the source could not be reached."""
    try:
        branches = remotes.branches(folder, specification.source_url)
    except GitError:
        branches = [specification.source_branch]
    if specification.source_branch in branches:
        return State.UNREACHABLE, Problem("source-unreachable", "error", error.what, error.remedy)
    message = f"The source has no branch {specification.source_branch} any more. {_named(branches)}"
    remedy = f"Where it was renamed, run `manage.py sync_spec {specification.slug} --branch NAME`. Else have it put back there."
    return State.BRANCH_GONE, Problem("source-branch-gone", "error", message, remedy)


def _named(branches: list[str]) -> str:
    if not branches:
        return "It has none at all."
    more = f" and {len(branches) - MOST_NAMED} more" if len(branches) > MOST_NAMED else ""
    return f"It has {', '.join(branches[:MOST_NAMED])}{more}."


def _known(specification: Specification, source: Repository, rows: Rows) -> list[str]:
    """The commits that the source is known to have held, and nobody has let go: what was taken or merged, and what was pushed
    there."""
    references = rows.refs()
    left = {sha for name, sha in references.items() if name.startswith(f"{LEFT}/")}
    taken = [sha for name, sha in references.items() if name == IMPORTED or name.startswith(f"{TAKEN}/")]
    merges = [sha for name, sha in references.items() if name.startswith(f"{MERGED}/")]
    taken += [sha for merge in merges for sha in source.commit(merge).parents[1:]]
    pushed = Push.objects.filter(specification=specification, address=specification.source_url).first()
    there = pushed.references.get(f"refs/heads/{specification.source_branch}", "") if pushed else ""
    return [sha for sha in dict.fromkeys([*taken, there]) if sha and sha not in left]


def _rewritten(specification: Specification, upstream: str, missing: tuple[str, ...]) -> Problem:
    some = ", ".join(sha[:12] for sha in missing[:3]) + (" and others" if len(missing) > 3 else "")
    count = "a commit that it held" if len(missing) == 1 else f"{len(missing)} commits that it held"
    message = f"The source was rewritten: its branch is at {upstream[:12]} and holds {count} before no more ({some})."
    remedy = (
        "Have the branch put back there. Or follow the new line from now on, with "
        f"`manage.py sync_spec {specification.slug} --accept-rewritten`; what was published stays published."
    )
    return Problem("source-rewritten", "error", message, remedy, address=f"{SEEN}{upstream}")


def seen_at(specification: Specification) -> str:
    """The commit at which a source that was rewritten was seen last; empty where it was not."""
    found = (str(problem.get("address") or "") for problem in specification.source_detail)
    places = (place.removeprefix(SEEN) for place in found if place.startswith(SEEN))
    return next(places, "") if specification.source_state == State.REWRITTEN else ""


def _unrelated(upstream: str) -> Problem:
    message = (
        f"Another repository is at the source's address: {upstream[:12]} has no history in common with what is here."
    )
    remedy = (
        "Have the old one put back there. Where it moved, take a copy of it to the old address; where another standard is meant, "
        "import that under a name of its own."
    )
    return Problem("source-unrelated", "error", message, remedy)
