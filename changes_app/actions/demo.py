"""A portal with something in it: the example specification, people of every role, and changes in every status.

All of it goes through the actions that pages and REST use; `fixtures/demo.yml` says what. Doing it again keeps what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import yaml
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from changes_app.actions import comments, drafts, membership, reviews, submissions
from changes_app.errors import NotAllowed
from changes_app.models import ChangeRequest, Event
from changes_app.workflow import EventKind
from specs_app.actions.imports import import_specification
from specs_app.models import Specification

FIXTURES = settings.BASE_DIR / "fixtures"
EXAMPLE = FIXTURES / "example"
STORY = FIXTURES / "demo.yml"
#: Only a portal that nobody else reaches may have accounts with a known password.
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}

Story = Mapping[str, Any]
Step = Callable[..., Any]


def story() -> Story:
    """The people and changes of the demo."""
    return dict(yaml.safe_load(STORY.read_text(encoding="utf-8")))


def bootstrap() -> list[User]:
    """Make what is not there yet; the people of the demo in the order of the story.

    Raises `NotAllowed` in a portal that is not a demo, and then changes nothing.
    """
    told = story()
    _require_demo(told)
    specification = _specification(told["slug"])
    people = {person["username"]: _person(specification, person, told["password"]) for person in told["people"]}
    # Every draft ever begun is in the record, so that one that somebody threw away does not come back.
    begun = Event.objects.filter(kind=EventKind.DRAFTED, specification=specification.slug).count()
    for change in told["changes"][begun:]:
        _change(specification, people, change)
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


def _specification(slug: str) -> Specification:
    """The example, imported where it is not here yet."""
    if not Specification.objects.filter(slug=slug).exists():
        import_specification(slug=slug, source=str(EXAMPLE))
    return Specification.objects.get(slug=slug)


def _address(username: str) -> str:
    return f"{username}@demo.example"


@transaction.atomic
def _person(specification: Specification, person: Story, password: str) -> User:
    """The account of that name; a new one with its place in the specification."""
    if (found := User.objects.filter(username=person["username"]).first()) is not None:
        return found
    user = _account(person, password)
    if role := person.get("role"):
        membership.add_member(
            specification=specification, user=user, role=role, organisation=person.get("organisation", "")
        )
    if organisation := person.get("joins"):
        membership.request(specification=specification, by=user, organisation=organisation, note=person["note"])
    return user


#: Slow by design, so done once for all.
_hashed = cache(make_password)


def _account(person: Story, password: str) -> User:
    """A new account whose address is confirmed."""
    first, _, last = person["name"].partition(" ")
    highest = bool(person.get("administrator"))
    names = {"username": person["username"], "first_name": first, "last_name": last}
    user = User.objects.create(
        **names, email=_address(person["username"]), password=_hashed(password), is_staff=highest, is_superuser=highest
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _change(specification: Specification, people: Mapping[str, User], told: Story) -> None:
    """A change request, begun and taken along its steps."""
    texts = {name: told.get(name, "") for name in ("title", "reason", "benefit")}
    change = drafts.create(specification=specification, by=people[told["by"]], edits=told["edits"], **texts)
    for step in told["steps"]:
        STEPS[step["do"]](change=change, by=people[step["by"]], comment=step.get("comment", ""))
        change = ChangeRequest.objects.select_related("specification").get(pk=change.pk)


def _vote(verdict: str) -> Step:
    def cast(*, change: ChangeRequest, by: User, comment: str) -> None:
        reviews.cast(change=change, by=by, verdict=verdict, content_hash=change.content_hash, comment=comment)

    return cast


#: What a step of the story may do.
STEPS: dict[str, Step] = {
    "submit": submissions.submit,
    "triage": submissions.triage,
    "hold": submissions.hold,
    "request-changes": submissions.request_changes,
    "reject": submissions.reject,
    "withdraw": submissions.withdraw,
    "comment": comments.add,
    "approve": _vote("approve"),
    "object": _vote("object"),
}
