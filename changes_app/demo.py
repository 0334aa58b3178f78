"""A portal with something in it: the bundled specifications, people of every role, and changes in every status.

All of it goes through the actions that pages and REST use; `fixtures/demo.yml` says what. Doing it again keeps what is there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app.deciding.actions import comments, reviews
from changes_app.errors import NotAllowed
from changes_app.models import ChangeRequest, Event, Membership, OutboxMessage
from changes_app.people.actions import credentials, membership
from changes_app.proposals.actions import drafts, reverts, submissions
from changes_app.releasing import making
from changes_app.workflow import TAKEN, EventKind
from changes_app.workflow.voting import Verdict
from specs_app.actions.imports import import_specification
from specs_app.models import Specification
from specs_app.repository import mirror
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder
from specs_app.repository.objects import NO_COMMIT
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.repository.sources import list_folder

FIXTURES = settings.BASE_DIR / "fixtures"
STORY = FIXTURES / "demo.yml"
#: Only a portal that nobody else reaches may have accounts with a known password.
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}

#: The events with which a draft begins.
BEGINNINGS = (EventKind.DRAFTED, EventKind.REVERT_BEGUN)

Story = Mapping[str, Any]
Act = Callable[..., Any]


def story() -> Story:
    """The people of the demo, and its specifications with their members and changes."""
    return dict(yaml.safe_load(STORY.read_text(encoding="utf-8")))


def bootstrap() -> list[User]:
    """Make what is not there yet; the people of the demo in the order of the story.

    Raises `NotAllowed` in a portal that is not a demo, and then changes nothing.
    """
    told, began = story(), timezone.now()
    _require_demo(told)
    names = {person["username"]: person["name"] for person in told["people"]}
    for entry in told["specifications"]:
        _specification(entry["slug"], names, entry.get("past", ()))
    people = {person["username"]: _person(person, told["password"]) for person in told["people"]}
    for entry in told["specifications"]:
        _play(entry, people)
    # Nobody reads what would go to invented people.
    OutboxMessage.objects.filter(sent_at=None, created_at__gte=began).delete()
    return list(people.values())


def _require_demo(told: Story) -> None:
    remedy = "Use import_spec and add_member to fill this portal."
    host = urlsplit(settings.SITE_URL).hostname
    if host not in LOCAL_HOSTS:
        message = f"A demo has accounts with a known password, and this portal serves others at {settings.SITE_URL}."
        raise NotAllowed(message, expected="a SITE_URL on this machine", found=settings.SITE_URL, remedy=remedy)
    names = [person["username"] for person in told["people"]]
    if User.objects.exists() and not User.objects.filter(username__in=names, email=_address(names[0])).exists():
        raise NotAllowed("This portal has people of its own: it is no demo.", remedy=remedy)


def _specification(slug: str, names: Mapping[str, str], past: Sequence[Story]) -> None:
    """Import it from the folder of its name, where it is not here yet; or from a repository of that with its past, which it is then
    pushed to."""
    known, remote = Specification.objects.filter(slug=slug).exists(), _remote(slug)
    if remote and not known:
        _make_repository(remote, FIXTURES / slug, names, past)
    elif remote and not remote.exists():
        _restore(remote, Specification.objects.get(slug=slug))
    if not known:
        import_specification(slug=slug, source=str(remote or FIXTURES / slug))


def _remote(slug: str) -> Path | None:
    """Where the settings have it pushed to, if that belongs to the demo."""
    remote = settings.SPEC_REMOTES.get(slug)
    path = Path(remote.address) if remote else None
    return path if path and path.is_relative_to(settings.VAR_DIR / "demo") else None


def _make_repository(path: Path, folder: Path, names: Mapping[str, str], past: Sequence[Story]) -> None:
    """A repository that came to the files of a folder by the commits of its past, in the place of one that an earlier demo left."""
    shutil.rmtree(path, ignore_errors=True)
    sha = ""
    with Folder.create(path) as made:
        for told, files in _states(list_folder(folder).files, past):
            author, when = Author(names[told["by"]], _address(told["by"])), _moment(told["when"])
            sha = Repository(made).commit_tree(
                sha, files, author=author, committer=author, when=when, message=f"{told['words']}\n"
            )
        made.move_refs({"refs/heads/main": (NO_COMMIT, sha)})


def _restore(path: Path, specification: Specification) -> None:
    """A repository that somebody removed, with what is published: of an empty one a person would have to decide."""
    with Folder.create(path) as made:
        mirror.write_missing(made, Rows(specification))
        made.move_refs({"refs/heads/main": (NO_COMMIT, specification.published_revision)})


def _states(files: Mapping[str, bytes], past: Sequence[Story]) -> list[tuple[Story, dict[str, bytes]]]:
    """The files after each commit of the past, from the newest back: what a commit wrote is taken out before it."""
    now, found = dict(files), list[tuple[Story, dict[str, bytes]]]()
    for told in reversed(past):
        found.append((told, dict(now)))
        if "file" in told:
            now[told["file"]] = now[told["file"]].replace(told["now"].encode(), told["was"].encode())
    return found[::-1]


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _play(told: Story, people: Mapping[str, User]) -> None:
    """What is told of one specification, as far as it has not happened: its members, then its changes."""
    specification = Specification.objects.get(slug=told["slug"])
    # A membership that ended is a row too, so that somebody who left does not come back.
    known = set(Membership.objects.filter(specification=specification).values_list("user__username", flat=True))
    for member in told["members"]:
        if member["who"] not in known:
            _member(specification, people[member["who"]], member)
    # Every draft ever begun is in the record, so that one that somebody threw away does not come back.
    begun = Event.objects.filter(kind__in=BEGINNINGS, specification=specification.slug).count()
    for change in told["changes"][begun:]:
        _change(specification, people, change)


def _address(username: str) -> str:
    return f"{username}@demo.example"


def _member(specification: Specification, user: User, told: Story) -> None:
    """Somebody's place in a specification, or their request for one."""
    if organisation := told.get("joins"):
        membership.request(specification=specification, by=user, organisation=organisation, note=told["note"])
    else:
        organisation = told.get("organisation", "")
        membership.add_member(specification=specification, user=user, role=told["role"], organisation=organisation)


#: Slow by design, so done once for all.
_hashed = cache(make_password)


@transaction.atomic
def _person(person: Story, password: str) -> User:
    """The account of that name; a new one has a confirmed address."""
    if (found := User.objects.filter(username=person["username"]).first()) is not None:
        return found
    first, _, last = person["name"].partition(" ")
    highest = bool(person.get("administrator"))
    names = {"username": person["username"], "first_name": first, "last_name": last}
    user = User.objects.create(
        **names, email=_address(person["username"]), password=_hashed(password), is_staff=highest, is_superuser=highest
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    credentials.seal(user)
    return user


def _change(specification: Specification, people: Mapping[str, User], told: Story) -> None:
    """A change request, begun (or begun as the revert of another) and taken along its steps."""
    texts = {name: told.get(name, "") for name in ("title", "reason", "benefit")}
    requests = ChangeRequest.objects.select_related("specification").filter(specification=specification)
    if "reverts" in told:
        draft = reverts.revert(change=requests.get(title=told["reverts"]), by=people[told["by"]])
        drafts.update(change=draft, by=draft.proposer, **texts)
    else:
        drafts.create(specification=specification, by=people[told["by"]], edits=told["edits"], **texts)
    for step in told["steps"]:
        change = requests.get(title=step.get("of", told["title"]))
        given = {key: step[key] for key in ("comment", "edits", "notes") if key in step}
        DOES[step["do"]](change=change, by=people[step["by"]], **given)


def _vote(verdict: str) -> Act:
    def cast(*, change: ChangeRequest, by: User, comment: str = "") -> None:
        reviews.cast(change=change, by=by, verdict=verdict, content_hash=change.content_hash, comment=comment)

    return cast


def _release(*, change: ChangeRequest, by: User, notes: str = "") -> None:
    """A release of what is published once the change is."""
    making.make(specification=Specification.objects.get(pk=change.specification_id), by=by, notes=notes)


#: What may be done in the story: the steps of the workflow by their addresses, the verdicts of votes, and what takes more.
DOES: dict[str, Act] = {
    **{row.address: partial(submissions.take, row.name) for row in TAKEN},
    **{verdict: _vote(verdict) for verdict in Verdict.values},
    "edit": drafts.update,
    "comment": comments.add,
    "release": _release,
}
