"""What a release would hold: everything published since the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from changes_app.models import ChangeRequest
from changes_app.texts import LONGEST_TEXT
from specs_app.document.diff import Change, classify
from specs_app.document.release_numbers import NONE_YET, figures, following, order
from specs_app.document.types import ChangeClass, Document
from specs_app.models import Revision, SourceMeeting, Specification
from specs_app.publishing.release_notes import release_notes, shortened
from specs_app.versions.history import changes_between
from specs_app.versions.loading import load
from specs_app.versions.releases import KnownRelease, releases_of
from specs_app.versions.resolve import current
from specs_app.versions.version import Version

#: How the source of a standard may stand so that a person has to decide first.
OPEN = frozenset({Specification.SourceState.DIVERGED, Specification.SourceState.REWRITTEN})


@dataclass(frozen=True, slots=True)
class Breaking:
    """A published change that breaks something: what it is called, and the day on which it was decided."""

    title: str
    decided: date


@dataclass(frozen=True)
class Gathered:
    """What was published since ``base``: the release before, or where there is none what was first imported.

    ``since`` is the number of that release, empty without one; ``latest`` the highest number that any release ever had. ``changes``
    are what differs in meaning, ``revisions`` counts what was published. ``undecided`` says what of the source waits for a person.
    """

    head: Version
    base: Version
    since: str
    latest: str
    known: frozenset[str]
    changes: tuple[Change, ...]
    revisions: int
    breaking: tuple[Breaking, ...]
    undecided: str = ""

    @property
    def change_class(self) -> ChangeClass:
        """How grave it is for those who use it; of words alone where nothing differs in meaning."""
        return classify(self.changes)

    @property
    def suggested(self) -> str:
        """The number that follows from the class, with as many figures as the one before."""
        return following(self.latest or NONE_YET, self.change_class)

    @property
    def notes(self) -> str:
        """What changed, in words to begin with, no longer than notes may be."""
        return shortened(release_notes(self.base.document, self.head.document, self.changes), LONGEST_TEXT)

    @property
    def notice_days(self) -> int:
        """How many days before it holds a breaking change must have been decided."""
        return self.head.document.settings.rule("breaking").notice_days

    def earliest(self, today: date) -> date:
        """The first day from which it may hold."""
        waits = (entry.decided + timedelta(days=self.notice_days) for entry in self.breaking)
        return max(today, *waits) if self.breaking else today

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems that hold what changed differently, in the order of the settings."""
        named = {change.field.partition("/")[2] for change in self.changes if change.kind == "mapping"}
        return tuple(cms.key for cms in self.head.document.settings.cms if cms.key in named)


def gather(specification: Specification) -> Gathered:
    """What a release made now would hold."""
    head = current(specification)
    known = releases_of(specification, head)
    pinned = _before(known)
    place, sha = (pinned.number, pinned.sha) if pinned else _beginning(specification)
    base = load(specification, sha)
    after = Revision.objects.filter(specification=specification, number__gt=place).order_by("number")
    return Gathered(
        head=head,
        base=base,
        since=pinned.version if pinned else "",
        latest=_latest(known, head.document),
        known=frozenset(one.version for one in known),
        changes=changes_between(base, head),
        revisions=after.count(),
        breaking=tuple(_breaking(after)),
        undecided=_undecided(specification),
    )


def _before(known: Iterable[KnownRelease]) -> KnownRelease | None:
    """The last release with a text. A tag that is no number, as of a nightly build, is none that a release could follow: what was
    published before it would be counted by nobody."""
    numbered = (one for one in known if one.number and figures(one.version))
    return max(numbered, key=lambda one: one.number, default=None)


def _beginning(specification: Specification) -> tuple[int, str]:
    """Number and SHA of the last revision that the import brought."""
    imported = Revision.objects.filter(specification=specification, kind=Revision.Kind.IMPORT)
    found = imported.order_by("-number").values_list("number", "sha").first()
    return found or (0, specification.published_revision)


def _latest(known: Iterable[KnownRelease], document: Document) -> str:
    """The highest number; that of the settings counts too, as they may state one of which nothing else tells."""
    return max((*(one.version for one in known), document.settings.version), key=order)


def _breaking(after: QuerySet[Revision]) -> Iterable[Breaking]:
    """The breaking ones of some revisions. One from outside was decided nowhere here: its day is that of its commit."""
    rows = list(after.filter(change_class="breaking"))
    requests = ChangeRequest.objects.filter(published_revision__in=[row.sha for row in rows], decided_at__isnull=False)
    decided = dict(requests.values_list("published_revision", "decided_at"))
    for row in rows:
        yield Breaking(row.reason, timezone.localdate(decided.get(row.sha, row.committed_at)))


def _undecided(specification: Specification) -> str:
    waits = SourceMeeting.objects.filter(specification=specification).exists()
    return specification.get_source_state_display() if waits or specification.source_state in OPEN else ""
