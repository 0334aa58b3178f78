"""Drive the real workflow: a specification, people of every role, and a change request in any status, all by the real actions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from changes_app.deciding.actions import reviews
from changes_app.models import ChangeRequest, OutboxMessage
from changes_app.people.actions import credentials, membership
from changes_app.proposals import standard
from changes_app.proposals.actions import drafts, settlement, submissions
from changes_app.workflow import Role, Status, Step
from specs_app.actions.imports import import_specification
from specs_app.models import GitObject, Specification
from specs_app.repository.folder import repository_path
from specs_app.repository.mirror import bring_up
from specs_app.repository.repository import Repository
from specs_app.repository.rows import stored
from tests.factories import git
from tests.recorded import as_before

EXAMPLE = Path(__file__).resolve().parents[1] / "fixtures" / "example"
PASSWORD = "correct horse battery staple"

#: Changes wording alone: one approval in the example's rules.
EDITORIAL = ({"action": "change_item", "target": "YOUN002A", "values": {"guidance": "The surname in use today."}},)
#: Adds an item: two approvals.
COMPATIBLE = (
    {
        "action": "add_item",
        "target": "ysd_young_person",
        "values": {"name": "youn_shoe_size", "description": "Shoe size", "type": "nvarchar", "max_field_size": "10"},
    },
)
#: Takes an item out: three approvals.
BREAKING = ({"action": "remove_item", "target": "YOUN002A", "values": {}},)


@dataclass(frozen=True)
class People:
    """One of each. ``voters`` stand for three organisations; ``colleague`` for the first voter's; ``outsider`` has no role."""

    proposer: User
    voters: tuple[User, User, User]
    colleague: User
    secretariat: User
    chair: User
    outsider: User
    admin: User


def import_example(slug: str = "ysd", source: Path = EXAMPLE) -> Specification:
    """The bundled specification, by the real import, or as that left it for an earlier test."""

    def by_import(_: Path) -> None:
        import_specification(slug=slug, source=str(source))

    if source == EXAMPLE:
        as_before(f"example as {slug}", by_import)
    else:
        by_import(source)
    return Specification.objects.get(slug=slug)


@cache
def hashed_password() -> str:
    """`PASSWORD` as it is stored; slow by design, so made once."""
    return make_password(PASSWORD)


def account(username: str, **names: Any) -> User:
    """An account that can sign in with `PASSWORD`, its address confirmed."""
    names = {"first_name": username.title(), "last_name": "Tester", "email": f"{username}@example.org", **names}
    user = get_user_model().objects.create(username=username, password=hashed_password(), **names)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    credentials.seal(user)
    return user


def member(specification: Specification, username: str, role: Role, organisation: str = "") -> User:
    """An account with a role."""
    user = account(username)
    admit(specification, user, role, organisation)
    return user


@transaction.atomic
def admit(specification: Specification, user: User, role: Role, organisation: str) -> None:
    """Let somebody in; the letter about it is of no interest to a test that begins with members."""
    membership.add_member(specification=specification, user=user, role=role, organisation=organisation)
    OutboxMessage.objects.filter(kind="membership_admitted", recipient=user.email).delete()


def example_world() -> World:
    """The bundled specification and everybody a test needs, by the real actions, or as those left them for an earlier test."""
    as_before("example world", lambda _: people(import_example()))
    return World(Specification.objects.get(slug="ysd"), everybody())


def everybody() -> People:
    """The people whom `people` has made."""
    users = {user.username: user for user in User.objects.all()}
    return People(
        proposer=users["pat"],
        voters=(users["ada"], users["ben"], users["cyd"]),
        colleague=users["col"],
        secretariat=users["sec"],
        chair=users["cha"],
        outsider=users["out"],
        admin=users["adm"],
    )


def people(specification: Specification) -> People:
    """Everybody a test needs."""
    return People(
        proposer=member(specification, "pat", Role.MEMBER, "Northshire"),
        voters=(
            member(specification, "ada", Role.STEERING, "Eastmoor"),
            member(specification, "ben", Role.STEERING, "Southdale"),
            member(specification, "cyd", Role.STEERING, "Westbay"),
        ),
        colleague=member(specification, "col", Role.STEERING, "Eastmoor"),
        secretariat=member(specification, "sec", Role.SECRETARIAT),
        chair=member(specification, "cha", Role.CHAIR, "Midvale"),
        outsider=account("out"),
        admin=account("adm", is_staff=True, is_superuser=True),
    )


def start(step: Step) -> Status:
    """A status from which a step may be tried: in review where it may start there, else the first."""
    return Status.IN_REVIEW if Status.IN_REVIEW in step.sources else min(step.sources, key=list(Status).index)


@contextmanager
def objects_away(specification: Specification) -> Iterator[None]:
    """The stored commits cannot be read; they come back at the end."""
    rows = GitObject.objects.filter(specification=specification, kind=GitObject.Kind.COMMIT)
    known = list(rows)
    rows.update(data=b"")
    try:
        yield
    finally:
        GitObject.objects.bulk_update(known, ["data"])


def repository_of(slug: str) -> Repository:
    """What was published of a specification."""
    return stored(Specification.objects.get(slug=slug))


def trailers_of(specification: Specification, sha: str) -> list[tuple[str, str]]:
    """Keys and values of the trailers of a published commit, as Git reads them."""
    text = git(mirrored(specification), "log", "-1", "--format=%(trailers:only,unfold)", sha)
    return [(key, words.strip()) for key, _, words in (line.partition(":") for line in text.splitlines())]


def mirrored(specification: Specification) -> Path:
    """The repository of a specification, as the worker leaves it."""
    assert bring_up(specification).problems == []
    return repository_path(specification.slug)


@dataclass(frozen=True)
class World:
    """A specification, its people, and the way to bring a change request to a status."""

    specification: Specification
    people: People

    def draft(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        by = texts.pop("by", self.people.proposer)
        words = {"title": "Say which surname", "reason": "Analysts ask.", "benefit": "Fewer questions.", **texts}
        return drafts.create(specification=self.specification, by=by, edits=edits, **words)

    def submitted(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        change = self.draft(edits, **texts)
        return submissions.take("submit", change=change, by=change.proposer)

    def in_review(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        change = self.submitted(edits, **texts)
        return submissions.take("triage", change=change, by=self.people.secretariat)

    def changes_requested(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        change = self.in_review(edits, **texts)
        return submissions.take("request_changes", change=change, by=self.office(change), comment="Shorter, please.")

    def on_hold(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        return submissions.take("hold", change=self.in_review(edits, **texts), by=self.people.secretariat)

    def rejected(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        change = self.in_review(edits, **texts)
        return submissions.take("reject", change=change, by=self.office(change), comment="It is clear already.")

    def withdrawn(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        change = self.in_review(edits, **texts)
        return submissions.take("withdraw", change=change, by=change.proposer)

    def published(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        return self.vote_through(self.in_review(edits, **texts))

    def approved(self, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        """Approved while the stored commits could not be read, so that it is not published yet."""
        change = self.in_review(edits, **texts)
        with objects_away(self.specification):
            return self.vote_through(change)

    def office(self, change: ChangeRequest) -> User:
        """Somebody who may decide about the change: the chair, but for the chair's own."""
        return self.people.secretariat if change.proposer == self.people.chair else self.people.chair

    def vote_through(self, change: ChangeRequest) -> ChangeRequest:
        """As many approvals as its rule asks."""
        voters = (voter for voter in (*self.people.voters, self.people.chair) if voter != change.proposer)
        while change.status == Status.IN_REVIEW:
            change = self.vote(change, next(voters))
        return change

    def vote(self, change: ChangeRequest, by: User, verdict: str = "approve", comment: str = "") -> ChangeRequest:
        """A vote on what the change says now."""
        return reviews.cast(change=change, by=by, verdict=verdict, content_hash=change.content_hash, comment=comment)

    def keep_mine(self, change: ChangeRequest) -> ChangeRequest:
        """Every conflict settled in favour of the proposal."""
        change = ChangeRequest.objects.get(pk=change.pk)
        found = standard.open_conflicts(change)
        choices = [{"address": one["address"], "field": one["field"], "keep": "mine"} for one in found]
        return settlement.settle(change=change, by=change.proposer, choices=choices)

    @contextmanager
    def rows_undone(self) -> Iterator[None]:
        """What happens inside stays in Git alone, as after restoring an older copy of the database."""
        point = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(point)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """What happens inside leaves no trace, in the database or in Git."""
        path = repository_path(self.specification.slug)
        with TemporaryDirectory(dir=path.parent) as folder, self.rows_undone():
            shutil.copytree(path, f"{folder}/copy")
            try:
                yield
            finally:
                shutil.rmtree(path)
                Path(f"{folder}/copy").rename(path)

    def drive(self, status: str, edits: Sequence[dict[str, Any]] = EDITORIAL, **texts: Any) -> ChangeRequest:
        """A change request in any status of the workflow."""
        ways: dict[str, Callable[..., ChangeRequest]] = {name: getattr(self, name) for name in Status.values}
        return ways[status](edits, **texts)
