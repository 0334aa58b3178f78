"""A merge commit by the portal: one commit of the source put together with what is published.

Equal commits give the equal merge: its times and names are those of the two sides and of who settled what, never of the clock.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from specs_app.actions.quarantine import broken, governs_otherwise, unreadable
from specs_app.actions.revisions import committer
from specs_app.document.commit_messages import MERGED_WITH, SETTLED_BY, SOURCE_COMMIT, composed
from specs_app.document.diff import diff
from specs_app.document.problems import Problem
from specs_app.document.storable import clean, plain
from specs_app.document.threeway import Choices, Meeting
from specs_app.merging.merge import BY_HAND, CannotMerge, Outcome, merged
from specs_app.merging.sides import Side, Sides
from specs_app.models import SourceMeeting, Specification
from specs_app.repository.commits import Commit
from specs_app.repository.folder import Folder
from specs_app.repository.objects import NotReadable, Stored
from specs_app.repository.repository import Repository
from specs_app.repository.trees import FILE, TreeFile
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version, findings_of
from specs_app.yaml_files.reader import Reading


@dataclass(frozen=True, slots=True)
class Waiting:
    """A commit of the source that a person has to settle first, and where it meets what was published then; ``chosen``
    is what somebody settled already of what is still the same."""

    commit: Commit
    published: str
    meetings: tuple[Meeting, ...]
    chosen: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeMade:
    """The merge that was made, or why none was: a person has to settle it, the two cannot be put together here (``by_hand``), or
    the source's commit is at fault."""

    sha: str = ""
    problems: tuple[Problem, ...] = ()
    waiting: Waiting | None = None
    by_hand: bool = False


@dataclass
class Merger:
    """Merges commits of one source, with what people chose where both sides do not agree."""

    folder: Folder
    source: Repository
    specification: Specification
    _bases: dict[tuple[str, ...], Side] = field(default_factory=dict)

    @cached_property
    def row(self) -> SourceMeeting | None:
        return SourceMeeting.objects.filter(specification=self.specification).first()

    @cached_property
    def choices(self) -> Choices:
        stored = self.row.choices if self.row else {}
        return {key: choice["keep"] for key, choice in stored.items()}

    def merge(self, before: Version, sha: str) -> MergeMade:
        """Merge one commit with what is published, as a commit of the folder; nothing is published by it."""
        try:
            theirs = load_from(self.source, before.slug, sha, before)
            bases = self._last_common(before.sha, sha)
            self._require_settled_alike(bases, theirs)
            base = self._joined(before.slug, bases)
        except NotReadable as error:
            return MergeMade(problems=(unreadable(sha, error),))
        except CannotMerge as error:
            return MergeMade(problems=error.problems, by_hand=True)
        sides = Sides(base, self._side(theirs), self._side(before))
        if faults := _faults(sides, sha):
            return MergeMade(problems=tuple(faults))
        try:
            outcome = merged(sides, self.folder.merged_text, self.choices)
        except CannotMerge as error:
            return self._not_so(before, theirs.commit, sides, error)
        if outcome.meetings:
            return _waits(Waiting(theirs.commit, before.sha, outcome.meetings, outcome.chosen))
        if faults := [*broken(before.reading, outcome.reading, sha), *_together(sides, outcome.reading, sha)]:
            return MergeMade(problems=tuple(faults))
        return MergeMade(self._commit(before, theirs.commit, outcome))

    def _not_so(self, before: Version, theirs: Commit, sides: Sides, error: CannotMerge) -> MergeMade:
        """What was chosen cannot stand together, so it is asked anew; without a choice there is nothing to ask."""
        try:
            meetings = merged(sides, self.folder.merged_text, {}).meetings
        except CannotMerge:
            meetings = ()
        if not meetings:
            return MergeMade(problems=error.problems, by_hand=True)
        return _waits(Waiting(theirs, before.sha, meetings), *error.problems)

    def note(self, waiting: Waiting | None) -> None:
        """Store what waits for a person, with what was chosen already of what is still the same."""
        if waiting is None:
            SourceMeeting.objects.filter(specification=self.specification).delete()
            return
        chosen, stored = {meeting.key for meeting in waiting.chosen}, self.row.choices if self.row else {}
        SourceMeeting.objects.update_or_create(
            specification=self.specification,
            defaults={
                "published": waiting.published,
                "commit": waiting.commit.sha,
                "author_name": clean(waiting.commit.author.name),
                "subject": clean(waiting.commit.subject),
                "meetings": [plain(meeting.as_dict()) for meeting in (*waiting.meetings, *waiting.chosen)],
                "choices": {key: choice for key, choice in stored.items() if key in chosen},
            },
        )

    def _side(self, version: Version) -> Side:
        return Side(version.reading, self.source.listed(version.sha))

    def _last_common(self, published: str, sha: str) -> tuple[str, ...]:
        """The commits that both came from. Where they share several last ones, a merge of exactly these, if there is one."""
        bases = self.source.bases(published, sha)
        if not bases:
            message = f"Commit {sha[:12]} of the source shares no history with what is published."
            raise CannotMerge(Problem("source-unrelated", "error", message, BY_HAND))
        exact = self._merge_of(bases, published) if len(bases) > 1 else ""
        return (exact,) if exact else tuple(bases)

    def _require_settled_alike(self, bases: tuple[str, ...], theirs: Version) -> None:
        """Raises where the source has merged what was merged here too, and settled otherwise what the two did not agree on."""
        here, parents = bases[0], self.source.commit(bases[0]).parents
        if len(bases) > 1 or len(parents) != 2 or self.source.is_ancestor(here, theirs.sha):
            return
        published, other = (load_from(self.source, theirs.slug, parent) for parent in parents)
        base = self._joined(theirs.slug, self._last_common(published.sha, other.sha))
        met = merged(Sides(base, self._side(other), self._side(published)), self.folder.merged_text, {}).meetings
        altered = _altered(load_from(self.source, theirs.slug, here), theirs) if met else frozenset()
        if otherwise := [meeting.address for meeting in met if meeting.address in altered]:
            places = ", ".join(otherwise[:3])
            message = f"Commit {theirs.sha[:12]} of the source settles {places} otherwise than it was settled here."
            raise CannotMerge(Problem("settled-otherwise", "error", message, BY_HAND, address=otherwise[0]))

    def _merge_of(self, bases: list[str], published: str) -> str:
        """A published merge whose parents are some commits and no others."""
        line = self.source.log(published)
        return next((commit.sha for commit in line if sorted(commit.parents) == bases), "")

    def _joined(self, slug: str, bases: tuple[str, ...]) -> Side:
        """One side of several commits that differ in what both have: merged as any two are."""
        if bases not in self._bases:
            first = load_from(self.source, slug, bases[0])
            found = self._side(first)
            for sha in bases[1:]:
                other = load_from(self.source, slug, sha, first)
                base = self._joined(slug, self._last_common(first.sha, sha))
                sides = Sides(base, self._side(other), found)
                found = _as_side(sides, merged(sides, self.folder.merged_text, self.choices))
            self._bases[bases] = found
        return self._bases[bases]

    def _commit(self, before: Version, theirs: Commit, outcome: Outcome) -> str:
        settled = (
            [self.row.choices[key] for key in sorted(meeting.key for meeting in outcome.chosen)] if self.row else []
        )
        times = [before.commit.when, theirs.when, *(datetime.fromisoformat(choice["at"]) for choice in settled)]
        sha = self.source.commit_tree(
            before.sha,
            outcome.files,
            author=theirs.author,
            authored_at=theirs.authored_at,
            committer=committer(),
            when=max(times),
            message=_message(theirs, before.sha, [choice["by"] for choice in settled]),
            beside=(theirs.sha,),
            placed=outcome.placed,
        )
        self.folder.settle()
        return sha


def _altered(before: Version, after: Version) -> frozenset[str]:
    """The addresses of parts and files that differ."""
    paths = {*before.files, *after.files}
    files = (f"files/{quote(path)}" for path in paths if before.files.get(path) != after.files.get(path))
    return frozenset((*(change.address for change in diff(before.document, after.document)), *files))


def _message(theirs: Commit, published: str, settled_by: list[str]) -> str:
    """The words of the source's commit, and as trailers both sides and who settled where they met."""
    trailers = (
        (SOURCE_COMMIT, theirs.sha),
        (MERGED_WITH, published),
        *((SETTLED_BY, name) for name in dict.fromkeys(settled_by)),
    )
    return composed(theirs.subject or f"Merge {theirs.sha[:12]}", theirs.body, trailers)


def _faults(sides: Sides, sha: str) -> list[Problem]:
    """What the source's commit does that no merge takes."""
    documents = sides.documents()
    base, theirs, ours = (document.settings for document in documents.sides)
    return [*broken(sides.base.reading, sides.theirs.reading, sha), *governs_otherwise(base, theirs, sha, ours)]


def _together(sides: Sides, after: Reading, sha: str) -> list[Problem]:
    """The errors that neither side has, and both together do."""
    known = Counter(problem.identity for side in (sides.ours, sides.theirs) for problem in findings_of(side.reading))
    intro = f"Commit {sha[:12]} of the source does not fit what is published: "
    return [
        Problem(found.rule, "error", intro + found.message, found.remedy, found.file, found.line, found.address)
        for found in findings_of(after)
        if found.severity == "error" and not known[found.identity]
    ]


def _waits(waiting: Waiting, *more: Problem) -> MergeMade:
    count = len(waiting.meetings)
    places = f"{count} place{'' if count == 1 else 's'}"
    message = f"Commit {waiting.commit.sha[:12]} of the source and what is published here do not agree in {places}."
    problem = Problem("source-meets", "error", message, "Say on the page of the source what shall stand.")
    return MergeMade(problems=(problem, *more), waiting=waiting)


def _as_side(sides: Sides, outcome: Outcome) -> Side:
    """The two of a merge that is only worked out, as one side; what it could not settle stands in the way."""
    if outcome.meetings:
        message = "The source has merged an earlier revision in a way that cannot be told apart from later changes."
        raise CannotMerge(Problem("merge-not-proved", "error", message, BY_HAND))
    entries = dict(sides.ours.entries)
    for path, entry in outcome.placed.items():
        entries.pop(path, None)
        if entry is not None:
            entries[path] = entry
    for name, data in outcome.files.items():
        raw = name.encode("utf-8", "surrogateescape")
        mode = entries[raw].mode if raw in entries else FILE
        entries.pop(raw, None)
        if data is not None:
            entries[raw] = TreeFile(mode, Stored("blob", data).name, raw)
    return Side(outcome.reading, entries)
