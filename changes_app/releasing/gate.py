"""Whether a release may be made: everything that stands in its way, each with what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from changes_app.releasing.gathering import Gathered
from specs_app.document import paths
from specs_app.document.names import day_in_words
from specs_app.document.problems import Problem
from specs_app.document.release_numbers import figures, following, is_later, plain
from specs_app.document.types import CHANGE_CLASSES, Document, Item, item_key

#: As far ahead as a release may be dated.
FURTHEST = timedelta(days=3 * 365)


def faults(gathered: Gathered, version: str, effective: date, today: date) -> tuple[Problem, ...]:
    """What is wrong with the number and the day that somebody wants, with pointers to their fields."""
    return (*_number(gathered, version), *_day(effective, today))


def obstacles(gathered: Gathered, version: str, effective: date) -> tuple[Problem, ...]:
    """What the standard itself has against a release of that number and day."""
    return (
        *_nothing(gathered),
        *_notice(gathered, effective),
        *_early(gathered, version),
        *_overdue(gathered.head.document, version),
        *_undecided(gathered),
        *_errors(gathered),
    )


def _number(gathered: Gathered, version: str) -> Iterator[Problem]:
    found, before = figures(version), figures(gathered.latest)
    if found is None:
        yield _fault("version", f"{version[:40]!r} is no number of a release.", f"Write one as {gathered.suggested}.")
    elif plain(version) != version and plain(gathered.latest) == gathered.latest:
        yield _fault("version", f"{version} has a nought before a figure.", f"Write it as {plain(version)}.")
    elif version in gathered.known:
        yield _fault("version", f"There is a release {version} already.", f"The next one is {gathered.suggested}.")
    elif before and len(found) != len(before):
        message = f"The numbers of this standard have {len(before)} figures, as {gathered.latest}."
        yield _fault("version", message, f"Write one as {gathered.suggested}.")
    elif is_later(gathered.latest, version):
        message = f"{version} comes before {gathered.latest}, which there was already."
        yield _fault("version", message, f"The next one is {gathered.suggested}.")
    elif not all(figures(following(version, name)) for name in CHANGE_CLASSES):
        message = f"No number could follow {version}: a figure has nine digits at most."
        yield _fault("version", message, f"Write one as {gathered.suggested}.")
    elif before and _is_too_small(gathered, version):
        message = f"It holds a {gathered.change_class} change, and {version} says less."
        yield _fault("version", message, f"The number is at least {gathered.suggested}.")


def _is_too_small(gathered: Gathered, version: str) -> bool:
    """Whether it says less than what follows from the release before by the class of what it holds."""
    base = gathered.since or gathered.latest
    return is_later(following(base, gathered.change_class), version)


def _day(effective: date, today: date) -> Iterator[Problem]:
    if effective < today:
        yield _fault("effective", "A release cannot hold from a day that is over.", "Choose today or a later day.")
    elif effective > today + FURTHEST:
        yield _fault("effective", f"{day_in_words(effective)} is more than three years away.", "Choose an earlier day.")


def _nothing(gathered: Gathered) -> Iterator[Problem]:
    if not gathered.revisions and gathered.since:
        message = f"Nothing was published since {gathered.since}."
        yield _obstacle("nothing-new", message, "Make a release once something is.")


def _notice(gathered: Gathered, effective: date) -> Iterator[Problem]:
    days = gathered.notice_days
    for change in gathered.breaking:
        first = change.decided + timedelta(days=days)
        if effective < first:
            message = (
                f"“{change.title}” breaks something and was decided on {day_in_words(change.decided)}. The rules ask for "
                f"{days} days of notice, and this release would hold from {day_in_words(effective)}."
            )
            yield _obstacle("notice", message, f"Let it hold from {day_in_words(first)} or later.")


def _early(gathered: Gathered, version: str) -> Iterator[Problem]:
    """What is gone though it was promised to stay until a later release."""
    gone = {paths.split(change.address)[1] for change in gathered.changes if _is_removal(change.address, change.kind)}
    for reference, item in _deprecated(gathered.base.document):
        promised = item.deprecated.remove_in if item.deprecated else ""
        if reference in gone and is_later(promised, version):
            message = f"{reference} is gone, and was promised to stay until release {promised}."
            yield _obstacle(
                "removed-early", message, f"Bring it back, or number the release {promised}.", paths.of_ref(reference)
            )


def _is_removal(address: str, kind: str) -> bool:
    return kind == "removed" and paths.split(address)[0] == "items"


def _overdue(document: Document, version: str) -> Iterator[Problem]:
    """What should be gone by then."""
    for reference, item in _deprecated(document):
        promised = item.deprecated.remove_in if item.deprecated else ""
        if figures(promised) and not is_later(promised, version):
            message = f"{reference} was to be removed in release {promised}, and is still there."
            remedy = "Publish its removal first, or a change that names a later release for it."
            yield _obstacle("removal-overdue", message, remedy, paths.of_ref(reference))


def _deprecated(document: Document) -> Iterator[tuple[str, Item]]:
    return ((item_key(entry, item), item) for entry, item in document.items() if item.deprecated)


def _undecided(gathered: Gathered) -> Iterator[Problem]:
    if gathered.undecided:
        yield _obstacle("open-conflict", f"{gathered.undecided}.", "Settle it on the page of the source first.")


def _errors(gathered: Gathered) -> Iterator[Problem]:
    return (problem for problem in gathered.head.problems if problem.severity == "error")


def _fault(field: str, message: str, remedy: str) -> Problem:
    return Problem(f"release-{field}", "error", message, remedy, pointer=f"/{field}")


def _obstacle(rule: str, message: str, remedy: str, address: str = "") -> Problem:
    return Problem(f"release-{rule}", "error", message, remedy, address=address)
