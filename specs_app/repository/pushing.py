"""Pushing what is published to the repository that `SPEC_REMOTE_<SLUG>` names, by a job, and how that stands.

The published branch goes first, then the tags of releases; nothing by force, and nothing is taken away there. What another
repository says no to stays as it is on both sides, and is asked again without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from specs_app.jobs import queue
from specs_app.jobs.definition import job
from specs_app.models import Push, Specification
from specs_app.repository import remotes
from specs_app.repository.credentials import Remote
from specs_app.repository.deliveries import plain_address
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.objects import GitError
from specs_app.repository.references import LEFT, TAGS
from specs_app.repository.remotes import Diverged, PushError, PushRefused, Unreachable
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows

State = Push.State
STATES: Mapping[type[PushError], State] = {
    Diverged: State.DIVERGED,
    PushRefused: State.REFUSED,
    Unreachable: State.UNREACHABLE,
}
#: What a source is where nothing is pushed to it before a person has decided: it would undo what was done there, or pass the
#: standard on to another repository.
UNDECIDED = frozenset({Specification.SourceState[name] for name in ("REWRITTEN", "BRANCH_GONE", "UNRELATED")})
#: How long what was seen at a remote is believed: somebody else may move it.
BELIEVED = timedelta(hours=1)


class NotPushed(GitError):
    """What is published is not at the remote; the row says why."""


@job("Push to a remote", attempts=None, longest_pause=timedelta(minutes=15))
def push_if_due(slug: str) -> None:
    """Push what the mirror holds and the remote does not; where that fails it is tried again without end."""
    specification = Specification.objects.get(slug=slug)
    found = push(specification) if is_due(specification) else None
    if found and found.fails:
        raise NotPushed(f"{found.get_state_display()}. {found.problem}")


def queue_if_due(specification: Specification) -> None:
    """Have a worker push, where there is something to push or to ask."""
    if is_due(specification):
        push_if_due.enqueue(specification.slug)


def is_due(specification: Specification) -> bool:
    """Whether a remote lacks something, or was not asked for long; or there is none any more, and a row of one."""
    remote, found = _remote(specification), Push.objects.filter(specification=specification).first()
    if remote is None or found is None:
        return (remote is None) != (found is None)
    wanted = {**_branch(specification), **_tags(specification)}
    known = found.address == remote.address and wanted.items() <= found.references.items()
    return not known or found.fails or found.tried_at < timezone.now() - BELIEVED


def push(specification: Specification) -> Push | None:
    """Push here and now; how it stands then, None where there is no remote. Raises ``GitError`` where the mirror cannot be read."""
    found = Push.objects.filter(specification=specification)
    if (remote := _remote(specification)) is None:
        found.delete()
        return None
    before = found.first()
    there = dict(before.references) if before and before.address == remote.address else {}
    try:
        with Folder(repository_path(specification.slug)) as folder:
            _require_decided(folder, specification, remote, there)
            for references in (_branch(specification), _tags(specification)):
                remotes.push(folder, remote, references)
                there |= references
    except PushError as error:
        return _note(specification, remote, there, before, error)
    if before and before.fails:
        _go_on(specification)
    return _note(specification, remote, there, before)


def _require_decided(folder: Folder, specification: Specification, remote: Remote, there: Mapping[str, str]) -> None:
    """Raises where the remote is the source too, and that is not what it was: to push would bring back, by steps forward, what
    somebody took away, or hand the standard to another repository."""
    if plain_address(remote.address) != plain_address(specification.source_url):
        return
    if specification.source_state in UNDECIDED:
        what = f"{specification.get_source_state_display()}, so that nothing is pushed there"
        raise Diverged(what, remedy="See what the source's state says can be done.")
    known = there.get(specification.branch_ref, "")
    if (
        known
        and known not in Rows(specification).refs(LEFT).values()
        and _has_gone_back(folder, specification, remote, known)
    ):
        raise Diverged("Its branch has lost commits that were pushed there")


def _has_gone_back(folder: Folder, specification: Specification, remote: Remote, known: str) -> bool:
    """Whether the branch is at an earlier commit than the one it was seen at."""
    try:
        now = remotes.head_of(folder, remote.address, specification.branch)
    except GitError as error:
        raise Unreachable(error.what, remedy=error.remedy) from error
    return now not in ("", known) and Repository(folder).is_ancestor(now, known)


def _go_on(specification: Specification) -> None:
    """A call that failed and waits need wait no longer: the next publication would wait with it."""
    call = queue.standing(push_if_due, specification.slug)
    if call and call.may_be_hastened:
        queue.try_again(call.key)


def _remote(specification: Specification) -> Remote | None:
    found: Remote | None = settings.SPEC_REMOTES.get(specification.slug)
    return found


def _branch(specification: Specification) -> dict[str, str]:
    """The published branch as far as the mirror has it."""
    mirrored = Specification.objects.values_list("mirrored_revision", flat=True).get(pk=specification.pk)
    return {specification.branch_ref: mirrored} if mirrored else {}


def _tags(specification: Specification) -> dict[str, str]:
    """The tags of releases, with the commit or annotated tag that each names."""
    names = {f"{TAGS}/{tag}" for tag in specification.releases.values_list("tag", flat=True)}
    return {name: sha for name, sha in Rows(specification).refs(TAGS).items() if name in names}


def _note(
    specification: Specification,
    remote: Remote,
    there: Mapping[str, str],
    before: Push | None,
    error: PushError | None = None,
) -> Push:
    now = timezone.now()
    columns = {
        "address": remote.address,
        "state": STATES[type(error)] if error else State.CURRENT,
        "references": there,
        "tried_at": now,
        "pushed_at": (before.pushed_at if before else None) if error else now,
        "failing_since": ((before.failing_since if before else None) or now) if error else None,
        "problem": str(error) if error else "",
    }
    return Push.objects.update_or_create(specification=specification, defaults=columns)[0]
