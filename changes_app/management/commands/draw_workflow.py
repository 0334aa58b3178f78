"""The state diagram of a change request, drawn from the workflow's own data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from changes_app.permissions import MATRIX, Own, Rule
from changes_app.workflow import FINAL, RESUME_TARGETS, TRANSITIONS, Role, Status, Transition, allows

TARGET = "docs/developer/workflow.md"


def diagram() -> str:
    """The whole page: a Mermaid diagram, the same as a table, and the matrix of permissions."""
    parts = (
        "# The way of a change request",
        "Drawn from `changes_app/workflow.py` and `changes_app/permissions.py` by `manage.py draw_workflow`; do not edit.",
        "```mermaid\nstateDiagram-v2\n" + "\n".join(_arrows()) + "\n```",
        "\n".join(_transition_table()),
        "## Who may",
        "\n".join(_permission_table()),
    )
    return "\n\n".join(parts) + "\n"


def _arrows() -> Iterable[str]:
    yield f"    [*] --> {Status.DRAFT.value}"
    for arrow in TRANSITIONS.values():
        for source, target in _ends(arrow):
            yield f"    {source.value} --> {target.value}: {arrow.name}"
    for status in Status:
        if status in FINAL:
            yield f"    {status.value} --> [*]"


def _ends(arrow: Transition) -> Iterable[tuple[Status, Status]]:
    targets = [arrow.target] if arrow.target else [status for status in Status if status in RESUME_TARGETS]
    sources = [status for status in Status if allows(arrow.name, status, notice_runs=True)]
    return ((source, target) for source in sources for target in targets)


def _transition_table() -> Iterable[str]:
    yield "| transition | from | to | who | also needed |"
    yield "|---|---|---|---|---|"
    for arrow in TRANSITIONS.values():
        sources = ", ".join(_sources(arrow))
        target = arrow.target.label if arrow.target else "where it was held"
        needs = ", ".join(filter(None, (arrow.condition, "a reason" if arrow.needs_comment else "")))
        yield f"| {arrow.name} | {sources} | {target} | {_who(arrow)} | {needs} |"


def _sources(arrow: Transition) -> Iterable[str]:
    yield from (status.label for status in Status if status in arrow.sources)
    if arrow.in_notice:
        yield f"{Status.APPROVED.label} (while the notice runs)"


def _who(arrow: Transition) -> str:
    if arrow.permission is None:
        return "the portal"
    rule = MATRIX[arrow.permission]
    if rule.own is Own.ONLY:
        return "its proposer"
    roles = ", ".join(role.label.lower() for role in Role if role in rule.roles)
    return f"{roles}, {_never(rule)}" if rule.own is Own.NEVER else roles


def _never(rule: Rule) -> str:
    return "never one's own" if rule.colleagues else "never one's own or one's organisation's"


def _permission_table() -> Iterable[str]:
    yield "| permission | " + " | ".join(role.label for role in Role) + " | which proposals |"
    yield "|---" * (len(Role) + 2) + "|"
    for permission, rule in MATRIX.items():
        marks = " | ".join("yes" if role in rule.roles else "no" for role in Role)
        which = rule.own.value if rule.colleagues else _never(rule)
        yield f"| {permission.value} | {marks} | {which} |"


class Command(BaseCommand):
    help = "Write the state diagram of a change request to the developer guide, from the workflow's own data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether the page is up to date.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / TARGET
        if check:
            self._compare(path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(diagram(), encoding="utf-8")
            self.stdout.write(f"{TARGET} written.")

    def _compare(self, path: Path) -> None:
        if not path.exists() or path.read_text(encoding="utf-8") != diagram():
            self.stderr.write(f"{TARGET} does not match the workflow: run `manage.py draw_workflow`.")
            raise SystemExit(1)
