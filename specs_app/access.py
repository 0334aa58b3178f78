"""Who may read which specification: one question, asked before anything of it is told.

A public specification is everybody's. Of restricted ones an app that knows people says who reads them, in a module ``readers`` that
is found at start; where none does, nobody. The current setting decides for every revision: once restricted, what was public before
is closed too; once public, what was restricted before is open, as the public repository holds its history.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any, Final

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from specs_app.models import Specification


class Portal:
    """The portal itself, as it acts for its operator in commands and jobs."""


PORTAL: Final = Portal()
Viewer = AbstractBaseUser | AnonymousUser | Portal
#: The specifications, restricted ones too, that a person may read.
Readable = Callable[[AbstractBaseUser | AnonymousUser], Q]

#: Set in the ``META`` of a request whose answer is its reader's alone.
OWN = "specs_app.own"
#: Where the ``META`` of a request has the slugs of the specifications that its answer tells of.
ABOUT = "specs_app.about"
_supplied: list[Readable] = []


def supplies(rule: Readable) -> Readable:
    """Decorates the one function that says who reads restricted specifications."""
    _supplied[:] = [rule]
    return rule


def readable(viewer: Viewer) -> QuerySet[Specification]:
    """The specifications that somebody may read."""
    found = Specification.objects.all()
    if isinstance(viewer, Portal):
        return found
    allowed = Q(access="public")
    for rule in _supplied:
        allowed |= rule(viewer)
    return found.filter(allowed)


def may_read(viewer: Viewer, specification: Specification) -> bool:
    """Whether somebody may read it; one query for a restricted one, none for a public one."""
    return not specification.is_restricted or readable(viewer).filter(pk=specification.pk).exists()


def note(meta: MutableMapping[str, Any], *specifications: Specification) -> None:
    """Say of which specifications the answer to a request tells, of which this is the ``META``; with none, that it tells of none.

    Nobody may keep it where one of them is restricted.
    """
    meta[ABOUT] = meta.get(ABOUT, frozenset()) | {entry.slug for entry in specifications}
    if any(entry.is_restricted for entry in specifications):
        keep_nothing(meta)


def keep_nothing(meta: MutableMapping[str, Any]) -> None:
    """Let nobody keep the answer to a request: it is its reader's alone."""
    meta[OWN] = True
