"""Reads: a specification at its published or any earlier revision, and its history.

Only what was published can be read: a name that leads to any other commit is ``NotPublished``, as is one that leads nowhere. To
whoever may not read a restricted specification it does not exist, in the same words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, JSONField, Min, Q, QuerySet, When
from django.utils import timezone

from specs_app import access
from specs_app.access import Viewer
from specs_app.document import paths
from specs_app.document.storable import clean
from specs_app.document.types import Document
from specs_app.models import Category, DataObject, Item, Push, Release, Revision, RevisionChange, Specification
from specs_app.projection import former_names
from specs_app.projection.search import asking
from specs_app.projection.search.former import formers
from specs_app.projection.search.in_document import Searched
from specs_app.projection.search.scope import EVERYWHERE, Found, SearchScope, Tally
from specs_app.projection.stored_arrivals import arrivals
from specs_app.publishing.pages.door import Size
from specs_app.publishing.pages.life import Life, LifeRow
from specs_app.publishing.pages.life import life as strip
from specs_app.publishing.since import UNTOLD, Sinces
from specs_app.repository.objects import GitError
from specs_app.repository.rows import stored
from specs_app.versions.history import released, revisions_until
from specs_app.versions.released import Released, first_release_with
from specs_app.versions.resolve import NotPublished, current, pinned
from specs_app.versions.version import Version


@dataclass(frozen=True, slots=True)
class Removal:
    """The change that removed a part, and the first release without it, None where there is none yet."""

    change: RevisionChange
    release: Released | None

    @property
    def revision(self) -> Revision:
        return self.change.revision

    @property
    def replaced_by(self) -> str:
        """The item that was to take its place, as it said last; empty where it said none."""
        return ((self.change.before or {}).get("deprecated") or {}).get("replaced_by") or ""


class NoStandard(NotPublished):
    """There is no standard of that name, or none that the reader may see: nothing tells which."""

    def __init__(self, slug: str) -> None:
        remedy = (
            "See the list of standards; one that is restricted is seen by its members alone, once they have signed in."
        )
        super().__init__(f"No standard called {slug[:60]!r} is published here", remedy)


def specifications(viewer: Viewer) -> QuerySet[Specification]:
    """Every specification that has a published revision and that the viewer may read."""
    return access.readable(viewer).exclude(published_revision="").order_by("title", "slug")


def sizes(found: Sequence[Specification]) -> dict[int, Size]:
    """How much the published version of each of some specifications holds, by key, in a query a kind."""
    counted = [
        dict(kind.objects.filter(specification__in=found).order_by().values_list("specification").annotate(Count("pk")))
        for kind in (DataObject, Item, Category)
    ]
    return {entry.pk: Size(*(counts.get(entry.pk, 0) for counts in counted)) for entry in found}


def specification(slug: str, *, viewer: Viewer) -> Specification:
    """The specification of that name; raises `NoStandard`, also where the viewer may not read it."""
    found = specifications(viewer).filter(slug=clean(slug)).first()
    if found is None:
        raise NoStandard(slug)
    return found


def at(slug: str, version: str | None = None, *, viewer: Viewer) -> tuple[Specification, Version]:
    """A specification at its current version, or at that of a release, a tag or a SHA; raises `NotPublished`."""
    found = specification(slug, viewer=viewer)
    return found, pinned(found, version) if version else current(found)


def found_in(
    specification: Specification, version: Version, text: str, limit: int, scope: SearchScope = EVERYWHERE
) -> Found:
    """What a search finds. The current version is searched through its index; an earlier one, or one that is followed meanwhile,
    word by word."""
    if version.sha == specification.published_revision:
        found = asking.search(specification, text, limit, scope)
        if is_still_current(specification, version):
            return found
    return _searched(specification, version).search(text, limit, scope)


def found_and_tallied(
    specification: Specification, version: Version, text: str, limit: int, scope: SearchScope
) -> tuple[Found, Tally]:
    """The same, and how many of all that holds the words, whatever its facets, have the same facets."""
    if version.sha == specification.published_revision:
        found = asking.search(specification, text, limit, scope)
        tally = asking.tally(specification, found.asked)
        if is_still_current(specification, version):
            return found, tally
    searched = _searched(specification, version)
    found = searched.search(text, limit, scope)
    return found, searched.tally(found.asked)


def _searched(specification: Specification, version: Version) -> Searched:
    """A version that no index knows, with the names that its parts had borne until then."""
    log = version.logged_changes
    return Searched(version.document, log, formers(specification, log, revisions_until(specification, version.sha)))


def is_still_current(found: Specification, version: Version) -> bool:
    """Whether nothing has been published since; then rows read meanwhile were those of this revision."""
    return Specification.objects.filter(pk=found.pk, published_revision=version.sha).exists()


def releases(found: Specification) -> QuerySet[Release]:
    """The tagged releases, newest first."""
    return Release.objects.filter(specification=found)


def history(
    found: Specification, version: Version, *, address: str = "", object_name: str = ""
) -> QuerySet[RevisionChange]:
    """What revisions up to the one read changed in one part (and what lies within it) or one object, newest first; also under the
    names that these had before or have now, as long as these were theirs."""
    if object_name:
        spans = former_names.spans_of(found, "objects", object_name)
        told = [(span, Q(object_name=span.name) | Q(address=paths.of_object(span.name))) for span in spans]
    else:
        spans = former_names.borne(found, address)
        told = [(span, _told_of(span.name)) for span in spans]
    within = Q()
    for span, about in told:
        within |= Q(about, revision__number__range=(span.first, span.last))
    changes = _changes(found, version).filter(within).select_related("revision")
    return changes.order_by("-revision__number", "position")


def _told_of(address: str) -> Q:
    """A part and what lies within it; the body for a local build does not lie within the usual one."""
    within = Q() if address.startswith("extracts/") else Q(address__startswith=f"{address}/")
    return Q(address=address) | within


def _changes(found: Specification, version: Version) -> QuerySet[RevisionChange]:
    """What the revisions up to the one read changed."""
    return RevisionChange.objects.filter(revision__in=revisions_until(found, version.sha))


def number_of(found: Specification, version: Version) -> int:
    """The number of a revision; 0 where the portal has taken in only later ones."""
    known = Revision.objects.filter(specification=found, sha=version.sha)
    return known.values_list("number", flat=True).first() or 0


def sinces(found: Specification, version: Version) -> Sinces:
    """Since when the parts of a version are there: one query for the releases, and three more once a version."""
    known = arrivals(found, version)
    return Sinces(known, released(found, known.until)) if known else UNTOLD


def life(found: Specification, rows: QuerySet[RevisionChange], address: str, told: Sinces) -> Life | None:
    """The strip of time of the part at an address, from the rows of its ``history``; in one query."""
    if told.arrivals is None:
        return None
    former = Case(When(kind="renamed", field="name", then=F("before")), output_field=JSONField())
    columns = ("revision__number", "revision__sha", "revision__committed_at", "kind", "address", "former", "is_left")
    is_left = ExpressionWrapper(Q(after__isnull=True), output_field=BooleanField())
    oldest_first = rows.order_by("revision__number", "position").annotate(former=former, is_left=is_left)
    steps = (LifeRow(*row) for row in oldest_first.values_list(*columns))
    return strip(address, steps, told.arrivals, told.releases, found.slug)


def changed_since(found: Specification, version: Version, when: datetime) -> frozenset[str]:
    """The references of the items that revisions committed at or after ``when``, up to the one read, changed."""
    changes = _changes(found, version).filter(revision__committed_at__gte=when, address__startswith="items/")
    return frozenset(paths.split(address)[1] for address in changes.values_list("address", flat=True))


def renamed(found: Specification, kind: str, name: str) -> str:
    """The address that a former name of an item, object or code list, or a former reference, belongs to now; empty where there is
    none."""
    changes = RevisionChange.objects.filter(
        revision__specification=found, kind="renamed", address__startswith=f"{kind}/", field="name", before=name
    )
    newest = changes.order_by("-revision__number").first()
    if newest:
        return newest.address
    return former_names.successor(found, paths.of_ref(name)) if kind == "items" else ""


def removal(found: Specification, version: Version, address: str) -> Removal | None:
    """What removed a part, if a revision up to the one read did and it did not come back."""
    whole = _changes(found, version).filter(address=clean(address), field="")
    newest = whole.select_related("revision").order_by("-revision__number", "-position").first()
    if newest is None or newest.after is not None:
        return None
    until = number_of(found, version)
    return Removal(newest, first_release_with(released(found, until), newest.revision.number))


def elsewhere(found: Specification, version: Version, address: str) -> str:
    """The address under which a version has the item, object or code list that bore this one before or bears it later; empty where
    it has none."""
    number, kind = number_of(found, version), paths.split(address)[0]
    document = version.document
    held: dict[str, Collection[str]] = {
        "items": document.item_by_ref,
        "objects": document.object_by_name,
        "categories": document.category_by_name,
        "extracts": document.extract_by_target,
    }
    borne = former_names.borne(found, address) if kind in held else []
    spans = [span for span in borne if span.holds(number) and span.name != address]
    return next((span.name for span in spans if "/".join(paths.split(span.name)[1:]) in held[kind]), "")


def untold(document: Document) -> frozenset[str]:
    """The addresses of parts that are there though nothing need be told of how they came: authorities and hand-written bodies."""
    authorities = (paths.of_authority(code) for code in document.authority_by_code)
    return frozenset((*authorities, *(paths.of_extract(*extract.key) for extract in document.extracts)))


def unreadable(found: Sequence[Specification]) -> int:
    """How many of some specifications have lost their published revision: its commit, or the list of its files."""
    return sum(not _readable(entry) for entry in found)


def _readable(found: Specification) -> bool:
    repository = stored(found)
    try:
        repository.read_object(repository.tree_of(found.published_revision))
    except GitError:
        return False
    return True


def pushes() -> QuerySet[Push]:
    """How each specification stands that is pushed to a remote, by slug."""
    return Push.objects.select_related("specification").order_by("specification__slug")


def sources() -> QuerySet[Specification]:
    """The specifications that follow a source, by slug."""
    return Specification.objects.exclude(source_url="").order_by("slug")


def unknown_remotes() -> list[str]:
    """The slugs that have a remote in the settings, and are no specification's."""
    known = Specification.objects.filter(slug__in=settings.SPEC_REMOTES).values_list("slug", flat=True)
    return sorted(settings.SPEC_REMOTES.keys() - known)


@dataclass(frozen=True, slots=True)
class PushFigures:
    """All remotes in numbers; ``oldest_failing`` is for how many seconds the first one has lacked something."""

    remotes: int
    failing: int
    oldest_failing: int


def push_figures() -> PushFigures:
    failing = Push.objects.exclude(state=Push.State.CURRENT)
    first = failing.aggregate(first=Min("failing_since"))["first"]
    seconds = round((timezone.now() - first).total_seconds()) if first else 0
    return PushFigures(Push.objects.count(), failing.count(), seconds)


def behind(found: Sequence[Specification], since: datetime) -> int:
    """How many of some specifications have a repository that could not be written, or lacks what was published before then."""
    lagging = [entry.pk for entry in found if entry.mirrored_revision != entry.published_revision]
    late = Revision.objects.filter(
        specification__in=lagging, sha=F("specification__published_revision"), committed_at__lt=since
    )
    return len({*late.values_list("specification", flat=True), *(entry.pk for entry in found if entry.mirror_problem)})
