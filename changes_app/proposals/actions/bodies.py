"""A draft of the bodies that scripts hold: what councils run, taken over so that it can be governed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from changes_app.errors import Invalid
from changes_app.models import ChangeRequest
from changes_app.people import permissions
from changes_app.proposals.actions import drafts
from changes_app.proposals.taken_bodies import BodiesPlan, BuildOfSystem, place, planned
from changes_app.texts import FIELDS
from changes_app.workflow import Permission, Role
from specs_app.document import text_rules
from specs_app.models import Specification
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.reading.report import RefusedPart
from specs_app.versions.resolve import current

BENEFIT = "What councils run becomes part of the standard: it is compared, voted on, released, and stands in the generated script."
#: So many lines of a reason are read; the report of the import has the others.
MOST_LINES = 60
LONGEST_LINE = 250


@dataclass(frozen=True, slots=True)
class ImportedBodies:
    """The draft, and what it was planned from; no draft where there was nothing to propose."""

    plan: BodiesPlan
    change: ChangeRequest | None = None


def propose(
    *,
    specification: Specification,
    build: BuildOfSystem,
    files: Mapping[str, str],
    unread: Sequence[RefusedPart],
    by: User,
) -> ImportedBodies:
    """Begin one draft with the bodies in these files. ``unread`` are files that could not be read, for the record.

    Nothing is drafted where no body is new; whether that is a failure is told by what the plan refuses.
    """
    plan = planned(files, current(specification).document, build)
    if not plan.taken:
        return ImportedBodies(plan)
    title = (
        f"Take {counted(len(plan.taken), 'extract body', 'extract bodies')} of {build.cms.title or build.cms.key} over"
    )
    words = {"title": _short(title, FIELDS["title"].longest), "reason": reason_of(plan, unread), "benefit": BENEFIT}
    change = drafts.create(specification=specification, by=by, edits=plan.edits(), **words)
    return ImportedBodies(plan, change)


def build_of(specification: Specification, cms: str, variant: str, dialect: str) -> BuildOfSystem:
    """The system and local build of these names; raises `Invalid` where there is none."""
    systems = {entry.key: entry for entry in current(specification).document.settings.cms}
    if cms not in systems:
        raise _unknown(f"The specification knows no system called {cms!r}.", systems)
    if dialect and dialect not in DIALECTS:
        raise _unknown(f"No SQL dialect is called {dialect!r}.", DIALECTS)
    if variant and not (text_rules.KEY.fullmatch(variant) and len(variant) <= text_rules.NAME_LIMIT):
        remedy = f"Begin with a letter; at most {text_rules.NAME_LIMIT} letters, digits and underscores."
        raise Invalid(f"{text_rules.shown(variant)} cannot be the name of a local build.", remedy=remedy)
    return BuildOfSystem(systems[cms], variant, dialect)


def _unknown(message: str, known: Iterable[str]) -> Invalid:
    return Invalid(message, remedy=f"Use one of: {', '.join(known) or 'none'}.")


def usual_proposer(specification: Specification) -> User:
    """Who proposes where nobody is named: the longest-standing member of the secretariat, else of those who may propose."""
    seats = permissions.seats().filter(specification=specification, role__in=Permission.PROPOSE.rule.roles)
    found = sorted(seats, key=lambda seat: (seat.role != Role.SECRETARIAT, seat.pk))
    if not found:
        message = "Nobody here may propose a change."
        raise Invalid(message, remedy="Let somebody in with add_member, and name them with --by.")
    return found[0].user


def reason_of(plan: BodiesPlan, unread: Sequence[RefusedPart] = ()) -> str:
    """Why there is such a proposal, and what its readers must know of it, in words."""
    bodies, items = counted(len(plan.taken), "object", "objects"), counted(plan.items, "item", "items")
    lines = [
        f"Scripts that councils run hold queries that fill {bodies} with {items}. They are taken over as they are written."
    ]
    said = [f"- {body.extract.object}: {text}" for body in plan.taken for text in body.remarks]
    left = [f"- {refused_line(part)}" for part in (*unread, *plan.refused)]
    lines += _listed("What to know of them:", said)
    lines += _listed("What was not taken:", left)
    return "\n".join(lines)


def _listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"\n{heading}\n"
        yield from (_short(line, LONGEST_LINE) for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"- and {len(lines) - MOST_LINES} more, which the import told"


def refused_line(part: RefusedPart) -> str:
    """One part that was not taken, on one line: where, of what, why."""
    about = f"{part.object}: " if part.object else ""
    return f"{place(part.file, part.line)}: {about}{part.reason}. {part.remedy}".strip()


def counted(number: int, one: str, many: str) -> str:
    """``1 object``, ``2 objects``."""
    return f"{number} {one if number == 1 else many}"


def _short(line: str, limit: int) -> str:
    """A line that no text refuses: within its limit, and without signs that cannot be shown."""
    clean = "".join(char if char.isprintable() and not text_rules.FORBIDDEN.match(char) else " " for char in line)
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"
